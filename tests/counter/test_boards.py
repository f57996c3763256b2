"""Links and the board, as the company and the organiser see them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.accounts.models import Organiser
from brocante.core import clock
from brocante.core.db import db, session
from brocante.counter import accesses, service
from brocante.counter.board import SiteDay, site_days
from brocante.counter.models import CounterAccess
from brocante.counter.phones import link_of
from tests.factories import make_listing, make_organiser_member, make_participation, make_site
from tests.factories.counter import (
    Gate,
    ledger,
    make_arrival,
    make_link,
    set_listing,
    start_phone,
)
from tests.support.notes import another, handed, send
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in
from tests.support.queries import count_queries

COMPANY = "/exposant/comptoir"
ORGANISER = "/organisation/comptoirs"


def _client(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def office(app: Flask, gate: Gate) -> CheckedClient:
    """Somebody of the company."""
    client = _client(app)
    sign_in(client, gate.staff)
    return client


@pytest.fixture
def organiser(app: Flask, gate: Gate) -> CheckedClient:
    """Somebody of the organiser."""
    client = _client(app)
    sign_in(client, make_organiser_member(session.get_one(Organiser, gate.edition.organiser_id)))
    return client


@pytest.mark.parametrize("whose", [COMPANY, ORGANISER])
def test_a_link_is_made_shown_printed_and_revoked(
    request: pytest.FixtureRequest, gate: Gate, whose: str
) -> None:
    client = request.getfixturevalue("office" if whose == COMPANY else "organiser")
    answer = client.submit(f"{whose}/acces", {"name": "  Portail   nord "}, form="new")
    assert answer.status_code == 303
    made = session.scalars(select(CounterAccess)).one()
    assert made.name == "Portail nord"
    found = link_of([gate.site.id], made.id)
    assert found is not None
    first, last = found.days(gate.edition.time_zone)
    assert (first, last) == (gate.edition.starts_on - timedelta(days=1), gate.edition.ends_on)
    assert made.token in client.get(f"{whose}/acces").text
    client.application.extensions["brocante_settings"] = _settings(client)
    sheet = client.get(f"{whose}/acces/{made.id}/affiche")
    assert "<svg" in sheet.text
    assert made.token in sheet.text
    page = client.page(f"{whose}/acces")
    target = next(a for f in page.iter("form") if (a := f.get("action") or "").endswith("revoquer"))
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    assert client.post(target, data={"csrf_token": token}).status_code == 303
    assert "revoked" in words(client.page(f"{whose}/acces"))


def _settings(client: CheckedClient) -> object:
    from dataclasses import replace  # noqa: PLC0415

    return replace(client.application.extensions["brocante_settings"], demo=True)


def test_no_code_is_printed_without_a_public_address(office: CheckedClient, gate: Gate) -> None:
    link = make_link(gate.site)
    answer = office.get(f"{COMPANY}/acces/{link.id}/affiche", follow_redirects=True)
    assert "QR codes cannot be printed" in answer.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Give the counter a name."),
        ({"name": "Nord", "first_day": "2026-04-11", "last_day": "2026-04-10"}, "after the first"),
        ({"name": "Nord", "first_day": "tomorrow"}, "date"),
        ({"name": "Nord", "site": "999"}, "choice"),
    ],
)
def test_a_wrong_link_form_keeps_what_was_typed(
    office: CheckedClient, values: dict[str, str], said: str
) -> None:
    answer = office.submit(f"{COMPANY}/acces", values, form="new")
    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert session.scalars(select(CounterAccess)).first() is None


def test_the_organiser_serves_every_site_in_one_go(organiser: CheckedClient, gate: Gate) -> None:
    make_site(make_participation(gate.edition))
    assert organiser.submit(f"{ORGANISER}/acces", form="all").status_code == 303
    assert len(session.scalars(select(CounterAccess)).all()) == 2


def test_the_board_counts_who_came_and_what_was_sold(gate: Gate) -> None:
    make_arrival(gate, 2)
    service.sell_on_the_spot(gate.counter, gate.listing.code, "a" * 20, gate.listing.smallest)
    service.sell_on_the_spot(gate.counter, gate.listing.code, "b" * 20, gate.listing.smallest)
    service.undo_sale(gate.counter, ledger()[0].id)
    zone = gate.edition.time_zone
    today = clock.today(zone)
    sold = site_days([gate.site.id], today, zone, clock.now())[gate.site.id]
    assert (sold.walk_ins, sold.handed_over) == (1, 0)
    day = clock.to_local(gate.slot.starts_at, zone).date()
    before = site_days([gate.site.id], day, zone, gate.slot.starts_at)[gate.site.id]
    after = site_days([gate.site.id], day, zone, gate.slot.ends_at)[gate.site.id]
    assert (before.expected, before.late, before.to_come) == (1, 0, 1)
    assert (after.expected, after.late, after.to_come) == (1, 1, 0)
    assert site_days([], day, zone, clock.now()) == {}
    assert SiteDay().to_come == 0


def test_the_board_shows_phones_with_what_they_still_hold(
    app: Flask, office: CheckedClient, gate: Gate
) -> None:
    phone = start_phone(_client(app), make_link(gate.site))
    checks = dict.fromkeys(accesses.CHECKS, "ok")
    accesses.keep_rehearsal(phone.id, checks, passed=True)
    text = words(office.page(f"{COMPANY}/tableau"))
    assert "Portail nord, heard of at" in text
    assert "ready" in text


def test_the_board_asks_no_more_for_more_sites(
    app: Flask, organiser: CheckedClient, gate: Gate
) -> None:
    make_link(gate.site)
    organiser.page(ORGANISER)
    with count_queries(db.engine) as few:
        organiser.page(ORGANISER)
    for _number in range(6):
        site = make_site(make_participation(gate.edition))
        make_listing(site)
        start_phone(_client(app), make_link(site))
    with count_queries(db.engine) as many:
        organiser.page(ORGANISER)
    assert len(many) == len(few)


def test_the_organiser_sees_whom_to_call(organiser: CheckedClient, gate: Gate) -> None:
    make_arrival(gate, 4, name="Zoé", phone="+33612345678")
    set_listing(gate, smallest=gate.listing.smallest)
    quantity = gate.listing.smallest
    for _number in range(6):
        service.sell_on_the_spot(
            gate.counter, gate.listing.code, f"sale-{_number}-of-the-day", quantity
        )
    service.sell_on_the_spot(
        gate.counter, gate.listing.code, "one-too-many-today", quantity, overrule=True
    )
    text = words(organiser.page(ORGANISER)).replace("\u00a0", " ")
    assert "1 reservation is in danger" in text
    assert "06 12 34 56 78" in text


@pytest.mark.parametrize("whose", [f"{COMPANY}/tableau", ORGANISER])
def test_a_conflict_is_shown_until_somebody_has_seen_it(
    request: pytest.FixtureRequest, app: Flask, gate: Gate, whose: str
) -> None:
    client = request.getfixturevalue("organiser" if whose == ORGANISER else "office")
    phone = another(app)
    start_phone(phone, make_link(gate.site))
    visitor = make_arrival(gate, 2)
    send(phone, handed(visitor, 2), handed(visitor, 2), {"id": "no"})
    page = client.page(whose)
    text = words(page).replace("\u00a0", " ")
    assert f"ticket {visitor.code}" in text
    assert "both count" in text
    assert "This note has no number of its own." in text
    targets = [a for f in page.iter("form") if "/notes/" in (a := f.get("action") or "")]
    assert len(targets) == 2
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    for target in targets:
        assert client.post(target, data={"csrf_token": token}).status_code == 303
    assert "both count" not in words(client.page(whose))
    assert client.post(f"{whose}/notes/none", data={"csrf_token": token}).status_code == 404
