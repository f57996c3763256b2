"""What one trip cannot carry: how many trips it takes, and what the sums hold of them."""

import re

import pytest
from flask import Flask

from brocante.core.vehicles import SPACES, Piece, Vehicle, least_trips, load_of
from brocante.editions.models import Edition
from tests.factories import (
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, words
from tests.support.visitors import add, reserved, slot_field

CAR = SPACES[Vehicle.CAR].payload_g


@pytest.fixture
def edition(app: Flask) -> Edition:
    return make_edition()


def make_heavy_ticket(edition: Edition, unit_mass_g: int) -> str:
    """A ticket of a car for one yard in Lalinde, 20 km from Bergerac."""
    site = make_site(
        make_participation(edition),
        commune="Lalinde",
        commune_code="24223",
        latitude=44.838,
        longitude=0.738,
    )
    listing = make_listing(site, unit_mass_g=unit_mass_g)
    return f"/r/{make_reservation(make_slot(site), listing).token}"


def sums(client: CheckedClient, address: str) -> dict[str, str]:
    """Return the list at the end of a tour."""
    page = client.page(address)
    names = [words(item) for item in page.iter("dt")]
    return dict(zip(names, [words(item) for item in page.iter("dd")], strict=True))


@pytest.mark.parametrize(("mass_g", "trips"), [(0, 1), (CAR, 1), (CAR + 1, 2), (4 * CAR, 4)])
def test_the_mass_tells_the_least_number_of_trips(mass_g: int, trips: int) -> None:
    load = load_of([Piece((), mass_g)])
    assert least_trips(load, Vehicle.CAR) == trips
    assert least_trips(load, Vehicle.UNDECIDED) == 1


def test_a_ticket_says_how_many_trips(client: CheckedClient, edition: Edition) -> None:
    ticket = make_heavy_ticket(edition, 3 * CAR + 1000)
    assert "Faites au moins 4 voyages, ou prévoyez :" in words(client.page(ticket))
    beyond = make_heavy_ticket(edition, 100_000_000)
    assert f"Prévoyez au moins {-(-100_000_000 // CAR)} voyages." in words(client.page(beyond))


def test_every_run_to_a_heavy_yard_is_in_the_sums(client: CheckedClient, edition: Edition) -> None:
    ticket = make_heavy_ticket(edition, 3 * CAR + 1000)
    address = f"{ticket}/tournee?depart=Bergerac"
    text = words(client.page(address))
    assert "Faites au moins 4 voyages, ou prévoyez :" in text
    assert "au moins 4 allers-retours vers ce dépôt" in text
    assert "Chaque aller-retour vers un même dépôt est compté" in text
    heavy = sums(client, address)
    light = sums(client, f"{make_heavy_ticket(edition, 1000)}/tournee?depart=Bergerac")

    def metres(found: dict[str, str]) -> int:
        return int(re.sub(r"\D", "", found["Distance"]))

    assert metres(heavy) == pytest.approx(4 * metres(light), abs=3)
    assert metres(light) > 40
    assert (light["Sur la route"], heavy["Sur la route"]) == ("1 h 10", "4 h 40")


def test_runs_that_nobody_can_reckon_are_said_to_be_missing(
    client: CheckedClient, edition: Edition
) -> None:
    text = words(client.page(f"{make_heavy_ticket(edition, 3 * CAR)}/tournee"))
    assert "ne sont pas comptés ici : dites d’où vous partez" in text
    assert "est compté." not in text


def test_reserved_times_that_leave_no_second_trip_are_said_to_need_one(
    client: CheckedClient, edition: Edition
) -> None:
    """Bergerac is too far from both yards to unload there between nine and ten o'clock."""
    fields: dict[str, str] = {"vehicle": "car"}
    for hour in (9, 10):
        site = make_site(
            make_participation(edition),
            commune="Lalinde",
            commune_code="24223",
            latitude=44.838,
            longitude=0.738,
        )
        add(client, edition, make_listing(site, unit_mass_g=CAR - 1000))
        fields |= slot_field(site, make_slot(site, hour=hour))
    ticket = reserved(client, edition, **fields)
    text = words(client.page(f"{ticket}/tournee?depart=Bergerac"))
    assert "Faites au moins 2 voyages, ou prévoyez :" in text
    assert "demande d’autres allers-retours : ils ne sont pas comptés ici." in text
