"""One's listings sent back as they were downloaded change nothing, and a changed cell that only."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.company_queries import own_listings
from brocante.catalogue.intake import Standing, standing_listings
from brocante.catalogue.models import ComparisonKind, Condition, ListingStock, PriceKind
from brocante.companies.models import Company, Participation, Site
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core import clock
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.editions.models import Edition
from brocante.stocklists import service
from brocante.stocklists.apart import understand_job
from brocante.stocklists.creating import create_part
from brocante.stocklists.export import export_listings, model_row
from brocante.stocklists.model_file import write_model
from brocante.stocklists.models import Group, Kind, StockListLine
from brocante.stocklists.tasks import read_import
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)

Send = Callable[[bytes], int]


@pytest.fixture
def participation(app: Flask) -> Participation:
    return make_participation(make_edition())


@pytest.fixture
def access(participation: Participation) -> CompanyAccess:
    company = session.get_one(Company, participation.company_id)
    return accesses_of(make_company_member(company).id)[0]


@pytest.fixture
def site(participation: Participation) -> Site:
    return make_site(participation)


@pytest.fixture
def send(app: Flask, access: CompanyAccess) -> Send:
    """Import a workbook and return the number of the import, its lines waiting."""
    store = app.extensions["brocante_store"]

    def sent(data: bytes) -> int:
        arrived = service.Sent(data, "mes-annonces.xlsx")
        import_id = service.start_import(None, access, arrived, store)
        read_import(import_id, store, understand=lambda job, _beat, _readers: understand_job(job))
        return import_id

    return sent


def make_odd_listings(site: Site) -> None:
    """Listings of every kind, some alike, some that no list would be believed on."""
    other = make_site(session.get_one(Participation, site.participation_id), name="Atelier")
    make_listing(site, title="Portail, voir Thierry")
    make_listing(site, title="=Brique", reference="00451", batch="B12", location="Rack 4")
    make_listing(site, title="Porte 83", location="Box 2")
    make_listing(site, title="Porte 83", location="Box 2", price_cents=1200)
    make_listing(other, title="Porte 83", location="Box 2", length_mm=2040, width_mm=830)
    lot: dict[str, Any] = {"price_kind": PriceKind.LOT, "indivisible": True}
    make_listing(site, 1, title="2 portes + 3 volets", unit=Unit.LOT, **lot)
    make_listing(site, title="Tout le tas", price_cents=8000, **lot)
    make_listing(site, title="Palettes vides", price_kind=PriceKind.FREE, price_cents=None)
    make_listing(
        site,
        "12.345",
        title="Lamellé-collé",
        unit=Unit.LINEAR_METRE,
        family="timber",
        condition=Condition.DECLASSED,
        defect="Fentes de bout",
        smallest=Quantity(500),
        comparison=ComparisonKind.LOWEST_30_DAYS,
        comparison_cents=900,
        comparison_attested_at=clock.now(),
    )
    new: dict[str, Any] = {"comparison": ComparisonKind.NEW_OBSERVED, "comparison_cents": 9000}
    reserved = make_listing(site, title="Vasque", description="Sous film.", **new)
    make_reservation(make_slot(site), reserved, 3)


def stored(access: CompanyAccess) -> dict[int, Standing]:
    """Return everything the listings of a company say, and what is promised of them."""
    return standing_listings(access)


def lines_of(import_id: int) -> list[StockListLine]:
    statement = select(StockListLine).where(StockListLine.import_id == import_id)
    return list(session.scalars(statement.order_by(StockListLine.place)))


def test_what_was_downloaded_changes_nothing(access: CompanyAccess, site: Site, send: Send) -> None:
    make_odd_listings(site)
    before = stored(access)
    import_id = send(export_listings(access, str))
    lines = lines_of(import_id)
    assert [(line.kind, line.stand, line.reason) for line in lines] == [
        (Kind.UNCHANGED, Group.READY, "")
    ] * len(before)
    assert sorted(line.match_id or 0 for line in lines) == sorted(before)
    service.create(access, import_id, is_publishing=True)
    while create_part(import_id):
        pass
    assert stored(access) == before


def test_one_changed_cell_changes_its_listing_only(
    access: CompanyAccess, site: Site, send: Send
) -> None:
    make_odd_listings(site)
    before = stored(access)
    rows = [model_row(listing) for listing in own_listings(access)]
    doors = [place for place, row in enumerate(rows) if row.title == "Porte 83"]
    rows[doors[1]] = replace(rows[doors[1]], price=Decimal("7.50"), location="Box 9")
    import_id = send(write_model(reversed(rows), str))
    kinds = [line.kind for line in lines_of(import_id)]
    assert kinds.count(Kind.CHANGED) == 1
    assert kinds.count(Kind.UNCHANGED) == len(before) - 1
    service.create(access, import_id, is_publishing=True)
    while create_part(import_id):
        pass
    after = stored(access)
    changed = [number for number in before if before[number] != after[number]]
    assert len(changed) == 1
    offer = after[changed[0]].offer
    assert (offer.title, offer.price_cents, offer.location) == ("Porte 83", 750, "Box 9")


def test_a_code_of_somebody_else_is_no_listing_of_ours(
    access: CompanyAccess, site: Site, send: Send
) -> None:
    edition_id = make_listing(site).edition_id
    edition = session.get_one(Edition, edition_id)
    theirs = make_listing(make_site(make_participation(edition)), title="Tuile d'ailleurs")
    row = replace(model_row(theirs), quantity=Decimal(1))
    import_id = send(write_model([row], str))
    assert [line.kind for line in lines_of(import_id)] == [Kind.NEW]
    service.create(access, import_id, is_publishing=True)
    assert create_part(import_id)
    assert session.get_one(ListingStock, theirs.id).quantity == Quantity(10_000)
