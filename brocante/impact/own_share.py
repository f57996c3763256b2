"""What one company gave back to use: its own figures, its rank only when it asks for it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.companies.models import Site
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.editions.models import Edition
from brocante.impact import attending, extras
from brocante.impact.attending import Place
from brocante.impact.carbon import Carbon, carbon_total
from brocante.impact.figures import space_of
from brocante.impact.models import FreedSpace, Outcome, UnsoldOutcome
from brocante.impact.parameters import Parameters
from brocante.impact.queries import ledger
from brocante.impact.report import Breakdown, Row
from brocante.impact.rules import Dimension, Money, Space, Total, divide, total_of
from brocante.impact.words import DIMENSIONS, value_name
from brocante.materials.queries import find_material

MOST_REST = 300
_SHOWN = (
    Dimension.FAMILY,
    Dimension.CONDITION,
    Dimension.SITE,
    Dimension.KIND,
    Dimension.ORIGIN,
)


@dataclass(frozen=True, slots=True)
class OwnShare:
    """The figures of one company in one edition."""

    total: Total
    carbon: Carbon
    money: Money
    space: Space
    breakdowns: list[Breakdown]
    parameters: Parameters
    places: dict[str, Place]


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A site of the company with the floor it typed there."""

    id: int
    name: str
    space: FreedSpace | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A listing of which something stayed, and what was said of it."""

    code: str
    title: str
    left: Quantity
    unit: Unit
    outcome: Outcome | None
    outlet: str


def own_share(edition: Edition, company_id: int) -> OwnShare:
    """Return the figures of a company. Six queries."""
    books = ledger(edition.id, edition.time_zone, company_id)
    parameters = extras.parameters_of(extras.changes(edition.id))
    places = {str(place.id): place for place in attending.places(edition.id)}
    spaces = [one for one in attending.spaces_typed(edition.id) if one.company_id == company_id]
    total = total_of(books.cells)
    return OwnShare(
        total=total,
        carbon=carbon_total(books.cells, find_material, parameters),
        money=Money(
            total.amount_cents,
            books.free_lines,
            *attending.attested(edition.id, company_id),
            total.lines,
        ),
        space=space_of(spaces, {str(company_id)}, parameters),
        breakdowns=[
            Breakdown(
                dimension,
                gettext(DIMENSIONS[dimension]),
                [
                    Row(value, value_name(dimension, value, places), part)
                    for value, part in divide(books.cells, dimension)
                ],
            )
            for dimension in _SHOWN
        ],
        parameters=parameters,
        places=places,
    )


def rank_of(edition: Edition, company_id: int) -> tuple[int, int] | None:
    """Return which place by known weight a company has, of how many; None without any weight."""
    parts = divide(ledger(edition.id, edition.time_zone).cells, Dimension.COMPANY)
    masses = {key: total.mass_g for key, total in parts if total.is_known}
    own = masses.get(str(company_id))
    if own is None:
        return None
    return 1 + sum(mass > own for mass in masses.values()), len(masses)


def own_sites(edition_id: int, company_id: int) -> list[OwnSite]:
    """Return the sites of a company with what it typed of them. One query."""
    rows = session.execute(
        select(Site.id, Site.name, FreedSpace)
        .outerjoin(FreedSpace, FreedSpace.site_id == Site.id)
        .where(Site.edition_id == edition_id, Site.company_id == company_id)
        .order_by(Site.id)
    )
    return [OwnSite(*row) for row in rows]


def leftovers(edition_id: int, company_id: int) -> list[Leftover]:
    """Return the listings of a company of which something stayed. One query."""
    rows: Any = session.execute(
        select(
            Listing.code,
            Listing.title,
            ListingStock.quantity,
            ListingStock.handed_over,
            Listing.unit,
            UnsoldOutcome.outcome,
            UnsoldOutcome.outlet,
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(UnsoldOutcome, UnsoldOutcome.listing_id == Listing.id)
        .where(
            Listing.edition_id == edition_id,
            Listing.company_id == company_id,
            Listing.state != ListingState.DRAFT,
            ListingStock.quantity > ListingStock.handed_over,
        )
        .order_by(Listing.id)
        .limit(MOST_REST)
    )
    return [
        Leftover(code, title, quantity - gone, unit, outcome, outlet or "")
        for code, title, quantity, gone, unit, outcome, outlet in rows
    ]
