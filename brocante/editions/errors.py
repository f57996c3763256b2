"""Refusals about editions."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class EditionError(DomainError):
    """Any refusal about editions."""


class DatesReversed(EditionError):
    """The last day is before the first."""

    message = N_("The last day is before the first one.")
    field = "ends_on"


class AddressTaken(EditionError):
    """Another edition has this address, or the site itself uses the word."""

    message = N_("This address is already used. Choose another one, for example with the year.")
    field = "slug"


class UnknownTimeZone(EditionError):
    """Not the name of a time zone."""

    message = N_("This time zone is not known.")
    field = "time_zone"


class WrongOrder(EditionError):
    """The opening times are not in the order of the lifecycle."""

    message = N_("The catalogue cannot open after the reservations, nor these after they close.")
    field = "reservations_open_at"


class NoNextStep(EditionError):
    """The lifecycle has ended."""

    message = N_("This edition is archived: it has no next step.")


class StepNotReady(EditionError):
    """Something is missing for the next step."""

    message = N_("Before this step: %(word_missing)s")


class NoWayBack(EditionError):
    """Promises were made: the step cannot be taken back."""

    message = N_("Visitors have already reserved: this step cannot be taken back.")
