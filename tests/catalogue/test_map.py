"""The map page: an equal list in words, and what the map is drawn from."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.app import create_app
from brocante.companies.models import ParticipationState
from brocante.config import Settings
from brocante.core.db import db
from tests.factories import make_company, make_edition, make_listing, make_participation, make_site
from tests.support.pages import CheckedClient, words


@pytest.fixture
def yards(app: Flask) -> dict[str, int]:
    """Three yards of an edition: one confirmed with listings, one without pin, one not approved."""
    edition = make_edition(slug="dordogne", departments="24,46")
    sure = make_site(make_participation(edition, make_company(name="Sûre")))
    make_listing(sure)
    make_listing(sure)
    make_listing(sure, available=False)
    unsure = make_site(
        make_participation(edition, make_company(name="Sans épingle")), pin_confirmed_at=None
    )
    unseen = make_participation(
        edition, make_company(name="Pas encore"), state=ParticipationState.REGISTERED
    )
    make_site(unseen)
    return {"sure": sure.id, "unsure": unsure.id}


def test_the_list_says_what_the_map_shows(client: CheckedClient, yards: dict[str, int]) -> None:
    tree = client.page("/dordogne/carte")
    items = [e for e in tree.iter("li") if e.get("data-lat")]
    assert [(e.get("data-lat"), e.get("data-lon")) for e in items] == [("44.889", "1.216")]
    assert words(items[0]).startswith("Sûre Dépôt, 24200 Sarlat-la-Canéda · 2 ")
    text = words(tree)
    assert "Sans épingle" in text
    assert "Pas encore" not in text


def test_the_map_draws_the_outlines_of_the_edition(
    client: CheckedClient, yards: dict[str, int]
) -> None:
    tree = client.page("/dordogne/carte")
    box = next(e for e in tree.iter("div") if e.get("id") == "yards-map")
    urls = (box.get("data-outline-urls") or "").split()
    assert [url.split("?")[0].rsplit("/", 1)[-1] for url in urls] == [
        "communes-24.json",
        "communes-46.json",
    ]
    assert box.get("hidden") is not None
    assert box.get("data-list") == "yards"


def test_only_the_map_page_may_fetch_tiles(app: Flask, settings: Settings) -> None:
    make_edition(slug="dordogne")
    tiled = create_app(replace(settings, tiles_url="https://tiles.example.org/{z}/{x}/{y}.png"))
    client: FlaskClient = tiled.test_client()
    policies = [
        client.get(f"/dordogne/{path}").headers["Content-Security-Policy"]
        for path in ("carte", "materiaux")
    ]
    with tiled.app_context():
        db.engine.dispose()
    assert "img-src 'self' data: https://tiles.example.org;" in policies[0]
    assert "tiles.example.org" not in policies[1]


def test_an_edition_without_yards_says_so(client: CheckedClient, app: Flask) -> None:
    make_edition(slug="vide")
    tree = client.page("/vide/carte")
    assert not [e for e in tree.iter("div") if e.get("id") == "yards-map"]
    assert list(tree.iter("h2"))
