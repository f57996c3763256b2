"""The one set of reads behind every figure: page, public page and files sum the same ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, func, select, type_coerce

from brocante.catalogue.models import Condition, Listing, ListingState, ListingStock
from brocante.companies.models import Company, Site
from brocante.core.codes import read_id
from brocante.core.db import session
from brocante.core.gazetteer import commune
from brocante.core.units import Quantity, Unit
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.rules import Attendance, Cell, Dimension, Total, Unsold
from brocante.materials.rules import MassOrigin
from brocante.reservations.models import Pickup, PickupState, Reservation

# Lines read at a time: a file of a hundred thousand needs no more memory than this many.
_BATCH = 2_000

_COLUMNS = {
    Dimension.FAMILY: Handover.family,
    Dimension.CONDITION: Handover.condition,
    Dimension.COMPANY: Handover.company_id,
    Dimension.COMMUNE: Handover.commune_code,
    Dimension.ORIGIN: Handover.mass_origin,
    Dimension.KIND: Handover.kind,
}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger as it is shown and exported; no visitor and no staff is in it."""

    id: int
    at: datetime
    kind: HandoverKind
    undoes_id: int | None
    company: str
    site: str
    commune_code: str
    code: str
    title: str
    family: str
    condition: Condition
    quantity: Quantity
    unit: Unit
    amount_cents: int
    mass_g: int | None
    mass_origin: MassOrigin


def ledger_cells(edition_id: int) -> list[Cell]:
    """Return the ledger of an edition summed by every dimension at once. One query."""
    sign = case((Handover.undoes_id.is_(None), 1), else_=-1)
    known = case((Handover.mass_g.is_(None), 0), else_=sign)
    statement: Select[*tuple[Any, ...]] = (
        select(
            *_COLUMNS.values(),
            func.sum(sign),
            func.sum(known),
            func.coalesce(func.sum(Handover.mass_g), 0),
            func.sum(Handover.amount_cents),
        )
        .where(Handover.edition_id == edition_id)
        .group_by(*_COLUMNS.values())
    )
    width = len(_COLUMNS)
    return [
        Cell(
            dict(zip(_COLUMNS, map(str, row[:width]), strict=True)),
            Total(*map(int, row[width:])),
        )
        for row in session.execute(statement)
    ]


def company_names(edition_id: int) -> dict[str, str]:
    """Return the names of the companies that sell in an edition, by their id as text."""
    statement = (
        select(Company.id, Company.name)
        .join(Site, Site.company_id == Company.id)
        .where(Site.edition_id == edition_id)
        .distinct()
    )
    return {str(row[0]): row[1] for row in session.execute(statement)}


def commune_name(code: str) -> str:
    """Return the name of a commune, its code when there is none of that code today."""
    found = commune(code)
    return found.name if found else code


def attendance(edition_id: int) -> Attendance:
    """Return how many reserved, came and did not come. Two queries."""
    made, cancelled = session.execute(
        select(func.count(), func.count(Reservation.cancelled_at)).where(
            Reservation.edition_id == edition_id
        )
    ).one()
    states = dict(
        session.execute(
            select(Pickup.state, func.count())
            .join(Reservation, Reservation.id == Pickup.reservation_id)
            .where(Reservation.edition_id == edition_id, Pickup.state != PickupState.CANCELLED)
            .group_by(Pickup.state)
        ).all()
    )
    return Attendance(
        reservations=made - cancelled,
        cancelled=cancelled,
        pickups=sum(states.values()),
        done=states.get(PickupState.DONE, 0),
        no_shows=states.get(PickupState.NO_SHOW, 0),
    )


def unsold(edition_id: int) -> Unsold:
    """Return what of the published listings did not leave, also what is still promised."""
    still_there = type_coerce(ListingStock.quantity - ListingStock.handed_over, BigInteger)
    listings, known, thousandths = session.execute(
        select(
            func.count(),
            func.count(Listing.unit_mass_g),
            func.sum(still_there * Listing.unit_mass_g),
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .where(
            Listing.edition_id == edition_id,
            Listing.state == ListingState.PUBLISHED,
            ListingStock.quantity > ListingStock.handed_over,
        )
    ).one()
    # Thousandths of a unit times grams a unit.
    return Unsold(listings, known, int(thousandths or 0) // 1000)


def ledger_page(
    edition_id: int,
    only: tuple[Dimension, str] | None = None,
    *,
    after: int = 0,
    limit: int = 100,
) -> list[LedgerLine]:
    """Return the lines behind a figure, from the line `after` on, in the order they were made."""
    statement = _lines(edition_id).where(Handover.id > after)
    if only is not None:
        statement = statement.where(_is(*only))
    return [LedgerLine(*row) for row in session.execute(statement.limit(limit))]


def every_line(edition_id: int) -> Iterator[LedgerLine]:
    """Yield all lines of an edition, read in batches."""
    after = 0
    while batch := ledger_page(edition_id, after=after, limit=_BATCH):
        yield from batch
        after = batch[-1].id


def _lines(edition_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Handover.id,
            Handover.at,
            Handover.kind,
            Handover.undoes_id,
            Company.name,
            Site.name,
            Handover.commune_code,
            Listing.code,
            Handover.title,
            Handover.family,
            Handover.condition,
            Handover.quantity,
            Handover.unit,
            Handover.amount_cents,
            Handover.mass_g,
            Handover.mass_origin,
        )
        .join(Company, Company.id == Handover.company_id)
        .join(Site, Site.id == Handover.site_id)
        .join(Listing, Listing.id == Handover.listing_id)
        .where(Handover.edition_id == edition_id)
        .order_by(Handover.id)
    )


def _is(dimension: Dimension, value: str) -> ColumnElement[bool]:
    column = _COLUMNS[dimension]
    if dimension is Dimension.COMPANY:
        return column == read_id(value)
    return column == value
