"""The counter through its pages: open empty, scan, confirm, undo; a label is a till."""

from xml.etree.ElementTree import Element

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.models import ListingStock
from brocante.core.db import db, session
from brocante.core.transaction import end_reads
from brocante.counter import checks
from tests.factories import make_listing, make_participation, make_site, make_slot
from tests.factories.counter import Arrival, Gate, make_arrival, make_gate
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in
from tests.support.queries import count_queries

COUNTER = "/exposant/comptoir"


@pytest.fixture
def yard(app: Flask, gate: Gate) -> CheckedClient:
    """The telephone of somebody who works for the company, in English."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    sign_in(client, gate.staff)
    return client


def stock(gate: Gate) -> tuple[str, str, str]:
    """Quantity, reserved and handed over."""
    end_reads()
    assert checks.discrepancies() == []
    row = session.execute(
        select(ListingStock.quantity, ListingStock.reserved, ListingStock.handed_over).where(
            ListingStock.listing_id == gate.listing.id
        )
    ).one()
    return str(row[0]), str(row[1]), str(row[2])


def sheet_of(visitor: Arrival) -> str:
    return f"{COUNTER}/enlevement/{visitor.pickup_id}"


def value_of(page: Element, name: str) -> str:
    return next(e.get("value") or "" for e in page.iter("input") if e.get("name") == name)


def press(client: CheckedClient, url: str, action: str) -> None:
    """Press the button whose form leads to an address that ends so."""
    page = client.page(url)
    target = next(a for f in page.iter("form") if (a := f.get("action") or "").endswith(action))
    answer = client.post(target, data={"csrf_token": value_of(page, "csrf_token")})
    assert answer.status_code == 303


def has(page: Element, testid: str) -> bool:
    return any(e.get("data-testid") == testid for e in page.iter())


def text_of(page: Element) -> str:
    return words(page).replace("\u00a0", " ")


def test_the_counter_opens_without_a_name_and_counts_the_slots(
    yard: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, name="Zoé Visiteuse")
    text = text_of(yard.page(COUNTER))
    assert "Zoé" not in text
    assert visitor.code not in text
    assert "1 expected" in text


@pytest.mark.parametrize("typed", ["{code}", "{name}", "visiteuse", "https://b.example/r/{token}"])
def test_a_scan_a_code_or_a_name_opens_the_sheet(
    yard: CheckedClient, gate: Gate, typed: str
) -> None:
    visitor = make_arrival(gate, name="Zoé Visiteuse")
    asked = typed.format(code=visitor.code.lower(), name="zoe", token=visitor.token)
    answer = yard.submit(COUNTER, {"q": asked}, form="search")
    assert (answer.status_code, answer.location) == (303, sheet_of(visitor))


@pytest.mark.parametrize("typed", ["oneil", "o’neil", "O Neil", "neil", "on"])
def test_a_name_is_found_however_it_is_joined(yard: CheckedClient, gate: Gate, typed: str) -> None:
    visitor = make_arrival(gate, name="Mary O'Neil")
    answer = yard.submit(COUNTER, {"q": typed}, form="search")
    assert (answer.status_code, answer.location) == (303, sheet_of(visitor))


def test_several_of_a_name_are_offered_to_choose_from(yard: CheckedClient, gate: Gate) -> None:
    for name in ("Zoé Un", "Zoé Deux"):
        make_arrival(gate, 1, name=name)
    answer = yard.submit(COUNTER, {"q": "zoe"}, form="search")
    assert answer.status_code == 200
    assert "Zoé Un" in answer.text
    assert "Zoé Deux" in answer.text


def test_the_link_on_the_ticket_opens_the_sheet(yard: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate)
    answer = yard.get(f"{COUNTER}/billet/{visitor.code}")
    assert (answer.status_code, answer.location) == (302, sheet_of(visitor))


def test_a_foreign_ticket_says_where_it_is_expected_and_nothing_of_the_person(
    yard: CheckedClient, gate: Gate
) -> None:
    site = make_site(make_participation(gate.edition), name="Autre dépôt", commune="Ribérac")
    other = Gate(
        gate.staff, gate.access, gate.edition, site, make_listing(site), make_slot(site, hour=14)
    )
    visitor = make_arrival(other, name="Zoé Visiteuse")
    answer = yard.submit(COUNTER, {"q": visitor.code}, form="search")
    assert "Autre dépôt, Ribérac" in answer.text
    assert "Zoé" not in answer.text
    assert yard.get(sheet_of(visitor)).status_code == 404
    assert yard.submit(COUNTER, {"q": "zoe"}, form="search").status_code == 404


def test_what_does_not_exist_is_said_and_the_page_lives_on(yard: CheckedClient, gate: Gate) -> None:
    for typed in ("XXXXXX", "https://example.org/r/", "%_'\\", "/a/XXXXXX", "٣٤٥"):
        assert yard.submit(COUNTER, {"q": typed}, form="search").status_code == 404
    assert yard.submit(COUNTER, {"q": " "}, form="search").status_code == 200


def test_the_sheet_opens_at_the_full_quantity_and_is_confirmed_once(
    yard: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 4)
    page = yard.page(sheet_of(visitor))
    assert value_of(page, f"taken_{visitor.line_id}") == "4"
    assert has(page, "handover-confirm")
    assert "€20" in text_of(page)
    answer = yard.submit(sheet_of(visitor), form="sheet")
    assert (answer.status_code, answer.location) == (303, sheet_of(visitor))
    assert stock(gate) == ("10", "0", "4")

    page = yard.page(sheet_of(visitor))
    text = text_of(page)
    assert "Already handed over" in text
    assert gate.staff.label in text
    assert "To pay: €20" in text
    assert not has(page, "handover-confirm")
    assert has(page, "undo")


def test_less_leaves_and_the_rest_is_broken(yard: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    yard.submit(
        sheet_of(visitor),
        {f"taken_{visitor.line_id}": "1", f"broken_{visitor.line_id}": "y"},
        form="sheet",
    )
    assert stock(gate) == ("7", "0", "1")


def test_an_undo_brings_the_sheet_back(yard: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    yard.submit(sheet_of(visitor), {f"taken_{visitor.line_id}": "1"}, form="sheet")
    press(yard, sheet_of(visitor), "/annuler")
    assert stock(gate) == ("10", "4", "0")
    page = yard.page(sheet_of(visitor))
    assert value_of(page, f"taken_{visitor.line_id}") == "4"
    assert "taken back" in text_of(yard.page(COUNTER))


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("deux", 422), ("-1", 422), ("1,5", 409)])
def test_what_is_not_understood_is_said_and_kept(
    yard: CheckedClient, gate: Gate, typed: str, status: int
) -> None:
    visitor = make_arrival(gate, 4)
    answer = yard.submit(sheet_of(visitor), {f"taken_{visitor.line_id}": typed}, form="sheet")
    assert answer.status_code == status
    assert f'value="{typed}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert stock(gate) == ("10", "4", "0")


def test_promised_goods_need_a_second_word(yard: CheckedClient, gate: Gate) -> None:
    visitor, other = make_arrival(gate, 4), make_arrival(gate, 6, name="Zoé Visiteuse")
    field = f"taken_{visitor.line_id}"
    assert "overrule" not in yard.get(sheet_of(visitor)).text
    answer = yard.submit(sheet_of(visitor), {field: "5"}, form="sheet")
    assert answer.status_code == 409
    assert 'name="overrule"' in answer.text
    assert 'value="5"' in answer.text

    yard.submit(sheet_of(visitor), {field: "5", "overrule": "y"}, form="sheet")
    assert stock(gate) == ("11", "6", "5")
    assert "1 reservation is in danger" in text_of(yard.page(COUNTER))
    text = text_of(yard.page(f"{COUNTER}/promesses"))
    assert "Zoé Visiteuse" in text
    assert other.code in text
    yard.submit(f"{COUNTER}/promesses")
    assert "No reservation is in danger" in text_of(yard.page(f"{COUNTER}/promesses"))


def test_a_visitor_who_scans_a_label_sees_the_listing(client: CheckedClient, gate: Gate) -> None:
    listing = f"/{gate.edition.slug}/materiaux/{gate.listing.code}"
    for prefix in ("/a/", "/A/"):
        answer = client.get(prefix + gate.listing.code)
        assert answer.status_code == 302
        assert answer.location == listing
    assert client.get(f"/a/{gate.listing.code.lower()}").location == listing
    assert client.get("/a/XXXXXX").status_code == 404


def test_a_label_is_a_till_for_its_company_in_two_taps(yard: CheckedClient, gate: Gate) -> None:
    make_arrival(gate, 7)
    till = yard.get(f"/a/{gate.listing.code}").location
    page = yard.page(till)
    assert value_of(page, "quantity") == "1"
    assert "Reserved for others: 7 pieces" in text_of(page)
    answer = yard.submit(till, form="sale", follow=True)
    assert "Sold: 1 piece" in answer.text.replace("\u00a0", " ")
    assert stock(gate) == ("10", "7", "1")

    answer = yard.submit(till, {"quantity": "3"}, form="sale")
    assert answer.status_code == 409
    yard.submit(till, {"quantity": "3", "overrule": "y"}, form="sale")
    assert stock(gate) == ("11", "7", "4")


def test_the_same_sale_sent_twice_counts_once(yard: CheckedClient, gate: Gate) -> None:
    till = f"{COUNTER}/vente/{gate.listing.code}"
    page = yard.page(till)
    data = {name: value_of(page, name) for name in ("csrf_token", "entry_key", "quantity")}
    for _ in range(3):
        assert yard.post(till, data=data).status_code == 303
    assert stock(gate) == ("10", "0", "1")


def test_a_sale_is_undone_from_the_history_of_the_day(yard: CheckedClient, gate: Gate) -> None:
    yard.submit(f"{COUNTER}/vente/{gate.listing.code}", {"quantity": "2"}, form="sale")
    page = yard.page(COUNTER)
    assert has(page, "undo")
    assert gate.staff.label in text_of(page)
    action = next(f.get("action") for f in page.iter("form") if "annuler" in str(f.get("action")))
    yard.post(str(action), data={"csrf_token": value_of(page, "csrf_token")})
    assert stock(gate) == ("10", "0", "0")
    assert not has(yard.page(COUNTER), "undo")


def test_another_company_s_label_is_a_listing_for_me(app: Flask, gate: Gate) -> None:
    neighbour = make_gate()
    client = app.test_client()
    sign_in(client, neighbour.staff)
    location = client.get(f"/a/{gate.listing.code}").location
    assert location == f"/{gate.edition.slug}/materiaux/{gate.listing.code}"
    assert client.get(f"{COUNTER}/vente/{gate.listing.code}").status_code == 404


def test_who_did_not_come_is_released_when_the_time_is_over(
    yard: CheckedClient, gate: Gate
) -> None:
    first, second = make_arrival(gate, 1), make_arrival(gate, 2, name="Zoé Visiteuse")
    slot = f"{COUNTER}/creneau/{gate.slot.id}"
    page = yard.page(slot)
    assert "Zoé Visiteuse" in text_of(page)
    assert "on sale" not in text_of(page)
    with time_machine.travel(gate.slot.starts_at, tick=False):
        sign_in(yard, gate.staff)
        assert "now" in text_of(yard.page(COUNTER))
    with time_machine.travel(gate.slot.ends_at, tick=False):
        sign_in(yard, gate.staff)
        press(yard, sheet_of(first), "/absent")
        assert "They came after all" in text_of(yard.page(sheet_of(first)))
        press(yard, slot, "/absents")
        assert "They came after all" in text_of(yard.page(sheet_of(second)))
        assert stock(gate) == ("10", "0", "0")
        press(yard, sheet_of(second), "/annuler")
    assert stock(gate) == ("10", "2", "0")


def test_the_counter_costs_the_same_queries_however_busy(yard: CheckedClient, gate: Gate) -> None:
    def count() -> int:
        with count_queries(db.engine) as statements:
            yard.page(COUNTER)
        return len(statements)

    make_arrival(gate, 1)
    few = count()
    for hour in range(10, 16):
        make_slot(gate.site, hour=hour)
        make_arrival(gate, 1)
    yard.submit(f"{COUNTER}/vente/{gate.listing.code}", {"quantity": "2"}, form="sale")
    assert count() == few


def test_nothing_taken_is_one_button(yard: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    answer = yard.submit(sheet_of(visitor), form="sheet", button="1")
    assert answer.status_code == 303
    assert stock(gate) == ("10", "0", "0")
    assert "nothing was taken" in text_of(yard.page(sheet_of(visitor)))
