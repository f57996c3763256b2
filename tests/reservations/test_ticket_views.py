"""The ticket: what a visitor changes on it, and how it is found again."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.models import ListingStock
from brocante.core.db import db, session
from brocante.pickups.models import SlotPlaces
from brocante.reservations.models import Reservation
from tests.factories import (
    make_listing,
    make_reservation,
    make_slot,
)
from tests.support.pages import CheckedClient, words
from tests.support.queries import count_queries
from tests.support.visitors import add, text


def test_a_line_is_reduced_and_the_rest_is_free_at_once(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    token = make_reservation(slot, listing, 4).token
    line_form = _form(client, token, "line-")
    answer = client.submit(f"/r/{token}", {"quantity": "1"}, form=line_form)
    assert (answer.status_code, answer.location) == (303, f"/r/{token}")
    assert str(session.get_one(ListingStock, listing.id, populate_existing=True).left) == "9"
    more = client.submit(f"/r/{token}", {"quantity": "3"}, form=line_form)
    assert more.status_code == 409
    wrong = client.submit(f"/r/{token}", {"quantity": "abc"}, form=line_form)
    assert wrong.status_code == 422


def test_another_time_is_chosen_and_the_first_is_free_at_once(client: CheckedClient, stall) -> None:
    _edition, site, listing, slot = stall
    other = make_slot(site, hour=14)
    token = make_reservation(slot, listing).token
    answer = client.submit(
        f"/r/{token}", {"slot": str(other.id)}, form=_form(client, token, "slot-")
    )
    assert answer.status_code == 303
    places = session.execute(select(SlotPlaces.slot_id, SlotPlaces.booked))
    booked = {row.slot_id: row.booked for row in places}
    assert booked == {slot.id: 0, other.id: 1}


def test_a_pickup_is_cancelled_from_the_ticket(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    token = make_reservation(slot, listing, 4).token
    page = client.page(f"/r/{token}")
    actions = [f.get("action") for f in page.iter("form")]
    cancel = next(a for a in actions if a and re.search(r"/enlevements/\d+/annuler$", a))
    answer = client.post(cancel, data={"csrf_token": _csrf(page)})
    assert answer.location == f"/r/{token}"
    after = client.page(f"/r/{token}")
    assert not [f for f in after.iter("form") if "/annuler" in (f.get("action") or "")]
    again = client.post(cancel, data={"csrf_token": _csrf(page)})
    assert again.status_code == 409


def test_everything_is_cancelled_from_the_ticket(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    token = make_reservation(slot, listing, 4).token
    page = client.page(f"/r/{token}")
    answer = client.post(f"/r/{token}/annuler", data={"csrf_token": _csrf(page)})
    assert answer.status_code == 303
    assert str(session.get_one(ListingStock, listing.id, populate_existing=True).left) == "10"
    assert session.scalars(select(Reservation.cancelled_at)).one() is not None


def test_opening_the_ticket_changes_nothing(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    token = make_reservation(slot, listing, 4).token
    for path in ("", ".ics"):
        assert client.get(f"/r/{token}{path}").status_code == 200
    for path in ("/annuler", "/lignes/1", "/enlevements/1/annuler"):
        answer = client.get(f"/r/{token}{path}")
        assert (answer.status_code, answer.location) == (303, f"/r/{token}")
    assert str(session.get_one(ListingStock, listing.id, populate_existing=True).reserved) == "4"


def test_the_calendar_holds_the_time_of_the_edition_s_zone(client: CheckedClient, stall) -> None:
    edition, _site, listing, slot = stall
    token = make_reservation(slot, listing).token
    answer = client.get(f"/r/{token}.ics")
    calendar = answer.get_data(as_text=True).replace("\r\n ", "")
    assert answer.mimetype == "text/calendar"
    assert "BEGIN:VTIMEZONE" in calendar
    assert f"DTSTART;TZID=Europe/Paris:{edition.starts_on:%Y%m%d}T090000" in calendar
    assert f"http://localhost/r/{token}" in calendar


def test_unknown_tickets_do_not_exist(client: CheckedClient, app: Flask) -> None:
    for path in ("/r/nothing", "/r/nothing.ics"):
        assert client.get(path).status_code == 404


def test_the_line_of_another_ticket_cannot_be_changed(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    mine, theirs = make_reservation(slot, listing), make_reservation(slot, listing)
    page = client.page(f"/r/{mine.token}")
    line, pickup = theirs.pickups[0].lines[0].id, theirs.pickups[0].id
    for path in (
        f"/lignes/{line}",
        f"/enlevements/{pickup}/annuler",
        f"/enlevements/{pickup}/creneau",
    ):
        data = {"csrf_token": _csrf(page), "quantity": "0", "slot": str(slot.id)}
        assert client.post(f"/r/{mine.token}{path}", data=data).status_code == 404
    assert str(session.get_one(ListingStock, listing.id, populate_existing=True).reserved) == "2"


def test_a_ticket_is_found_again_by_code_and_name(client: CheckedClient, stall) -> None:
    edition, _site, listing, slot = stall
    kept = make_reservation(slot, listing, name="Élodie Martin")
    url = f"/{edition.slug}/billet"
    values = {"code": kept.code.lower(), "name": "martin"}
    answer = client.submit(url, values, form="find-form")
    assert answer.location == f"/r/{kept.token}"
    assert kept.code in words(client.page(url))
    fresh = client.application.test_client()
    assert isinstance(fresh, CheckedClient)
    wrong = [
        fresh.submit(url, {"code": code, "name": name}, form="find-form")
        for code, name in ((kept.code, "Dupont"), ("CCCCCC", "martin"), (kept.code, "é"))
    ]
    assert {answer.status_code for answer in wrong} == {409}
    told = {text(answer).replace("CCCCCC", kept.code) for answer in wrong}
    assert len({said.split("–")[-1] for said in told}) == 1
    assert all(kept.token not in answer.get_data(as_text=True) for answer in wrong)


@pytest.mark.parametrize("typed", ["oneil", "o neil", "O’Neil", "MARY ONEIL"])
def test_a_ticket_is_found_however_its_name_is_joined(
    client: CheckedClient, stall, typed: str
) -> None:
    edition, _site, listing, slot = stall
    kept = make_reservation(slot, listing, name="Mary O'Neil")
    values = {"code": kept.code, "name": typed}
    answer = client.submit(f"/{edition.slug}/billet", values, form="find-form")
    assert answer.location == f"/r/{kept.token}"


def test_guessing_codes_is_slowed_and_finding_is_not(client: CheckedClient, stall) -> None:
    edition, _site, listing, slot = stall
    kept = make_reservation(slot, listing, name="Ann")
    url = f"/{edition.slug}/billet"
    client.application.config["WTF_CSRF_ENABLED"] = False
    right = {"code": kept.code, "name": "Ann"}
    assert {client.post(url, data=right).status_code for _ in range(30)} == {303}
    answers = [
        client.post(url, data={"code": "CCCCCC", "name": "Ann"}).status_code for _ in range(25)
    ]
    assert answers[:20] == [409] * 20
    assert set(answers[20:]) == {429}


def test_the_number_of_queries_does_not_grow_with_the_lines(client: CheckedClient, stall) -> None:
    edition, site, listing, _slot = stall
    add(client, edition, listing)
    client.get(f"/{edition.slug}/panier")  # SQLite tells without a query that nothing changed since
    with count_queries(db.engine) as few:
        client.get(f"/{edition.slug}/panier")
    for _ in range(20):
        add(client, edition, make_listing(site))
    client.get(f"/{edition.slug}/panier")
    with count_queries(db.engine) as many:
        client.get(f"/{edition.slug}/panier")
    assert len(many) == len(few) == (2 if db.engine.dialect.name == "sqlite" else 3)


def _form(client: CheckedClient, token: str, prefix: str) -> str:
    page = client.page(f"/r/{token}")
    ids = [f.get("id") or "" for f in page.iter("form")]
    return next(form_id for form_id in ids if form_id.startswith(prefix))


def _csrf(page) -> str:
    return next(e.get("value", "") for e in page.iter("input") if e.get("name") == "csrf_token")
