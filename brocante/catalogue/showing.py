"""One listing as visitors see it, and what may do as well."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, select

from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.catalogue.queries import CardRow, of_approved_company, shown_cards
from brocante.companies.models import Company, Site, SiteOpening
from brocante.core.codes import read_code
from brocante.core.db import from_row, run
from brocante.core.units import Quantity

MOST_SIMILAR = 4
_JOINED = (Listing, ListingStock, Company, Site)
_SHOWN = (
    select(*(model.__table__ for model in _JOINED))
    .join(ListingStock, ListingStock.listing_id == Listing.id)
    .join(Company, Company.id == Listing.company_id)
    .outerjoin(Site, Site.id == Listing.site_id)
    .where(
        Listing.edition_id == bindparam("edition"),
        Listing.code == bindparam("code"),
        Listing.state != ListingState.DRAFT,
        of_approved_company,
    )
)
_PHOTOS = (
    select(Photo.__table__).where(Photo.listing_id == bindparam("listing")).order_by(Photo.position)
)
_OPENINGS = (
    select(SiteOpening.__table__)
    .where(SiteOpening.site_id == bindparam("site"))
    .order_by(SiteOpening.opens_at)
)
_SIMILAR = (
    shown_cards.where(Listing.id != bindparam("listing"))
    .order_by(Listing.id.desc())
    .limit(bindparam("limit"))
)
_SAME_MATERIAL = _SIMILAR.where(Listing.material == bindparam("material"))
_SAME_FAMILY = _SIMILAR.where(Listing.family == bindparam("family"))


@dataclass(frozen=True, slots=True)
class Record:
    """Rows of a listing and all around it, without its stock: equal as long as nobody edits it."""

    own: tuple[Any, ...]
    company: tuple[Any, ...]
    site: tuple[Any, ...] | None
    photos: tuple[tuple[Any, ...], ...]
    openings: tuple[tuple[Any, ...], ...]

    def listing(self) -> Listing:
        """Return the listing with its company, site, opening hours and photos."""
        openings = [from_row(SiteOpening, row) for row in self.openings]
        return from_row(
            Listing,
            self.own,
            company=from_row(Company, self.company),
            site=from_row(Site, self.site, openings=openings) if self.site else None,
            photos=[from_row(Photo, row) for row in self.photos],
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as visitors see it, and what is left of it now."""

    record: Record
    left: Quantity


def find_shown(edition_id: int, code: str) -> Shown | None:
    """Return a listing that visitors see or once saw; None for drafts and hidden companies."""
    row = run(_SHOWN, {"edition": edition_id, "code": read_code(code)}).one_or_none()
    if row is None:
        return None
    columns = iter(row)
    own, stock, company, site = (
        tuple(islice(columns, len(model.__table__.columns))) for model in _JOINED
    )
    has_site = site[0] is not None
    record = Record(
        own=own,
        company=company,
        site=site if has_site else None,
        photos=_rows(_PHOTOS, {"listing": own[0]}),
        openings=_rows(_OPENINGS, {"site": site[0]}) if has_site else (),
    )
    return Shown(record, from_row(ListingStock, stock).left)


def _rows(statement: Select[*tuple[Any, ...]], values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in run(statement, values))


def similar_listings(listing: Listing) -> list[CardRow]:
    """Return other listings by the same material, else of the same family, the newest first."""
    found: dict[int, CardRow] = {}
    shared = {"material": listing.material, "family": listing.family}
    for statement, name in ((_SAME_MATERIAL, "material"), (_SAME_FAMILY, "family")):
        if len(found) == MOST_SIMILAR or not shared[name]:
            continue
        asked = {
            "edition": listing.edition_id,
            name: shared[name],
            "listing": listing.id,
            "limit": MOST_SIMILAR + len(found),
        }
        for row in run(statement, asked):
            found.setdefault(row.id, row)
    return list(found.values())[:MOST_SIMILAR]
