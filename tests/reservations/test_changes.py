"""What the holder of a ticket changes, and until when."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from brocante.catalogue.models import Listing, ListingStock
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import ZERO, Quantity
from brocante.core.vehicles import Vehicle
from brocante.outbox.models import OutboxMessage
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState
from brocante.reservations import changes, service
from brocante.reservations.checks import discrepancies
from brocante.reservations.errors import (
    AlreadyCancelled,
    AlreadyHandedOver,
    CountedAbsent,
    SlotGone,
    SlotMissing,
    SoldInSteps,
    TicketNotFound,
)
from brocante.reservations.handing import close_pickup, mark_no_show, record_handed
from brocante.reservations.models import PickupState, Reservation
from brocante.reservations.queries import ticket
from brocante.reservations.rules import Order, Visitor
from brocante.reservations.tickets import Stop, Ticket
from tests.factories import (
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
    make_stall,
)


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


def shown(token: str) -> Ticket:
    found = ticket(token)
    assert found is not None
    return found


def only_stop(token: str) -> Stop:
    (stop,) = shown(token).stops
    return stop


def left(listing_id: int) -> str:
    row = session.get_one(ListingStock, listing_id, populate_existing=True)
    return str(row.left)


def booked(slot_id: int) -> int:
    return session.get_one(SlotPlaces, slot_id, populate_existing=True).booked


@transactional
def alter(row_id: int, **values: object) -> None:
    session.execute(update(PickupSlot).where(PickupSlot.id == row_id).values(**values))


@transactional
def hand_over(token: str, quantity: Quantity) -> None:
    stop = only_stop(token)
    assert all(record_handed(line.id, quantity) for line in stop.lines)
    assert close_pickup(stop.id)


def two_sites() -> tuple[str, list[int], list[int]]:
    """A ticket over two sites; returns its token, the slots and the listings."""
    edition, site, listing, slot = make_stall()
    other = make_site(make_participation(edition))
    second, second_slot = make_listing(other), make_slot(other, hour=14)
    token = service.reserve(
        Visitor(name="Ann", vehicle=Vehicle.CAR, email="ann@example.org"),
        edition.id,
        Order(
            "key",
            {listing.code: q(4), second.code: q(2)},
            {site.id: slot.id, other.id: second_slot.id},
        ),
    )
    return token, [slot.id, second_slot.id], [listing.id, second.id]


def letters() -> list[str]:
    return list(session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def test_taking_less_frees_the_rest_at_once(app: Flask) -> None:
    token, slots, listings = two_sites()
    line = shown(token).stops[0].lines[0]
    changes.reduce_line(token, line.id, q(1))
    assert (left(listings[0]), booked(slots[0])) == ("9", 1)
    assert shown(token).lost_lines == []
    assert letters() == ["reservation.confirmed", "reservation.changed"]
    assert discrepancies() == []


def test_less_is_taken_in_the_steps_of_the_listing(app: Flask) -> None:
    _edition, site, _listing, slot = make_stall()
    boxes = make_listing(site, smallest=q(2))
    token = make_reservation(slot, boxes, 6).token
    line = only_stop(token).lines[0]
    with pytest.raises(SoldInSteps):
        changes.reduce_line(token, line.id, q(3))
    assert left(boxes.id) == "4"


def test_the_last_line_taken_away_ends_the_pickup_and_the_last_pickup_the_ticket(
    app: Flask,
) -> None:
    token, slots, listings = two_sites()
    first, second = shown(token).stops
    changes.reduce_line(token, first.lines[0].id, ZERO)
    assert (left(listings[0]), booked(slots[0]), booked(slots[1])) == ("10", 0, 1)
    assert shown(token).cancelled_at is None
    changes.reduce_line(token, second.lines[0].id, ZERO)
    assert shown(token).cancelled_at is not None
    assert letters()[-1] == "reservation.cancelled"
    assert discrepancies() == []


def test_another_time_moves_the_place(app: Flask) -> None:
    token, slots, _listings = two_sites()
    stop = shown(token).stops[0]
    site = session.get_one(Listing, stop.lines[0].listing_id).site_id
    other = session.scalars(select(PickupSlot).where(PickupSlot.site_id != site)).one()
    with pytest.raises(SlotMissing):
        changes.change_slot(token, stop.id, other.id)
    changes.change_slot(token, stop.id, stop.slot_id)
    assert [booked(slot) for slot in slots] == [1, 1]
    assert letters() == ["reservation.confirmed"]


@pytest.mark.parametrize("why", ["full", "closed", "past"])
def test_a_time_that_cannot_be_had_leaves_the_old_one(app: Flask, why: str) -> None:
    _edition, site, listing, slot = make_stall()
    other = make_slot(site, 1, hour=14).id
    if why == "full":
        make_reservation(session.get_one(PickupSlot, other), make_listing(site))
    elif why == "closed":
        alter(other, state=SlotState.CLOSED)
    else:
        alter(other, starts_at=clock.now() - timedelta(minutes=1))
    token, slot_id = make_reservation(slot, listing).token, slot.id
    with pytest.raises(SlotGone):
        changes.change_slot(token, only_stop(token).id, other)
    assert (only_stop(token).slot_id, booked(slot_id)) == (slot_id, 1)
    assert discrepancies() == []


def test_one_site_is_cancelled_and_the_other_stays(app: Flask) -> None:
    token, slots, listings = two_sites()
    first, second = shown(token).stops
    changes.cancel_pickup(token, first.id)
    assert (left(listings[0]), left(listings[1])) == ("10", "8")
    assert [booked(slot) for slot in slots] == [0, 1]
    assert [s.state for s in shown(token).stops] == [PickupState.BOOKED, PickupState.CANCELLED]
    assert shown(token).stops[0].id == second.id
    with pytest.raises(AlreadyCancelled):
        changes.cancel_pickup(token, first.id)
    assert discrepancies() == []


def test_everything_is_cancelled_once(app: Flask) -> None:
    token, slots, listings = two_sites()
    changes.cancel_all(token)
    assert [left(listing) for listing in listings] == ["10", "10"]
    assert [booked(slot) for slot in slots] == [0, 0]
    with pytest.raises(AlreadyCancelled):
        changes.cancel_all(token)
    assert letters().count("reservation.cancelled") == 1


def test_after_the_hand_over_nothing_changes(app: Flask) -> None:
    _edition, _site, listing, slot = make_stall()
    token, listing_id = make_reservation(slot, listing, 3).token, listing.id
    hand_over(token, q(2))
    stop = only_stop(token)
    for change in (
        lambda: changes.reduce_line(token, stop.lines[0].id, ZERO),
        lambda: changes.change_slot(token, stop.id, stop.slot_id),
        lambda: changes.cancel_pickup(token, stop.id),
        lambda: changes.cancel_all(token),
    ):
        with pytest.raises(AlreadyHandedOver):
            change()
    assert left(listing_id) == "8"
    assert discrepancies() == []


def test_a_missed_pickup_is_not_changed_by_the_visitor(app: Flask) -> None:
    _edition, _site, listing, slot = make_stall()
    token = make_reservation(slot, listing, 3).token
    stop = only_stop(token)
    transactional(mark_no_show)(stop.id)
    with pytest.raises(CountedAbsent):
        changes.cancel_pickup(token, stop.id)


def test_a_ticket_that_is_none_or_belongs_to_another_changes_nothing(app: Flask) -> None:
    _edition, _site, listing, slot = make_stall()
    mine, theirs = make_reservation(slot, listing).token, make_reservation(slot, listing).token
    stop = only_stop(theirs)
    for change in (
        lambda: changes.reduce_line(mine, stop.lines[0].id, ZERO),
        lambda: changes.cancel_pickup(mine, stop.id),
        lambda: changes.change_slot(mine, stop.id, stop.slot_id),
        lambda: changes.cancel_all("nothing"),
    ):
        with pytest.raises(TicketNotFound):
            change()
    assert len(session.scalars(select(Reservation.id)).all()) == 2
    assert booked(stop.slot_id) == 2
