"""Times, roads and what a drive emits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.geo import Point
from brocante.core.vehicles import LABELS, Vehicle, load_of
from brocante.tours.rules import (
    STAY_MINUTES,
    STEP_MINUTES,
    Visit,
    Window,
    clipped,
    emissions,
    in_steps,
    spans_of,
    speed,
    straight_roads,
    window_at,
)

NOON = datetime(2026, 4, 11, 12, tzinfo=UTC)
MIDNIGHT = NOON - timedelta(hours=12)
BERGERAC, LALINDE = Point(44.853, 0.483), Point(44.838, 0.738)


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_roads_are_longer_than_the_straight_line_and_times_are_whole_steps() -> None:
    roads = straight_roads([BERGERAC, LALINDE], Vehicle.CAR)
    assert roads.metres[0][1] == pytest.approx(26_200, rel=0.01)
    assert roads.minutes == [[0, 35], [35, 0]]
    assert roads.is_estimate
    assert straight_roads([BERGERAC, LALINDE], Vehicle.FOOT_OR_BIKE).minutes[0][1] == 105


@given(st.floats(0.01, 1000))
def test_steps_never_take_time_away(minutes: float) -> None:
    assert 0 <= in_steps(minutes) - minutes < STEP_MINUTES
    assert in_steps(minutes) % STEP_MINUTES == 0


def test_a_slot_counts_as_far_as_the_yard_is_open() -> None:
    slot = Window(1, after(0), after(60))
    assert clipped([slot], []) == [slot]
    assert clipped([slot], [(after(-60), after(120))]) == [slot]
    assert clipped([slot], [(after(30), after(45))]) == [Window(1, after(30), after(45))]
    assert clipped([slot], [(after(60), after(120))]) == []


def test_a_visit_is_over_within_its_slot_when_the_slot_is_long_enough() -> None:
    windows = (Window(1, after(0), after(60)), Window(2, after(90), after(100)))
    visit = Visit("a", 1, BERGERAC, windows, load_of([]))
    assert spans_of(visit, MIDNIGHT) == ((720, 780 - STAY_MINUTES), (810, 810))
    assert spans_of(visit, MIDNIGHT + timedelta(days=1)) == ()
    assert window_at(visit, after(45)).slot_id == 1
    assert window_at(visit, after(90)).slot_id == 2


def test_every_vehicle_has_a_speed_and_a_bicycle_burns_nothing() -> None:
    assert all(speed(vehicle) > 0 for vehicle in LABELS)
    assert emissions(10_000, Vehicle.FOOT_OR_BIKE) == 0
    assert emissions(10_000, Vehicle.CAR) == 2_280
    assert emissions(10_000, Vehicle.VAN) == 4_910
