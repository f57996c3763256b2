"""Which listings get a label, and what the label needs of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from brocante.catalogue.models import (
    ComparisonKind,
    Condition,
    Listing,
    ListingState,
    ListingStock,
    PriceKind,
)
from brocante.companies.models import Company
from brocante.core.db import session
from brocante.core.units import Quantity, Unit

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A published listing as its label tells it; amounts in cents, sizes in mm, mass in grams."""

    id: int
    code: str
    title: str
    condition: Condition
    defect: str
    unit: Unit
    quantity: Quantity
    price_kind: PriceKind
    price_cents: int | None
    comparison: ComparisonKind
    comparison_cents: int | None
    comparison_attested_at: datetime | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    thickness_mm: int | None
    diameter_mm: int | None
    unit_mass_g: int | None
    batch: str
    location: str
    company: str


@dataclass(frozen=True, slots=True)
class LabelFilter:
    """Which published listings of an edition: of one company, placed somewhere, by code."""

    edition_id: int
    company_id: int | None = None
    location: str = ""
    codes: Collection[str] = ()


def labelled(wanted: LabelFilter, limit: int = MOST) -> list[Labelled]:
    """Return listings to label, company by company and rack by rack, as one walks the yard."""
    statement = _rows(wanted).order_by(Company.name, Listing.location, Listing.id).limit(limit)
    return [Labelled(*row) for row in session.execute(statement)]


def _rows(wanted: LabelFilter) -> Select[*tuple[Any, ...]]:
    columns = [
        getattr(Listing, name)
        for name in Labelled.__dataclass_fields__
        if name not in {"quantity", "company"}
    ]
    place = list(Labelled.__dataclass_fields__).index("quantity")
    columns.insert(place, ListingStock.quantity)
    statement = (
        select(*columns, Company.name)
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .join(Company, Company.id == Listing.company_id)
        .where(Listing.edition_id == wanted.edition_id, Listing.state == ListingState.PUBLISHED)
    )
    if wanted.company_id is not None:
        statement = statement.where(Listing.company_id == wanted.company_id)
    if wanted.location:
        statement = statement.where(Listing.location.icontains(wanted.location, autoescape=True))
    if wanted.codes:
        statement = statement.where(Listing.code.in_(list(wanted.codes)[:MOST]))
    return statement


def unready(found: Iterable[Labelled]) -> list[Labelled]:
    """Return the listings nobody would find on the shelf: no rack is written."""
    return [listing for listing in found if not listing.location]
