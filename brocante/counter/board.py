"""The board of the two days: for each site who was expected, who came, what was sold besides."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from brocante.core import clock
from brocante.core.db import session
from brocante.counter.day import bounds_of
from brocante.counter.models import Handover, HandoverKind
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, PickupState


@dataclass(frozen=True, slots=True)
class SiteDay:
    """What happened at one site on one day. `late`: their hour is over and they have not come."""

    expected: int = 0
    arrived: int = 0
    late: int = 0
    missed: int = 0
    handed_over: int = 0
    walk_ins: int = 0
    cents: int = 0

    @property
    def to_come(self) -> int:
        """Who may still come in time."""
        return self.expected - self.arrived - self.late - self.missed


def day_shown(edition: Edition, wanted: str, now: datetime) -> date:
    """Return the day asked for, else today, else the nearest day of the edition."""
    days = days_of(edition)
    for day in days:
        if day.isoformat() == wanted:
            return day
    today = clock.to_local(now, edition.time_zone).date()
    return min(max(today, days[0]), days[-1])


def site_days(
    site_ids: Collection[int], day: date, time_zone: str, now: datetime
) -> dict[int, SiteDay]:
    """Return the figures of some sites on a day; sites where nothing happens are left out.

    Two queries, however many sites. Hand-overs and sales count unless they were undone.
    """
    start, end = bounds_of(day, time_zone)
    found: dict[int, dict[str, Any]] = {}
    for site_id, expected, arrived, late, missed in session.execute(
        select(
            Pickup.site_id,
            _count(Pickup.state != PickupState.CANCELLED),
            _count(Pickup.state == PickupState.DONE),
            _count(and_(Pickup.state == PickupState.BOOKED, PickupSlot.ends_at <= now)),
            _count(Pickup.state == PickupState.NO_SHOW),
        )
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .where(
            Pickup.site_id.in_(site_ids), PickupSlot.starts_at >= start, PickupSlot.starts_at < end
        )
        .group_by(Pickup.site_id)
    ):
        found[site_id] = {
            "expected": expected,
            "arrived": arrived,
            "late": late,
            "missed": missed,
        }
    undo = aliased(Handover)
    for site_id, handed_over, walk_ins, cents in session.execute(
        select(
            Handover.site_id,
            _count(Handover.kind == HandoverKind.PICKUP),
            _count(Handover.kind == HandoverKind.WALK_IN),
            cast(func.coalesce(func.sum(Handover.amount_cents), 0), Integer),
        )
        .outerjoin(undo, undo.undoes_id == Handover.id)
        .where(
            Handover.site_id.in_(site_ids),
            Handover.at >= start,
            Handover.at < end,
            Handover.undoes_id.is_(None),
            undo.id.is_(None),
        )
        .group_by(Handover.site_id)
    ):
        found.setdefault(site_id, {}).update(
            handed_over=handed_over, walk_ins=walk_ins, cents=cents
        )
    return {site_id: SiteDay(**figures) for site_id, figures in found.items()}


def total_of(days: Iterable[SiteDay]) -> SiteDay:
    """Return the sum of several sites."""
    every = list(days)
    return SiteDay(*(sum(getattr(one, name.name) for one in every) for name in fields(SiteDay)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)
