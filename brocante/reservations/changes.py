"""What the holder of a ticket changes: less, another time, nothing at all.

Each change holds the row of the reservation, then its pickups in ascending order, so that it and
a hand-over at the gate follow each other; then stock, then places, as reserving does.
"""

from collections.abc import Iterable

from sqlalchemy import select, update

from brocante.catalogue import stock
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import ZERO, Quantity
from brocante.editions.models import Edition
from brocante.pickups.places import free_place, take_place
from brocante.pickups.queries import slots_by_id
from brocante.reservations import emails, queries
from brocante.reservations.errors import (
    AlreadyCancelled,
    AlreadyHandedOver,
    CountedAbsent,
    SlotGone,
    SlotMissing,
    TicketNotFound,
)
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine
from brocante.reservations.rules import check_reduction
from brocante.reservations.tickets import Line, Stop, Ticket


@transactional
def reduce_line(token: str, line_id: int, quantity: Quantity) -> None:
    """Take less of a listing, or none; what is given back can be reserved at once."""
    ticket = hold_ticket(token)
    stop, line = _line(ticket, line_id)
    check_can_change(stop)
    check_reduction(line.title, quantity, line.reserved, line.smallest, sold_whole=line.sold_whole)
    _give_back(line, quantity)
    if all(other.reserved == ZERO or other.id == line.id for other in stop.lines) and not quantity:
        _call_off(stop)
    _tell(ticket)


@transactional
def change_slot(token: str, pickup_id: int, slot_id: int) -> None:
    """Come at another time to the same site; the earlier time is free at once."""
    ticket = hold_ticket(token)
    stop = _stop(ticket, pickup_id)
    check_can_change(stop)
    if slot_id == stop.slot_id:
        return
    slot = slots_by_id([slot_id]).get(slot_id)
    if slot is None or slot.site_id != stop.site_id:
        raise SlotMissing(site=stop.site_name)
    if slot.starts_at <= clock.now():
        raise SlotGone(site=stop.site_name)
    for each in sorted((stop.slot_id, slot_id)):
        if each == stop.slot_id:
            free_place(each)
        elif not take_place(each):
            raise SlotGone(site=stop.site_name)
    _update_pickup(pickup_id, slot_id=slot_id)
    _tell(ticket)


@transactional
def cancel_pickup(token: str, pickup_id: int) -> None:
    """Do not come to one site; its goods and its place are free at once."""
    ticket = hold_ticket(token)
    stop = _stop(ticket, pickup_id)
    check_can_change(stop)
    _cancel([stop])
    _tell(ticket)


@transactional
def cancel_all(token: str) -> None:
    """Do not come at all. Sites that handed over already keep what they handed over."""
    ticket = hold_ticket(token)
    open_stops = [stop for stop in ticket.stops if stop.can_change]
    if not open_stops:
        if ticket.stops and all(s.state is PickupState.CANCELLED for s in ticket.stops):
            raise AlreadyCancelled
        raise AlreadyHandedOver
    _cancel(open_stops)
    _tell(ticket)


def hold_ticket(token: str) -> Ticket:
    """Return a ticket that nobody else changes until the unit ends."""
    held = session.scalar(
        select(Reservation.id)
        .where(Reservation.token == token, Reservation.erased_at.is_(None))
        .with_for_update()
    )
    if held is None:
        raise TicketNotFound
    hold_pickups(session.scalars(select(Pickup.id).where(Pickup.reservation_id == held)).all())
    ticket = queries.ticket(token)
    if ticket is None:
        raise TicketNotFound
    return ticket


def hold_pickups(pickup_ids: Iterable[int]) -> None:
    """Hold pickups until the unit ends, in ascending order."""
    session.execute(
        select(Pickup.id)
        .where(Pickup.id.in_(sorted(pickup_ids)))
        .order_by(Pickup.id)
        .with_for_update()
    )


def check_can_change(stop: Stop) -> None:
    """A pickup changes until its site hands over."""
    if stop.state is PickupState.CANCELLED:
        raise AlreadyCancelled
    if stop.state is PickupState.NO_SHOW:
        raise CountedAbsent
    if not stop.can_change:
        raise AlreadyHandedOver


def _stop(ticket: Ticket, pickup_id: int) -> Stop:
    stop = ticket.stop(pickup_id)
    if stop is None:
        raise TicketNotFound
    return stop


def _line(ticket: Ticket, line_id: int) -> tuple[Stop, Line]:
    for stop in ticket.stops:
        for line in stop.lines:
            if line.id == line_id:
                return stop, line
    raise TicketNotFound


def _cancel(stops: list[Stop]) -> None:
    """Give back the goods of some stops in ascending listing order, then their places."""
    lines = [line for stop in stops for line in stop.lines]
    for line in sorted(lines, key=lambda each: each.listing_id):
        _give_back(line, ZERO)
    for stop in sorted(stops, key=lambda each: each.slot_id):
        _call_off(stop)


def _give_back(line: Line, keep: Quantity) -> None:
    if line.reserved > keep:
        stock.release(line.listing_id, line.reserved - keep)
    session.execute(
        update(ReservationLine)
        .where(ReservationLine.id == line.id)
        .values(reserved=keep, asked=keep)
        .execution_options(synchronize_session=False)
    )


def _call_off(stop: Stop) -> None:
    """End a pickup for which nothing waits any more, and its reservation if it was the last."""
    _update_pickup(stop.id, state=PickupState.CANCELLED)
    free_place(stop.slot_id)


def _update_pickup(pickup_id: int, **values: object) -> None:
    session.execute(
        update(Pickup)
        .where(Pickup.id == pickup_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _tell(before: Ticket) -> None:
    """Note whether anything is left of the reservation, and write to the visitor."""
    ticket = queries.ticket(before.token)
    edition = session.get(Edition, before.edition_id)
    if ticket is None or edition is None:
        raise TicketNotFound
    if any(stop.state is not PickupState.CANCELLED for stop in ticket.stops):
        emails.send_change(ticket, edition)
        return
    session.execute(
        update(Reservation)
        .where(Reservation.id == ticket.id)
        .values(cancelled_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    emails.send_cancellation(ticket, edition)
