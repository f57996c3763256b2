"""Why something cannot be handed over or undone: one sentence each, said at the gate."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class PickupNotFound(NotFound):
    """No such pickup at the sites of the person who asks."""

    message = N_("This ticket is not expected at one of your sites.")


class GoodsNotFound(NotFound):
    """No such listing of the company in the edition, or one that was never offered."""

    message = N_("This label is not one of yours in this edition.")


class HandoverNotFound(NotFound):
    """No such line of the ledger of the company."""

    message = N_("This hand-over does not exist, or is not one of yours.")


class CounterClosed(DomainError):
    """The edition is not one in which goods leave."""

    message = N_("This edition is closed: nothing can be handed over or undone any more.")


class AlreadyHandedOver(DomainError):
    """The pickup is done; the sheet says when and by whom."""

    message = N_("Already handed over. Undo it first if that was a mistake.")


class PickupCancelled(DomainError):
    """The visitor called it off."""

    message = N_("The visitor cancelled this. What they want now is a sale on the spot.")


class CountedAsMissed(DomainError):
    """The goods were released."""

    message = N_("This visitor was counted as absent. Choose “They came after all” first.")


class SheetOutdated(DomainError):
    """The ticket changed, or the form was sent before, since the sheet was opened."""

    message = N_("This ticket changed meanwhile. Look at the quantities again, then confirm.")


class NotWholePieces(DomainError):
    """Counted goods leave in whole numbers."""

    message = N_("These goods are counted: write a whole number.")


class LotTakenApart(DomainError):
    """A lot has one price for all of it."""

    message = N_("This lot has one price for all of it: hand over %(whole)s or nothing.")


class NothingTaken(DomainError):
    """A sale on the spot of nothing."""

    field = "quantity"
    message = N_("Say how much leaves: more than zero.")


class TooMuchAtOnce(DomainError):
    """More than any yard holds: a slip of the finger."""

    message = N_("This is too much to be right: check the number.")


class GoodsArePromised(DomainError):
    """Taking that much would break promises to others."""

    message = N_(
        "Only %(left)s free, %(reserved)s promised to visitors with a reservation. "
        "If this really leaves the yard, tick the box below: the books will follow, and you will "
        "see whose reservation is in danger."
    )


class MoreThanBooks(DomainError):
    """There is more in the yard than the books say; nobody's promise is touched."""

    message = N_(
        "By the books only %(left)s left. If there is more in the yard, tick the box below: "
        "the books will follow."
    )


class TooEarlyToRelease(DomainError):
    """The visitor may still come."""

    message = N_("The time is not over yet: the visitor may still come.")


class NotWaiting(DomainError):
    """Not a pickup somebody is waited for."""

    message = N_("Nobody is waited for here any more.")


class AlreadyUndone(DomainError):
    """Each line is undone once."""

    message = N_("This was already undone.")


class UndoImpossible(DomainError):
    """The books moved on: the quantity was corrected below what would be there again."""

    message = N_("This cannot be undone any more. Correct the quantity of the listing instead.")


class AccessNotFound(NotFound):
    """No such link to a counter, or not one of the sites of the person who asks."""

    message = N_("This link to a counter does not exist. Ask the site or the organiser for it.")


class AccessNotOpen(DomainError):
    """The link does not work today; its page says why."""

    message = N_("This link does not work now.")


class AccessNameMissing(DomainError):
    """A counter needs a name that tells it from the others of its site."""

    field = "name"
    message = N_("Give the counter a name, for example “North gate”.")


class AccessDatesReversed(DomainError):
    """The last day comes before the first, or far too late."""

    field = "last_day"
    message = N_("The last day comes after the first, at most %(days)s days later.")


class StandsElsewhere(DomainError):
    """The phone still holds the counter of another site, and maybe what is not sent yet."""

    message = N_(
        "This phone still stands at the counter “%(name)s”. Close that one first: what it noted "
        "must be sent."
    )
