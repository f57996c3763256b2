"""What is selected from the catalogue: criteria with what was looked up, as SQL and as words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, String, func, select, type_coerce

from brocante.catalogue.criteria import Criteria, Sort
from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.search import Group, Matches
from brocante.catalogue.search_index import (
    company_word,
    condition_word,
    family_word,
    site_word,
)
from brocante.catalogue.wanted import Wanted
from brocante.core.among import among
from brocante.core.db import QuantityType, run
from brocante.core.units import Quantity, Unit

# More sites than that are compared after the look-up of words, not in it.
MOST_SITES = 300

CardRow = Row[*tuple[Any, ...]]

left_of_stock = type_coerce(
    ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over, QuantityType()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Criteria with what had to be looked up first.

    `ranked` are the ids a look-up of words found, best first, those of `in_title` by their title;
    `site_ids` the sites that are open and near enough; `distances` how far each is, in km;
    `closing` when each closes for the last time. `search` looks the same up with more words.
    """

    edition_id: int
    criteria: Criteria
    company_id: int | None = None
    ranked: Sequence[int] | None = None
    in_title: int = 0
    site_ids: Collection[int] | None = None
    distances: dict[int, float] | None = None
    closing: dict[int, float] = field(default_factory=dict)
    has_more: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    order: Sort = Sort.RECENT
    with_sites: bool = False
    search: Callable[[Sequence[Group]], Matches | None] | None = None


def groups_of(selection: Selection) -> list[Group]:
    """Return the words of the index that narrow a selection; family and condition apart."""
    groups = selection.wanted.groups()
    if selection.company_id is not None:
        groups.append([company_word(selection.company_id)])
    sites = selection.site_ids
    if sites is not None and len(sites) <= MOST_SITES:
        # A word nobody has, when no site is near enough.
        groups.append([site_word(site) for site in sorted(sites)] or [site_word(0)])
    return groups


def groups_of_facets(criteria: Criteria) -> list[Group]:
    """Return the words of the family and the condition asked for."""
    groups: list[Group] = []
    if criteria.family:
        groups.append([family_word(criteria.family)])
    if criteria.condition:
        groups.append([condition_word(criteria.condition)])
    return groups


def shown(edition_id: int, hidden: list[int]) -> list[ColumnElement[bool]]:
    """Return what every listing visitors see fulfils."""
    conditions: list[ColumnElement[bool]] = [
        Listing.edition_id == edition_id,
        Listing.state == ListingState.PUBLISHED,
        Listing.available.is_(True),
    ]
    if hidden:
        conditions.append(Listing.company_id.not_in(hidden))
    return conditions


def conditions_of(selection: Selection, hidden: list[int]) -> list[ColumnElement[bool]]:
    """Return as SQL what can be compared there, family and condition left out."""
    conditions = shown(selection.edition_id, hidden)
    if selection.site_ids is not None:
        conditions.append(among(Listing.site_id, selection.site_ids))
    if selection.company_id is not None:
        conditions.append(Listing.company_id == selection.company_id)
    most = selection.wanted.max_price_cents
    if most is not None:
        conditions.append(func.coalesce(Listing.price_cents, 0) <= most)
    return conditions


def of_facets(criteria: Criteria) -> list[ColumnElement[bool]]:
    """Return the family and the condition asked for as SQL."""
    conditions: list[ColumnElement[bool]] = []
    if criteria.family:
        conditions.append(Listing.family == criteria.family)
    if criteria.condition:
        conditions.append(Listing.condition == criteria.condition)
    return conditions


class Compared(NamedTuple):
    """What of a listing is compared with what a visitor wants; what was not asked for is empty.

    Not the row of SQLAlchemy itself, whose columns take twenty times as long to reach.
    """

    id: int
    family: str | None
    condition: str | None
    price_cents: int | None
    site_id: int | None
    title: str = ""
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    thickness_mm: int | None = None
    diameter_mm: int | None = None
    unit: Unit = Unit.PIECE
    unit_mass_g: int | None = None
    company_id: int = 0
    batch: str = ""
    left: Quantity = Quantity(0)


# The columns of each in the order of `Compared`. The condition as its text: making a Condition of
# each of a thousand takes as long as reading them.
_condition = type_coerce(Listing.condition, String).label("condition")
_plain = select(Listing.id, Listing.family, _condition, Listing.price_cents, Listing.site_id)
_sized = _plain.add_columns(
    Listing.title,
    Listing.length_mm,
    Listing.width_mm,
    Listing.height_mm,
    Listing.thickness_mm,
    Listing.diameter_mm,
)
_carried = _sized.add_columns(Listing.unit, Listing.unit_mass_g)
_counted = _carried.add_columns(Listing.company_id, Listing.batch, left_of_stock).join(
    ListingStock, ListingStock.listing_id == Listing.id
)


def to_compare(
    wanted: Wanted, conditions: Sequence[ColumnElement[bool]], limit: int | None = None
) -> list[Compared]:
    """Return what has to be compared of the listings that fulfil conditions, the newest first."""
    statement = _plain
    if wanted.needs_rows:
        statement = _counted if wanted.need else _carried if wanted.vehicle else _sized
    rows = run(statement.where(*conditions).order_by(Listing.id.desc()).limit(limit), {})
    return list(starmap(Compared, rows.all()))
