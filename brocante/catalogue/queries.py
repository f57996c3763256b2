"""Reads of the catalogue for visitors: published listings of approved companies, as plain rows.

A list costs the same whatever the size of the table: the newest first by keyset on an index; any
other order out of the 1,000 newest that fit, sorted here.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from brocante.catalogue.criteria import Criteria, Cursor, Sort
from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.catalogue.search import MOST_MATCHES
from brocante.companies.models import Company, Participation, ParticipationState, Site
from brocante.core.db import QuantityType, run, session

PAGE_SIZE = 24

CardRow = Row[*tuple[Any, ...]]

_left = type_coerce(
    ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over, QuantityType()
)
_first_photo = (
    select(Photo.key)
    .where(Photo.listing_id == Listing.id)
    .order_by(Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
_cards: Select[*tuple[Any, ...]] = (
    select(
        Listing.id,
        Listing.code,
        Listing.title,
        Listing.family,
        Listing.condition,
        Listing.unit,
        Listing.indivisible,
        Listing.price_kind,
        Listing.price_cents,
        Listing.comparison,
        Listing.comparison_cents,
        Listing.comparison_attested_at,
        Listing.site_id,
        _left.label("left"),
        Company.name.label("company"),
        Site.commune,
        _first_photo.label("photo"),
    )
    .join(ListingStock, ListingStock.listing_id == Listing.id)
    .join(Company, Company.id == Listing.company_id)
    .outerjoin(Site, Site.id == Listing.site_id)
)
# For a few rows; a long list asks once which companies are hidden.
of_approved_company = exists().where(
    Participation.edition_id == Listing.edition_id,
    Participation.company_id == Listing.company_id,
    Participation.state == ParticipationState.APPROVED,
)
shown_cards = _cards.where(
    Listing.edition_id == bindparam("edition"),
    Listing.state == ListingState.PUBLISHED,
    Listing.available.is_(True),
    of_approved_company,
)
_NEWEST = shown_cards.order_by(Listing.id.desc()).limit(bindparam("limit"))
_HIDDEN = select(Participation.company_id).where(
    Participation.edition_id == bindparam("edition"),
    Participation.state != ParticipationState.APPROVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Criteria with what had to be looked up first.

    `ranked` are the ids a text search found, best first; `site_ids` the sites that are open and
    near enough; `distances` how far each is, in km.
    """

    edition_id: int
    criteria: Criteria
    company_id: int | None = None
    ranked: Sequence[int] | None = None
    site_ids: Collection[int] | None = None
    distances: dict[int, float] | None = None
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of a list. `families` counts what fits all criteria but the family."""

    rows: list[CardRow]
    families: dict[str, int]
    total: int
    has_more: bool
    previous: Cursor | None
    next: Cursor | None


def find_listings(selection: Selection) -> ListingPage:
    """Return a page of what fits, in three queries at most."""
    hidden = hidden_companies(selection.edition_id)
    if selection.ranked is None and selection.criteria.order is Sort.RECENT:
        return _newest(selection, hidden)
    return _sorted(selection, hidden)


def hidden_companies(edition_id: int) -> list[int]:
    """Return the companies of an edition that visitors do not see (yet)."""
    return list(run(_HIDDEN, {"edition": edition_id}).scalars())


def _newest(selection: Selection, hidden: list[int]) -> ListingPage:
    """Page by id: what is published meanwhile moves nothing."""
    conditions = _conditions(selection, hidden)
    family = selection.criteria.family
    families = _count_families(conditions)
    cursor = selection.criteria.cursor
    statement = _cards.where(*conditions, *_of_family(family)).limit(PAGE_SIZE + 1)
    if cursor is not None and cursor.backwards:
        newer = statement.where(Listing.id > cursor.listing_id).order_by(Listing.id)
        rows = list(session.execute(newer))
        has_previous, has_next = len(rows) > PAGE_SIZE, True
        rows = rows[:PAGE_SIZE][::-1]
    else:
        older = statement.where(Listing.id < cursor.listing_id) if cursor else statement
        rows = list(session.execute(older.order_by(Listing.id.desc())))
        has_previous, has_next = cursor is not None, len(rows) > PAGE_SIZE
        rows = rows[:PAGE_SIZE]
    return ListingPage(
        rows,
        families,
        total=families.get(family, 0) if family else sum(families.values()),
        has_more=False,
        previous=Cursor(0, rows[0].id, backwards=True) if rows and has_previous else None,
        next=Cursor(0, rows[-1].id) if rows and has_next else None,
    )


def _sorted(selection: Selection, hidden: list[int]) -> ListingPage:
    """Sort the newest that fit, 1,000 at most, and cut the page out of them."""
    criteria = selection.criteria
    conditions = _conditions(selection, hidden)
    from_text = selection.ranked is not None
    wanted = [] if from_text else _of_family(criteria.family)
    found = list(
        session.execute(
            select(Listing.id, Listing.family, Listing.price_cents, Listing.site_id)
            .where(*conditions, *wanted)
            .order_by(Listing.id.desc())
            .limit(MOST_MATCHES + 1)
        )
    )
    families = (
        dict(Counter(row.family for row in found if row.family))
        if from_text
        else _count_families(conditions)
    )
    kept = [row for row in found[:MOST_MATCHES] if criteria.family in {None, row.family}]
    ids = [row.id for row in _in_order(kept, selection)]
    start = _start(ids, criteria.cursor)
    shown = ids[start : start + PAGE_SIZE]
    after = start + PAGE_SIZE
    return ListingPage(
        cards(shown),
        families,
        total=len(ids),
        has_more=selection.has_more or len(found) > MOST_MATCHES,
        previous=Cursor(start, shown[0], backwards=True) if shown and start else None,
        next=Cursor(after - 1, shown[-1]) if shown and after < len(ids) else None,
    )


def _in_order(rows: list[CardRow], selection: Selection) -> list[CardRow]:
    """Sort rows that come newest first; what is equal stays so."""
    order = selection.criteria.order
    if order is Sort.PRICE:
        return sorted(rows, key=lambda row: row.price_cents or 0)
    if order is Sort.DISTANCE and selection.distances is not None:
        far = selection.distances
        return sorted(rows, key=lambda row: far.get(row.site_id, float("inf")))
    if order is Sort.RELEVANCE and selection.ranked is not None:
        place = {listing_id: n for n, listing_id in enumerate(selection.ranked)}
        return sorted(rows, key=lambda row: place[row.id])
    return rows


def _start(ids: list[int], cursor: Cursor | None) -> int:
    """Return where a page begins: beside the listing it was cut at, or where that one stood."""
    if cursor is None:
        return 0
    place = ids.index(cursor.listing_id) if cursor.listing_id in ids else cursor.place
    start = place - PAGE_SIZE if cursor.backwards else place + 1
    return max(0, min(start, len(ids) - 1))


def cards(ids: Sequence[int]) -> list[CardRow]:
    """Return what a price tag shows of some listings, in the order of their ids."""
    if not ids:
        return []
    rows = {row.id: row for row in session.execute(_cards.where(Listing.id.in_(ids)))}
    return [rows[listing_id] for listing_id in ids if listing_id in rows]


def newest_cards(edition_id: int, limit: int) -> list[CardRow]:
    """Return the newest listings visitors see."""
    return list(run(_NEWEST, {"edition": edition_id, "limit": limit}))


def _shown(edition_id: int, hidden: list[int]) -> list[ColumnElement[bool]]:
    """Return what every listing visitors see fulfils."""
    conditions: list[ColumnElement[bool]] = [
        Listing.edition_id == edition_id,
        Listing.state == ListingState.PUBLISHED,
        Listing.available.is_(True),
    ]
    if hidden:
        conditions.append(Listing.company_id.not_in(hidden))
    return conditions


def _conditions(selection: Selection, hidden: list[int]) -> list[ColumnElement[bool]]:
    """Return the criteria as SQL, the family left out."""
    criteria = selection.criteria
    conditions = _shown(selection.edition_id, hidden)
    if selection.ranked is not None:
        conditions.append(Listing.id.in_(selection.ranked))
    if selection.site_ids is not None:
        conditions.append(Listing.site_id.in_(selection.site_ids))
    if selection.company_id is not None:
        conditions.append(Listing.company_id == selection.company_id)
    if criteria.condition is not None:
        conditions.append(Listing.condition == criteria.condition)
    if criteria.max_price_cents is not None:
        conditions.append(func.coalesce(Listing.price_cents, 0) <= criteria.max_price_cents)
    if criteria.min_quantity is not None:
        enough = select(ListingStock.listing_id).where(
            ListingStock.listing_id == Listing.id, _left >= criteria.min_quantity
        )
        conditions.append(enough.correlate(Listing).exists())
    conditions += _size_conditions(criteria)
    return conditions


def _size_conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    """Return the sizes asked for. Two sides may stand in either order: goods can be turned."""
    length, width, tolerance = criteria.length_mm, criteria.width_mm, criteria.tolerance

    def near(side: InstrumentedAttribute[int | None], size: int) -> ColumnElement[bool]:
        return side.between(size - tolerance, size + tolerance)

    sides = (Listing.length_mm, Listing.width_mm, Listing.height_mm)
    if length is not None and width is not None:
        pairs = [(a, b) for a in sides for b in sides if a is not b]
        return [or_(*(and_(near(a, length), near(b, width)) for a, b in pairs))]
    if length is not None:
        return [or_(near(sides[0], length), near(sides[2], length))]
    if width is not None:
        return [near(sides[1], width)]
    return []


def _of_family(family: str | None) -> list[ColumnElement[bool]]:
    return [] if family is None else [Listing.family == family]


def _count_families(conditions: list[ColumnElement[bool]]) -> dict[str, int]:
    """Count what fits by family; without criteria an index alone answers."""
    rows = session.execute(
        select(Listing.family, func.count()).where(*conditions).group_by(Listing.family)
    )
    return {family: count for family, count in rows if family is not None}
