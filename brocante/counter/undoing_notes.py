"""Notes of a counter taken back, by another note."""

from brocante.counter.acts import Act
from brocante.counter.entries import entry_stands, standing_others
from brocante.counter.ledger import Handing, handings, happened_at, standing_lines
from brocante.counter.models import EntryKind, Handover, JournalEntry
from brocante.counter.refusals import UndoUnknown
from brocante.counter.undoing import undo_handing, undo_sale_line
from brocante.reservations import handing


def take_back(act: Act, target: JournalEntry) -> None:
    """Let a note have no effect any more; once is enough. Raises UndoUnknown."""
    if target.kind not in {EntryKind.PICKUP, EntryKind.WALK_IN, EntryKind.RELEASE}:
        raise UndoUnknown
    if target.pickup_id is not None:
        handing.hold_pickups([target.pickup_id])
    # Looked at once nobody else can take it back any more.
    if not entry_stands(target):
        return
    if target.kind is EntryKind.WALK_IN:
        for line in standing_lines(Handover.journal_entry_id == target.id):
            undo_sale_line(act, line)
    elif target.kind is EntryKind.PICKUP:
        _take_back_pickup(act, target)
    else:
        _take_back_release(target)


def _take_back_pickup(act: Act, target: JournalEntry) -> None:
    pickup_id = target.pickup_id or 0
    pickup = handing.pickup_for_counter(pickup_id, act.counter.site_ids, also_erased=True)
    if pickup is None:
        return
    found = [one for one in handings(pickup_id) if one.key == target.key]
    nothing_left = Handing(happened_at(target), target.staff, target.key, (), target)
    undo_handing(act, found[0] if found else nothing_left, pickup)


def _take_back_release(target: JournalEntry) -> None:
    """Wait for a visitor again, unless another counter noted their absence as well."""
    if not standing_others(target):
        handing.reopen_released(target.pickup_id or 0)
