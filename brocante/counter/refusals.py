"""Why a phone's journal, or one note in it, says nothing to the server: one sentence each.

What was done in the yard is never refused. A refused note is kept with its reason, by `reason`.
"""

from typing import ClassVar

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class BatchRefused(DomainError):
    """Nothing of what was sent can be read."""

    message = N_("The server cannot read what this phone sent. Reload the counter and send again.")
    status = 422


class OtherProtocol(BatchRefused):
    """The phone holds an application older or newer than the server."""

    message = N_("This phone holds another version of the counter. Reload it, then send again.")


class BatchTooLarge(BatchRefused):
    """More notes or bytes than are taken at once."""

    message = N_("That is too much at once: at most 200 notes and 512 kB.")
    status = 413


class PhoneWithoutTime(BatchRefused):
    """Without the phone's own time nothing can be put in order."""

    message = N_("The phone does not say what time it believes it is.")


class EntryRefused(DomainError):
    """One note says nothing that can be understood."""

    message = N_("This note cannot be read.")
    reason: ClassVar[str] = "unreadable"
    status = 422


class EntryWithoutKey(EntryRefused):
    """A note without a number of its own could count twice."""

    message = N_("This note has no number of its own.")
    reason = "key"


class KindUnknown(EntryRefused):
    """Neither a hand-over nor a sale, a release, an undo."""

    message = N_("This note does not say what was done.")
    reason = "kind"


class TimeUnreadable(EntryRefused):
    """No instant."""

    message = N_("The time of this note cannot be read.")
    reason = "time"


class LinesUnreadable(EntryRefused):
    """What left is not said line by line, each once."""

    message = N_("This note does not say line by line what left.")
    reason = "lines"


class QuantityUnreadable(EntryRefused):
    """Not a number of thousandths that a yard could hold."""

    message = N_("The quantity of this note cannot be right.")
    reason = "quantity"


class HalfPieces(EntryRefused):
    """Counted goods leave in whole numbers."""

    message = N_("These goods are counted: half of one cannot have left.")
    reason = "pieces"


class TicketUnknown(EntryRefused):
    """No such pickup at the site of the counter, or a line of another ticket."""

    message = N_("This ticket is not one of this site.")
    reason = "ticket"


class ListingUnknown(EntryRefused):
    """No such listing of the company in the edition, or one that was never offered."""

    message = N_("These goods are not among those of this site.")
    reason = "listing"


class UndoUnknown(EntryRefused):
    """Only hand-overs, sales and releases are taken back."""

    message = N_("This note takes back something that cannot be taken back.")
    reason = "undo"


class KeyOfAnother(EntryRefused):
    """Another site's counter made a note of this number."""

    message = N_("The number of this note belongs to another counter.")
    reason = "foreign"


class EntryNotFound(NotFound):
    """No such note at the sites of the person who asks."""

    message = N_("This note of a counter does not exist, or is not one of yours.")


_ALL: tuple[type[EntryRefused], ...] = (EntryRefused, *EntryRefused.__subclasses__())
REASONS = {each.reason: each for each in _ALL}
