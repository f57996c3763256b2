"""Reads about slots."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import selectinload

from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core.clock import to_local
from brocante.core.db import Lookup, session
from brocante.pickups.errors import SlotNotFound
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState

AFTERNOON = 13  # the hour; yards shut for lunch around noon


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot with what is taken of it; times are UTC."""

    id: int
    site_id: int
    starts_at: datetime
    ends_at: datetime
    state: SlotState
    capacity: int
    booked: int

    @property
    def left(self) -> int:
        """Vehicles that can still come, if the slot is open."""
        return self.capacity - self.booked

    @property
    def is_open(self) -> bool:
        """Tell whether the slot takes new pickups while there are places."""
        return self.state is SlotState.OPEN


_slots: Select[int, int, datetime, datetime, SlotState, int, int] = (
    select(
        PickupSlot.id,
        PickupSlot.site_id,
        PickupSlot.starts_at,
        PickupSlot.ends_at,
        PickupSlot.state,
        SlotPlaces.capacity,
        SlotPlaces.booked,
    )
    .join(SlotPlaces, SlotPlaces.slot_id == PickupSlot.id)
    .order_by(PickupSlot.starts_at, PickupSlot.id)
)
_FREE = Lookup(
    _slots.where(
        PickupSlot.starts_at > bindparam("now"),
        PickupSlot.state == SlotState.OPEN,
        SlotPlaces.booked < SlotPlaces.capacity,
    ),
    PickupSlot.site_id,
)
_BY_ID = Lookup(_slots, PickupSlot.id)


def by_day(slots: Iterable[Slot], time_zone: str) -> list[tuple[date, list[Slot]]]:
    """Sort slots, given in order, by the days of a time zone's calendar."""
    days = groupby(slots, key=lambda slot: to_local(slot.starts_at, time_zone).date())
    return [(day, list(group)) for day, group in days]


def by_half_day(slots: Iterable[Slot], time_zone: str) -> list[list[Slot]]:
    """Sort slots, given in order, by mornings and afternoons: a list short enough for a phone."""

    def half(slot: Slot) -> tuple[date, bool]:
        local = to_local(slot.starts_at, time_zone)
        return local.date(), local.hour >= AFTERNOON

    return [list(group) for _half, group in groupby(slots, key=half)]


def free_slots(site_ids: Collection[int], now: datetime) -> dict[int, list[Slot]]:
    """Return, by site, the slots a visitor can still choose: open, to come, with a place."""
    found: dict[int, list[Slot]] = {site_id: [] for site_id in site_ids}
    if not found:
        return found
    for row in _FREE.rows(found, now=now):
        found[row.site_id].append(Slot(*row))
    return found


def slots_by_id(slot_ids: Collection[int]) -> dict[int, Slot]:
    """Return some slots by their id; unknown ids are left out."""
    if not slot_ids:
        return {}
    return {row.id: Slot(*row) for row in _BY_ID.rows(slot_ids)}


def slots_of_site(site_id: int) -> list[Slot]:
    """Return every slot of a site, in order."""
    return [Slot(*row) for row in session.execute(_slots.where(PickupSlot.site_id == site_id))]


def slot_counts(edition_id: int) -> dict[int, int]:
    """Return how many slots each site of an edition has; sites without any are left out."""
    rows = session.execute(
        select(PickupSlot.site_id, func.count())
        .where(PickupSlot.edition_id == edition_id)
        .group_by(PickupSlot.site_id)
    )
    return {row[0]: row[1] for row in rows}


def own_sites_to_plan(access: CompanyAccess) -> list[Site]:
    """Return the sites of a company in an edition with their opening hours, by name."""
    return list(
        session.scalars(
            select(Site)
            .where(Site.participation_id == access.participation_id)
            .options(selectinload(Site.openings))
            .order_by(Site.name, Site.id)
            .execution_options(populate_existing=True)
        )
    )


def own_site_to_plan(access: CompanyAccess, site_id: int) -> Site:
    """Return one of the company's own sites with its opening hours; raises SlotNotFound."""
    for site in own_sites_to_plan(access):
        if site.id == site_id:
            return site
    raise SlotNotFound


def own_slot(access: CompanyAccess, slot_id: int) -> Slot:
    """Return a slot at one of the company's own sites; raises SlotNotFound."""
    row = session.execute(
        _slots.join(Site, Site.id == PickupSlot.site_id).where(
            PickupSlot.id == slot_id, Site.participation_id == access.participation_id
        )
    ).first()
    if row is None:
        raise SlotNotFound
    return Slot(*row)
