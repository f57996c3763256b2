"""Every figure opens onto the very rows it counts, and no visitor is named there."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from brocante.catalogue.models import MissedSearch
from brocante.core.db import db, session
from brocante.core.transaction import end_reads, transactional
from brocante.impact import pages_of_rows
from brocante.impact.behind import Behind, has_factor
from brocante.impact.figures import Figures, figures_of
from brocante.impact.queries import ledger_page
from brocante.pickups.models import SlotPlaces
from brocante.reservations.models import Pickup, PickupState, Reservation
from tests.factories import make_listing, make_reservation, make_slot
from tests.impact.conftest import Counted
from tests.support.pages import CheckedClient, words
from tests.support.queries import count_queries

DETAIL = "/organisation/bilan/detail/"
PAGE = 4


@pytest.fixture
def busy(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """An edition with more rows than a page shows, and slots of which one is full."""
    monkeypatch.setattr(pages_of_rows, "_PAGE", PAGE)
    listing = make_listing(counted.site, 900, title="Parpaing")
    slot = make_slot(counted.site, 20, 14)
    for number in range(12):
        _put(make_reservation(slot, listing, name="Zoé Secrète").id, number)
    for _ in range(5):
        make_listing(counted.site, 3)
    _fill_up(slot.id)
    end_reads()
    return counted


@transactional
def _put(reservation_id: int, number: int) -> None:
    states = (PickupState.DONE, PickupState.NO_SHOW, PickupState.BOOKED)
    row = session.query(Pickup).filter_by(reservation_id=reservation_id).one()
    row.state = states[number % 3]
    if number % 7 == 0:
        row.state = PickupState.CANCELLED
        reservation = session.get_one(Reservation, reservation_id)
        reservation.cancelled_at = reservation.created_at


@transactional
def _fill_up(slot_id: int) -> None:
    places = session.get_one(SlotPlaces, slot_id)
    places.booked = places.capacity


def rows(client: CheckedClient, url: str) -> Iterator[list[str]]:
    """The rows of all pages from `url` on."""
    following: str | None = url
    while following:
        page = client.page(following)
        feet = [row for foot in page.iter("tfoot") for row in foot]
        for row in page.iter("tr"):
            if row in feet:
                continue
            cells = [words(cell) for cell in row if cell.get("scope") != "col"]
            if cells:
                yield cells
        following = next((a.get("href") for a in page.iter("a") if a.get("rel") == "next"), None)


def counts(figures: Figures) -> dict[Behind, int]:
    """What the report says of each."""
    present = figures.attendance
    return {
        Behind.RESERVATIONS: present.reservations,
        Behind.CANCELLED: present.cancelled,
        Behind.VISITORS: present.visitors,
        Behind.PICKUPS: present.pickups,
        Behind.DONE: present.done,
        Behind.NO_SHOWS: present.no_shows,
        Behind.SLOTS: figures.slots.slots,
        Behind.FULL: figures.slots.full,
        Behind.SPACE: len(figures.spaces),
        Behind.UNSOLD: figures.left_over.listings,
    }


def test_as_many_rows_stand_behind_a_figure_as_it_counts(
    desk: CheckedClient, busy: Counted
) -> None:
    figures = figures_of(busy.edition)
    expected = counts(figures)
    assert all(expected.values()), "nothing is proved by a figure of zero"
    assert expected[Behind.RESERVATIONS] == 3 * PAGE + 1, "the last page holds a single row"
    assert expected[Behind.UNSOLD] > PAGE
    for one, count in expected.items():
        shown = list(rows(desk, f"{DETAIL}{one.value}"))
        assert len(shown) == count, one
        assert len({tuple(row) for row in shown}) == count or one is Behind.UNSOLD
        assert "Secrète" not in str(shown)
    for outcome, left in figures.unsold:
        word = outcome.value if outcome else "non-dit"
        assert len(list(rows(desk, f"{DETAIL}invendus?devenir={word}"))) == left.listings


def test_the_floor_can_be_reckoned_from_what_is_shown(
    desk: CheckedClient, counted: Counted
) -> None:
    (row,) = rows(desk, f"{DETAIL}place")
    assert [cell.replace("\u00a0", " ") for cell in row[1:]] == ["13", "3", "2,5 m²", "6,66 m²"]
    rule = "palettes / niveaux × 0,96 m² + autre surface"
    for address in (f"{DETAIL}place", "/organisation/bilan"):
        said = words(desk.page(address)).replace("\u00a0", " ")
        assert rule in said
        assert "2,5 m²" in said


def test_the_kilometres_of_tickets_and_walk_ins_add_up_to_the_travel(
    desk: CheckedClient, busy: Counted
) -> None:
    travel = figures_of(busy.edition).travel

    def amounts(cells: list[str]) -> tuple[Decimal, Decimal]:
        return Decimal(plain(cells[3])), Decimal(plain(cells[6]))

    def plain(text: str) -> str:
        return text.replace("\u202f", "").replace("\u00a0", "").replace(",", ".")

    tickets = list(rows(desk, f"{DETAIL}visiteurs"))
    page = desk.page(f"{DETAIL}visiteurs")
    spot, total = [[words(cell) for cell in row] for row in next(page.iter("tfoot"))]
    kilometres, kilograms = zip(*map(amounts, [*tickets, spot]), strict=True)
    assert {row[4] for row in tickets} == {"connue", "supposée"}
    assert sum(kilometres) == Decimal(travel.metres).scaleb(-3) == amounts(total)[0]
    grams = travel.grams.scaleb(-3)
    assert abs(sum(kilograms) - grams) <= Decimal("0.01") * len(tickets)
    assert abs(amounts(total)[1] - grams) <= Decimal("0.005")
    assert len(tickets) + int(spot[0].split()[-1]) == travel.trips == int(total[0].split()[-1])


def test_the_days_of_searches_in_vain_add_up_and_say_no_word(
    desk: CheckedClient, busy: Counted
) -> None:
    _miss(busy.edition.id)
    shown = list(rows(desk, f"{DETAIL}recherches-sans-reponse"))
    assert len(shown) == 9
    assert sum(int(row[1]) for row in shown) == figures_of(busy.edition).missed.searches == 63
    assert "vernis" not in str(shown)


@transactional
def _miss(edition_id: int) -> None:
    for number in range(9):
        day = date(2026, 3, 1) + timedelta(days=number)
        for words_sought, count in (("vernis", 5), ("tuile bleue", 2)):
            row = MissedSearch(edition_id=edition_id, day=day, words=words_sought, count=count)
            session.add(row)


def test_the_lines_of_money_and_carbon_add_up_to_their_figures(
    desk: CheckedClient, busy: Counted
) -> None:
    figures = figures_of(busy.edition)
    lines = {line.id: line for line in ledger_page(busy.edition.id, limit=1000)}
    codes = {line.code for line in lines.values()}

    def signs(address: str) -> int:
        shown = list(rows(desk, f"/organisation/bilan/{address}"))
        assert all(any(code in row[0] for code in codes) for row in shown)
        return sum(-1 if "annulée" in row[1] else 1 for row in shown)

    assert signs("lignes") == figures.total.lines
    assert signs("lignes-attestees") == figures.money.attested_lines > 0
    assert signs("lignes-donnees") == figures.money.free_lines > 0
    assert signs("lignes?sortie=walk_in") == figures.walk_ins.lines > 0
    counted = list(rows(desk, "/organisation/bilan/lignes-carbone"))
    assert 0 < len(counted) < len(lines), "lines without factor or in doubt stay out"
    assert not any("40 t" in row[4].replace("\u00a0", " ") for row in counted)


def test_the_lines_behind_the_carbon_weigh_what_it_is_reckoned_from(
    app: Flask, busy: Counted
) -> None:
    figures = figures_of(busy.edition)
    found = ledger_page(busy.edition.id, [has_factor()], limit=1000)
    assert sum(line.mass_g or 0 for line in found) == figures.carbon.factor_g > 0


def test_the_page_of_results_links_every_figure(desk: CheckedClient, busy: Counted) -> None:
    page = desk.page("/organisation/bilan")
    linked = {a.get("href") for a in page.iter("a")}
    with desk.application.test_request_context():
        addresses = pages_of_rows.links()
    said = {outcome.value if outcome else "" for outcome, _ in figures_of(busy.edition).unsold}
    for name, address in addresses.items():
        if name.startswith("unsold_") and name.removeprefix("unsold_") not in said:
            continue
        assert address in linked, name
        assert desk.get(address).status_code == 200


def test_a_page_of_rows_is_one_query_however_many_there_are(
    desk: CheckedClient, busy: Counted
) -> None:
    def count(url: str) -> int:
        with count_queries(db.engine) as statements:
            desk.page(url)
        return len(statements)

    # An address with no row after it costs what a full page does.
    for one in Behind:
        assert count(DETAIL + one.value) == count(f"{DETAIL}{one.value}?apres=999999999"), one


@pytest.mark.parametrize("end", ["nimporte", "invendus?devenir=nimporte", "invendus/1"])
def test_a_figure_nobody_counts_is_not_found(desk: CheckedClient, end: str) -> None:
    assert desk.get(DETAIL + end).status_code == 404


def test_an_address_typed_wrong_begins_at_the_first_page(
    desk: CheckedClient, busy: Counted
) -> None:
    shown = list(rows(desk, f"{DETAIL}reservations?apres=x"))
    assert len(shown) == 3 * PAGE + 1
    assert all(re.fullmatch(r"[0-9A-Z-]+", row[0]) for row in shown)


def test_the_public_page_opens_onto_no_ticket(app: Flask, busy: Counted) -> None:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    page = client.page(f"/{busy.edition.slug}/bilan")
    assert not [a for a in page.iter("a") if "/organisation/" in (a.get("href") or "")]
    answer = client.get(DETAIL + "reservations")
    assert answer.status_code in {302, 303, 401, 403}
