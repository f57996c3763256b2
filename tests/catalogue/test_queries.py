"""Lists of the catalogue: what fits, in which order, page by page, at a constant cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from brocante.catalogue.criteria import Criteria, Sort, read_criteria
from brocante.catalogue.finding import Found, find
from brocante.catalogue.models import Condition, Listing, ListingState, PriceKind
from brocante.catalogue.queries import PAGE_SIZE
from brocante.catalogue.search import reindex
from brocante.companies.models import ParticipationState, Site, SiteOpening
from brocante.core.db import db
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from tests.factories import (
    at,
    make_company,
    make_edition,
    make_listing,
    make_participation,
    make_site,
)

BERGERAC = {"commune": "Bergerac", "commune_code": "24037", "latitude": 44.853, "longitude": 0.483}


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An edition whose catalogue is open."""
    return make_edition()


@pytest.fixture
def site(edition: Edition) -> Site:
    """A yard in Sarlat."""
    return make_site(make_participation(edition, make_company(name="Scierie", slug="scierie")))


def _find(edition: Edition, **values: str) -> Found:
    return find(edition, read_criteria(values, days_of(edition)))


def _ids(edition: Edition, **values: str) -> list[int]:
    return [row.id for row in _find(edition, **values).page.rows]


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_only_what_is_published_and_left_of_approved_companies(
    edition: Edition, site: Site
) -> None:
    shown = make_listing(site)
    make_listing(site, state=ListingState.DRAFT)
    make_listing(site, state=ListingState.WITHDRAWN)
    make_listing(site, available=False)
    waiting = make_participation(edition, state=ParticipationState.REGISTERED)
    make_listing(make_site(waiting))
    make_listing(make_site(make_participation(make_edition())))
    found = _find(edition)
    assert [row.id for row in found.page.rows] == [shown.id]
    assert (found.page.total, found.page.families) == (1, {"masonry": 1})


@pytest.mark.parametrize(
    ("changes", "values", "fits"),
    [
        ({"family": "timber"}, {"famille": "timber"}, True),
        ({"family": "timber"}, {"famille": "tiles"}, False),
        ({"condition": Condition.DEMO}, {"etat": "demo"}, True),
        ({"condition": Condition.DEMO}, {"etat": "surplus"}, False),
        ({"price_cents": 1200}, {"prix_max": "12"}, True),
        ({"price_cents": 1201}, {"prix_max": "12"}, False),
        ({"price_kind": PriceKind.FREE, "price_cents": None}, {"prix_max": "1"}, True),
        ({"quantity": "18.5"}, {"quantite_min": "18,5"}, True),
        ({"quantity": "18.4"}, {"quantite_min": "18,5"}, False),
        ({"length_mm": 2515}, {"longueur": "250"}, True),
        ({"length_mm": 2521}, {"longueur": "250"}, False),
        ({"length_mm": 2521}, {"longueur": "250", "tolerance": "3"}, True),
        ({}, {"longueur": "250"}, False),
        ({"width_mm": 750, "height_mm": 600}, {"longueur": "60", "largeur": "75"}, True),
        ({"length_mm": 600, "width_mm": 700}, {"longueur": "60", "largeur": "75"}, False),
        ({}, {"entreprise": "scierie"}, True),
        ({}, {"pres_de": "Sarlat", "rayon_km": "5"}, True),
        ({}, {"pres_de": "Bergerac", "rayon_km": "20"}, False),
        ({}, {"pres_de": "44.889,1.216", "rayon_km": "1"}, True),
    ],
)
def test_each_criterion(
    edition: Edition,
    site: Site,
    changes: dict[str, Any],
    values: dict[str, str],
    fits: bool,
) -> None:
    listing = make_listing(site, **changes)
    _reindex(edition.id)
    assert _ids(edition, **values) == ([listing.id] if fits else [])


def test_a_day_shows_the_yards_open_on_it(edition: Edition, site: Site) -> None:
    listing = make_listing(site)
    other = make_site(make_participation(edition), openings=[])
    make_listing(other)
    _reindex(edition.id)
    first = edition.starts_on
    assert _ids(edition, jour=first.isoformat()) == [listing.id]
    second = edition.ends_on
    late = make_site(
        make_participation(edition),
        openings=[SiteOpening(opens_at=at(second, 9, edition), closes_at=at(second, 12, edition))],
    )
    sunday = make_listing(late)
    _reindex(edition.id)
    assert _ids(edition, jour=first.isoformat()) == [listing.id]
    assert _ids(edition, jour=second.isoformat()) == [sunday.id, listing.id]


def test_unknown_place_and_company_are_said(edition: Edition, site: Site) -> None:
    listing = make_listing(site)
    found = _find(edition, pres_de="Xqzwyk", entreprise="personne")
    assert [row.id for row in found.page.rows] == [listing.id]
    assert [note.params["typed"] for note in found.notes] == ["Xqzwyk", "personne"]


def test_orders(edition: Edition, site: Site) -> None:
    far = make_site(make_participation(edition), **BERGERAC)
    dear = make_listing(site, price_cents=900)
    free = make_listing(far, price_kind=PriceKind.FREE, price_cents=None)
    cheap = make_listing(site, price_cents=100)
    assert _ids(edition) == [cheap.id, free.id, dear.id]
    assert _ids(edition, tri="prix") == [free.id, cheap.id, dear.id]
    assert _ids(edition, pres_de="Bergerac") == [free.id, cheap.id, dear.id]
    found = _find(edition, pres_de="Bergerac")
    assert found.distances[far.id] < 2
    assert 50 < found.distances[site.id] < 70


def test_a_yard_without_confirmed_pin_is_found_by_its_commune(edition: Edition) -> None:
    site = make_site(
        make_participation(edition),
        **{**BERGERAC, "latitude": None, "longitude": None},
        pin_confirmed_at=None,
    )
    listing = make_listing(site)
    _reindex(edition.id)
    assert _ids(edition, pres_de="Bergerac", rayon_km="5") == [listing.id]


@pytest.mark.parametrize("values", [{}, {"tri": "prix"}, {"q": "brique"}, {"pres_de": "Sarlat"}])
def test_pages_follow_each_other_and_come_back(
    edition: Edition, site: Site, values: dict[str, str]
) -> None:
    listings = [make_listing(site).id for _ in range(2 * PAGE_SIZE + 3)]
    _reindex(edition.id)
    seen, cursors = [], []
    page = _find(edition, **values).page
    while True:
        seen += [row.id for row in page.rows]
        cursors.append([row.id for row in page.rows])
        if page.next is None:
            break
        page = _find(edition, page=str(page.next), **values).page
    assert sorted(seen) == sorted(listings)
    assert len(seen) == len(listings)
    back = []
    while page.previous is not None:
        page = _find(edition, page=str(page.previous), **values).page
        back.append([row.id for row in page.rows])
    assert back == cursors[-2::-1]


def test_what_is_published_meanwhile_moves_nothing(edition: Edition, site: Site) -> None:
    for _ in range(PAGE_SIZE + 1):
        make_listing(site)
    first = _find(edition).page
    make_listing(site)
    second = _find(edition, page=str(first.next)).page
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert len(second.rows) == 1


def test_a_page_cut_at_a_listing_that_is_gone_still_shows(edition: Edition, site: Site) -> None:
    for _ in range(PAGE_SIZE + 5):
        make_listing(site)
    first = _find(edition, tri="prix").page
    assert first.next is not None
    cursor = replace(first.next, listing_id=first.next.listing_id + 10_000)
    assert len(_find(edition, tri="prix", page=str(cursor)).page.rows) == 5
    # Far behind the end: the last listing, not an empty page.
    assert len(_ids(edition, tri="prix", page="s900.1000000")) == 1


def test_families_count_all_but_the_family(edition: Edition, site: Site) -> None:
    make_listing(site, family="timber", price_cents=100)
    make_listing(site, family="tiles", price_cents=100)
    make_listing(site, family="tiles", price_cents=9_000)
    _reindex(edition.id)
    page = _find(edition, famille="timber", prix_max="5").page
    assert (page.families, page.total) == ({"timber": 1, "tiles": 1}, 1)


@pytest.mark.parametrize(
    ("values", "queries"),
    [({}, 4), ({"tri": "prix"}, 5), ({"q": "brique"}, 5), ({"pres_de": "Sarlat"}, 6)],
)
def test_a_list_costs_the_same_for_3_and_for_60(
    edition: Edition, site: Site, values: dict[str, str], queries: int
) -> None:
    for number in (3, 57):
        for _ in range(number):
            make_listing(site)
        _reindex(edition.id)
        assert edition.slug  # read again after the write, before counting
        with _counted() as statements:
            _find(edition, **values)
        reads = [s for s in statements if s.lstrip().upper().startswith(("SELECT", "WITH"))]
        # PostgreSQL is asked for the newest listing of all, to search back from there.
        is_searched = db.engine.dialect.name == "postgresql" and "q" in values
        assert len(reads) == queries + is_searched, reads


def test_a_text_search_keeps_its_order(edition: Edition, site: Site) -> None:
    body = make_listing(site, title="Solive", description="en chêne")
    title = make_listing(site, title="Chêne en plots")
    newest = make_listing(site, title="Volige", description="chêne")
    _reindex(edition.id)
    assert _ids(edition, q="chêne") == [title.id, newest.id, body.id]
    assert _ids(edition, q="chêne", tri="recent") == [newest.id, title.id, body.id]
    assert _find(edition, q="chêne").criteria.order is Sort.RELEVANCE


def test_all_criteria_at_once(edition: Edition, site: Site) -> None:
    listing: Listing = make_listing(site, length_mm=2500, width_mm=1200, family="drywall")
    make_listing(site)
    _reindex(edition.id)
    values = {
        "q": "brique",
        "famille": "drywall",
        "etat": "surplus",
        "jour": edition.starts_on.isoformat(),
        "prix_max": "5",
        "quantite_min": "1",
        "longueur": "250",
        "largeur": "120",
        "pres_de": "Sarlat",
        "rayon_km": "10",
        "entreprise": "scierie",
        "tri": "prix",
    }
    found = _find(edition, **values)
    assert [row.id for row in found.page.rows] == [listing.id]
    assert found.notes == []
    assert found.criteria != Criteria()
