"""Many at once: never one too many, never one too few, the same form always one ticket (R1, R2).

Several applications on one database stand for several web processes, each with its own engine.
"""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.app import create_app
from brocante.catalogue.models import ListingStock
from brocante.config import Settings
from brocante.core.db import db, session
from brocante.core.errors import DomainError
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from brocante.core.vehicles import Vehicle
from brocante.pickups.models import SlotPlaces
from brocante.reservations import changes, service
from brocante.reservations.checks import discrepancies
from brocante.reservations.errors import AlreadyHandedOver, EverythingGone, SlotGone
from brocante.reservations.handing import close_pickup, record_handed
from brocante.reservations.models import Pickup, Reservation, ReservationLine
from brocante.reservations.rules import Order, Visitor
from tests.factories import (
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
    make_stall,
)
from tests.support.pages import find_form, form_values, parse

PROCESSES = 8
ONE = Quantity(1000)

pytestmark = pytest.mark.race


def together(apps: list[Flask], calls: list[Callable[[], object]]) -> list[object]:
    """Make every call in a thread of its own, all at once; return results and refusals in order."""
    barrier = Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def act(number: int) -> None:
        with apps[number % len(apps)].app_context():
            barrier.wait()
            try:
                results[number] = calls[number]()
            except DomainError as refusal:
                results[number] = type(refusal)
            finally:
                db.session.remove()

    threads = [Thread(target=act, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def apps(app: Flask, settings: Settings):
    """Several web processes on the database of the test."""
    made = [create_app(settings) for _ in range(PROCESSES)]
    yield made
    for each in made:
        with each.app_context():
            db.engine.dispose()


def visitor(number: int) -> Visitor:
    return Visitor(name=f"Visitor {number}", vehicle=Vehicle.CAR, phone=f"+336{number:08d}")


def order(number: int, lines: dict[str, Quantity], slots: dict[int, int]) -> Order:
    return Order(f"form-{number}", lines, slots)


def count(model: type) -> int:
    end_reads()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_two_hundred_on_fifty_pieces_get_exactly_fifty(apps: list[Flask]) -> None:
    edition, site, listing, slot = make_stall(quantity=50, capacity=200)
    edition_id, code, slots = edition.id, listing.code, {site.id: slot.id}
    listing_id = listing.id
    answers = together(
        apps,
        [
            lambda n=n: service.reserve(visitor(n), edition_id, order(n, {code: ONE}, slots))
            for n in range(200)
        ],
    )
    refused = Counter(answer for answer in answers if not isinstance(answer, str))
    assert refused == {EverythingGone: 150}
    assert count(Reservation) == 50
    stock = session.get_one(ListingStock, listing_id, populate_existing=True)
    assert (str(stock.reserved), stock.left) == ("50", Quantity(0))
    assert discrepancies() == []


def test_two_hundred_on_a_slot_of_ten_get_exactly_ten(apps: list[Flask]) -> None:
    edition, site, listing, slot = make_stall(quantity=1_000, capacity=10)
    edition_id, code, slots = edition.id, listing.code, {site.id: slot.id}
    slot_id = slot.id
    answers = together(
        apps,
        [
            lambda n=n: service.reserve(visitor(n), edition_id, order(n, {code: ONE}, slots))
            for n in range(200)
        ],
    )
    refused = Counter(answer for answer in answers if not isinstance(answer, str))
    assert refused == {SlotGone: 190}
    assert count(Reservation) == 10
    assert session.get_one(SlotPlaces, slot_id, populate_existing=True).booked == 10
    assert discrepancies() == []


def test_the_same_form_twenty_times_at_once_is_one_ticket(apps: list[Flask]) -> None:
    """On the last piece and the last place: nobody is told that it is gone."""
    edition, site, listing, slot = make_stall(quantity=1, capacity=1)
    slug, code = edition.slug, listing.code
    browser = apps[0].test_client()
    with browser.session_transaction() as cookie:
        cookie["baskets"] = {slug: {code: 1000}}
    page = parse(browser.get(f"/{slug}/panier").get_data(as_text=True))
    data = form_values(find_form(page, "reserve-form", set()))
    data |= {f"slot-{site.id}": str(slot.id), "name": "Ann", "vehicle": "car"}
    data |= {"phone": "0600000001", "email": "ann@example.org"}
    name = apps[0].config["SESSION_COOKIE_NAME"]
    stored = browser.get_cookie(name)
    assert stored is not None
    cookie_value = stored.value

    def send(app: Flask) -> tuple[int, str | None]:
        thumb = app.test_client()
        thumb.set_cookie(name, cookie_value)
        answer = thumb.post(f"/{slug}/reserver", data=data)
        return answer.status_code, answer.location

    answers = together(apps, [lambda n=n: send(apps[n % len(apps)]) for n in range(20)])
    assert len(set(answers)) == 1
    ((status, location),) = set(answers)
    assert status == 303
    assert location.startswith("/r/")
    assert (count(Reservation), count(Pickup), count(ReservationLine)) == (1, 1, 1)
    assert discrepancies() == []


def test_baskets_in_opposite_order_never_wait_for_each_other(apps: list[Flask]) -> None:
    """Forty visitors want the same goods at the same two sites, sorted in both ways."""
    edition, site, listing, slot = make_stall(quantity=30, capacity=30)
    other = make_site(make_participation(edition))
    second, second_slot = make_listing(other, 30), make_slot(other, 30)
    edition_id = edition.id
    lines = {listing.code: ONE, second.code: ONE}
    slots = {site.id: slot.id, other.id: second_slot.id}
    backwards = dict(reversed(lines.items())), dict(reversed(slots.items()))
    answers = together(
        apps,
        [
            lambda n=n: service.reserve(
                visitor(n),
                edition_id,
                order(n, *((lines, slots) if n % 2 else backwards)),
            )
            for n in range(40)
        ],
    )
    assert sum(isinstance(answer, str) for answer in answers) == 30
    assert discrepancies() == []


def test_parts_of_the_last_pieces_add_up(apps: list[Flask]) -> None:
    """Thirty visitors want 3 of 40: whoever comes last gets what is left, and is told."""
    edition, site, listing, slot = make_stall(quantity=40, capacity=100)
    edition_id, code, slots = edition.id, listing.code, {site.id: slot.id}
    three = Quantity(3000)
    together(
        apps,
        [
            lambda n=n: service.reserve(visitor(n), edition_id, order(n, {code: three}, slots))
            for n in range(30)
        ],
    )
    end_reads()
    got = sorted(str(line) for line in session.scalars(select(ReservationLine.reserved)))
    assert got == ["1"] + ["3"] * 13
    assert discrepancies() == []


def test_a_cancellation_and_a_hand_over_at_once_are_one_of_both(apps: list[Flask]) -> None:
    _edition, _site, listing, slot = make_stall(quantity=40, capacity=40)
    listing_id = listing.id
    tickets = [make_reservation(slot, listing, 2) for _ in range(10)]
    pairs = [(t.token, t.pickups[0].id, t.pickups[0].lines[0].id) for t in tickets]

    @transactional
    def hand_over(pickup_id: int, line_id: int) -> str:
        if not record_handed(line_id, Quantity(2000)):
            return "cancelled"
        close_pickup(pickup_id)
        return "handed over"

    calls: list[Callable[[], object]] = []
    for token, pickup_id, line_id in pairs:
        calls.append(lambda t=token: changes.cancel_all(t))
        calls.append(lambda p=pickup_id, i=line_id: hand_over(p, i))
    answers = together(apps, calls)
    seen = Counter(zip(answers[::2], answers[1::2], strict=True))
    assert set(seen) <= {(None, "cancelled"), (AlreadyHandedOver, "handed over")}
    stock = session.get_one(ListingStock, listing_id, populate_existing=True)
    handed = seen[AlreadyHandedOver, "handed over"]
    assert (str(stock.reserved), str(stock.handed_over)) == ("0", str(handed * 2))
    assert discrepancies() == []


def test_moving_between_two_slots_at_once_keeps_both_counts(apps: list[Flask]) -> None:
    """Half go one way and half the other: taking in id order, nobody waits for somebody else."""
    _edition, site, listing, slot = make_stall(quantity=40, capacity=10)
    other = make_slot(site, 10, hour=14)
    here = [make_reservation(slot, listing) for _ in range(8)]
    there = [make_reservation(other, listing) for _ in range(8)]
    slot_id, other_id = slot.id, other.id
    moves = [(t.token, t.pickups[0].id, other_id) for t in here]
    moves += [(t.token, t.pickups[0].id, slot_id) for t in there]
    answers = together(
        apps, [lambda m=move: changes.change_slot(m[0], m[1], m[2]) for move in moves]
    )
    assert set(answers) <= {None, SlotGone}
    end_reads()
    assert sum(session.scalars(select(SlotPlaces.booked))) == 16
    assert discrepancies() == []
