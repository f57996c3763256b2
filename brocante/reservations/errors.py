"""Why something cannot be reserved or changed: one sentence each."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class TicketNotFound(NotFound):
    """No such ticket; the same answer whether it never was, or its data is erased."""

    message = N_("This ticket does not exist, or its data has been erased.")


class NoSuchTicket(DomainError):
    field = "code"
    message = N_("No ticket with this code and this name. Look at both again.")


class ReservationsClosed(DomainError):
    message = N_("Reservations are not open at the moment. Your selection is kept.")


class BasketEmpty(DomainError):
    message = N_("Your selection is empty: choose some materials first.")


class BasketFull(DomainError):
    message = N_("A selection holds %(limit)s lines at most. Reserve these first.")


class NoContact(DomainError):
    field = "phone"
    message = N_("Give a telephone number or an e-mail address: one is enough.")


class FormUsed(DomainError):
    message = N_(
        "This form was already sent, and that reservation stands: see “My ticket”. "
        "To make another one, check what follows and reserve again."
    )


class TooManyReservations(DomainError):
    message = N_(
        "%(limit)s reservations are already made with this telephone number or e-mail address. "
        "Cancel one first, or call the organiser."
    )


class TooManyOnDevice(DomainError):
    message = N_(
        "%(limit)s reservations made on this device still stand: see “My ticket”. "
        "Cancel one first, or call the organiser."
    )


class EverythingGone(DomainError):
    message = N_("Somebody was faster: nothing of your selection is left.")


class SoldWholeOnly(DomainError):
    message = N_("“%(title)s” is sold whole: take all of it or none.")


class SoldInSteps(DomainError):
    message = N_("“%(title)s” is sold in steps of %(smallest)s, or all that is left.")


class SlotMissing(DomainError):
    message = N_("Choose a time for “%(site)s”.")


class SlotGone(DomainError):
    message = N_("The time you chose for “%(site)s” is full or closed now: choose another.")


class AlreadyHandedOver(DomainError):
    message = N_("The site has already handed over: nothing can be changed any more.")


class CountedAbsent(DomainError):
    message = N_("The site has counted this pickup as missed. Call it to agree on something.")


class AlreadyCancelled(DomainError):
    message = N_("This is already cancelled.")


class OnlyLess(DomainError):
    message = N_("You can only take less here. For more, make another reservation.")
