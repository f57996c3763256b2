"""A visitor's way from the basket to the ticket and back, as a browser goes it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.core import clock
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.editions.models import EditionState
from brocante.pickups.models import SlotPlaces
from brocante.reservations.models import Reservation
from tests.factories import (
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, parse, words
from tests.support.visitors import VISITOR, add, alter, count, reserved, slot_field, text


def test_from_the_basket_to_the_ticket(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    add(client, edition, listing, "3")
    page = client.page(f"/{edition.slug}/panier")
    assert [e for e in page.iter() if e.get("data-testid") == "slot"]
    assert [e for e in page.iter() if e.get("data-testid") == "reserve"]
    ticket = client.page(reserved(client, edition, **slot_field(site, slot)))
    code = session.scalars(select(Reservation.code)).one()
    shown = [words(e) for e in ticket.iter() if e.get("data-testid") == "ticket-code"]
    assert shown == [code]
    said = words(ticket)
    assert "12 route de Vitrac, 24200 Sarlat-la-Canéda" in said
    assert "15\u00a0€".replace("\u00a0", " ") in said.replace("\u00a0", " ")
    assert client.get(f"/{edition.slug}/panier").status_code == 200
    assert "reserve-form" not in client.get(f"/{edition.slug}/panier").get_data(as_text=True)


def test_a_ticket_is_kept_out_of_caches_and_search_engines(client: CheckedClient, stall) -> None:
    _edition, _site, listing, slot = stall
    token = make_reservation(slot, listing).token
    answer = client.get(f"/r/{token}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.get_data(as_text=True)
    assert client.get(f"/{stall[0].slug}/panier").headers["Cache-Control"] == "no-store"


def test_plain_reading_sets_no_cookie(client: CheckedClient, stall) -> None:
    answer = client.get(f"/{stall[0].slug}/panier")
    assert "Set-Cookie" not in answer.headers


def test_what_was_typed_survives_a_refusal(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    make_slot(site, hour=11)
    add(client, edition, listing, "2")
    page = client.page(f"/{edition.slug}/panier")
    assert page is not None
    alter(SlotPlaces, slot.id, capacity=1, booked=0)
    other = client.application.test_client()
    assert isinstance(other, CheckedClient)
    add(other, edition, listing)
    form = {**VISITOR, **slot_field(site, slot), "email": "ann@example.org"}
    tree = client.page(f"/{edition.slug}/panier")
    reserved(other, edition, **slot_field(site, slot))
    data: dict[Any, Any] = {
        e.get("name"): e.get("value", "")
        for e in tree.iter("input")
        if e.get("type") in {"hidden", "text"} and e.get("name") != "language"
    }
    answer = client.post(f"/{edition.slug}/reserver", data=data | form)
    assert answer.status_code == 409
    assert "“Dépôt”" in text(answer) or "Dépôt" in text(answer)
    again = parse(answer.get_data(as_text=True))
    values = {e.get("name"): e.get("value") for e in again.iter("input")}
    assert values["name"] == "Ann Exemple"
    assert values["email"] == "ann@example.org"
    assert values[f"quantity-{listing.code}"] == "2"
    assert count() == 1


def test_a_visitor_need_not_know_the_vehicle_yet(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    alter(Listing, listing.id, unit_mass_g=30_000)
    add(client, edition, listing)
    values = {"name": "Ann Exemple", "phone": "06 00 00 00 01"} | slot_field(site, slot)
    answer = client.submit(f"/{edition.slug}/panier", values, form="reserve-form")
    assert answer.status_code == 303
    text_of_ticket = words(client.page(answer.headers["Location"]))
    assert "Prévoyez au moins : voiture" in text_of_ticket.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "missing", [{"name": ""}, {"phone": "12"}, {"phone": "", "email": "a@"}, {"vehicle": "boat"}]
)
def test_the_shape_of_a_form_is_checked_first(
    client: CheckedClient, stall, missing: dict[str, str]
) -> None:
    edition, site, listing, slot = stall
    add(client, edition, listing)
    values = VISITOR | slot_field(site, slot) | missing
    answer = client.submit(f"/{edition.slug}/panier", values, form="reserve-form")
    assert answer.status_code == 422
    assert count() == 0


def test_everything_that_is_missing_is_said_at_once(client: CheckedClient, stall) -> None:
    """Nobody presses the button again for each thing, and each line leads to its control."""
    edition, site, listing, _slot = stall
    add(client, edition, listing)
    for name in ("", "Ann Exemple"):
        answer = client.submit(
            f"/{edition.slug}/panier", {"name": name, "phone": ""}, form="reserve-form"
        )
        tree = parse(answer.get_data(as_text=True))
        places = {a.get("href") for a in tree.iter("a") if (a.get("href") or "").startswith("#")}
        assert {"#phone", f"#slot-{site.id}"} <= places
        assert ("#name" in places) is (name == "")
    assert count() == 0


def test_a_telephone_or_an_address_is_needed_one_is_enough(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    add(client, edition, listing)
    values = VISITOR | slot_field(site, slot) | {"phone": ""}
    answer = client.submit(f"/{edition.slug}/panier", values, form="reserve-form")
    assert answer.status_code == 409
    reserved(client, edition, **slot_field(site, slot), phone="", email="ann@example.org")
    assert session.scalars(select(Reservation.email)).one() == "ann@example.org"


def test_the_commune_is_understood_for_statistics(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    add(client, edition, listing)
    reserved(client, edition, **slot_field(site, slot), commune="périgueux")
    assert session.scalars(select(Reservation.commune_code)).one() == "24322"


def test_sending_the_same_form_twice_shows_one_ticket(client: CheckedClient, stall) -> None:
    edition, site, listing, slot = stall
    add(client, edition, listing)
    tree = client.page(f"/{edition.slug}/panier")
    data: dict[Any, Any] = {
        e.get("name"): e.get("value", "")
        for e in tree.iter("input")
        if e.get("type") in {"hidden", "text"} and e.get("name") != "language"
    }
    data |= VISITOR | slot_field(site, slot)
    first = client.post(f"/{edition.slug}/reserver", data=data)
    second = client.post(f"/{edition.slug}/reserver", data=data)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    other = client.post(f"/{edition.slug}/reserver", data=data | {"name": "Bob"})
    assert other.status_code == 409
    assert count() == 1


def test_the_basket_says_what_changed_since_it_was_filled(client: CheckedClient, stall) -> None:
    edition, site, listing, _slot = stall
    gone, less = make_listing(site, 5, title="Tuile canal"), make_listing(site, 5, title="Laine")
    for each in (listing, gone, less):
        add(client, edition, each, "4")
    alter(ListingStock, less.id, quantity=Quantity.of(3))
    alter(Listing, gone.id, state=ListingState.WITHDRAWN)
    page = client.page(f"/{edition.slug}/panier")
    alerts = [words(e) for e in page.iter("div") if "alert-warn" in (e.get("class") or "").split()]
    assert any("Tuile canal" in said for said in alerts)
    assert any("Laine" in said for said in alerts)
    assert len(alerts) == 2
    values = {e.get("name"): e.get("value") for e in page.iter("input")}
    assert values[f"quantity-{less.code}"] == "3"
    assert f"quantity-{gone.code}" not in values


def test_quantities_are_those_of_the_form_and_are_read_as_people_type(
    client: CheckedClient, stall
) -> None:
    edition, site, _listing, slot = stall
    wool = make_listing(site, 10, unit=Unit.SQUARE_METRE, smallest=Quantity(500))
    add(client, edition, wool, "2")
    name = f"quantity-{wool.code}"
    ticket = reserved(client, edition, **slot_field(site, slot), **{name: "3,5"})
    assert "3,5 m²" in words(client.page(ticket)).replace("\u00a0", " ")
    add(client, edition, wool, "2")
    values = VISITOR | slot_field(site, slot) | {name: "deux"}
    answer = client.submit(f"/{edition.slug}/panier", values, form="reserve-form")
    assert answer.status_code == 422
    assert 'value="deux"' in answer.get_data(as_text=True)


def test_lines_are_changed_and_removed_without_losing_what_was_typed(
    client: CheckedClient, stall
) -> None:
    edition, site, listing, _slot = stall
    other = make_listing(site, 5, title="Tuile canal")
    add(client, edition, listing)
    add(client, edition, other)
    tree = client.page(f"/{edition.slug}/panier")
    data: dict[Any, Any] = {
        e.get("name"): e.get("value", "")
        for e in tree.iter("input")
        if e.get("type") in {"hidden", "text"} and e.get("name") != "language"
    }
    data |= {"name": "Ann", f"quantity-{listing.code}": "3"}
    changed = client.post(f"/{edition.slug}/panier/modifier", data=data)
    assert 'value="Ann"' in changed.get_data(as_text=True)
    removed = client.post(f"/{edition.slug}/panier/retirer", data=data | {"remove": other.code})
    assert "Tuile canal" not in removed.get_data(as_text=True)
    later = client.page(f"/{edition.slug}/panier")
    values = {e.get("name"): e.get("value") for e in later.iter("input")}
    assert values[f"quantity-{listing.code}"] == "3"
    assert f"quantity-{other.code}" not in values


def test_without_anything_open_the_basket_is_kept_and_says_when(
    client: CheckedClient, app: Flask
) -> None:
    edition = make_edition(
        state=EditionState.CATALOGUE, reservations_open_at=clock.now() + timedelta(days=2)
    )
    site = make_site(make_participation(edition))
    make_slot(site)
    add(client, edition, make_listing(site))
    page = client.page(f"/{edition.slug}/panier")
    assert not [e for e in page.iter() if e.get("data-testid") == "reserve"]
    assert [e for e in page.iter() if e.get("data-testid") == "quantity"]
