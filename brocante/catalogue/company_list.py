"""A company's list of its own listings: filters, keyset pages, stock at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from brocante.catalogue.company_queries import own
from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo, PriceKind
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core.codes import read_code, read_id
from brocante.core.db import session
from brocante.core.text import fold
from brocante.core.units import Quantity, Unit

MAX_WORDS = 6
MAX_TEXT = 80
PAGE_SIZE = 40
# What French writes with an accent and people look for without. Capitals too: the lower() of
# SQLite knows only ASCII. A call each, and SQLite's parser bears some thirty in one another.
_ACCENTS = {"a": "àâÀÂ", "e": "éèêÉÈÊ", "i": "îïÎ", "o": "ôÔ", "u": "ûùÛ", "c": "çÇ", "oe": "œŒ"}


class Lack(StrEnum):
    """What a company looks for among its listings before the days."""

    PHOTO = "photo"
    PRICE = "prix"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFilter:
    """Which own listings to show; `before` and `after` are ids, for the older and newer page."""

    text: str = ""
    state: ListingState | None = None
    lack: Lack | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class OwnListing:
    """One line of a company's list."""

    id: int
    code: str
    state: ListingState
    title: str
    family: str | None
    unit: Unit
    price_kind: PriceKind
    price_cents: int | None
    indivisible: bool
    location: str
    batch: str
    published_at: datetime | None
    has_typed: bool
    quantity: Quantity
    reserved: Quantity
    handed_over: Quantity
    site: str | None
    photo: str | None

    @property
    def left(self) -> Quantity:
        """What can still be reserved or sold."""
        return self.quantity - self.reserved - self.handed_over

    @property
    def can_be_deleted(self) -> bool:
        """Only what visitors never saw can vanish."""
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class OwnListingPage:
    """A page of own listings, newest first, with the ids to ask the neighbouring pages for."""

    listings: list[OwnListing]
    newer_than: int | None
    older_than: int | None


def read_filter(values: Mapping[str, str]) -> ListingFilter:
    """Read the filters of an address; what is not understood is left out."""
    state, lack = values.get("etat", ""), values.get("manque", "")
    return ListingFilter(
        text=values.get("q", "").strip()[:MAX_TEXT],
        state=ListingState(state) if state in set(ListingState) else None,
        lack=Lack(lack) if lack in set(Lack) else None,
        before=read_id(values.get("avant")) or None,
        after=read_id(values.get("apres")) or None,
    )


def count_by_state(access: CompanyAccess) -> dict[ListingState, int]:
    """Return how many own listings stand in each state."""
    rows = session.execute(
        select(Listing.state, func.count()).where(*own(access)).group_by(Listing.state)
    )
    return {row[0]: row[1] for row in rows}


def page_of_listings(
    access: CompanyAccess, wanted: ListingFilter, size: int = PAGE_SIZE
) -> OwnListingPage:
    """Return a page of own listings, newest first, in one query whatever their number."""
    statement = _rows(access).where(*_conditions(wanted)).limit(size + 1)
    if wanted.after is not None:
        rows = list(session.execute(statement.order_by(Listing.id)))
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        rows = list(session.execute(statement.order_by(Listing.id.desc())))
        has_newer, has_older = wanted.before is not None, len(rows) > size
        rows = rows[:size]
    listings = [OwnListing(*row) for row in rows]
    return OwnListingPage(
        listings,
        newer_than=listings[0].id if listings and has_newer else None,
        older_than=listings[-1].id if listings and has_older else None,
    )


def _rows(access: CompanyAccess) -> Select[*tuple[Any, ...]]:
    first_photo = (
        select(Photo.key)
        .where(Photo.listing_id == Listing.id)
        .order_by(Photo.position, Photo.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Listing.id,
            Listing.code,
            Listing.state,
            Listing.title,
            Listing.family,
            Listing.unit,
            Listing.price_kind,
            Listing.price_cents,
            Listing.indivisible,
            Listing.location,
            Listing.batch,
            Listing.published_at,
            Listing.typed.is_not(None),
            ListingStock.quantity,
            ListingStock.reserved,
            ListingStock.handed_over,
            Site.name,
            first_photo,
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(Site, Site.id == Listing.site_id)
        .where(*own(access))
    )


def _conditions(wanted: ListingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(Listing.state == wanted.state)
    if wanted.lack is Lack.PHOTO:
        conditions.append(Listing.id.not_in(select(Photo.listing_id)))
    if wanted.lack is Lack.PRICE:
        conditions += [Listing.price_cents.is_(None), Listing.price_kind != PriceKind.FREE]
    if wanted.before is not None:
        conditions.append(Listing.id < wanted.before)
    if wanted.after is not None:
        conditions.append(Listing.id > wanted.after)
    if wanted.text:
        conditions.append(_holds(wanted.text))
    return conditions


def _holds(text: str) -> ColumnElement[bool]:
    """Every word in the title, the rack, the batch or the reference; or the whole as a code."""
    written = _plain(
        Listing.title + " " + Listing.location + " " + Listing.batch + " " + Listing.reference
    )
    words = (written.contains(word, autoescape=True) for word in fold(text).split()[:MAX_WORDS])
    return or_(and_(true(), *words), Listing.code == read_code(text))


def _plain(text: ColumnElement[str]) -> ColumnElement[str]:
    """Write a text as `fold` writes what people type; a company's few rows bear the cost."""
    plain: ColumnElement[str] = func.lower(text)
    for bare, letters in _ACCENTS.items():
        for letter in letters:
            plain = func.replace(plain, letter, bare)
    return plain
