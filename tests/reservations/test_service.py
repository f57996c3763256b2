"""Reserving: what is stored, what is refused, what is told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.catalogue.models import ListingState, ListingStock, PriceKind
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import Base, db, session
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Vehicle
from brocante.editions.models import Edition, EditionState
from brocante.outbox.models import OutboxMessage
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState
from brocante.reservations import rules, service
from brocante.reservations.checks import discrepancies
from brocante.reservations.errors import (
    BasketEmpty,
    EverythingGone,
    FormUsed,
    NoContact,
    ReservationsClosed,
    SlotGone,
    SlotMissing,
    SoldInSteps,
    SoldWholeOnly,
    TooManyReservations,
)
from brocante.reservations.models import Pickup, PickupState, Reservation
from brocante.reservations.queries import opening_for, ticket
from brocante.reservations.rules import Order, Visitor
from brocante.reservations.tickets import Ticket
from tests.factories import (
    at,
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
    make_stall,
)
from tests.support.queries import count_queries

ANN = Visitor(name="Ann Exemple", vehicle=Vehicle.VAN, phone="+33600000001")


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


def order(lines: dict[str, Quantity], slots: dict[int, int], form_key: str | None = None) -> Order:
    return Order(form_key=form_key or new_token(), lines=lines, slots=slots)


def shown(token: str) -> Ticket:
    end_reads()
    found = ticket(token)
    assert found is not None
    return found


@transactional
def alter(model: type[Base], row_id: int, **values: object) -> None:
    row = session.get_one(model, row_id)
    for name, value in values.items():
        setattr(row, name, value)


def count(model: type) -> int:
    end_reads()
    return session.scalar(select(func.count()).select_from(model)) or 0


def left(listing_id: int) -> str:
    end_reads()
    return str(session.get_one(ListingStock, listing_id, populate_existing=True).left)


def test_a_reservation_over_two_sites_is_one_ticket(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    other_site = make_site(make_participation(edition))
    other, other_slot = make_listing(other_site, 4), make_slot(other_site, hour=8)
    token = service.reserve(
        ANN,
        edition.id,
        order(
            {listing.code: q(3), other.code: q(4)},
            {site.id: slot.id, other_site.id: other_slot.id},
        ),
    )
    found = shown(token)
    assert [stop.slot_id for stop in found.stops] == [other_slot.id, slot.id]
    assert [str(line.quantity) for stop in found.stops for line in stop.lines] == ["4", "3"]
    assert found.cents == 7 * 500
    assert found.load.mass_g == 7 * 2000
    assert (found.name, found.phone, found.vehicle) == (ANN.name, ANN.phone, ANN.vehicle)
    assert left(other.id) == "0"
    assert not found.clashes
    assert discrepancies() == []


def test_two_sites_at_the_same_time_are_told(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    other_site = make_site(make_participation(edition))
    other, other_slot = make_listing(other_site), make_slot(other_site)
    slots = {site.id: slot.id, other_site.id: other_slot.id}
    lines = {listing.code: q(1), other.code: q(1)}
    assert shown(service.reserve(ANN, edition.id, order(lines, slots))).clashes


def test_the_same_form_again_shows_the_same_ticket(app: Flask) -> None:
    edition, site, listing, slot = make_stall(quantity=1, capacity=1)
    asked = order({listing.code: q(1)}, {site.id: slot.id})
    first = service.reserve(ANN, edition.id, asked)
    assert service.reserve(ANN, edition.id, asked) == first
    assert count(Reservation) == 1


def test_the_same_form_shows_its_ticket_even_when_reservations_have_closed(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    asked = order({listing.code: q(1)}, {site.id: slot.id})
    first = service.reserve(ANN, edition.id, asked)
    alter(Edition, edition.id, state=EditionState.CLOSING)
    assert service.reserve(ANN, edition.id, asked) == first


def test_the_same_form_with_other_content_is_refused(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    slots, code, edition_id = {site.id: slot.id}, listing.code, edition.id
    service.reserve(ANN, edition_id, order({code: q(1)}, slots, "key"))
    with pytest.raises(FormUsed):
        service.reserve(ANN, edition_id, order({code: q(2)}, slots, "key"))
    assert count(Reservation) == 1


def test_what_somebody_else_took_is_left_out_and_told(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    gone, less = make_listing(site, 0, title="Tuile"), make_listing(site, 3, title="Laine")
    token = service.reserve(
        ANN,
        edition.id,
        order({listing.code: q(2), gone.code: q(1), less.code: q(5)}, {site.id: slot.id}),
    )
    found = shown(token)
    assert {line.title: str(line.quantity) for line in found.stops[0].shown_lines} == {
        listing.title: "2",
        "Laine": "3",
    }
    assert [line.title for line in found.lost_lines] == ["Tuile", "Laine"]
    assert discrepancies() == []


def test_a_site_with_nothing_left_takes_no_place(app: Flask) -> None:
    edition, site, listing, slot = make_stall()
    other_site = make_site(make_participation(edition))
    gone, other_slot = make_listing(other_site, 0), make_slot(other_site)
    token = service.reserve(
        ANN,
        edition.id,
        order(
            {listing.code: q(1), gone.code: q(1)},
            {site.id: slot.id, other_site.id: other_slot.id},
        ),
    )
    found = shown(token)
    assert [stop.state for stop in found.stops] == [PickupState.BOOKED, PickupState.CANCELLED]
    assert [line.listing_id for line in found.lost_lines] == [gone.id]
    assert session.get_one(SlotPlaces, other_slot.id).booked == 0
    assert discrepancies() == []


def test_nothing_left_stores_nothing(app: Flask) -> None:
    edition, site, listing, slot = make_stall(quantity=0)
    slot_id = slot.id
    with pytest.raises(EverythingGone):
        service.reserve(ANN, edition.id, order({listing.code: q(1)}, {site.id: slot_id}))
    assert (count(Reservation), count(Pickup)) == (0, 0)
    assert session.get_one(SlotPlaces, slot_id).booked == 0


def test_a_withdrawn_or_foreign_listing_is_gone(app: Flask) -> None:
    edition, site, _listing, slot = make_stall()
    withdrawn = make_listing(site, 5, state=ListingState.WITHDRAWN)
    foreign = make_stall()[2]
    slots, edition_id = {site.id: slot.id}, edition.id
    for code in (withdrawn.code, foreign.code, "NOTHING"):
        with pytest.raises(EverythingGone):
            service.reserve(ANN, edition_id, order({code: q(1)}, slots))
    assert count(Reservation) == 0


def test_a_full_slot_keeps_nothing_so_that_another_can_be_chosen(app: Flask) -> None:
    edition, site, listing, slot = make_stall(capacity=1)
    listing_id, other = listing.id, make_slot(site, hour=11)
    make_reservation(slot, make_listing(site))
    edition_id, slots = edition.id, {site.id: slot.id}
    with pytest.raises(SlotGone) as refused:
        service.reserve(ANN, edition_id, order({listing.code: q(1)}, slots))
    assert refused.value.field == f"slot-{site.id}"
    assert (count(Reservation), left(listing_id)) == (1, "10")
    service.reserve(ANN, edition_id, order({listing.code: q(1)}, {site.id: other.id}))
    assert discrepancies() == []


@pytest.mark.parametrize("wrong", ["none", "foreign", "unknown"])
def test_every_site_needs_a_slot_of_its_own(app: Flask, wrong: str) -> None:
    edition, site, listing, _slot = make_stall()
    foreign = make_slot(make_site(make_participation(edition)))
    slots = {
        "none": {},
        "foreign": {site.id: foreign.id},
        "unknown": {site.id: foreign.id + 999},
    }[wrong]
    with pytest.raises(SlotMissing):
        service.reserve(ANN, edition.id, order({listing.code: q(1)}, slots))
    assert count(Reservation) == 0


def test_a_slot_that_has_begun_or_closed_is_refused(app: Flask) -> None:
    edition, site, listing, _slot = make_stall()
    closed, past = make_slot(site, hour=11).id, make_slot(site, hour=12).id
    alter(PickupSlot, closed, state=SlotState.CLOSED)
    alter(PickupSlot, past, starts_at=clock.now() - timedelta(minutes=1))
    for chosen in (closed, past):
        with pytest.raises(SlotGone):
            service.reserve(ANN, edition.id, order({listing.code: q(1)}, {site.id: chosen}))
    assert count(Reservation) == 0


def test_reservations_must_be_open(app: Flask) -> None:
    edition = make_edition(state=EditionState.CATALOGUE)
    site = make_site(make_participation(edition))
    listing, slot = make_listing(site), make_slot(site)
    with pytest.raises(ReservationsClosed):
        service.reserve(ANN, edition.id, order({listing.code: q(1)}, {site.id: slot.id}))
    assert count(Reservation) == 0


def test_goods_sold_whole_or_in_steps_are_taken_so(app: Flask) -> None:
    edition, site, _listing, slot = make_stall()
    lot = make_listing(site, 6, price_kind=PriceKind.LOT, price_cents=9_000)
    boxes = make_listing(site, "7,5", unit=Unit.SQUARE_METRE, smallest=q(2))
    edition_id, slots = edition.id, {site.id: slot.id}
    codes = (lot.code, boxes.code)
    with pytest.raises(SoldWholeOnly):
        service.reserve(ANN, edition_id, order({codes[0]: q(5)}, slots))
    with pytest.raises(SoldInSteps):
        service.reserve(ANN, edition_id, order({codes[1]: q(3)}, slots))
    token = service.reserve(ANN, edition_id, order({codes[0]: q(6), codes[1]: q("7,5")}, slots))
    assert shown(token).cents == 9_000 + 3_750


def test_a_visitor_can_be_reached_and_asks_for_something(app: Flask) -> None:
    edition = make_edition()
    with pytest.raises(NoContact):
        service.reserve(Visitor(name="Ann", vehicle=Vehicle.CAR), edition.id, order({}, {}))
    with pytest.raises(BasketEmpty):
        service.reserve(ANN, edition.id, order({}, {}))


def test_nobody_hoards(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_LIVE", 2)
    edition, site, listing, slot = make_stall(capacity=9)
    slots, code, edition_id = {site.id: slot.id}, listing.code, edition.id
    for _ in range(2):
        service.reserve(ANN, edition_id, order({code: q(1)}, slots))
    with pytest.raises(TooManyReservations):
        service.reserve(ANN, edition_id, order({code: q(1)}, slots))
    neighbour = Visitor(name="Ann", vehicle=Vehicle.CAR, phone="+33600000002")
    service.reserve(neighbour, edition_id, order({code: q(1)}, slots))
    assert count(Reservation) == 3


def test_the_letter_waits_with_the_reservation_and_only_with_it(app: Flask) -> None:
    edition, site, listing, slot = make_stall(quantity=1)
    reader = Visitor(
        name="Ann Exemple", vehicle=Vehicle.CAR, email="ann@example.org", language="en"
    )
    slots, code, edition_id = {site.id: slot.id}, listing.code, edition.id
    token = service.reserve(reader, edition_id, order({code: q(1)}, slots))
    with pytest.raises(EverythingGone):
        service.reserve(reader, edition_id, order({code: q(1)}, slots))
    letter = session.scalars(select(OutboxMessage)).one()
    assert letter.recipient == "ann@example.org"
    assert f"/r/{token}" in letter.text
    assert shown(token).code in letter.subject
    assert "12 route de Vitrac, 24200 Sarlat-la-Canéda" in letter.text
    assert letter.organiser_id == edition.organiser_id


def test_slots_are_told_on_the_clock_of_the_edition(app: Flask) -> None:
    edition = make_edition(time_zone="Indian/Reunion")
    site = make_site(make_participation(edition))
    listing, slot = make_listing(site), make_slot(site, hour=15)
    reader = Visitor(name="Ann", vehicle=Vehicle.CAR, email="a@example.org", language="fr")
    service.reserve(reader, edition.id, order({listing.code: q(1)}, {site.id: slot.id}))
    assert slot.starts_at == at(edition.starts_on, 15, edition)
    letter = session.scalars(select(OutboxMessage)).one()
    assert "15\u00a0h – 15\u00a0h\u00a030" in letter.text


def test_purging_erases_who_visitors_were_and_keeps_what_they_took(app: Flask) -> None:
    past = clock.today("Europe/Paris") - timedelta(days=service.KEPT_DAYS + 3)
    old = make_edition(starts_on=past, ends_on=past + timedelta(days=1))
    site = make_site(make_participation(old))
    erased = make_reservation(make_slot(site), make_listing(site), name="Ann", email="a@b.fr")
    _edition, _site, listing, slot = make_stall()
    kept = make_reservation(slot, listing, name="Bob")
    erased_id, kept_id, old_token = erased.id, kept.id, erased.token
    assert service.purge() == 1
    assert service.purge() == 0
    end_reads()
    gone = session.get_one(Reservation, erased_id, populate_existing=True)
    assert (gone.name, gone.folded_name, gone.phone, gone.email) == ("", "", None, None)
    assert ticket(old_token) is None
    assert ticket(gone.token) is None
    assert session.get_one(Reservation, kept_id, populate_existing=True).name == "Bob"
    assert count(Pickup) == 2
    assert session.scalar(select(func.count()).select_from(PickupSlot)) == 2


def test_the_tickets_of_a_person_are_counted_once_and_by_index(app: Flask) -> None:
    edition, _site, listing, slot = make_stall()
    phone, email = "+33600000001", "ann@example.org"
    make_reservation(slot, listing, phone=phone, email=email)
    make_reservation(slot, listing, phone=phone, email=None)
    make_reservation(slot, listing, phone="+33600000002", email=None)
    with count_queries(db.engine) as statements:
        opening = opening_for(edition.id, phone, email)
    assert opening is not None
    assert opening.live == 2
    # It is run for each reservation: its cost may not grow with the edition.
    if db.engine.dialect.name == "sqlite":
        explain = f"EXPLAIN QUERY PLAN {statements[0]}"
        nothing = (None,) * explain.count("?")
        plan = str(session.connection().exec_driver_sql(explain, nothing).all())
        assert "ix_reservation_edition_id_phone" in plan
        assert "ix_reservation_edition_id_email" in plan
