"""The paper twin: a list by slot that anybody can print, and a sheet keyed back in."""

import pytest
from flask import Flask

from brocante.core import clock
from brocante.reservations import changes
from tests.counter.test_views import stock
from tests.factories import make_listing, make_participation, make_site
from tests.factories.counter import Gate, ledger, make_arrival, make_link, start_phone
from tests.support.notes import another
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in


@pytest.fixture(params=["company", "phone"])
def desk(request: pytest.FixtureRequest, app: Flask, gate: Gate) -> tuple[CheckedClient, str]:
    """Who keys in, and where: somebody of the company, or a phone at the gate."""
    client = another(app)
    if request.param == "company":
        sign_in(client, gate.staff)
        return client, "/exposant/comptoir/papier"
    start_phone(client, make_link(gate.site))
    return client, "/comptoir/papier"


Desk = tuple[CheckedClient, str]


def test_the_list_has_everybody_of_the_day_and_free_lines(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    visitor = make_arrival(gate, 4, name="Zoé Visiteuse", phone="+33612345678")
    gone = make_arrival(gate, 2, name="Partie Ailleurs")
    changes.cancel_all(gone.token)
    day = clock.to_local(gate.slot.starts_at, gate.edition.time_zone).date()
    text = words(client.page(f"{paper}?jour={day}"))
    assert "Zoé Visiteuse" in text
    assert visitor.code in text
    assert "Partie Ailleurs" not in text
    assert "Sales on the spot" in text


def test_a_ticket_is_keyed_in_by_its_code_with_the_time_on_the_sheet(
    desk: Desk, gate: Gate
) -> None:
    client, paper = desk
    visitor = make_arrival(gate, 4)
    found = client.submit(paper, {"code": visitor.code.lower()}, form="keying").location or ""
    assert found == f"{paper}/billet/{visitor.pickup_id}"
    values = {f"taken_{visitor.line_id}": "3", "time": "09:40"}
    assert client.submit(found, values, form="sheet").status_code == 303
    assert stock(gate) == ("10", "0", "3")
    (line,) = ledger()
    assert line.staff.endswith("(papier)")
    # The demonstration edition of tests lies ahead: a note never lies in the future.
    assert line.at <= clock.now()
    assert line.journal_entry_id is not None


def test_a_sale_is_keyed_in_by_the_code_of_the_label(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    found = client.submit(paper, {"code": gate.listing.code}, form="keying").location or ""
    assert found == f"{paper}/vente/{gate.listing.code}"
    assert client.submit(found, {"quantity": "12", "time": ""}, form="sale").status_code == 303
    assert stock(gate) == ("12", "0", "12")
    assert "Keyed in. More left than the books knew" in words(client.page(paper))


def test_the_same_form_twice_counts_once(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    page = client.page(f"{paper}/vente/{gate.listing.code}")
    values = {
        e.get("name"): e.get("value")
        for e in page.iter("input")
        if e.get("name") in {"csrf_token", "entry_key", "quantity"}
    }
    day = gate.edition.starts_on.isoformat()
    for _again in range(2):
        answer = client.post(f"{paper}/vente/{gate.listing.code}", data={**values, "day": day})
        assert answer.status_code == 303
    assert len(ledger()) == 1


def test_wrong_input_is_said_and_kept(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    visitor = make_arrival(gate, 4)
    sheet = f"{paper}/billet/{visitor.pickup_id}"
    answer = client.submit(
        sheet, {f"taken_{visitor.line_id}": "1,5", "time": "12:10"}, form="sheet"
    )
    assert answer.status_code == 422
    assert "half of one cannot have left" in answer.text
    assert 'value="12:10"' in answer.text
    for values in ({f"taken_{visitor.line_id}": "many"}, {"time": "soon"}):
        assert client.submit(sheet, values, form="sheet").status_code == 422
    assert client.submit(paper, {"code": "nothing"}, form="keying").status_code == 404
    assert client.submit(paper, {"code": ""}, form="keying").status_code == 404
    assert ledger() == []


def test_what_happened_meanwhile_is_said_and_counts_all_the_same(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    visitor = make_arrival(gate, 4)
    sheet = f"{paper}/billet/{visitor.pickup_id}"
    assert client.submit(sheet, form="sheet").status_code == 303
    assert "Already handed over" in words(client.page(sheet))
    assert client.submit(sheet, form="sheet").status_code == 303
    assert stock(gate) == ("10", "0", "8")


def test_other_sites_are_not_there(desk: Desk, gate: Gate) -> None:
    client, paper = desk
    goods = make_listing(make_site(make_participation(gate.edition)))
    assert client.get(f"{paper}/vente/{goods.code}").status_code == 404
    assert client.get(f"{paper}/billet/999999").status_code == 404
    assert client.submit(paper, {"code": goods.code}, form="keying").status_code == 404
