"""Handing over, selling on the spot, releasing and undoing: each one unit, each with its trace.

A unit holds the pickup first, then takes listings in ascending order, as every change by a visitor
does. The ledger only grows: an undo is a line of its own.
"""

from collections.abc import Mapping

from brocante.catalogue import stock
from brocante.catalogue.models import ListingState
from brocante.core.transaction import transactional
from brocante.core.units import ZERO, Quantity
from brocante.counter.acts import begin, hand_line, line_field, sell
from brocante.counter.corrections import settle
from brocante.counter.counters import Counter
from brocante.counter.entries import entry_of, standing_entries
from brocante.counter.errors import (
    AlreadyHandedOver,
    AlreadyUndone,
    CountedAsMissed,
    GoodsNotFound,
    HandoverNotFound,
    NotWaiting,
    PickupCancelled,
    PickupNotFound,
    SheetOutdated,
)
from brocante.counter.ledger import Handing, entry_is_known, last_handing, own_handover
from brocante.counter.models import EntryKind, HandoverKind
from brocante.counter.queries import find_goods, goods_by_id, own_slot
from brocante.counter.rules import Taken, check_over, check_something, check_taken
from brocante.counter.undoing import noted_undo, undo_handing, undo_key, undo_sale_line
from brocante.reservations import handing
from brocante.reservations.models import PickupState
from brocante.reservations.tickets import Expected


@transactional
def hand_over(
    counter: Counter,
    pickup_id: int,
    entry_key: str,
    taken: Mapping[int, Taken],
    *,
    overrule: bool = False,
) -> None:
    """Hand over a pickup: what left of each line (by line id), the rest is free again or broken.

    The same form twice is one hand-over. `overrule` lets goods leave that are promised to others:
    the books follow by a traced correction. Raises AlreadyHandedOver, PickupCancelled,
    CountedAsMissed, SheetOutdated, GoodsArePromised, MoreThanBooks and what `check_taken` raises.
    """
    act = begin(counter, entry_key, overrule=overrule)
    pickup = _held(counter, pickup_id)
    if entry_is_known(entry_key) and pickup.stop.state is PickupState.DONE:
        return
    _check_waiting(pickup)
    lines = [line for line in pickup.stop.lines if line.reserved > ZERO]
    if entry_is_known(entry_key) or {line.id for line in lines} != set(taken):
        raise SheetOutdated
    goods = goods_by_id(counter, ids=[line.listing_id for line in lines])
    for line in sorted(lines, key=lambda each: each.listing_id):
        one = taken[line.id]
        check_taken(
            one.quantity, line.unit, line.price_kind, line.reserved, field=line_field(line.id)
        )
        hand_line(act, line, goods[line.listing_id], one, pickup.stop.site_id)
    handing.close_pickup(pickup_id)


@transactional
def sell_on_the_spot(
    counter: Counter,
    code: str,
    entry_key: str,
    quantity: Quantity,
    *,
    overrule: bool = False,
) -> None:
    """Let goods leave without a reservation. The same form twice is one sale.

    Raises GoodsNotFound, GoodsArePromised, MoreThanBooks and what the rules raise.
    """
    act = begin(counter, entry_key, overrule=overrule)
    goods = find_goods(counter, code)
    if goods is None or goods.site_id is None or goods.state is ListingState.DRAFT:
        raise GoodsNotFound
    stock.lock_stock(goods.id)  # the same form twice at once waits here for itself
    if entry_is_known(entry_key):
        return
    check_something(quantity)
    check_taken(
        quantity, goods.unit, goods.price_kind, goods.present or goods.quantity, field="quantity"
    )
    sell(act, goods, quantity, goods.site_id)


@transactional
def release_pickup(counter: Counter, pickup_id: int) -> None:
    """Note that nobody came: the goods are free again. Not before the time is over."""
    act = begin(counter)
    pickup = _held(counter, pickup_id)
    check_over(pickup.stop.ends_at, act.at)
    if not handing.mark_no_show(pickup_id):
        raise NotWaiting


@transactional
def release_slot(counter: Counter, slot_id: int) -> int:
    """Release everything still waiting in a slot that is over; return for how many visitors."""
    act = begin(counter)
    slot = own_slot(counter, slot_id)
    if slot is None:
        raise PickupNotFound
    check_over(slot.ends_at, act.at)
    sites = counter.site_ids
    waiting = [p.stop.id for p in handing.pickups_of_slot(slot_id, sites) if p.stop.is_live]
    handing.hold_pickups(waiting)
    pickups = [p for p in handing.pickups_of_slot(slot_id, sites) if p.stop.id in waiting]
    # All stock first, in ascending order: one pickup after the other would go up and down.
    for listing_id in sorted({line.listing_id for p in pickups for line in p.stop.lines}):
        stock.lock_stock(listing_id)
    return sum(handing.mark_no_show(pickup_id) for pickup_id in sorted(waiting))


@transactional
def undo_pickup(counter: Counter, pickup_id: int) -> None:
    """Take the latest hand-over or the release of a pickup back.

    Goods are promised again as far as still free. Where two counters handed over the same, the
    first one stands until it is undone as well.
    """
    act = begin(counter)
    pickup = _held(counter, pickup_id)
    handed = last_handing(pickup_id)
    if handed is None and pickup.stop.state is PickupState.DONE:
        handed = Handing(act.at, counter.staff, "")  # confirmed on line that nothing was taken
    if handed is not None:
        if handed.entry is not None:
            act = noted_undo(act, handed.entry)
        undo_handing(act, handed, pickup)
        return
    released = standing_entries(pickup_id, EntryKind.RELEASE)
    if not handing.reopen_pickup(pickup_id):
        raise AlreadyUndone
    for entry in released:
        noted_undo(act, entry)


@transactional
def undo_sale(counter: Counter, handover_id: int) -> None:
    """Take a sale on the spot back. Raises HandoverNotFound, AlreadyUndone."""
    act = begin(counter)
    line = own_handover(counter, handover_id)
    if line is None or line.kind is not HandoverKind.WALK_IN or line.undoes_id is not None:
        raise HandoverNotFound
    stock.lock_stock(line.listing_id)
    if entry_is_known(undo_key(line)):
        raise AlreadyUndone
    entry = entry_of(line)
    if entry is not None and entry.kind is EntryKind.WALK_IN:
        act = noted_undo(act, entry)
    undo_sale_line(act, line)


@transactional
def settle_promises(counter: Counter, code: str) -> None:
    """Note that all promised goods of a listing are there after all. Raises GoodsNotFound."""
    goods = find_goods(counter, code)
    if goods is None:
        raise GoodsNotFound
    settle(goods.id, begin(counter).counter.account_id)


def _held(counter: Counter, pickup_id: int) -> Expected:
    """Return one of the counter's own pickups that nobody else changes until the unit ends."""
    handing.hold_pickups([pickup_id])
    pickup = handing.pickup_for_counter(pickup_id, counter.site_ids)
    if pickup is None:
        raise PickupNotFound
    return pickup


def _check_waiting(pickup: Expected) -> None:
    refusals = {
        PickupState.DONE: AlreadyHandedOver,
        PickupState.CANCELLED: PickupCancelled,
        PickupState.NO_SHOW: CountedAsMissed,
    }
    refusal = refusals.get(pickup.stop.state)
    if refusal is not None:
        raise refusal
