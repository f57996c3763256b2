"""The map page: an equal list in words, and what the map is drawn from."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from brocante.app import create_app
from brocante.catalogue import mapping, views
from brocante.catalogue.mapping import SiteFound, Window, clusters
from brocante.catalogue.search import reindex
from brocante.catalogue.yards import Yard
from brocante.companies.models import ParticipationState, Site
from brocante.config import Settings
from brocante.core.db import db, session
from brocante.core.geo import Point
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
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


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


def test_the_map_shows_only_where_something_fits(
    client: CheckedClient, yards: dict[str, int]
) -> None:
    edition = session.get_one(Site, yards["sure"]).edition_id
    far = make_site(
        make_participation(session.get_one(Edition, edition), make_company(name="Loin")),
        commune="Bergerac",
        commune_code="24037",
        latitude=44.853,
        longitude=0.483,
    )
    make_listing(far, title="Tuile canal")
    _reindex(edition)
    tree = client.page("/dordogne/carte?q=tuile")
    items = [e for e in tree.iter("li") if e.get("data-lat")]
    assert [(e.get("data-count"), words(e).split(" ")[0]) for e in items] == [("1", "Loin")]
    assert "/dordogne/materiaux?q=tuile" in {e.get("href") for e in tree.iter("a")}
    near = client.page("/dordogne/carte?pres_de=Bergerac")
    first = next(e for e in near.iter("li") if e.get("data-lat"))
    assert words(first).startswith("Loin")
    family = client.page("/dordogne/carte?famille=masonry")
    assert len([e for e in family.iter("li") if e.get("data-lat")]) == 2


def test_far_apart_sites_are_pins_and_close_ones_a_cluster(
    client: FlaskClient, yards: dict[str, int]
) -> None:
    edition = session.get_one(Edition, session.get_one(Site, yards["sure"]).edition_id)
    beside = make_site(make_participation(edition), latitude=44.8905, longitude=1.2165)
    make_listing(beside)
    zone = "44,0,46,2"
    together = client.get(f"/dordogne/carte/points?zone={zone}&zoom=8").get_json()
    assert [(one["sites"], one["count"], one["url"]) for one in together] == [(2, 3, None)]
    apart = client.get(f"/dordogne/carte/points?zone={zone}&zoom=18").get_json()
    assert sorted((one["sites"], one["count"]) for one in apart) == [(1, 1), (1, 2)]
    assert client.get("/dordogne/carte/points?zone=40,0,41,2&zoom=8").get_json() == []


@pytest.mark.parametrize(
    "query",
    [
        *("", "zone=1,2,3&zoom=4", "zone=a,b,c,d&zoom=4", "zone=-91,0,0,0&zoom=4"),
        *("zone=44,0,46,2&zoom=99", "zone=nan,nan,nan,nan&zoom=4", "zone=46,2,44,0&zoom=1e9"),
    ],
)
def test_no_part_of_the_world_is_an_empty_answer(
    client: FlaskClient, yards: dict[str, int], query: str
) -> None:
    answer = client.get(f"/dordogne/carte/points?{query}")
    assert (answer.status_code, answer.get_json()) == (200, [])


def test_many_sites_are_drawn_by_the_server(
    client: CheckedClient, yards: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_SITES", 1)
    monkeypatch.setattr(mapping, "MOST_SITES", 1)
    tree = client.page("/dordogne/carte")
    box = next(e for e in tree.iter("div") if e.get("id") == "yards-map")
    assert box.get("data-points") == "/dordogne/carte/points"
    assert [words(e).split(" ")[0] for e in tree.iter("li") if e.get("data-lat")] == ["Sûre"]


@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-179, 179), st.integers(0, 50)), max_size=30),
    st.integers(0, 18),
)
def test_clusters_lose_no_site_and_no_listing(
    places: list[tuple[float, float, int]], zoom: int
) -> None:
    sites = [
        SiteFound(Yard(n, "", "", "", "", "", "", Point(south, east)), count, None)
        for n, (south, east, count) in enumerate(places)
    ]
    made = clusters(sites, Window(-90, -180, 90, 180, zoom))
    assert sum(one.sites for one in made) == len(sites)
    assert sum(one.listings for one in made) == sum(count for *_place, count in places)
