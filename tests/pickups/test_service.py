"""Slots are made once, and never below what is booked."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.accounts.queries import Identity
from brocante.companies.models import Company, Site
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core import clock
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.pickups import service
from brocante.pickups.errors import (
    CapacityBelowBooked,
    NoOpeningHours,
    SlotNotFound,
    SlotOverlaps,
    SlotWasBooked,
)
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState
from brocante.pickups.places import free_place, take_place
from brocante.pickups.queries import (
    by_half_day,
    free_slots,
    slot_counts,
    slots_by_id,
    slots_of_site,
)
from brocante.pickups.rules import Span
from tests.factories import (
    at,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
    make_stall,
)

take = transactional(take_place)
free = transactional(free_place)


def member(site: Site) -> tuple[Identity, CompanyAccess]:
    who = make_company_member(session.get_one(Company, site.company_id))
    return who, accesses_of(who.id)[0]


def count(site_id: int) -> int:
    end_reads()
    found = select(func.count()).select_from(PickupSlot).where(PickupSlot.site_id == site_id)
    return session.scalar(found) or 0


def test_generating_twice_adds_nothing_and_keeps_what_was_changed(app: Flask) -> None:
    site = make_site(make_participation(make_edition()))
    who, access = member(site)
    made = service.generate(who, access, site.id, minutes=60, capacity=2)
    assert (made.added, made.kept) == (16, 0)
    first = slots_of_site(site.id)[0]
    service.change_capacity(who, access, first.id, 7)
    again = service.generate(who, access, site.id, minutes=60, capacity=2)
    assert (again.added, again.kept) == (0, 16)
    assert slots_by_id([first.id])[first.id].capacity == 7
    assert slot_counts(site.edition_id) == {site.id: 16}


def test_slots_begin_at_the_opening_on_the_wall_clock_of_the_edition(app: Flask) -> None:
    edition = make_edition(time_zone="Indian/Reunion")
    site = make_site(make_participation(edition))
    who, access = member(site)
    service.generate(who, access, site.id, minutes=120, capacity=1)
    local = [to_local(s.starts_at, "Indian/Reunion").hour for s in slots_of_site(site.id)]
    assert local == [9, 11, 13, 15] * 2


def test_restarting_removes_only_what_nobody_booked(app: Flask) -> None:
    site = make_site(make_participation(make_edition()))
    who, access = member(site)
    service.generate(who, access, site.id, minutes=60, capacity=2)
    slots = slots_of_site(site.id)
    booked = session.get_one(PickupSlot, slots[0].id)
    make_reservation(booked, make_listing(site))
    service.generate(who, access, site.id, minutes=30, capacity=1, restart=True)
    after = slots_of_site(site.id)
    assert len(after) == 31
    assert (after[0].id, after[0].capacity) == (slots[0].id, 2)


def test_a_site_without_hours_gets_no_slots(app: Flask) -> None:
    site = make_site(make_participation(make_edition()), openings=[])
    who, access = member(site)
    with pytest.raises(NoOpeningHours):
        service.generate(who, access, site.id, minutes=30, capacity=1)


def test_capacity_never_goes_below_what_is_booked(app: Flask) -> None:
    _edition, site, listing, slot = make_stall(capacity=3)
    slot_id = slot.id
    make_reservation(slot, listing)
    who, access = member(site)
    with pytest.raises(CapacityBelowBooked):
        service.change_capacity(who, access, slot_id, 0)
    service.change_capacity(who, access, slot_id, 1)
    assert slots_by_id([slot_id])[slot_id].left == 0


def test_a_booked_slot_is_closed_and_reopened_but_never_deleted(app: Flask) -> None:
    _edition, site, listing, slot = make_stall()
    slot_id, site_id = slot.id, site.id
    make_reservation(slot, listing)
    who, access = member(site)
    service.close_slot(who, access, slot_id)
    assert slots_by_id([slot_id])[slot_id].state is SlotState.CLOSED
    assert not take(slot_id)
    assert free_slots([site_id], clock.now()) == {site_id: []}
    with pytest.raises(SlotWasBooked):
        service.delete_slot(who, access, slot_id)
    service.reopen_slot(who, access, slot_id)
    assert take(slot_id)


def test_a_slot_whose_only_pickup_was_cancelled_is_not_deleted(app: Flask) -> None:
    """Its ticket still names it."""
    _edition, site, listing, slot = make_stall()
    slot_id = slot.id
    make_reservation(slot, listing)
    assert free(slot_id)
    who, access = member(site)
    with pytest.raises(SlotWasBooked):
        service.delete_slot(who, access, slot_id)
    assert count(site.id) == 1


def test_a_slot_nobody_booked_is_deleted_with_its_places(app: Flask) -> None:
    _edition, site, _listing, slot = make_stall()
    who, access = member(site)
    service.delete_slot(who, access, slot.id)
    assert count(site.id) == 0
    assert session.scalar(select(func.count()).select_from(SlotPlaces)) == 0


def test_a_single_slot_may_lie_outside_the_hours_but_not_on_another(app: Flask) -> None:
    edition, site, _listing, slot = make_stall()
    day, starts_at, ends_at = edition.starts_on, slot.starts_at, slot.ends_at
    who, access = member(site)
    early = at(day, 7, edition)
    service.add_slot(who, access, site.id, Span(early, early + timedelta(hours=1)), 4)
    with pytest.raises(SlotOverlaps):
        service.add_slot(who, access, site.id, Span(starts_at, ends_at), 4)
    assert [s.capacity for s in slots_of_site(site.id)] == [4, 3]


def test_another_company_reaches_no_slot(app: Flask) -> None:
    edition, site, _listing, slot = make_stall()
    slot_id, site_id = slot.id, site.id
    who, access = member(make_site(make_participation(edition)))
    span = Span(slot.starts_at + timedelta(hours=3), slot.starts_at + timedelta(hours=4))
    for call in (
        lambda: service.generate(who, access, site_id, minutes=30, capacity=1),
        lambda: service.add_slot(who, access, site_id, span, 1),
        lambda: service.change_capacity(who, access, slot_id, 1),
        lambda: service.close_slot(who, access, slot_id),
        lambda: service.delete_slot(who, access, slot_id),
    ):
        with pytest.raises(SlotNotFound):
            call()
    assert count(site_id) == 1


def test_places_run_out_exactly_at_the_capacity(app: Flask) -> None:
    slot_id = make_stall(capacity=2)[3].id
    assert [take(slot_id) for _ in range(3)] == [True, True, False]
    assert free(slot_id)
    assert take(slot_id)
    assert [free(slot_id) for _ in range(3)] == [True, True, False]
    assert not take(slot_id + 1)


def test_only_slots_to_come_with_places_are_offered(app: Flask) -> None:
    edition, site, _listing, slot = make_stall(capacity=1)
    later = make_slot(site, hour=14)
    slot_id, later_id, site_id = slot.id, later.id, site.id
    middle = at(edition.starts_on, 12, edition)
    assert [s.id for s in free_slots([site_id], clock.now())[site_id]] == [slot_id, later_id]
    assert [s.id for s in free_slots([site_id], middle)[site_id]] == [later_id]
    take(slot_id)
    assert [s.id for s in free_slots([site_id], clock.now())[site_id]] == [later_id]
    assert free_slots([], clock.now()) == {}


def test_slots_are_shown_by_mornings_and_afternoons_of_the_place(app: Flask) -> None:
    site = make_site(make_participation(make_edition()))
    who, access = member(site)
    service.generate(who, access, site.id, minutes=60, capacity=3)
    halves = by_half_day(slots_of_site(site.id), "Europe/Paris")
    hours = [[to_local(slot.starts_at, "Europe/Paris").hour for slot in half] for half in halves]
    assert len(halves) == 2 * len({tuple(half) for half in hours})
    assert all(max(half) < 13 or min(half) >= 13 for half in hours)
    assert sum(map(len, halves)) == count(site.id)
