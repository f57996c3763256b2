"""Reads for the home pages of company and organiser; each costs the same for any size."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from brocante.catalogue.models import Listing, ListingState, Photo
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.counter.models import Handover, HandoverKind
from brocante.editions.models import Edition
from brocante.outbox.models import MessageState, OutboxMessage
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, PickupState, Reservation

# More booked slots than a company has in a day.
MOST_SLOTS = 400


@dataclass(frozen=True, slots=True)
class ListingCounts:
    """A company's listings in an edition."""

    published: int
    drafts: int
    without_photo: int
    total: int


@dataclass(frozen=True, slots=True)
class BookedSlot:
    """A slot somebody comes in: how many vehicles are expected, and how many came."""

    slot_id: int
    site: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    done: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The reservations of an edition and what happened on one day of it."""

    reservations: int
    pickups: int
    done: int
    late: int
    no_shows: int
    walk_ins: int
    listings: int
    failed_messages: int


def listing_counts(access: CompanyAccess) -> ListingCounts:
    """Return how many listings a company has, and how many lack something."""
    has_photo = exists().where(Photo.listing_id == Listing.id)
    shown = Listing.state == ListingState.PUBLISHED
    row = session.execute(
        select(
            _number(shown),
            _number(Listing.state == ListingState.DRAFT),
            _number(and_(shown, ~has_photo)),
            func.count(),
        ).where(Listing.company_id == access.company_id, Listing.edition_id == access.edition_id)
    ).one()
    return ListingCounts(*row)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def sites_without_slots(access: CompanyAccess) -> int:
    """Return how many own sites have no pickup slot yet."""
    has_slot = exists().where(PickupSlot.site_id == Site.id)
    statement = (
        select(func.count())
        .select_from(Site)
        .where(Site.participation_id == access.participation_id, ~has_slot)
    )
    return session.scalar(statement) or 0


def next_pickups(access: CompanyAccess, edition: Edition) -> list[BookedSlot]:
    """Return the booked slots of the company's next day with any, today included."""
    booked = Pickup.state != PickupState.CANCELLED
    rows = session.execute(
        select(
            PickupSlot.id,
            Site.name,
            PickupSlot.starts_at,
            PickupSlot.ends_at,
            func.sum(case((Pickup.state == PickupState.BOOKED, 1), else_=0)),
            func.sum(case((Pickup.state == PickupState.DONE, 1), else_=0)),
        )
        .join(Site, Site.id == PickupSlot.site_id)
        .join(Pickup, and_(Pickup.slot_id == PickupSlot.id, booked))
        .where(
            Site.participation_id == access.participation_id,
            PickupSlot.starts_at >= _midnight(edition),
        )
        .group_by(PickupSlot.id, Site.name, PickupSlot.starts_at, PickupSlot.ends_at)
        .order_by(PickupSlot.starts_at, Site.name, PickupSlot.id)
        .limit(MOST_SLOTS)
    )
    slots = [BookedSlot(*row) for row in rows]
    by_day = groupby(slots, lambda s: clock.to_local(s.starts_at, edition.time_zone).date())
    return next((list(group) for _day, group in by_day), [])


def _midnight(edition: Edition) -> datetime:
    """The beginning of today where the edition is."""
    today = clock.today(edition.time_zone)
    return clock.to_utc(
        datetime.combine(today, time(), UTC).replace(tzinfo=None), edition.time_zone
    )


def day_figures(edition: Edition) -> DayFigures:
    """Return the figures of an edition and of today; late is who should have come by now."""
    start, now = _midnight(edition), clock.now()
    end = start + timedelta(days=1)
    today = and_(PickupSlot.starts_at >= start, PickupSlot.starts_at < end)
    waits = Pickup.state == PickupState.BOOKED
    pickups = session.execute(
        select(
            _number(and_(today, Pickup.state != PickupState.CANCELLED)),
            _number(and_(today, Pickup.state == PickupState.DONE)),
            _number(and_(waits, PickupSlot.ends_at < now)),
            _number(Pickup.state == PickupState.NO_SHOW),
        )
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .where(PickupSlot.edition_id == edition.id)
    ).one()
    return DayFigures(
        reservations=_reservations(edition.id),
        pickups=pickups[0],
        done=pickups[1],
        late=pickups[2],
        no_shows=pickups[3],
        walk_ins=_walk_ins(edition.id, start, end),
        listings=_published(edition.id),
        failed_messages=_failed_messages(edition.organiser_id),
    )


def _reservations(edition_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(Reservation)
        .where(Reservation.edition_id == edition_id, Reservation.cancelled_at.is_(None))
    )
    return session.scalar(statement) or 0


def _walk_ins(edition_id: int, start: datetime, end: datetime) -> int:
    """Sales without reservation that were not undone."""
    sign = case((Handover.undoes_id.is_(None), 1), else_=-1)
    statement = select(func.coalesce(func.sum(sign), 0)).where(
        Handover.edition_id == edition_id,
        Handover.kind == HandoverKind.WALK_IN,
        Handover.at >= start,
        Handover.at < end,
    )
    return session.scalar(statement) or 0


def _published(edition_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(Listing)
        .where(Listing.edition_id == edition_id, Listing.state == ListingState.PUBLISHED)
    )
    return session.scalar(statement) or 0


def _failed_messages(organiser_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            OutboxMessage.organiser_id == organiser_id, OutboxMessage.state == MessageState.FAILED
        )
    )
    return session.scalar(statement) or 0
