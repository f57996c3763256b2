"""What counters noted, applied: each note once, in whatever order, whenever it arrives.

What was done in the yard is never refused: the goods are gone, so the books follow, and what people
should know is flagged. Refused is only what says nothing; it is kept with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError, OperationalError

from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import transactional
from brocante.counter.acts import Act
from brocante.counter.applying import apply
from brocante.counter.counters import Counter
from brocante.counter.entries import entry_by_key, entry_of_any_site, hold_site, waiting_undos
from brocante.counter.models import CounterPhone, EntryKind, EntryState, JournalEntry
from brocante.counter.note_fields import clock_error, true_time
from brocante.counter.notes import CLOCK_TOLERANCE_S, Batch, Note
from brocante.counter.phones import Phone
from brocante.counter.refusals import EntryRefused, KeyOfAnother
from brocante.counter.rules import Flag
from brocante.counter.standing import Standing
from brocante.counter.undoing_notes import take_back


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a note; `sent_id` is how the phone calls it."""

    sent_id: str | None
    state: EntryState
    flags: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where notes come from: the counter, how far its clock is ahead, whether it may no more."""

    counter: Counter
    received_at: datetime
    clock_error_s: int = 0
    is_revoked: bool = False
    is_archived: bool = False

    @property
    def flags(self) -> set[Flag]:
        """What is true of everything that comes from there."""
        found = set()
        if self.is_revoked:
            found.add(Flag.AFTER_REVOCATION)
        if abs(self.clock_error_s) > CLOCK_TOLERANCE_S:
            found.add(Flag.CLOCK)
        return found


def receive(phone: Phone, batch: Batch) -> list[Outcome]:
    """Apply what a phone sent, each note in a unit of its own; remember the contact.

    An unexpected error with one note does not keep the others from being applied; then it is
    raised, and the phone sends everything again.
    """
    now = clock.now()
    standing = phone.standing(now)
    origin = Origin(
        phone.counter,
        now,
        clock_error(batch.phone_time, now),
        is_revoked=standing is Standing.REVOKED,
        is_archived=standing is Standing.ARCHIVED,
    )
    remember_contact(phone.id, batch.unsent)
    return take_down(origin, batch.notes)


def note_down(origin: Origin, note: Note) -> Outcome:
    """Apply one note, unless it was before; return what became of it."""
    try:
        return _note_down(origin, note)
    except IntegrityError:  # another site's counter sent the same key at the same moment
        return _note_down(origin, note)
    except DomainError as error:
        refusal = error if isinstance(error, EntryRefused) else EntryRefused()
        return _keep_refused(origin, note, refusal)


def take_down(origin: Origin, notes: Sequence[Note]) -> list[Outcome]:
    """Apply notes of a phone or of a sheet of paper; raises the first failure after the last."""
    outcomes: list[Outcome] = []
    failures: list[Exception] = []
    for note in notes:
        try:
            outcomes.append(note_down(origin, note))
        except OperationalError:  # the database is busy or full: for the next notes as well
            raise
        except Exception as failure:  # noqa: BLE001 - raised below
            failures.append(failure)
    if failures:
        raise failures[0]
    return outcomes


@transactional
def remember_contact(phone_id: int, unsent: int) -> None:
    """Note that a phone was heard of, and what it still holds."""
    phone = session.get(CounterPhone, phone_id, populate_existing=True)
    if phone is not None:
        phone.last_contact_at, phone.unsent = clock.now(), unsent


@transactional
def settle_entry(account_id: int, site_ids: Sequence[int], key: str) -> bool:
    """Note that somebody has seen a flagged or refused note; False when it is not one of theirs."""
    entry = entry_by_key(key, site_ids)
    if entry is None:
        return False
    if entry.settled_at is None:
        entry.settled_at, entry.settled_by = clock.now(), account_id
    return True


@transactional
def _note_down(origin: Origin, note: Note) -> Outcome:
    (site_id,) = origin.counter.site_ids
    hold_site(site_id)
    known = entry_of_any_site(note.key)
    if known is not None:
        if known.site_id != site_id:
            return _outcome_of_foreign(note)
        return _outcome(note, known)
    entry = _entry(origin, note, EntryState.APPLIED)
    entry.flags = sorted(origin.flags)
    if origin.is_archived:
        entry.state, entry.flags = EntryState.KEPT, sorted({*entry.flags, Flag.EDITION_OVER})
        return _outcome(note, entry)
    if note.refusal is not None:
        raise note.refusal
    act = _act(origin, entry)
    if note.kind is EntryKind.UNDO:
        _undo(act, entry, note, site_id)
    else:
        apply(act, entry, note, site_id)
        _finish(act, entry)
        for waiting in waiting_undos(entry.key, site_id):
            later = _act(origin, waiting)
            take_back(later, entry)
            _finish(later, waiting)
    return _outcome(note, entry)


def _undo(act: Act, entry: JournalEntry, note: Note, site_id: int) -> None:
    entry.undoes_key = note.undoes
    target = entry_by_key(note.undoes or "", [site_id])
    if target is None:
        entry.state = EntryState.KEPT
        return
    entry.pickup_id, entry.listing_id = target.pickup_id, target.listing_id
    # Until it has its effect the undo must not count as one: what it takes back stands.
    entry.state = EntryState.KEPT
    session.flush()
    take_back(act, target)
    _finish(act, entry)


def _finish(act: Act, entry: JournalEntry) -> None:
    entry.flags = sorted({*entry.flags, *act.flags})
    entry.state = EntryState.FLAGGED if entry.flags else EntryState.APPLIED
    session.flush()


@transactional
def _keep_refused(origin: Origin, note: Note, refusal: EntryRefused) -> Outcome:
    (site_id,) = origin.counter.site_ids
    hold_site(site_id)
    known = entry_of_any_site(note.key)
    if known is None:
        entry = _entry(origin, note, EntryState.REFUSED)
        entry.note = {**entry.note, "reason": refusal.reason}
    elif known.site_id != site_id:
        return _outcome_of_foreign(note)
    else:
        entry = known
    return _outcome(note, entry)


def _entry(origin: Origin, note: Note, state: EntryState) -> JournalEntry:
    (site_id,) = origin.counter.site_ids
    entry = JournalEntry(
        key=note.key,
        kind=note.kind,
        site_id=site_id,
        phone_id=origin.counter.phone_id,
        account_id=origin.counter.account_id,
        staff=origin.counter.staff,
        state=state,
        flags=[],
        note=note.as_kept(),
        phone_at=note.at or origin.received_at,
        received_at=origin.received_at,
        clock_error_s=origin.clock_error_s,
    )
    session.add(entry)
    session.flush()
    return entry


def _act(origin: Origin, entry: JournalEntry) -> Act:
    at = true_time(entry.phone_at, entry.clock_error_s, entry.received_at)
    who = replace(
        origin.counter,
        staff=entry.staff,
        account_id=entry.account_id,
        phone_id=entry.phone_id,
    )
    return Act(who, at, entry_key=entry.key, overrule=True, entry_id=entry.id)


def _outcome(note: Note, entry: JournalEntry) -> Outcome:
    return Outcome(note.sent_id, entry.state, tuple(entry.flags), entry.note.get("reason"))


def _outcome_of_foreign(note: Note) -> Outcome:
    return Outcome(note.sent_id, EntryState.REFUSED, reason=KeyOfAnother.reason)
