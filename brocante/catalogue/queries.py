"""Reads of the catalogue for visitors: published listings of approved companies, as plain rows.

A list costs the same whatever the size of the table: the newest first by keyset on an index; any
other order out of the 1,000 newest that fit, sorted here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from brocante.catalogue.criteria import Cursor, Sort
from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.catalogue.search import MOST_MATCHES
from brocante.catalogue.selecting import (
    CardRow,
    Compared,
    Selection,
    conditions_of,
    groups_of_facets,
    left_of_stock,
    of_facets,
    to_compare,
)
from brocante.catalogue.tallies import Tally, kept_tally
from brocante.catalogue.wanted import Fit
from brocante.companies.models import Company, Participation, ParticipationState, Site
from brocante.core.among import among
from brocante.core.db import run, session

__all__ = ["CardRow", "ListingPage", "Selection", "find_listings"]

PAGE_SIZE = 24
_FITS = Fit()

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
        left_of_stock.label("left"),
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


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of a list.

    `families` counts what fits all criteria but the family, `conditions` all but the condition,
    `sites` everything that fits, by site, when that was asked for. `is_sure` tells whether one at
    least surely has as much as is needed.
    """

    rows: list[CardRow]
    families: dict[str, int]
    total: int
    has_more: bool
    previous: Cursor | None
    next: Cursor | None
    conditions: dict[str, int] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)
    is_sure: bool = True


def find_listings(selection: Selection) -> ListingPage:
    """Return a page of what fits, in four queries at most."""
    hidden = hidden_companies(selection.edition_id)
    is_plain = selection.ranked is None and selection.criteria.condition is None
    if is_plain and selection.order is Sort.RECENT and not selection.with_sites:
        return _newest(selection, hidden)
    return _sorted(selection, hidden)


def hidden_companies(edition_id: int) -> list[int]:
    """Return the companies of an edition that visitors do not see (yet)."""
    return list(run(_HIDDEN, {"edition": edition_id}).scalars())


# ── The newest first ─────────────────────────────────────────────────────────────────────────────


def _newest(selection: Selection, hidden: list[int]) -> ListingPage:
    """Page by id: what is published meanwhile moves nothing."""
    conditions = conditions_of(selection, hidden)
    families, states = _facets(_counted(selection, conditions), selection)
    cursor = selection.criteria.cursor
    statement = _cards.where(*conditions, *of_facets(selection.criteria)).limit(PAGE_SIZE + 1)
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
    family = selection.criteria.family
    return ListingPage(
        rows,
        families,
        total=families.get(family, 0) if family else sum(families.values()),
        has_more=False,
        previous=Cursor(0, rows[0].id, backwards=True) if rows and has_previous else None,
        next=Cursor(0, rows[-1].id) if rows and has_next else None,
        conditions=states,
    )


# ── Any other order ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Rows that fit everything, with their place in the text search; newest first."""

    rows: list[Compared]
    fits: dict[int, Fit]
    ranked: Sequence[int]
    in_title: int
    has_more: bool


def _sorted(selection: Selection, hidden: list[int]) -> ListingPage:
    """Sort the newest that fit, 1,000 at most, and cut the page out of them."""
    conditions = conditions_of(selection, hidden)
    if selection.ranked is None:
        families, states = _facets(_counted(selection, conditions), selection)
        chosen = _chosen(selection, conditions)
    else:
        every = _looked_at(selection, conditions, selection.ranked)
        families, states = _facets(_tally(every[0]), selection)
        chosen = _narrowed(selection, conditions, every)
    ids = [row.id for row in _in_order(chosen, selection)]
    start = _start(ids, selection.criteria.cursor)
    cut = ids[start : start + PAGE_SIZE]
    after = start + PAGE_SIZE
    return ListingPage(
        cards(cut),
        families,
        total=len(ids),
        has_more=chosen.has_more,
        previous=Cursor(start, cut[0], backwards=True) if cut and start else None,
        next=Cursor(after - 1, cut[-1]) if cut and after < len(ids) else None,
        conditions=states,
        sites=_by_site(chosen.rows) if selection.with_sites else {},
        is_sure=not chosen.fits or any(fit.is_sure for fit in chosen.fits.values()),
    )


def _chosen(selection: Selection, conditions: list[ColumnElement[bool]]) -> _Chosen:
    """Return what a family or a condition alone chooses, or everything."""
    is_facet = selection.criteria.condition or selection.with_sites
    if is_facet and selection.search and groups_of_facets(selection.criteria):
        return _searched(selection, conditions)
    conditions = [*conditions, *of_facets(selection.criteria)]
    rows = to_compare(selection.wanted, conditions, MOST_MATCHES + 1)
    has_more = len(rows) > MOST_MATCHES
    return _Chosen(rows[:MOST_MATCHES], {}, (), 0, has_more)


def _narrowed(
    selection: Selection,
    conditions: list[ColumnElement[bool]],
    every: tuple[list[Compared], dict[int, Fit]],
) -> _Chosen:
    """Keep the family and condition asked for; look them up where more than 1,000 fit."""
    criteria, ranked = selection.criteria, selection.ranked or ()
    if selection.has_more and groups_of_facets(criteria):
        return _searched(selection, conditions)
    rows = [
        row
        for row in every[0]
        if criteria.family in {None, row.family} and criteria.condition in {None, row.condition}
    ]
    return _Chosen(rows, every[1], ranked, selection.in_title, selection.has_more)


def _searched(selection: Selection, conditions: list[ColumnElement[bool]]) -> _Chosen:
    """Look up the same with the family and condition asked for."""
    found = selection.search(groups_of_facets(selection.criteria)) if selection.search else None
    if found is None:
        return _Chosen([], {}, (), 0, has_more=False)
    exactly = [*conditions, *of_facets(selection.criteria)]
    rows, fits = _looked_at(selection, exactly, found.ids)
    return _Chosen(rows, fits, found.ids, found.in_title, found.has_more)


def _looked_at(
    selection: Selection, conditions: list[ColumnElement[bool]], ids: Sequence[int]
) -> tuple[list[Compared], dict[int, Fit]]:
    """Return which of some listings do, newest first; one by one where words only say "about"."""
    wanted = selection.wanted
    rows = to_compare(wanted, [among(Listing.id, ids), *conditions])
    if not wanted.needs_rows:
        return rows, {}
    fits = wanted.fits(rows)
    return [row for row in rows if row.id in fits], fits


def _in_order(chosen: _Chosen, selection: Selection) -> list[Compared]:
    """Sort rows that come newest first; what is equal stays so."""
    order, rows = selection.order, chosen.rows
    far = selection.distances or {}
    if order is Sort.PRICE:
        return sorted(rows, key=lambda row: row.price_cents or 0)
    if order is Sort.DISTANCE and selection.distances is not None:
        return sorted(rows, key=lambda row: far.get(row.site_id or 0, float("inf")))
    if order is Sort.ENDING:
        closing = selection.closing
        return sorted(rows, key=lambda row: closing.get(row.site_id or 0, float("inf")))
    if order is not Sort.RELEVANCE:
        return rows
    in_title = frozenset(chosen.ranked[: chosen.in_title])

    def rank(row: Compared) -> tuple[bool, bool, int, float]:
        fit = chosen.fits.get(row.id, _FITS)
        distance = round(far.get(row.site_id or 0, 0.0), 1)
        return row.id not in in_title, not fit.is_sure, fit.off_mm, distance

    return sorted(rows, key=rank)


def _start(ids: list[int], cursor: Cursor | None) -> int:
    """Return where a page begins: beside the listing it was cut at, or where that one stood."""
    if cursor is None:
        return 0
    place = ids.index(cursor.listing_id) if cursor.listing_id in ids else cursor.place
    start = place - PAGE_SIZE if cursor.backwards else place + 1
    return max(0, min(start, len(ids) - 1))


# ── Counts ───────────────────────────────────────────────────────────────────────────────────────


def _counted(selection: Selection, conditions: list[ColumnElement[bool]]) -> Tally:
    """Count what fits by family and condition; of all of a large edition that is done already."""
    is_all = selection.company_id is None and selection.site_ids is None
    kept = kept_tally(selection.edition_id) if is_all else {}
    if kept:
        return kept
    rows = session.execute(
        select(Listing.family, Listing.condition, func.count())
        .where(*conditions)
        .group_by(Listing.family, Listing.condition)
    )
    return {(family, condition): count for family, condition, count in rows}


def _by_site(rows: Iterable[Compared]) -> dict[int, int]:
    return dict(Counter(row.site_id for row in rows if row.site_id))


def _tally(rows: Iterable[Compared]) -> Tally:
    return dict(Counter((row.family, row.condition) for row in rows))


def _facets(tally: Tally, selection: Selection) -> tuple[dict[str, int], dict[str, int]]:
    """Return counts by family and by condition, each without regard to the choice of itself."""
    criteria = selection.criteria
    families: Counter[str] = Counter()
    conditions: Counter[str] = Counter()
    for (family, condition), count in tally.items():
        if family and criteria.condition in {None, condition}:
            families[family] += count
        if condition and criteria.family in {None, family}:
            conditions[condition] += count
    return dict(families), dict(conditions)


# ── Price tags ───────────────────────────────────────────────────────────────────────────────────


def cards(ids: Sequence[int]) -> list[CardRow]:
    """Return what a price tag shows of some listings, in the order of their ids."""
    if not ids:
        return []
    rows = {row.id: row for row in session.execute(_cards.where(among(Listing.id, ids)))}
    return [rows[listing_id] for listing_id in ids if listing_id in rows]


def newest_cards(edition_id: int, limit: int) -> list[CardRow]:
    """Return the newest listings visitors see."""
    return list(run(_NEWEST, {"edition": edition_id, "limit": limit}))
