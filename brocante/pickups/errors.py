"""Why a slot cannot be made, changed, booked or removed."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class SlotNotFound(NotFound):
    """No such slot or site, or not one of this company in this edition."""

    message = N_("This slot does not exist, or is not one of yours.")


class NoOpeningHours(DomainError):
    message = N_("Give the opening hours of this site first: slots are cut out of them.")


class NoSlotFits(DomainError):
    field = "minutes"
    message = N_("The site is never open for that long at a stretch. Choose a shorter length.")


class TooManySlots(DomainError):
    field = "minutes"
    message = N_("That would make %(count)s slots, more than %(limit)s. Choose a longer length.")


class CapacityBelowBooked(DomainError):
    field = "capacity"
    message = N_(
        "%(booked)s vehicles are already expected in this slot: it cannot take fewer. "
        "Close it so that nobody else comes."
    )


class SlotEndsBeforeStart(DomainError):
    field = "ends_at"
    message = N_("The slot must end after it begins, on the same day at most 24 hours later.")


class SlotOverlaps(DomainError):
    field = "starts_at"
    message = N_("There is already a slot at that time. Change that one instead.")


class SlotOutsideEdition(DomainError):
    field = "starts_at"
    message = N_("This is not one of the days of the edition.")


class SlotWasBooked(DomainError):
    message = N_("Somebody booked this slot: it cannot be deleted any more. Close it instead.")
