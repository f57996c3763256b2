"""What cannot be printed, and what to do about it."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class PrintingError(DomainError):
    """The paper asked for cannot be made as things stand."""


class NothingToPrint(PrintingError):
    """No label was chosen."""

    message = N_("There is no label to print: choose at least one listing.")


class NothingChanged(PrintingError):
    """Only what changed was asked for, and all labels say what they said."""

    message = N_("Nothing has changed since it was last printed.")


class DayOutsideEdition(PrintingError):
    """Nobody is expected on a day the edition does not have."""

    message = N_("This day is not one of the edition: it takes place on %(days)s.")


class LabelWithoutPrice(PrintingError):
    """A label without a price cannot be sold from."""

    message = N_("The listing %(code)s has no price yet: give one, or mark it as free.")


class PercentageNotAttested(PrintingError):
    """A percentage is shown only with the attested lowest price of the last 30 days."""

    message = N_(
        "The label of %(code)s may not show a percentage: the seller has not attested the lowest "
        "price of the last 30 days."
    )


class DeclassedWithoutDefect(PrintingError):
    """A declassed material says what is wrong with it, on paper too."""

    message = N_("The listing %(code)s is declassed: describe its defect before printing.")


class StartOutsideSheet(PrintingError):
    """The first free label is not on the sheet."""

    message = N_("This sheet has %(count)s labels: start at a label from 1 to %(count)s.")
    field = "start_at"


class NoOtherLabel(StartOutsideSheet):
    """The sheet is one label: it is free, or there is none."""

    message = N_("This format has one label a sheet: start at the first.")


class OffsetTooLarge(PrintingError):
    """A printer's offset is a matter of millimetres."""

    message = N_("The printer offset must stay within %(limit)s mm in each direction.")
    field = "offset"


class NoSuchPrinter(PrintingError):
    """The printer is another person's, or gone."""

    message = N_("This printer is not known here.")
    status = 404


class PrinterWithoutName(PrintingError):
    """A printer is chosen by its name."""

    message = N_("Give the printer a name.")
    field = "name"


class TooManyPrinters(PrintingError):
    """Somebody who writes so many is not a person."""

    message = N_("You keep %(limit)s printers already: delete one first.")


class PapersNotReady(PrintingError):
    """The papers are still being made, or were deleted."""

    message = N_("These papers are not there: make them again.")
    status = 404
