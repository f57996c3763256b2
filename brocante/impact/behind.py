"""The very rows a figure of the event counts, read by keyset; of a visitor only the ticket's code.

Each condition says again, row by row, what `attending` counts; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, select, type_coerce

from brocante.catalogue.models import Listing, ListingState, ListingStock, MissedSearch
from brocante.companies.models import Company, Site
from brocante.core.db import QuantityType, session
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Vehicle
from brocante.counter.models import Handover
from brocante.impact.models import FreedSpace, Outcome, UnsoldOutcome
from brocante.impact.queries import doubtful
from brocante.impact.rules import SpaceTyped
from brocante.materials.queries import materials
from brocante.pickups.models import PickupSlot, SlotPlaces
from brocante.reservations.models import Pickup, PickupState, Reservation


class Behind(StrEnum):
    """A figure that is not of the ledger; the value is the word used in addresses."""

    RESERVATIONS = "reservations"
    CANCELLED = "annulations"
    VISITORS = "visiteurs"
    PICKUPS = "retraits-prevus"
    DONE = "retraits-faits"
    NO_SHOWS = "absences"
    SLOTS = "creneaux"
    FULL = "creneaux-complets"
    SPACE = "place"
    UNSOLD = "invendus"
    MISSED = "recherches-sans-reponse"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A reservation by its code, with what the visitors' kilometres are reckoned from."""

    id: int
    code: str
    vehicle: Vehicle
    commune_code: str | None
    created_at: datetime
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Collection:
    """One site of a ticket."""

    id: int
    code: str
    company: str
    site: str
    starts_at: datetime
    ends_at: datetime
    state: PickupState


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of time of a site and the vehicles it could take and was booked for."""

    id: int
    company: str
    site: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    booked: int


@dataclass(frozen=True, slots=True)
class FloorTyped:
    """What a company typed of one site."""

    id: int
    company: str
    site: str
    typed: SpaceTyped
    square_metres: Decimal


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a listing did not leave, and what its company did with it."""

    id: int
    code: str
    title: str
    company: str
    left: Quantity
    unit: Unit
    unit_mass_g: int | None
    outcome: Outcome | None
    outlet: str | None

    @property
    def mass_g(self) -> int | None:
        """Grams of the rest, rounded down; None when nobody knows what a unit weighs."""
        if self.unit_mass_g is None:
            return None
        return self.left.thousandths * self.unit_mass_g // 1000


@dataclass(frozen=True, slots=True)
class MissedDay:
    """How many searches found nothing on a day; `id` is the day's ordinal."""

    id: int
    day: date
    searches: int


_HAS_COME = (
    select(Pickup.id)
    .where(Pickup.reservation_id == Reservation.id, Pickup.state == PickupState.DONE)
    .exists()
)
_TICKETS: dict[Behind, ColumnElement[bool]] = {
    Behind.RESERVATIONS: Reservation.cancelled_at.is_(None),
    Behind.CANCELLED: Reservation.cancelled_at.is_not(None),
    Behind.VISITORS: _HAS_COME,
}
_COLLECTIONS: dict[Behind, ColumnElement[bool]] = {
    Behind.PICKUPS: Pickup.state != PickupState.CANCELLED,
    Behind.DONE: Pickup.state == PickupState.DONE,
    Behind.NO_SHOWS: Pickup.state == PickupState.NO_SHOW,
}
_SLOTS: dict[Behind, tuple[ColumnElement[bool], ...]] = {
    Behind.SLOTS: (),
    Behind.FULL: (SlotPlaces.capacity > 0, SlotPlaces.booked >= SlotPlaces.capacity),
}


def tickets(edition_id: int, behind: Behind, after: int, limit: int) -> list[Ticket]:
    """Return the reservations that were kept, cancelled, or of which somebody came. One query."""
    statement = (
        select(
            Reservation.id,
            Reservation.code,
            Reservation.vehicle,
            Reservation.commune_code,
            Reservation.created_at,
            Reservation.cancelled_at,
        )
        .where(Reservation.edition_id == edition_id, _TICKETS[behind])
        .where(Reservation.id > after)
        .order_by(Reservation.id)
    )
    return [Ticket(*row) for row in session.execute(statement.limit(limit))]


def collections(edition_id: int, behind: Behind, after: int, limit: int) -> list[Collection]:
    """Return the pickups planned, made or missed. One query."""
    statement = (
        select(
            Pickup.id,
            Reservation.code,
            Company.name,
            Site.name,
            PickupSlot.starts_at,
            PickupSlot.ends_at,
            Pickup.state,
        )
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .join(Site, Site.id == Pickup.site_id)
        .join(Company, Company.id == Site.company_id)
        .where(Reservation.edition_id == edition_id, _COLLECTIONS[behind], Pickup.id > after)
        .order_by(Pickup.id)
    )
    return [Collection(*row) for row in session.execute(statement.limit(limit))]


def slots(edition_id: int, behind: Behind, after: int, limit: int) -> list[Slot]:
    """Return all slots, or those that were full. One query."""
    statement = (
        select(
            PickupSlot.id,
            Company.name,
            Site.name,
            PickupSlot.starts_at,
            PickupSlot.ends_at,
            SlotPlaces.capacity,
            SlotPlaces.booked,
        )
        .join(SlotPlaces, SlotPlaces.slot_id == PickupSlot.id)
        .join(Site, Site.id == PickupSlot.site_id)
        .join(Company, Company.id == Site.company_id)
        .where(PickupSlot.edition_id == edition_id, PickupSlot.id > after, *_SLOTS[behind])
        .order_by(PickupSlot.id)
    )
    return [Slot(*row) for row in session.execute(statement.limit(limit))]


def floors(edition_id: int, pallet_m2: Decimal, after: int, limit: int) -> list[FloorTyped]:
    """Return the sites of which a company typed the floor it got back. One query."""
    statement = (
        select(
            Site.id,
            Company.name,
            Site.name,
            Site.company_id,
            FreedSpace.pallets,
            FreedSpace.levels,
            FreedSpace.other_dm2,
        )
        .join(FreedSpace, FreedSpace.site_id == Site.id)
        .join(Company, Company.id == Site.company_id)
        .where(Site.edition_id == edition_id, Site.id > after)
        .order_by(Site.id)
    )
    found = []
    for site_id, company, site, *typed in session.execute(statement.limit(limit)):
        space = SpaceTyped(site_id, *typed)
        found.append(FloorTyped(site_id, company, site, space, space.square_metres(pallet_m2)))
    return found


def leftovers(
    edition_id: int, only: tuple[Outcome | None, ...], after: int, limit: int
) -> list[Rest]:
    """Return the listings of which something stayed, of all or of one outcome. One query."""
    statement = _rests().where(
        Listing.edition_id == edition_id,
        (Listing.state == ListingState.PUBLISHED) | UnsoldOutcome.outcome.is_not(null()),
        ListingStock.quantity > ListingStock.handed_over,
        Listing.id > after,
    )
    for outcome in only:
        statement = statement.where(UnsoldOutcome.outcome.is_not_distinct_from(outcome))
    return [Rest(*row) for row in session.execute(statement.limit(limit))]


def _rests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Listing.id,
            Listing.code,
            Listing.title,
            Company.name,
            type_coerce(ListingStock.quantity - ListingStock.handed_over, QuantityType()),
            Listing.unit,
            Listing.unit_mass_g,
            UnsoldOutcome.outcome,
            UnsoldOutcome.outlet,
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .join(Company, Company.id == Listing.company_id)
        .outerjoin(UnsoldOutcome, UnsoldOutcome.listing_id == Listing.id)
        .order_by(Listing.id)
    )


def missed_days(edition_id: int, after: int, limit: int) -> list[MissedDay]:
    """Return the days on which searches found nothing, without their words. One query."""
    last = date.fromordinal(min(max(after, 1), date.max.toordinal()))
    rows = session.execute(
        select(MissedSearch.day, func.sum(MissedSearch.count))
        .where(MissedSearch.edition_id == edition_id, MissedSearch.day > last)
        .group_by(MissedSearch.day)
        .order_by(MissedSearch.day)
        .limit(limit)
    )
    return [MissedDay(day.toordinal(), day, int(count)) for day, count in rows]


def has_factor() -> ColumnElement[bool]:
    """Tell whether a line counts in the carbon: a weight that can be right, a sourced factor."""
    with_factor = [one.code for one in materials() if one.ef_typical is not None]
    return and_(Handover.mass_g.is_not(None), ~doubtful(), Handover.material.in_(with_factor))
