"""What the report refuses."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class ImpactError(DomainError):
    """The report cannot take this."""


class ParameterOutOfBounds(ImpactError):
    """A value that no source could give."""

    message = N_("Write a number from %(low)s to %(high)s.")


class ReasonMissing(ImpactError):
    """A change without a reason could not be explained to a funder."""

    message = N_("Say why, with the source if there is one: it is printed in the report.")


class SpaceOutOfBounds(ImpactError):
    """Pallets on no level, or more than a yard holds."""

    message = N_("Write how many pallets, on 1 to 9 levels, and at most 100,000 m².")


class OutletMissing(ImpactError):
    """Goods given away went to somebody."""

    message = N_("Say to whom the goods were given.")


class LogoNotReadable(ImpactError):
    """The file is no picture we can print."""

    message = N_("This file is not a picture that can be printed: choose a PNG or JPEG.")


class TooManyLogos(ImpactError):
    """The last page has room for so many."""

    message = N_("There are %(most)s logos already: remove one first.")


class NothingToPublish(ImpactError):
    """A report without a single line has nothing to sign."""

    message = N_("Nothing was handed over: there is nothing to publish yet.")


class NotOverYet(ImpactError):
    """Figures are published once the sale is over."""

    message = N_("The sale is not over: publish the figures once the edition is closing.")


class WorkbookNotReady(ImpactError):
    """A long ledger's workbook is made in the worker, and this one is not there."""

    message = N_("The workbook of so many lines is made apart: ask for it here, fetch it later.")
