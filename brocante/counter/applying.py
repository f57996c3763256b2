"""One note of a counter at work on the books: a hand-over, a sale, a release.

Everything here runs inside a unit of the journal, which holds the site. Nothing is written before
it is sure that the note can be understood.
"""

from brocante.catalogue import stock
from brocante.catalogue.models import ListingState
from brocante.core.units import ZERO, Unit
from brocante.counter.acts import Act, hand_further, hand_line, sell
from brocante.counter.entries import standing_others
from brocante.counter.models import EntryKind, JournalEntry
from brocante.counter.notes import Note, NotedLine
from brocante.counter.queries import Goods, goods_by_id
from brocante.counter.refusals import HalfPieces, LinesUnreadable, ListingUnknown, TicketUnknown
from brocante.counter.rules import Flag, Taken
from brocante.reservations import handing
from brocante.reservations.models import PickupState
from brocante.reservations.tickets import Expected, Line


def apply(act: Act, entry: JournalEntry, note: Note, site_id: int) -> None:
    """Let a note have its effect. Raises EntryRefused, with nothing written."""
    {EntryKind.PICKUP: _pickup, EntryKind.WALK_IN: _walk_in, EntryKind.RELEASE: _release}[
        note.kind
    ](act, entry, note, site_id)


def _pickup(act: Act, entry: JournalEntry, note: Note, site_id: int) -> None:
    pickup = _held(act, note.pickup)
    lines = {line.id: line for line in pickup.stop.lines}
    if not {one.line for one in note.lines} <= set(lines):
        raise LinesUnreadable
    for one in note.lines:
        _check_whole(one.quantity.is_whole, lines[one.line].unit)
    goods = goods_by_id(act.counter, ids=[line.listing_id for line in lines.values()])
    entry.pickup_id = pickup.stop.id
    state = pickup.stop.state
    if state is PickupState.NO_SHOW:
        act.flags.add(Flag.RELEASED)
        handing.reopen_pickup(pickup.stop.id)
        pickup = _held(act, note.pickup)
        state = pickup.stop.state
    if state is PickupState.BOOKED:
        _hand_over(act, pickup, note, goods, site_id)
        return
    if state is PickupState.CANCELLED:
        act.flags.add(Flag.CANCELLED)
    if state is PickupState.DONE or standing_others(entry):
        act.flags.add(Flag.HANDED_TWICE)
    _hand_again(act, pickup, note, goods, site_id)


def _hand_again(
    act: Act, pickup: Expected, note: Note, goods: dict[int, Goods], site_id: int
) -> None:
    """Let leave what nobody waits for any more: handed over by another counter, or called off."""
    quantities = {one.line: one.quantity for one in note.lines}
    for line in _by_listing(pickup):
        quantity = quantities.get(line.id, ZERO)
        if quantity and pickup.stop.state is PickupState.CANCELLED:
            sell(act, goods[line.listing_id], quantity, site_id, line)
        elif quantity:
            hand_further(act, line, goods[line.listing_id], quantity, site_id)


def _hand_over(
    act: Act, pickup: Expected, note: Note, goods: dict[int, Goods], site_id: int
) -> None:
    """Hand over a pickup that waits, as it is now: the ticket may have changed meanwhile."""
    noted = {one.line: one for one in note.lines}
    seen = dict(note.seen.get("reserved", []))
    for line in _by_listing(pickup):
        one = noted.get(line.id)
        if one is None:
            if line.reserved:
                act.flags.add(Flag.CHANGED)
            continue
        if seen.get(line.id, line.reserved.thousandths) != line.reserved.thousandths:
            act.flags.add(Flag.CHANGED)
        _end_promise(act, line, one, goods[line.listing_id], site_id)
    handing.close_pickup(pickup.stop.id, act.at)


def _end_promise(act: Act, line: Line, one: NotedLine, goods: Goods, site_id: int) -> None:
    if line.reserved or one.quantity:
        hand_line(act, line, goods, Taken(one.quantity, one.broken), site_id)


def _walk_in(act: Act, entry: JournalEntry, note: Note, site_id: int) -> None:
    found = goods_by_id(act.counter, ids=[note.listing or 0]).get(note.listing or 0)
    if found is None or found.state is ListingState.DRAFT:
        raise ListingUnknown
    if found.family is None or found.condition is None:
        raise ListingUnknown
    _check_whole(note.quantity.is_whole, found.unit)
    entry.listing_id = found.id
    if note.pickup is not None:
        beside = handing.pickup_for_counter(note.pickup, act.counter.site_ids, also_erased=True)
        entry.pickup_id = None if beside is None else beside.stop.id
    if found.site_id != site_id:
        act.flags.add(Flag.ELSEWHERE)
    stock.lock_stock(found.id)
    sell(act, found, note.quantity, site_id)


def _release(act: Act, entry: JournalEntry, note: Note, _site_id: int) -> None:
    pickup = _held(act, note.pickup)
    entry.pickup_id = pickup.stop.id
    state = pickup.stop.state
    if state is PickupState.CANCELLED:
        act.flags.add(Flag.CANCELLED)
    elif state is not PickupState.NO_SHOW:
        is_released = state is PickupState.BOOKED and handing.mark_no_show(pickup.stop.id, act.at)
        act.flags.update(set() if is_released else {Flag.RELEASED})


def _held(act: Act, pickup_id: int | None) -> Expected:
    """Return one of the site's pickups that nobody else changes until the unit ends."""
    handing.hold_pickups([pickup_id or 0])
    pickup = handing.pickup_for_counter(pickup_id or 0, act.counter.site_ids, also_erased=True)
    if pickup is None:
        raise TicketUnknown
    return pickup


def _by_listing(pickup: Expected) -> list[Line]:
    return sorted(pickup.stop.lines, key=lambda line: (line.listing_id, line.id))


def _check_whole(is_whole: bool, unit: Unit) -> None:
    if not is_whole and not unit.is_measured:
        raise HalfPieces
