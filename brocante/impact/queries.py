"""The one set of reads behind every figure: page, files, PDF and open data sum the same ledger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from brocante.catalogue.models import Listing
from brocante.catalogue.rules import ComparisonKind, Condition, PriceKind
from brocante.companies.models import Company, Site
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.core.gazetteer import commune
from brocante.core.units import Quantity, Unit
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.doubts import MOST_LINE_G, MOST_PIECE_G
from brocante.impact.places import authority_of
from brocante.impact.pmcb import pmcb_of
from brocante.impact.rules import Cell, Dimension, Total
from brocante.materials.rules import MassOrigin

# Lines read at a time: a file of a hundred thousand needs no more memory than this many.
_BATCH = 2_000


class utc_hour(GenericFunction[str]):  # noqa: N801 - reads as a function of SQL
    """The hour of an instant as `2026-04-05 07`, in UTC, whatever zone the server is set to."""

    type = String()
    inherit_cache = True


@compiles(utc_hour, "sqlite")
def _sqlite_hour(element: Any, compiler: Any, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13)"


@compiles(utc_hour, "postgresql")
def _postgresql_hour(element: Any, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


def doubtful() -> ColumnElement[bool]:
    """Return the rules of `doubts` in SQL; true for a mass that cannot be right."""
    mass, quantity = Handover.mass_g, cast(Handover.quantity, BigInteger)
    heavy_piece = and_(
        Handover.unit == Unit.PIECE,
        func.abs(cast(mass, BigInteger)) * 1000 > func.abs(quantity) * MOST_PIECE_G,
    )
    wrong = or_(
        mass == 0,
        (mass < 0) != Handover.undoes_id.is_not(None),
        func.abs(mass) > MOST_LINE_G,
        heavy_piece,
    )
    return and_(mass.is_not(None), wrong)


_SIGN = case((Handover.undoes_id.is_(None), 1), else_=-1)
_SUMS: tuple[ColumnElement[Any], ...] = (
    func.sum(_SIGN),
    func.sum(case((Handover.mass_g.is_(None), 0), else_=_SIGN)),
    func.coalesce(func.sum(Handover.mass_g), 0),
    func.sum(Handover.amount_cents),
)
_KEYS: tuple[Any, ...] = (
    Handover.site_id,
    Handover.company_id,
    Handover.commune_code,
    Handover.family,
    Handover.material,
    Handover.condition,
    Handover.kind,
    Handover.mass_origin,
)
_HOUR = utc_hour(Handover.at)
ORIGIN = case((doubtful(), MassOrigin.UNKNOWN.value), else_=cast(Handover.mass_origin, String))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of an edition summed twice: by what left from where, and by the hour."""

    cells: tuple[Cell, ...]
    hours: tuple[Cell, ...]
    doubtful: int
    free_lines: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger as it is shown and exported; no visitor and no staff is in it.

    `compared_cents` is the attested price of one unit, where there is one.
    """

    id: int
    at: datetime
    kind: HandoverKind
    undoes_id: int | None
    company_id: int
    company: str
    site_id: int
    site: str
    commune_code: str
    code: str
    title: str
    family: str
    material: str | None
    condition: Condition
    quantity: Quantity
    unit: Unit
    amount_cents: int
    mass_g: int | None
    mass_origin: MassOrigin
    compared_cents: int | None


def ledger(edition_id: int, time_zone: str, company_id: int | None = None) -> Ledger:
    """Return the ledger of an edition, of one company or all, summed. Three queries.

    Lines in doubt are summed with the others and taken off again: there are few of them, and
    asking of each line in the great sums whether it is one takes half as long again.
    """
    own = [Handover.edition_id == edition_id]
    if company_id is not None:
        own.append(Handover.company_id == company_id)
    goods = [
        _goods_cell(row[:8], Total(*map(int, row[8:])))
        for row in session.execute(select(*_KEYS, *_SUMS).where(*own).group_by(*_KEYS))
    ]
    free = func.sum(case((Handover.amount_cents == 0, _SIGN), else_=0))
    by_hour = session.execute(
        select(_HOUR, Handover.kind, *_SUMS, free).where(*own).group_by(_HOUR, Handover.kind)
    ).all()
    hours = [_hour_cell(row[0], row[1], Total(*map(int, row[2:6])), time_zone) for row in by_hour]
    wrong = session.execute(
        select(_HOUR, func.count(), *_KEYS, *_SUMS).where(*own, doubtful()).group_by(_HOUR, *_KEYS)
    ).all()
    for hour, _, *row in wrong:
        whole = Total(*map(int, row[8:]))
        unknown = Total(whole.lines, 0, 0, whole.amount_cents)
        goods += [_goods_cell(row[:8], -whole), _goods_cell([*row[:7], _UNKNOWN], unknown)]
        hours.append(_hour_cell(hour, row[6], unknown + -whole, time_zone))
    return Ledger(
        tuple(goods),
        tuple(hours),
        sum(int(row[1]) for row in wrong),
        sum(int(row[6]) for row in by_hour),
    )


_UNKNOWN = MassOrigin.UNKNOWN


def _goods_cell(keys: Sequence[Any], total: Total) -> Cell:
    site, company, commune_code, family, material, condition, kind, origin = keys
    return Cell(
        {
            Dimension.FAMILY: family,
            Dimension.PMCB: pmcb_of(material, family),
            Dimension.CONDITION: condition.value,
            Dimension.COMPANY: str(company),
            Dimension.SITE: str(site),
            Dimension.COMMUNE: commune_code,
            Dimension.EPCI: authority_of(commune_code),
            Dimension.KIND: kind.value,
            Dimension.ORIGIN: origin.value,
        },
        total,
        material or "",
    )


def _hour_cell(hour: str, kind: HandoverKind, total: Total, time_zone: str) -> Cell:
    local = to_local(datetime.fromisoformat(f"{hour}:00+00:00"), time_zone)
    keys = {
        Dimension.DAY: f"{local:%Y-%m-%d}",
        Dimension.HOUR: f"{local:%Y-%m-%dT%H}",
        Dimension.KIND: kind.value,
    }
    return Cell(keys, total)


def commune_name(code: str) -> str:
    """Return the name of a commune, its code when there is none of that code today."""
    found = commune(code)
    return found.name if found else code


def ledger_page(
    edition_id: int,
    only: Iterable[ColumnElement[bool]] = (),
    *,
    after: int = 0,
    limit: int = 100,
) -> list[LedgerLine]:
    """Return the lines behind a figure, from the line `after` on, in the order they were made."""
    statement = _lines(edition_id).where(Handover.id > after, *only)
    return [LedgerLine(*row) for row in session.execute(statement.limit(limit))]


def every_line(edition_id: int) -> Iterator[LedgerLine]:
    """Yield all lines of an edition, read in batches."""
    after = 0
    while batch := ledger_page(edition_id, after=after, limit=_BATCH):
        yield from batch
        after = batch[-1].id


def is_attested() -> ColumnElement[bool]:
    """Tell whether the seller of a listing attests what one unit cost before."""
    return and_(
        Listing.comparison == ComparisonKind.LOWEST_30_DAYS,
        Listing.comparison_attested_at.is_not(None),
        Listing.comparison_cents.is_not(None),
        Listing.price_kind == PriceKind.UNIT,
    )


def is_free() -> ColumnElement[bool]:
    """Tell whether nothing was asked for what left."""
    return Handover.amount_cents == 0


def _lines(edition_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Handover.id,
            Handover.at,
            Handover.kind,
            Handover.undoes_id,
            Handover.company_id,
            Company.name,
            Handover.site_id,
            Site.name,
            Handover.commune_code,
            Listing.code,
            Handover.title,
            Handover.family,
            Handover.material,
            Handover.condition,
            Handover.quantity,
            Handover.unit,
            Handover.amount_cents,
            Handover.mass_g,
            Handover.mass_origin,
            case((is_attested(), Listing.comparison_cents), else_=null()),
        )
        .join(Company, Company.id == Handover.company_id)
        .join(Site, Site.id == Handover.site_id)
        .join(Listing, Listing.id == Handover.listing_id)
        .where(Handover.edition_id == edition_id)
        .order_by(Handover.id)
    )
