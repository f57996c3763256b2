"""Totals equal the ledger, whatever was handed over and undone; other editions stay out."""

from dataclasses import astuple

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brocante.catalogue.models import Condition, ListingState, ListingStock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.queries import attendance, every_line, ledger_cells, ledger_page, unsold
from brocante.impact.rules import Dimension, Total, divide, total_of
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

COLUMNS = {
    Dimension.FAMILY: "family",
    Dimension.CONDITION: "condition",
    Dimension.COMPANY: "company_id",
    Dimension.COMMUNE: "commune_code",
    Dimension.ORIGIN: "mass_origin",
    Dimension.KIND: "kind",
}
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "stall": st.integers(0, 1),
            "quantity": st.integers(1, 50),
            "mass_g": st.none() | st.integers(0, 3_000_000),
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


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
        made = make_handover(listing, site, **values)  # type: ignore[arg-type]
        if undone:
            make_undo(made.id)
    end_reads()
    rows = list(session.query(Handover).filter_by(edition_id=edition.id))
    cells = ledger_cells(edition.id)

    assert total_of(cells) == added(rows)
    assert added([r for r in rows if r.id in kept(rows)]) == added(rows)
    for dimension, name in COLUMNS.items():
        parts = dict(divide(cells, dimension))
        for value in {str(getattr(row, name)) for row in rows}:
            own = [row for row in rows if str(getattr(row, name)) == value]
            assert parts.get(value, Total()) == added(own)
            shown = ledger_page(edition.id, (dimension, value), limit=1000)
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


def kept(rows: list[Handover]) -> set[int]:
    """The ids of the lines that were not undone, and are no undo."""
    undone = {row.undoes_id for row in rows if row.undoes_id}
    return {row.id for row in rows if row.undoes_id is None and row.id not in undone}


def added(rows: list[Handover]) -> Total:
    """The sum of ledger lines, line by line."""
    total = Total()
    for row in rows:
        sign = -1 if row.undoes_id else 1
        known = sign if row.mass_g is not None else 0
        total += Total(sign, known, row.mass_g or 0, row.amount_cents)
    return total


def test_another_edition_counts_for_nothing(app: Flask) -> None:
    edition, _, listing, _ = make_stall()
    _, other_site, other_listing, _ = make_stall()
    make_handover(other_listing, other_site)
    assert ledger_cells(edition.id) == []
    assert list(every_line(edition.id)) == []
    assert unsold(edition.id).listings == 1
    assert listing.edition_id == edition.id


def test_lines_are_read_in_pages_without_losing_any(app: Flask) -> None:
    edition, site, listing, _ = make_stall()
    made = [make_handover(listing, site).id for _ in range(5)]
    first = ledger_page(edition.id, limit=3)
    rest = ledger_page(edition.id, after=first[-1].id, limit=3)
    assert [line.id for line in [*first, *rest]] == made
    assert ledger_page(edition.id, (Dimension.COMPANY, "nobody")) == []


def test_attendance_counts_each_pickup_by_its_state(app: Flask) -> None:
    edition, _, listing, slot = make_stall(capacity=9)
    for state in (PickupState.DONE, PickupState.NO_SHOW, PickupState.BOOKED):
        set_state(make_reservation(slot, listing), state)
    gone = make_reservation(slot, listing, cancelled_at=edition.created_at)
    set_state(gone, PickupState.CANCELLED)
    _, _, other_listing, other_slot = make_stall()
    make_reservation(other_slot, other_listing)
    assert astuple(attendance(edition.id)) == (3, 1, 3, 1, 1)


def test_unsold_is_what_did_not_leave_with_its_known_weight(app: Flask) -> None:
    edition, site, sold_out, _ = make_stall(quantity=4)
    sell_out(sold_out.id)
    make_listing(site, "2,5", unit_mass_g=1001)
    make_listing(site, 3, unit_mass_g=None, mass_origin=MassOrigin.UNKNOWN)
    make_listing(site, 3, state=ListingState.DRAFT)
    assert astuple(unsold(edition.id)) == (2, 1, 2502)
