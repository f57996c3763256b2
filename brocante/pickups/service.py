"""Writing slots: made in one go, changed, closed, removed while nobody booked them.

Who changes a slot takes its row of places first, as reservations do (see places.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from brocante.accounts.queries import Identity
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.queries import edition
from brocante.pickups.errors import CapacityBelowBooked, SlotNotFound, SlotWasBooked
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState
from brocante.pickups.places import hold_places, set_capacity
from brocante.pickups.queries import own_site_to_plan, own_slot, slots_of_site
from brocante.pickups.rules import Span, check_days, check_overlap, check_span, free_of, plan_slots


@dataclass(frozen=True, slots=True)
class Generated:
    """How many slots were added, and how many were there at those times already."""

    added: int
    kept: int


@transactional
def generate(
    _who: Identity,
    access: CompanyAccess,
    site_id: int,
    *,
    minutes: int,
    capacity: int,
    restart: bool = False,
) -> Generated:
    """Cut the opening hours of a site into slots of `minutes` for `capacity` vehicles each.

    Slots that exist stay as they are; the same again adds nothing. `restart` first removes those
    nobody ever booked.
    """
    site = _held_site(access, site_id)
    planned = plan_slots([Span(o.opens_at, o.closes_at) for o in site.openings], minutes)
    if restart:
        for slot in slots_of_site(site_id):
            _remove(slot.id)
    new = free_of(planned, _spans(site_id))
    _add(site, new, capacity)
    return Generated(added=len(new), kept=len(planned) - len(new))


@transactional
def add_slot(
    _who: Identity, access: CompanyAccess, site_id: int, span: Span, capacity: int
) -> None:
    """Add a single slot, within the days of the edition but in or out of the opening hours."""
    site = _held_site(access, site_id)
    check_span(span)
    held = edition(access.edition_id)
    if held is None:
        raise SlotNotFound
    check_days(span, (held.starts_on, held.ends_on), held.time_zone)
    check_overlap(span, _spans(site_id))
    _add(site, [span], capacity)


@transactional
def change_capacity(_who: Identity, access: CompanyAccess, slot_id: int, capacity: int) -> None:
    """Set how many vehicles a slot takes, never below those expected."""
    own_slot(access, slot_id)
    if not set_capacity(slot_id, capacity):
        raise CapacityBelowBooked(booked=own_slot(access, slot_id).booked)


@transactional
def close_slot(_who: Identity, access: CompanyAccess, slot_id: int) -> None:
    """Take no new pickups in a slot; those booked stay."""
    _set_state(access, slot_id, SlotState.CLOSED)


@transactional
def reopen_slot(_who: Identity, access: CompanyAccess, slot_id: int) -> None:
    """Take new pickups again."""
    _set_state(access, slot_id, SlotState.OPEN)


@transactional
def delete_slot(_who: Identity, access: CompanyAccess, slot_id: int) -> None:
    """Remove a slot nobody ever booked."""
    own_slot(access, slot_id)
    if not _remove(slot_id):
        raise SlotWasBooked


def _held_site(access: CompanyAccess, site_id: int) -> Site:
    """Return an own site, held until the unit ends: two people making slots take turns."""
    session.execute(select(Site.id).where(Site.id == site_id).with_for_update())
    return own_site_to_plan(access, site_id)


def _spans(site_id: int) -> list[Span]:
    return [Span(slot.starts_at, slot.ends_at) for slot in slots_of_site(site_id)]


def _add(site: Site, spans: Iterable[Span], capacity: int) -> None:
    session.add_all(
        PickupSlot(
            site_id=site.id,
            edition_id=site.edition_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            places=SlotPlaces(capacity=capacity),
        )
        for span in spans
    )
    session.flush()


def _set_state(access: CompanyAccess, slot_id: int, state: SlotState) -> None:
    own_slot(access, slot_id)
    hold_places(slot_id)
    session.execute(update(PickupSlot).where(PickupSlot.id == slot_id).values(state=state))


def _remove(slot_id: int) -> bool:
    """Delete a slot unless it is booked or a cancelled pickup still names it."""
    if hold_places(slot_id) != 0:
        return False
    try:
        with session.begin_nested():
            session.execute(
                delete(PickupSlot)
                .where(PickupSlot.id == slot_id)
                .execution_options(synchronize_session=False)
            )
    except IntegrityError:
        return False
    return True
