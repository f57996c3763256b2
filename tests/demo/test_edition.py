"""The demonstration obeys every rule, can be tried at once, and is built once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from brocante.accounts.models import Account
from brocante.accounts.signing_in import sign_in
from brocante.catalogue.models import ComparisonKind, Listing, ListingState, Photo
from brocante.companies.models import Site
from brocante.companies.rules import check_siret
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import DomainError, NotAllowed
from brocante.core.text import slugify
from brocante.counter import checks as counter_checks
from brocante.counter.models import Handover, HandoverKind
from brocante.demo import edition as demo
from brocante.demo import past
from brocante.demo.sellers import fictional_siret
from brocante.demo.tables import additions, companies, plain, stock_list
from brocante.editions.models import EditionState
from brocante.editions.queries import find_edition
from brocante.impact.extras import published
from brocante.impact.figures import figures_of
from brocante.impact.rules import Dimension
from brocante.materials.rules import MassOrigin
from brocante.reservations import checks as reservation_checks
from brocante.reservations.models import Reservation
from brocante.stocklists.models import (
    Group,
    ImportState,
    Origin,
    StockListImport,
    StockListLine,
)
from brocante.stocklists.parsing import parse
from tests.factories import make_account, make_organiser
from tests.support import people

SMALL = demo.Scale(companies=3, listings_each=5, reservations=10, past_companies=0)


@pytest.fixture
def built(app: Flask, demo_settings: Settings) -> None:
    """A small demonstration."""
    demo.build(demo_settings, app.extensions["brocante_store"], SMALL)


def _count(model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_its_books_are_sound(built: None) -> None:
    assert reservation_checks.discrepancies() == []
    assert counter_checks.discrepancies() == []
    kinds = set(session.scalars(select(Handover.kind)))
    assert kinds == {HandoverKind.PICKUP, HandoverKind.WALK_IN}


def test_it_can_be_tried_at_once(built: None, client: FlaskClient) -> None:
    sample = demo.samples()
    for url in (
        f"/{demo.SLUG}/",
        f"/{demo.SLUG}/materiaux",
        f"/r/{sample.ticket}",
        f"/comptoir/acces/{sample.counter}",
    ):
        assert client.get(url).status_code == 200, url
    assert client.get(f"/a/{sample.label}").status_code == 302
    for email in (demo.ORGANISER, demo.COMPANY):
        who, _token = sign_in(email, demo.PASSWORD, "127.0.0.1")
        assert who.email == email


def test_it_is_built_once(built: None, app: Flask, demo_settings: Settings) -> None:
    before = {model: _count(model) for model in (Listing, Reservation, Photo, Site)}
    demo.build(demo_settings, app.extensions["brocante_store"], SMALL)
    assert {model: _count(model) for model in before} == before
    assert before[Site] == SMALL.companies


def test_its_password_exists_nowhere_else(app: Flask, settings: Settings) -> None:
    """Outside demonstration mode nothing of it is stored."""
    with pytest.raises(DomainError):
        demo.build(settings, app.extensions["brocante_store"], SMALL)
    assert not demo.is_built()


def test_listings_show_pictures_and_sites_stand_in_dordogne(built: None, app: Flask) -> None:
    store = app.extensions["brocante_store"]
    keys = set(session.scalars(select(Photo.key)))
    assert keys
    assert all(store.exists(f"photos/{key[:2]}/{key}-400.webp") for key in keys)
    assert {code[:2] for code in session.scalars(select(Site.commune_code))} == {"24"}
    states = set(session.scalars(select(Listing.state)))
    assert states == {ListingState.PUBLISHED, ListingState.DRAFT}


def test_it_knows_when_its_days_have_passed(built: None) -> None:
    assert not demo.is_over()
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert demo.is_over()


def test_it_is_made_anew_with_days_to_come(
    built: None, app: Flask, demo_settings: Settings
) -> None:
    store = app.extensions["brocante_store"]
    before = {model: _count(model) for model in (Listing, Reservation, Photo, Account)}
    earlier = demo.samples().ticket
    make_account()
    with time_machine.travel(clock.now() + timedelta(days=20)):
        demo.rebuild(demo_settings, store, SMALL)
        assert not demo.is_over()
        assert {model: _count(model) for model in before} == before
        assert demo.samples().ticket != earlier
    assert all(
        store.exists(f"photos/{k[:2]}/{k}-400.webp") for k in session.scalars(select(Photo.key))
    )
    assert reservation_checks.discrepancies() == []


def test_it_is_not_made_anew_over_other_data(
    built: None, app: Flask, settings: Settings, demo_settings: Settings
) -> None:
    store = app.extensions["brocante_store"]
    with pytest.raises(NotAllowed):
        demo.rebuild(settings, store, SMALL)
    assert demo.is_alone()
    make_organiser()
    assert not demo.is_alone()
    before = _count(Reservation)
    with pytest.raises(NotAllowed):
        demo.rebuild(demo_settings, store, SMALL)
    assert _count(Reservation) == before > 0


@pytest.mark.parametrize("day", range(1, 15))
def test_its_days_are_a_weekend_a_few_days_ahead(day: int) -> None:
    today = date(2026, 3, day)
    first = demo.next_saturday(today)
    assert first.weekday() == demo.SATURDAY
    assert demo.DAYS_AHEAD <= (first - today).days <= demo.DAYS_AHEAD + 6


def test_its_listings_come_from_stock_lists(built: None) -> None:
    """Each listing is a line of an import that is over; a message waits to be checked."""
    assert _count(Listing) == 4 * SMALL.listings_each
    lines = session.scalars(select(StockListLine).where(StockListLine.stand == Group.MADE))
    assert {line.listing_id for line in lines} == set(session.scalars(select(Listing.id)))
    states = session.execute(select(StockListImport.origin, StockListImport.state))
    assert {tuple(row) for row in states} == {
        (Origin.FILE, ImportState.DONE),
        (Origin.TEXT, ImportState.CHECKING),
    }
    kept = session.scalars(select(StockListImport.upload_key))
    assert not any(kept)


def test_its_company_finds_its_imports(built: None, client: FlaskClient) -> None:
    who, _token = sign_in(demo.COMPANY, demo.PASSWORD, "127.0.0.1")
    people.sign_in(client, who)
    page = client.get("/exposant/import")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Message collé" in text
    assert "materiaux-du-pont-vert.csv" in text
    listings = client.get("/exposant/import/mes-annonces.xlsx")
    lines = parse(listings.data, "mes-annonces.xlsx").lines
    # All but the draft whose price is missing.
    assert [line.is_ready for line in lines].count(False) == 1
    assert len(lines) == 2 * SMALL.listings_each


def test_what_lists_cannot_say_is_added(built: None) -> None:
    origins = set(session.scalars(select(Listing.mass_origin)))
    assert MassOrigin.DECLARED in origins
    compared = select(Listing).where(Listing.comparison == ComparisonKind.LOWEST_30_DAYS)
    assert all(listing.comparison_attested_by for listing in session.scalars(compared))
    assert all(session.scalars(select(Listing.description)))


def test_the_tables_are_whole() -> None:
    all_companies = companies()
    assert len(all_companies) == 20
    for number, company in enumerate(all_companies):
        slug = slugify(company.name)
        name, data = stock_list(slug)
        titles = {plain(line.title or "") for line in parse(data, name).lines}
        assert len(titles) >= 18, company.name
        assert titles == set(additions(slug)), company.name
        assert check_siret(fictional_siret(number)).startswith("0000")


def test_the_edition_before_has_a_whole_report(
    app: Flask, demo_settings: Settings, client: FlaskClient
) -> None:
    """It obeys the rules in its own time, and leaves the present one as it is."""
    scale = replace(SMALL, companies=2, past_companies=2)
    demo.build(demo_settings, app.extensions["brocante_store"], scale)
    assert reservation_checks.discrepancies() == []
    assert counter_checks.discrepancies() == []
    before = find_edition(past.SLUG)
    assert before is not None
    assert before.state is EditionState.ARCHIVED
    figures = figures_of(before)
    assert figures.total.is_known
    assert figures.carbon.is_known
    assert figures.attendance.no_shows > 0
    assert figures.space.typed > 0
    assert len(figures.parts[Dimension.HOUR]) > 4
    assert len(published(before.id)) == 1
    text = client.get(f"/{past.SLUG}/bilan").get_data(as_text=True)
    assert "Ce bilan dit ce qui est réellement sorti" in text
    assert client.get(f"/{demo.SLUG}/materiaux").status_code == 200
