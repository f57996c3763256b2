"""The visitor's tour: from the basket, from a ticket, on paper, in a calendar."""

from dataclasses import replace

import pytest
from flask import Flask
from icalendar import Calendar

from brocante.catalogue.models import Listing
from brocante.companies.models import Site
from brocante.core.db import db
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot
from brocante.web.formats import day
from tests.factories import (
    make_edition,
    make_listing,
    make_participation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, words
from tests.support.queries import count_queries
from tests.support.visitors import add, alter, reserved, slot_field

Yard = tuple[Site, Listing, list[PickupSlot]]
TOWNS = (
    ("Bergerac", "24037", 44.853, 0.483),
    ("Lalinde", "24223", 44.838, 0.738),
    ("Le Bugue", "24067", 44.918, 0.927),
)


@pytest.fixture
def edition(app: Flask) -> Edition:
    return make_edition()


def make_yards(edition: Edition, hours: tuple[int, ...] = (9, 10, 11, 14), **listing) -> list[Yard]:
    yards = []
    for town, code, latitude, longitude in TOWNS:
        site = make_site(
            make_participation(edition),
            commune=town,
            commune_code=code,
            latitude=latitude,
            longitude=longitude,
        )
        slots = [make_slot(site, hour=hour) for hour in hours]
        yards.append((site, make_listing(site, **listing), slots))
    return yards


def test_the_tour_of_a_basket_proposes_slots_and_fills_the_checkout(
    client: CheckedClient, edition: Edition
) -> None:
    yards = make_yards(edition)
    for _site, listing, _slots in reversed(yards):
        add(client, edition, listing)
    address = f"/{edition.slug}/tournee?depart=Bergerac&vehicule=van"
    page = client.page(address)
    text = words(page)
    assert "Réservez : 9 h au Bugue, 10 h à Lalinde, 11 h à Bergerac." in text
    assert "Partez au plus tard à" in text
    assert "ligne droite × 1,3, à 50 km/h en moyenne" in text
    assert "utilitaire de 3,5 t, 491 g par km" in text
    links = [a.get("href") or "" for a in page.iter("a")]
    assert sum(link.startswith("geo:44.") for link in links) == 3
    assert not any("google" in link or "waze" in link for link in links)
    basket = next(link for link in links if "/panier?slot-" in link)
    chosen = {
        e.get("name"): e.get("value")
        for e in client.page(basket).iter("input")
        if e.get("type") == "radio" and e.get("checked") is not None
    }
    assert chosen == {
        **{f"slot-{site.id}": str(slots[2 - n].id) for n, (site, _l, slots) in enumerate(yards)},
        "vehicle": "van",
    }


def test_the_tour_of_a_ticket_shows_what_is_reserved(
    client: CheckedClient, edition: Edition
) -> None:
    yards = make_yards(edition)
    slots: dict[str, str] = {}
    for place, (site, listing, offered) in enumerate(yards):
        add(client, edition, listing)
        slots |= slot_field(site, offered[(2, 1, 0)[place]])
    ticket = reserved(client, edition, **slots)
    assert f"{ticket}/tournee" in {a.get("href") for a in client.page(ticket).iter("a")}
    page = client.page(f"{ticket}/tournee")
    stops = [words(item) for item in page.iter("h3")]
    assert [stop.split(", ")[-1] for stop in stops] == ["Le Bugue", "Lalinde", "Bergerac"]
    assert words(page).count("réservé, billet") == 3
    assert "Réservez :" not in words(page)
    # What is reserved on this browser stands in the tour of the next basket.
    add(client, edition, make_listing(make_site(make_participation(edition))))
    assert words(client.page(f"/{edition.slug}/tournee")).count("réservé, billet") == 3


def test_promises_that_cannot_be_kept_are_named(client: CheckedClient, edition: Edition) -> None:
    yards = make_yards(edition, hours=(9,))
    slots: dict[str, str] = {}
    for site, listing, offered in yards:
        add(client, edition, listing)
        slots |= slot_field(site, offered[0])
    ticket = reserved(client, edition, **slots)
    text = words(client.page(f"{ticket}/tournee"))
    assert text.count("vous ne pouvez pas y être à l’heure réservée") == 2


def test_too_much_for_one_trip_is_shared_between_two(
    client: CheckedClient, edition: Edition
) -> None:
    for _site, listing, _slots in make_yards(edition, unit_mass_g=400_000):
        add(client, edition, listing)
    text = words(client.page(f"/{edition.slug}/tournee?depart=Bergerac&vehicule=van"))
    assert "le voici en 2 voyages" in text
    assert "Un seul suffirait" not in text
    assert "Voyage 2 :" in text


def test_a_piece_that_is_too_long_needs_another_vehicle(
    client: CheckedClient, edition: Edition
) -> None:
    for _site, listing, _slots in make_yards(edition, length_mm=3_900):
        add(client, edition, listing)
    text = words(client.page(f"/{edition.slug}/tournee?vehicule=car"))
    assert "Une pièce est trop grande pour : voiture. Prévoyez : camion ou plateau." in text


def test_what_was_typed_wrongly_stays_and_is_said(client: CheckedClient, edition: Edition) -> None:
    for _site, listing, _slots in make_yards(edition):
        add(client, edition, listing)
    page = client.page(
        f"/{edition.slug}/tournee?depart=Xyzzyqqq&heure=25:99&jour=2026-99-99&vehicule=zzz"
    )
    for typed in ("zzz", "2026-99-99"):
        assert f"« {typed} » n’a pas été compris et n’est pas pris en compte." in words(page)
    assert "Aucun lieu" in words(page)
    assert "« 25:99 » n’est pas une heure" in words(page)
    assert {e.get("value") for e in page.iter("input")} >= {"Xyzzyqqq", "25:99"}


def test_an_empty_basket_says_what_to_do(client: CheckedClient, edition: Edition) -> None:
    assert "Pas encore de dépôt à visiter" in words(client.page(f"/{edition.slug}/tournee"))
    assert client.get(f"/{edition.slug}/tournee.ics").status_code == 200
    assert client.get("/r/unknown/tournee").status_code == 404
    assert client.get("/r/unknown/tournee.ics").status_code == 404


def test_the_calendar_says_what_is_only_proposed(client: CheckedClient, edition: Edition) -> None:
    for _site, listing, _slots in make_yards(edition):
        add(client, edition, listing)
    answer = client.get(f"/{edition.slug}/tournee.ics?depart=Bergerac")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    summaries = [str(event["summary"]) for event in events]
    assert summaries[0].startswith("Dernier moment pour partir")
    assert [str(event.get("status")) for event in events[1:]] == ["TENTATIVE"] * 3
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_routing_service_that_fails_is_said(
    client: CheckedClient, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _site, listing, _slots in make_yards(edition):
        add(client, edition, listing)
    settings = client.application.extensions["brocante_settings"]
    monkeypatch.setitem(
        client.application.extensions,
        "brocante_settings",
        replace(settings, router_url="http://127.0.0.1:1/osrm"),
    )
    text = words(client.page(f"/{edition.slug}/tournee"))
    assert "Le service d’itinéraires ne répond pas" in text
    assert "ligne droite" in text


def test_more_yards_take_no_more_queries(client: CheckedClient, edition: Edition) -> None:
    yards = make_yards(edition)
    add(client, edition, yards[0][1])
    address = f"/{edition.slug}/tournee?depart=Bergerac"
    client.page(address)
    with count_queries(db.engine) as one:
        client.page(address)
    for _site, listing, _slots in yards[1:]:
        add(client, edition, listing)
    with count_queries(db.engine) as three:
        client.page(address)
    assert len(three) == len(one)


def test_the_tour_leads_back_to_where_one_came_from(
    client: CheckedClient, edition: Edition
) -> None:
    yards = make_yards(edition)
    site, listing, slots = yards[0]
    add(client, edition, listing)
    ticket = reserved(client, edition, **slot_field(site, slots[0]))
    add(client, edition, yards[1][1])
    for tour, back in ((f"{ticket}/tournee", ticket), (f"/{edition.slug}/tournee", None)):
        links = [a for a in client.page(tour).iter("a") if words(a) == "Revenir à ma réservation"]
        assert [a.get("href") for a in links] == [back or f"/{edition.slug}/panier"]


def test_a_day_without_a_reserved_time_names_those_that_have_one(
    client: CheckedClient, edition: Edition
) -> None:
    site, listing, slots = make_yards(edition)[0]
    add(client, edition, listing)
    ticket = reserved(client, edition, **slot_field(site, slots[0]))
    first, second = day(edition.starts_on), day(edition.ends_on)
    for tour in (f"{ticket}/tournee", f"/{edition.slug}/tournee"):
        page = client.page(f"{tour}?jour={edition.ends_on.isoformat()}")
        said = f"Rien n’est réservé pour le {second}. Vos rendez-vous : {first}."
        assert said in words(page)
        assert "Pas encore de dépôt" not in words(page)
        assert "jour" in {choice.get("name") for choice in page.iter("select")}
        assert "réservé, billet" in words(client.page(f"{tour}?jour={edition.starts_on}"))


def test_numbers_are_written_in_the_language_of_the_page(
    client: CheckedClient, edition: Edition
) -> None:
    for _site, listing, _slots in make_yards(edition):
        add(client, edition, listing)
    client.set_cookie("lang", "en")
    text = words(client.page(f"/{edition.slug}/tournee"))
    assert "straight line × 1.3 at 50 km/h on average" in text


def test_the_button_names_the_vehicle_once(client: CheckedClient, edition: Edition) -> None:
    for _site, listing, _slots in make_yards(edition):
        add(client, edition, listing)
    address = f"/{edition.slug}/tournee"

    def summary(asked: str) -> str:
        return next(words(e) for e in client.page(f"{address}?{asked}").iter("summary"))

    assert summary("") == "Départ, véhicule, jour"
    assert summary("vehicule=car") == "Départ, jour, voiture"
    assert summary("vehicule=car&depart=Bergerac") == "Bergerac, voiture"
    alter(Edition, edition.id, ends_on=edition.starts_on)
    assert summary("vehicule=car") == "Départ, heure, voiture"


def test_each_day_of_the_proposal_is_named_once(client: CheckedClient, edition: Edition) -> None:
    """Two trips on the first day, for the mass; one yard is open on the second alone."""
    yards = make_yards(edition, unit_mass_g=400_000)
    site = make_site(make_participation(edition), commune="Nontron", commune_code="24311")
    make_slot(site, day=edition.ends_on)
    for listing in (make_listing(site, unit_mass_g=400_000), *(yard[1] for yard in yards)):
        add(client, edition, listing)
    first, second = day(edition.starts_on), day(edition.ends_on)
    page = client.page(f"/{edition.slug}/tournee?depart=Bergerac&vehicule=van")
    lead = next(e for e in page.iter("p") if words(e).startswith("Réservez :"))
    said = "".join(lead.itertext())
    assert (said.count(f"({first})"), said.count(f"({second})")) == (1, 1)
    assert said.endswith(f"({first})\N{NO-BREAK SPACE}; 9\N{NO-BREAK SPACE}h à Nontron ({second}).")
    client.set_cookie("lang", "en")
    text = words(client.page(f"/{edition.slug}/tournee?depart=Bergerac&vehicule=van"))
    assert "); 9:00 am in Nontron (" in text


def test_being_there_later_than_the_slot_begins_is_explained(
    client: CheckedClient, edition: Edition
) -> None:
    """One leaves the first yard at the last moment, not to wait at the second."""
    yards = make_yards(edition, hours=(9,))
    make_slot(yards[1][0], hour=10)
    for _site, listing, _slots in yards[:2]:
        add(client, edition, listing)
    text = words(client.page(f"/{edition.slug}/tournee"))
    assert "Réservez : 9 h à Bergerac, 10 h à Lalinde." in text
    assert "Un créneau est désigné par l’heure où il commence." in text
    assert "Soyez sur place à 9 h 10, pendant votre créneau (9 h – 9 h 30)." in text
