"""The counter's part of a reservation: found, handed over, undone, missed; the books agree."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from brocante.catalogue import stock
from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import ZERO, Quantity
from brocante.pickups.models import SlotPlaces
from brocante.reservations import handing
from brocante.reservations.checks import discrepancies
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine
from brocante.reservations.queries import ticket
from brocante.reservations.tickets import Line, Stop
from tests.factories import (
    make_participation,
    make_reservation,
    make_site,
    make_slot,
    make_stall,
)

record = transactional(handing.record_handed)
restore = transactional(handing.restore_line)
close = transactional(handing.close_pickup)
reopen = transactional(handing.reopen_pickup)
miss = transactional(handing.mark_no_show)


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


def stop_of(reservation: Reservation) -> Stop:
    found = ticket(reservation.token)
    assert found is not None
    return found.stops[0]


def books(listing_id: int) -> tuple[str, str]:
    row = session.get_one(ListingStock, listing_id, populate_existing=True)
    return str(row.reserved), str(row.handed_over)


def one_line() -> tuple[Reservation, Line, Stop, int]:
    _edition, _site, listing, slot = make_stall()
    reservation = make_reservation(slot, listing, 6)
    stop = stop_of(reservation)
    return reservation, stop.lines[0], stop, listing.id


@pytest.mark.parametrize(("taken", "after"), [("6", "6"), ("4", "4"), ("0", "0"), ("8", "8")])
def test_what_is_taken_leaves_and_the_rest_is_free(app: Flask, taken: str, after: str) -> None:
    reservation, line, _stop, listing_id = one_line()
    assert record(line.id, q(taken))
    assert books(listing_id) == ("0", after)
    line = stop_of(reservation).lines[0]
    assert (str(line.reserved), str(line.handed_over), str(line.asked)) == ("0", after, "6")
    assert discrepancies() == []


def test_more_than_there_is_is_refused_and_changes_nothing(app: Flask) -> None:
    _reservation, line, _stop, listing_id = one_line()
    assert not record(line.id, q(11))
    assert not record(line.id, -q(1))
    assert not record(line.id + 99, q(1))
    assert books(listing_id) == ("6", "0")


@pytest.mark.parametrize("taken", ["6", "4", "0", "8"])
def test_an_undo_promises_everything_again(app: Flask, taken: str) -> None:
    reservation, line, stop, listing_id = one_line()
    assert record(line.id, q(taken))
    assert close(stop.id)
    assert not restore(line.id, q(taken))
    assert reopen(stop.id)
    assert restore(line.id, q(taken))
    assert books(listing_id) == ("6", "0")
    assert stop_of(reservation).lost_lines == []
    assert discrepancies() == []


def test_an_undo_promises_only_what_came_back_when_the_rest_is_sold(app: Flask) -> None:
    reservation, line, stop, listing_id = one_line()
    record(line.id, q(2))
    close(stop.id)
    assert transactional(stock.hand_over_free)(listing_id, q(7))
    reopen(stop.id)
    assert restore(line.id, q(2))
    assert books(listing_id) == ("2", "7")
    assert [str(lost.asked) for lost in stop_of(reservation).lost_lines] == ["6"]
    assert discrepancies() == []


def test_more_than_was_handed_over_cannot_come_back(app: Flask) -> None:
    _reservation, line, _stop, listing_id = one_line()
    record(line.id, q(2))
    assert not restore(line.id, q(3))
    assert books(listing_id) == ("0", "2")


def test_a_pickup_closes_once_and_hands_nothing_over_afterwards(app: Flask) -> None:
    reservation, line, stop, listing_id = one_line()
    assert not close(stop.id), "goods still wait"
    assert record(line.id, q(6))
    assert close(stop.id)
    assert not close(stop.id)
    assert not record(line.id, q(1))
    assert stop_of(reservation).state is PickupState.DONE
    assert books(listing_id) == ("0", "6")


def test_a_missed_pickup_frees_the_goods_and_comes_back_if_they_are_still_there(
    app: Flask,
) -> None:
    reservation, _line, stop, listing_id = one_line()
    assert miss(stop.id)
    assert not miss(stop.id)
    assert books(listing_id) == ("0", "0")
    assert session.get_one(SlotPlaces, stop.slot_id).booked == 1
    assert discrepancies() == []
    assert reopen(stop.id)
    assert books(listing_id) == ("6", "0")
    miss(stop.id)
    transactional(stock.hand_over_free)(listing_id, q(5))
    assert reopen(stop.id)
    assert books(listing_id) == ("0", "5")
    assert stop_of(reservation).state is PickupState.BOOKED
    assert discrepancies() == []


def test_a_missed_pickup_of_a_withdrawn_listing_comes_back(app: Flask) -> None:
    _reservation, _line, stop, listing_id = one_line()
    miss(stop.id)
    transactional(session.execute)(update(Listing).values(state=ListingState.WITHDRAWN))
    assert reopen(stop.id)
    assert books(listing_id) == ("6", "0")


def test_a_pickup_half_handed_over_is_not_missed(app: Flask) -> None:
    _reservation, line, stop, _listing_id = one_line()
    record(line.id, q(2))
    assert not miss(stop.id)


def test_a_ticket_is_found_by_address_token_code_and_beginning_of_a_name(app: Flask) -> None:
    _edition, site, listing, slot = make_stall()
    kept = make_reservation(slot, listing, name="Élodie Martin-Dubois")
    make_reservation(slot, listing, name="Bob 100%")
    spelt = f"{kept.code[:3].lower()} {kept.code[3:]}"
    for text in (
        f"http://localhost/r/{kept.token}",
        f"HTTP://LOCALHOST/r/{kept.token}?x=1",
        kept.token,
        kept.code,
        spelt,
        "élodie",
        "MARTIN",
        "elodie mar",
    ):
        assert [p.token for p in handing.find_pickups([site.id], text)] == [kept.token], text
    assert [p.name for p in handing.find_pickups([site.id], "100%")] == ["Bob 100%"]
    for text in ("", "  ", "e", "%", "lodie", "/r/"):
        assert handing.find_pickups([site.id], text) == [], text


def test_a_site_sees_only_its_own_visitors(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    kept = make_reservation(slot, listing, name="Ann")
    other = make_site(make_participation(edition))
    pickup_id = stop_of(kept).id
    assert handing.find_pickups([other.id], kept.code) == []
    assert handing.find_pickups([other.id], "Ann") == []
    assert handing.pickup_for_counter(pickup_id, [other.id]) is None
    assert handing.pickups_of_slot(slot.id, [other.id]) == []
    (elsewhere,) = handing.find_elsewhere(edition.id, kept.code, [other.id])
    assert (elsewhere.site_name, elsewhere.starts_at) == (site.name, slot.starts_at)
    assert handing.find_elsewhere(edition.id, "Ann", [other.id]) == []
    assert handing.find_elsewhere(edition.id, kept.code, [site.id]) == []
    found = handing.pickup_for_counter(pickup_id, [site.id, other.id])
    assert found is not None
    assert (found.name, found.stop.site_id) == ("Ann", site.id)


def test_everybody_of_a_slot_is_listed_but_who_cancelled(app: Flask) -> None:
    _edition, site, listing, slot = make_stall()
    first, second = make_reservation(slot, listing), make_reservation(slot, listing)
    transactional(session.execute)(
        update(Pickup).where(Pickup.reservation_id == second.id).values(state=PickupState.CANCELLED)
    )
    found = handing.pickups_of_slot(slot.id, [site.id])
    assert [p.token for p in found] == [first.token]


def test_every_wrong_counter_is_named(app: Flask) -> None:
    """`brocante check` must see each of the four ways the books can be wrong."""
    _edition, site, listing, slot = make_stall()
    make_reservation(slot, listing, 2)
    code, slot_id, other = listing.code, slot.id, make_slot(site, hour=14).id
    assert discrepancies() == []
    change = transactional(session.execute)
    change(update(ListingStock).values(reserved=q(3)))
    change(update(SlotPlaces).where(SlotPlaces.slot_id == other).values(booked=1))
    change(update(Pickup).values(state=PickupState.CANCELLED))
    found = "\n".join(discrepancies())
    assert f"listing {code}: stock says 3 reserved, the lines 2" in found
    assert f"slot {slot_id}: 1 of 3 places taken, 0 pickups expected" in found
    assert f"slot {other}: 1 of 3 places taken, 0 pickups expected" in found
    assert "is cancelled, but goods wait" in found
    assert session.scalars(select(ReservationLine.handed_over)).one() == ZERO
