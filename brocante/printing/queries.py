"""Which listings get a label, and what the label needs of them."""

from collections.abc import Collection
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
    Photo,
    PriceKind,
)
from brocante.companies.models import Company
from brocante.companies.queries import sites_of_edition
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.printing.models import LabelPrint

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
    family: str | None
    site_id: int | None
    company: str


@dataclass(frozen=True, slots=True)
class LabelFilter:
    """Which published listings of an edition: of a company, a site, a family, a rack, by code.

    `only_changed`: those whose label says something else, or whose code leads elsewhere, than when
    it was last printed.
    """

    edition_id: int
    company_id: int | None = None
    location: str = ""
    codes: Collection[str] = ()
    site_id: int | None = None
    family: str = ""
    only_changed: bool = False


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
    if wanted.site_id is not None:
        statement = statement.where(Listing.site_id == wanted.site_id)
    if wanted.family:
        statement = statement.where(Listing.family == wanted.family)
    if wanted.location:
        statement = statement.where(Listing.location.icontains(wanted.location, autoescape=True))
    if wanted.codes:
        statement = statement.where(Listing.code.in_(list(wanted.codes)[:MOST]))
    return statement


def printed_before(listing_ids: Collection[int]) -> dict[int, str]:
    """Return what identifies the last printed label of each listing that was printed."""
    ids = set(listing_ids)
    if not ids:
        return {}
    rows = session.execute(
        select(LabelPrint.listing_id, LabelPrint.fingerprint).where(
            LabelPrint.listing_id.between(min(ids), max(ids))
        )
    )
    return {row[0]: row[1] for row in rows if row[0] in ids}


def first_photos(edition_id: int) -> dict[int, str]:
    """Return the key of the first photo of each published listing of an edition that has one."""
    rows = session.execute(
        select(Photo.listing_id, Photo.key)
        .join(Listing, Listing.id == Photo.listing_id)
        .where(Listing.edition_id == edition_id, Listing.state == ListingState.PUBLISHED)
        .order_by(Photo.listing_id, Photo.position.desc(), Photo.id.desc())
    )
    return {row[0]: row[1] for row in rows}  # the first one comes last, and stays


@dataclass(frozen=True, slots=True)
class PrintedSite:
    """A site papers can be made of; `label` says which of an edition's it is."""

    id: int
    name: str
    company: str
    commune: str

    @property
    def label(self) -> str:
        """Its company, name and commune."""
        parts = (self.company, self.name if self.name != self.company else "", self.commune)
        return ", ".join(part for part in parts if part)


def shown_sites(edition_id: int, company_id: int | None) -> list[PrintedSite]:
    """Return the sites visitors may see in an edition, of a company or of all."""
    return [
        PrintedSite(site.id, site.name, site.company.name, site.commune)
        for site in sites_of_edition(edition_id)
        if company_id is None or site.company_id == company_id
    ]
