"""Counts of large editions: what the worker keeps equals what is there, and pages read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from brocante.catalogue import tallies
from brocante.catalogue.models import Condition, Listing, ListingTally
from brocante.catalogue.tallies import kept_sites, kept_tally, recount_large
from brocante.companies.models import ParticipationState, Site
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from tests.factories import make_edition, make_listing, make_participation, make_site


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A yard of an edition that counts as large with four listings."""
    monkeypatch.setattr(tallies, "LARGE", 3)
    return make_site(make_participation(make_edition(slug="large")))


def _stock(site: Site) -> None:
    for family in ("tiles", "tiles", "timber"):
        make_listing(site, family=family)
    make_listing(site, family="timber", condition=Condition.DEMO)
    make_listing(site, available=False)
    edition = session.get_one(Edition, site.edition_id)
    hidden = make_participation(edition, state=ParticipationState.REGISTERED)
    make_listing(make_site(hidden))


def _rows() -> set[int]:
    return set(session.scalars(select(ListingTally.id)))


def test_it_counts_what_visitors_see(site: Site) -> None:
    _stock(site)
    recount_large()
    assert kept_tally(site.edition_id) == {
        ("tiles", Condition.SURPLUS): 2,
        ("timber", Condition.SURPLUS): 1,
        ("timber", Condition.DEMO): 1,
    }
    assert kept_sites(site.edition_id) == {site.id: 4}


def test_what_did_not_change_is_not_written(site: Site) -> None:
    _stock(site)
    recount_large()
    before = _rows()
    recount_large()
    assert _rows() == before
    make_listing(site, family="tiles")
    recount_large()
    assert kept_sites(site.edition_id) == {site.id: 5}


def test_an_edition_that_is_no_longer_large_is_forgotten(site: Site) -> None:
    _stock(site)
    recount_large()
    _take_away(site.id)
    recount_large()
    assert kept_tally(site.edition_id) == {}


@transactional
def _take_away(site_id: int) -> None:
    session.execute(update(Listing).where(Listing.site_id == site_id).values(available=False))


def test_the_list_shows_what_is_kept(client: FlaskClient, site: Site) -> None:
    _stock(site)
    recount_large()
    _take_away(site.id)
    page = client.get("/large/materiaux").get_data(as_text=True)
    assert "(2)" in page
