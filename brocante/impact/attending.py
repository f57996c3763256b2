"""Reads about the two days: who came from where, slots, money, what stayed, what was typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func, null, select, type_coerce

from brocante.catalogue.models import Listing, ListingState, ListingStock, MissedSearch
from brocante.companies.models import Company, Site
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.core.gazetteer import commune
from brocante.core.geo import Point
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.models import FreedSpace, Outcome, UnsoldOutcome
from brocante.impact.queries import is_attested
from brocante.impact.rules import Attendance, Missed, Slots, SpaceTyped, Unsold
from brocante.impact.travel import Trip
from brocante.pickups.models import PickupSlot, SlotPlaces
from brocante.reservations.models import Pickup, PickupState, Reservation

# Words that fewer asked for are counted, not shown: they are nobody else's business.
SHOWN_FROM = 3
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A site of an edition, with who sells there and where it stands."""

    id: int
    name: str
    company_id: int
    company: str
    commune_code: str
    commune: str
    latitude: float | None
    longitude: float | None


def places(edition_id: int) -> list[Place]:
    """Return the sites of an edition. One query."""
    statement = (
        select(
            Site.id,
            Site.name,
            Company.id,
            Company.name,
            Site.commune_code,
            Site.commune,
            Site.latitude,
            Site.longitude,
        )
        .join(Company, Company.id == Site.company_id)
        .where(Site.edition_id == edition_id)
        .order_by(Site.id)
    )
    return [Place(*row) for row in session.execute(statement)]


def attendance(edition_id: int) -> Attendance:
    """Return how many reserved, came and did not come. Three queries."""
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
    visitors = session.scalar(
        select(func.count(Pickup.reservation_id.distinct()))
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .where(Reservation.edition_id == edition_id, Pickup.state == PickupState.DONE)
    )
    return Attendance(
        reservations=made - cancelled,
        cancelled=cancelled,
        pickups=sum(states.values()),
        done=states.get(PickupState.DONE, 0),
        no_shows=states.get(PickupState.NO_SHOW, 0),
        visitors=visitors or 0,
    )


def trips(edition_id: int, only: Collection[int] | None = None) -> dict[int, Trip]:
    """Return the tours of visitors who collected something, by their reservation. One query.

    Stops are in the order of slots; `only` asks for the tours of some reservations.
    """
    statement = (
        select(
            Reservation.id,
            Reservation.vehicle,
            Reservation.commune_code,
            Site.latitude,
            Site.longitude,
        )
        .join(Pickup, Pickup.reservation_id == Reservation.id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .join(Site, Site.id == Pickup.site_id)
        .where(Reservation.edition_id == edition_id, Pickup.state == PickupState.DONE)
        .order_by(Reservation.id, PickupSlot.starts_at, Pickup.id)
    )
    if only is not None:
        statement = statement.where(Reservation.id.in_(only))
    found: dict[int, tuple[Any, str | None, list[Point]]] = {}
    for number, vehicle, code, latitude, longitude in session.execute(statement):
        stops = found.setdefault(number, (vehicle, code, []))[2]
        if latitude is not None and longitude is not None:
            stops.append(_point(latitude, longitude))
    return {
        number: Trip(vehicle, _home(code), tuple(stops))
        for number, (vehicle, code, stops) in found.items()
    }


def walk_ins(edition_id: int) -> int:
    """Return how many sales on the spot stand. One query."""
    sign = func.sum(case((Handover.undoes_id.is_(None), 1), else_=-1))
    own = (Handover.edition_id == edition_id, Handover.kind == HandoverKind.WALK_IN)
    return int(session.scalar(select(sign).where(*own)) or 0)


_point = cache(Point)


@cache
def _home(code: str | None) -> Point | None:
    found = commune(code) if code else None
    return found.point if found else None


def slots(edition_id: int, time_zone: str) -> tuple[dict[str, Slots], dict[int, Slots]]:
    """Return the places of pickup slots by local hour and by site. One query."""
    statement = (
        select(PickupSlot.site_id, PickupSlot.starts_at, SlotPlaces.capacity, SlotPlaces.booked)
        .join(SlotPlaces, SlotPlaces.slot_id == PickupSlot.id)
        .where(PickupSlot.edition_id == edition_id)
    )
    by_hour: dict[str, Slots] = {}
    by_site: dict[int, Slots] = {}
    for site_id, starts_at, capacity, booked in session.execute(statement):
        one = Slots(capacity, booked, int(capacity > 0 and booked >= capacity), 1)
        hour = _hour(starts_at, time_zone)
        by_hour[hour] = by_hour.get(hour, Slots()) + one
        by_site[site_id] = by_site.get(site_id, Slots()) + one
    return dict(sorted(by_hour.items())), by_site


def _hour(instant: datetime, time_zone: str) -> str:
    return f"{to_local(instant, time_zone):%Y-%m-%dT%H}"


def attested(edition_id: int, company_id: int | None = None) -> tuple[int, int, int]:
    """Return lines with an attested comparison, what they cost, what they would have. One query.

    The last in thousandths of cents: quantities are thousandths.
    """
    sign = func.sum(case((Handover.undoes_id.is_(None), 1), else_=-1))
    compared = func.sum(type_coerce(Handover.quantity, BigInteger) * Listing.comparison_cents)
    statement = (
        select(sign, func.sum(Handover.amount_cents), compared)
        .select_from(Handover)
        .join(Listing, Listing.id == Handover.listing_id)
        .where(Listing.edition_id == edition_id, is_attested())
    )
    if company_id is not None:
        statement = statement.where(Handover.company_id == company_id)
    lines, cents, milli = session.execute(statement).one()
    return int(lines or 0), int(cents or 0), int(milli or 0)


def unsold(edition_id: int, company_id: int | None = None) -> list[tuple[Outcome | None, Unsold]]:
    """Return what of the listings did not leave, by what became of it; None: nobody said yet.

    Listings shown, and withdrawn ones whose company said what became of them. One query.
    """
    still_there = type_coerce(ListingStock.quantity - ListingStock.handed_over, BigInteger)
    conditions: list[ColumnElement[bool]] = [
        Listing.edition_id == edition_id,
        (Listing.state == ListingState.PUBLISHED) | UnsoldOutcome.outcome.is_not(null()),
        ListingStock.quantity > ListingStock.handed_over,
    ]
    if company_id is not None:
        conditions.append(Listing.company_id == company_id)
    rows = session.execute(
        select(
            UnsoldOutcome.outcome,
            func.count(),
            func.count(Listing.unit_mass_g),
            func.sum(still_there * Listing.unit_mass_g),
        )
        .select_from(Listing)
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(UnsoldOutcome, UnsoldOutcome.listing_id == Listing.id)
        .where(*conditions)
        .group_by(UnsoldOutcome.outcome)
    ).all()
    # Thousandths of a unit times grams a unit.
    found = {
        outcome: Unsold(listings, known, int(milli or 0) // 1000)
        for outcome, listings, known, milli in rows
    }
    order: Sequence[Outcome | None] = (*Outcome, None)
    return [(outcome, found[outcome]) for outcome in order if outcome in found]


def spaces_typed(edition_id: int) -> list[SpaceTyped]:
    """Return the floor companies say they got back. One query."""
    statement = (
        select(
            Site.id, Site.company_id, FreedSpace.pallets, FreedSpace.levels, FreedSpace.other_dm2
        )
        .join(FreedSpace, FreedSpace.site_id == Site.id)
        .where(Site.edition_id == edition_id)
        .order_by(Site.id)
    )
    return [SpaceTyped(*row) for row in session.execute(statement)]


def missed(edition_id: int) -> Missed:
    """Return how often visitors looked for something in vain, and for what. Two queries."""
    own = MissedSearch.edition_id == edition_id
    searches = session.scalar(select(func.sum(MissedSearch.count)).where(own)) or 0
    total = func.sum(MissedSearch.count)
    rows = session.execute(
        select(MissedSearch.words, total)
        .where(own)
        .group_by(MissedSearch.words)
        .having(total >= SHOWN_FROM)
        .order_by(total.desc(), MissedSearch.words)
        .limit(MOST_WORDS)
    )
    return Missed(int(searches), tuple((words, int(count)) for words, count in rows))
