"""What goes into a basket, what is refused, and what one browser may reserve."""

from typing import cast

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from brocante.accounts.models import Organiser
from brocante.catalogue.models import Listing
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.reservations import rules
from brocante.reservations.basket import MAX_TICKETS
from tests.factories import (
    make_listing,
    make_organiser_member,
    make_reservation,
    make_stall,
)
from tests.support.pages import CheckedClient, find_form, form_values, parse, words
from tests.support.people import sign_in
from tests.support.visitors import VISITOR, add, alter, count, reserved, slot_field, text


@pytest.mark.parametrize(
    ("asked", "said"), [("99", "10"), ("x", "1,5"), ("0", None), ("1,5", None)]
)
def test_the_basket_refuses_what_cannot_be_sold(
    client: CheckedClient, stall, asked: str, said: str | None
) -> None:
    edition, _site, listing, _slot = stall
    client.application.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(
        f"/{edition.slug}/panier/ajouter", data={"listing": listing.code, "quantity": asked}
    )
    assert answer.location
    assert answer.location.partition("?")[0] == f"/{edition.slug}/materiaux/{listing.code}"
    with client.session_transaction() as cookie:
        assert "baskets" not in cookie
        category, message = cookie["_flashes"][0]
    assert category == "error"
    assert said is None or said in message


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15", "Il n’en reste que 10"),
        ("999999999999999", "Il n’en reste que 10"),
        ("deux", "Écrivez un nombre"),
        ("1,5", "tout ce qui reste"),
    ],
)
def test_a_refused_quantity_stays_in_its_field(
    client: CheckedClient, stall, typed: str, said: str
) -> None:
    edition, _site, listing, _slot = stall
    url = f"/{edition.slug}/materiaux/{listing.code}"
    answer = client.submit(url, {"quantity": typed}, follow=True)
    page = parse(answer.get_data(as_text=True))
    assert [e.get("value") for e in page.iter("input") if e.get("name") == "quantity"] == [typed]
    assert said in words(page)


def test_one_browser_does_not_hoard_with_a_new_number_each_time(
    client: CheckedClient, stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, site, listing, slot = stall
    monkeypatch.setattr(rules, "MAX_LIVE_OF_BROWSER", 2)

    def send(browser: CheckedClient, number: int) -> TestResponse:
        add(browser, edition, listing)
        values = VISITOR | slot_field(site, slot) | {"phone": f"06 00 00 00 1{number}"}
        return browser.submit(f"/{edition.slug}/panier", values, form="reserve-form")

    first = [send(client, number).location for number in (1, 2)]
    refused = send(client, 3)
    assert refused.status_code == 409
    assert "2 réservations faites sur cet appareil" in text(refused)
    assert 'value="06 00 00 00 13"' in refused.get_data(as_text=True)
    assert count() == 2
    neighbour = cast("CheckedClient", client.application.test_client())
    assert send(neighbour, 4).status_code == 303  # same address, another telephone
    client.application.config["WTF_CSRF_ENABLED"] = False
    client.post(f"{first[0]}/annuler")
    assert send(client, 5).status_code == 303


def test_a_form_sent_again_at_the_limit_of_a_browser_shows_its_ticket(
    client: CheckedClient, stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, site, listing, slot = stall
    monkeypatch.setattr(rules, "MAX_LIVE_OF_BROWSER", 1)
    add(client, edition, listing)
    form = find_form(client.page(f"/{edition.slug}/panier"), "reserve-form", set())
    sent = form_values(form) | VISITOR | slot_field(site, slot)
    answers = [client.post(f"/{edition.slug}/reserver", data=sent) for _ in range(2)]
    assert answers[0].status_code == 303
    assert answers[0].location == answers[1].location


def test_an_organiser_reserves_for_all_who_call(
    client: CheckedClient, stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, site, listing, slot = stall
    monkeypatch.setattr(rules, "MAX_LIVE_OF_BROWSER", 1)
    sign_in(client, make_organiser_member(session.get_one(Organiser, edition.organiser_id)))
    for _ in range(2):
        add(client, edition, listing)
        reserved(client, edition, **slot_field(site, slot))
    assert count() == 2


def test_sixty_lines_and_all_tickets_fit_in_the_cookie(client: CheckedClient, stall) -> None:
    edition, site, listing, _slot = stall
    codes = [make_listing(site).code for _ in range(60)]
    with client.session_transaction() as cookie:
        cookie["baskets"] = {edition.slug: dict.fromkeys(codes, 123_456_789)}
        cookie["tickets"] = [new_token() for _ in range(MAX_TICKETS)]
    answer = client.get(f"/{edition.slug}/panier")
    name = client.application.config["SESSION_COOKIE_NAME"]
    stored = client.get_cookie(name)
    assert stored is not None
    assert len(f"{name}={stored.value}") < 3_600
    assert answer.status_code == 200
    client.application.config["WTF_CSRF_ENABLED"] = False
    full = client.post(f"/{edition.slug}/panier/ajouter", data={"listing": listing.code})
    assert full.location.endswith(listing.code)


def test_reading_a_listing_sets_no_cookie_and_adding_it_does(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    page = client.get(f"/{edition.slug}/materiaux/{listing.code}")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    answer = client.submit(f"/{edition.slug}/materiaux/{listing.code}", {"quantity": "1"})
    assert answer.location == f"/{edition.slug}/panier"
    assert "Set-Cookie" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_no_other_site_puts_something_in_a_basket(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    edition, _site, listing, _slot = make_stall()
    address = f"/{edition.slug}/panier/ajouter"
    answer = client.post(address, data={"listing": listing.code}, headers=headers)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_the_page_of_a_listing_follows_every_reservation(client: CheckedClient) -> None:
    edition, _site, listing, slot = make_stall()
    address = f"/{edition.slug}/materiaux/{listing.code}"
    reader = client.application.test_client()
    before = words(parse(reader.get(address).get_data(as_text=True)))
    make_reservation(slot, listing, 2)
    after = words(parse(reader.get(address).get_data(as_text=True)))
    assert before != after
    alter(Listing, listing.id, title="Tuile canal de réemploi")
    assert "Tuile canal de réemploi" in reader.get(address).get_data(as_text=True)
