"""Refusals about editions."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class EditionError(DomainError):
    """Any refusal about editions."""


class EditionNotFound(NotFound):
    """No such edition, or one of another organiser."""

    message = N_("This edition does not exist, or another organiser runs it.")


class DatesReversed(EditionError):
    """The last day lies before the first one."""

    message = N_("The last day is before the first one.")
    field = "ends_on"


class TooLong(EditionError):
    """More days than any Brocante has: a slip of the year, most likely."""

    message = N_("An edition lasts at most %(days)d days. Check the year.")
    field = "ends_on"


class DatesFixed(EditionError):
    """Visitors hold tickets for those days."""

    message = N_(
        "Reservations are open: visitors hold tickets for these days. Go one step back in the "
        "lifecycle before you change the dates or the time zone."
    )
    field = "starts_on"


class UnknownTimeZone(EditionError):
    """Not one of the zones offered."""

    message = N_("Choose one of the time zones of the list.")
    field = "time_zone"


class UnknownDepartment(EditionError):
    """A code that no département has."""

    message = N_("There is no département “%(code)s”. Write codes such as 24, 33 or 974.")
    field = "departments"


class AddressNotPossible(EditionError):
    """The part of the address holds other characters than it may, or is a page of ours."""

    message = N_(
        "This address is not possible. Write small letters, digits and hyphens, such as "
        "dordogne-2026."
    )
    field = "slug"


class AddressTaken(EditionError):
    """Another edition has that address."""

    message = N_("Another edition already has this address. Add the year, for example.")
    field = "slug"


class AddressFixed(EditionError):
    """Printed and mailed addresses must lead somewhere for years."""

    message = N_("The address is public: it may be printed on paper, so it can no longer change.")
    field = "slug"


class OpeningsReversed(EditionError):
    """Reservations would close before they open."""

    message = N_("Reservations would close before they open.")
    field = "reservations_close_at"


class NotTheNextStep(EditionError):
    """The page is older than the edition's state, or the step is the last one."""

    message = N_("The edition has moved on since this page was opened. Look again, then decide.")


class StepNotReady(EditionError):
    """Something the next step needs is missing; the page lists it."""

    message = N_("Something is still missing before this step: it is listed on the page.")


class NoWayBack(EditionError):
    """An archived edition is closed for good."""

    message = N_("An archived edition stays so: its figures are frozen.")


class TicketsAreOut(EditionError):
    """Visitors reserved: what they reserved stays visible."""

    message = N_(
        "Reservations were open already: visitors hold tickets, the catalogue stays visible."
    )
