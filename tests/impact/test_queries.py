"""Totals equal the ledger, whatever was handed over and undone; other editions stay out."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brocante.catalogue.models import Condition, ListingState, ListingStock
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.attending import attendance, unsold
from brocante.impact.choosing import lines_of
from brocante.impact.doubts import doubt_of
from brocante.impact.places import authority_of
from brocante.impact.pmcb import pmcb_of
from brocante.impact.queries import doubtful, every_line, ledger, ledger_page
from brocante.impact.rules import OF_TIME, Dimension, Total, divide, total_of
from brocante.materials.rules import MassOrigin
from brocante.reservations.models import Pickup, PickupState, Reservation
from tests.factories import (
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_stall,
)
from tests.factories.ledger import make_handover, make_undo

ZONE = "Europe/Paris"
BEGIN = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)  # the night in which the clocks change
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "stall": st.integers(0, 1),
            "quantity": st.integers(1, 50),
            "mass_g": st.none() | st.integers(-5, 3_000_000) | st.just(40_000_000),
            "minutes": st.integers(0, 600),
            "material": st.sampled_from([None, "osb", "paint", "pv-panel", "gone"]),
            "amount_cents": st.integers(0, 500_000),
            "family": st.sampled_from(["timber", "tiles", "masonry"]),
            "condition": st.sampled_from(Condition),
            "kind": st.sampled_from(HandoverKind),
            "mass_origin": st.sampled_from(MassOrigin),
            "undone": st.booleans(),
        }
    ),
    max_size=12,
)


def value_of(row: Handover, dimension: Dimension) -> str:
    """What a line is in a dimension, worked out from the line itself."""
    local = to_local(row.at, ZONE)
    origin = MassOrigin.UNKNOWN if wrong(row) else row.mass_origin
    return {
        Dimension.FAMILY: row.family,
        Dimension.PMCB: pmcb_of(row.material, row.family),
        Dimension.CONDITION: row.condition,
        Dimension.COMPANY: str(row.company_id),
        Dimension.SITE: str(row.site_id),
        Dimension.COMMUNE: row.commune_code,
        Dimension.EPCI: authority_of(row.commune_code),
        Dimension.DAY: f"{local:%Y-%m-%d}",
        Dimension.HOUR: f"{local:%Y-%m-%dT%H}",
        Dimension.KIND: row.kind,
        Dimension.ORIGIN: origin,
    }[dimension]


def wrong(row: Handover) -> bool:
    """Whether a weight cannot be right, by the rule for people."""
    is_undo = row.undoes_id is not None
    return doubt_of(row.mass_g, row.quantity.thousandths, row.unit, is_undo=is_undo) is not None


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=LINES)
def test_every_total_equals_the_ledger(app: Flask, lines: list[dict[str, object]]) -> None:
    edition = make_edition()
    sites = [make_site(make_participation(edition)) for _ in range(2)]
    stalls = [(make_listing(site), site) for site in sites]
    for line in lines:
        values = dict(line)
        listing, site = stalls[values.pop("stall")]  # type: ignore[call-overload]
        undone = values.pop("undone")
        values["at"] = BEGIN + timedelta(minutes=values.pop("minutes"))  # type: ignore[arg-type]
        made = make_handover(listing, site, **values)  # type: ignore[arg-type]
        if undone:
            make_undo(made.id, at=values["at"])
    end_reads()
    rows = list(session.query(Handover).filter_by(edition_id=edition.id))
    books = ledger(edition.id, ZONE)

    assert total_of(books.cells) == total_of(books.hours) == added(rows)
    assert books.doubtful == sum(map(wrong, rows))
    assert [line.id for line in ledger_page(edition.id, [doubtful()], limit=1000)] == sorted(
        row.id for row in rows if wrong(row)
    )
    for dimension in Dimension:
        parts = dict(divide(books.hours if dimension in OF_TIME else books.cells, dimension))
        for value in {value_of(row, dimension) for row in rows}:
            own = [row for row in rows if value_of(row, dimension) == value]
            assert parts.get(value, Total()) == added(own)
            wanted = [lines_of(dimension, value, ZONE)]
            shown = ledger_page(edition.id, wanted, limit=1000)
            assert [line.id for line in shown] == sorted(row.id for row in own)


@transactional
def set_state(reservation: Reservation, state: PickupState) -> None:
    """Say what became of the only pickup of a reservation."""
    session.query(Pickup).filter_by(reservation_id=reservation.id).update({"state": state})


@transactional
def sell_out(listing_id: int) -> None:
    """Hand over all there is."""
    stock = session.get_one(ListingStock, listing_id)
    stock.handed_over = stock.quantity


def added(rows: list[Handover]) -> Total:
    """The sum of ledger lines, line by line."""
    total = Total()
    for row in rows:
        sign = -1 if row.undoes_id else 1
        mass = None if wrong(row) else row.mass_g
        total += Total(sign, 0 if mass is None else sign, mass or 0, row.amount_cents)
    return total


def test_another_edition_counts_for_nothing(app: Flask) -> None:
    edition, _, listing, _ = make_stall()
    _, other_site, other_listing, _ = make_stall()
    make_handover(other_listing, other_site)
    assert ledger(edition.id, ZONE).cells == ()
    assert list(every_line(edition.id)) == []
    assert [left.listings for _, left in unsold(edition.id)] == [1]
    assert listing.edition_id == edition.id


def test_lines_are_read_in_pages_without_losing_any(app: Flask) -> None:
    edition, site, listing, _ = make_stall()
    made = [make_handover(listing, site).id for _ in range(5)]
    first = ledger_page(edition.id, limit=3)
    rest = ledger_page(edition.id, after=first[-1].id, limit=3)
    assert [line.id for line in [*first, *rest]] == made
    assert ledger_page(edition.id, [lines_of(Dimension.COMPANY, "nobody", ZONE)]) == []


def test_attendance_counts_each_pickup_by_its_state(app: Flask) -> None:
    edition, _, listing, slot = make_stall(capacity=9)
    for state in (PickupState.DONE, PickupState.NO_SHOW, PickupState.BOOKED):
        set_state(make_reservation(slot, listing), state)
    gone = make_reservation(slot, listing, cancelled_at=edition.created_at)
    set_state(gone, PickupState.CANCELLED)
    _, _, other_listing, other_slot = make_stall()
    make_reservation(other_slot, other_listing)
    assert astuple(attendance(edition.id)) == (3, 1, 3, 1, 1, 1)


def test_unsold_is_what_did_not_leave_with_its_known_weight(app: Flask) -> None:
    edition, site, sold_out, _ = make_stall(quantity=4)
    sell_out(sold_out.id)
    make_listing(site, "2,5", unit_mass_g=1001)
    make_listing(site, 3, unit_mass_g=None, mass_origin=MassOrigin.UNKNOWN)
    make_listing(site, 3, state=ListingState.DRAFT)
    assert [(outcome, astuple(left)) for outcome, left in unsold(edition.id)] == [
        (None, (2, 1, 2502))
    ]
