"""From visits and a vehicle to trips: nothing too heavy, nothing out of its times, nothing lost."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from brocante.core.geo import Point
from brocante.core.vehicles import SPACES, Piece, Vehicle, load_of
from brocante.tours.loads import ways_to_share
from brocante.tours.plans import Day, Plan, Task, plan
from brocante.tours.rules import (
    STAY_MINUTES,
    UNLOAD_MINUTES,
    Visit,
    Window,
    shortest_loops,
    straight_roads,
)

MIDNIGHT = datetime(2026, 4, 11, tzinfo=UTC)
DAYS = tuple(
    Day(date(2026, 4, 11 + n), MIDNIGHT + timedelta(days=n), MIDNIGHT + timedelta(days=n))
    for n in range(2)
)
PERIGUEUX = Point(45.18, 0.72)
VAN = SPACES[Vehicle.VAN].payload_g


def at(hour: float, day: int = 0) -> datetime:
    return MIDNIGHT + timedelta(days=day, hours=hour)


def visit(
    number: int, *hours: float, kg: int = 10, days: tuple[int, ...] = (0,), apart: float = 0.05
) -> Visit:
    """A site with slots of half an hour that begin at these hours."""
    windows = tuple(
        Window(1000 * number + round(hour * 10) + 500 * day, at(hour, day), at(hour + 0.5, day))
        for day in days
        for hour in hours
    )
    point = Point(45.18 + apart * number, 0.72)
    return Visit(f"v{number}", number, point, windows, load_of([Piece((500,), kg * 1000)]))


def planned(
    *visits: Visit, vehicle: Vehicle = Vehicle.VAN, days: tuple[Day, ...] = DAYS, home: bool = True
) -> Plan:
    points = [p for p in ([PERIGUEUX] if home else []) + [v.point for v in visits] if p]
    return plan(Task(visits, straight_roads(points, vehicle), home, days, vehicle))


def order(plan: Plan) -> list[list[int]]:
    return [[leg.visit.site_id for leg in trip.legs] for trip in plan.trips]


HOURS = (9, 9.5, 10, 10.5, 11, 14, 14.5, 15, 15.5, 16)


def test_slots_are_proposed_along_the_road() -> None:
    found = planned(visit(2, *HOURS), visit(1, *HOURS), visit(3, *HOURS))
    assert order(found) in ([[1, 2, 3]], [[3, 2, 1]])
    assert not found.left_out
    starts = [leg.window.opens for trip in found.trips for leg in trip.legs]
    assert starts == sorted(starts)
    assert set(found.slots) == {1, 2, 3}


def test_a_promise_is_kept_and_the_rest_is_put_around_it() -> None:
    found = planned(visit(1, 10), visit(2, *HOURS), visit(3, *HOURS))
    (trip,) = found.trips
    promised = next(leg for leg in trip.legs if leg.visit.site_id == 1)
    assert promised.window.opens == at(10)
    assert not found.left_out


def test_two_promises_at_once_leave_one_out() -> None:
    found = planned(visit(1, 9), visit(2, 9), days=DAYS[:1])
    assert len(found.left_out) == 1
    assert len(found.trips[0].legs) == 1


def test_what_no_day_holds_whole_is_shared_between_the_days() -> None:
    found = planned(visit(1, 9), visit(2, 9, days=(1,)), visit(3, 11, days=(0, 1)))
    assert not found.left_out
    assert [trip.day for trip in found.trips] == [day.date for day in DAYS]


def test_one_day_is_chosen_when_it_holds_everything() -> None:
    both = (0, 1)
    found = planned(visit(1, 9, days=(1,)), visit(2, 10, 11, days=both), visit(3, 14, days=both))
    assert [trip.day for trip in found.trips] == [DAYS[1].date]


def test_too_heavy_for_one_trip_makes_two_with_time_to_unload() -> None:
    found = planned(*(visit(n, *HOURS, kg=400) for n in (1, 2, 3, 4)))
    first, second = found.trips
    assert {frozenset(ids) for ids in order(found)} == {frozenset({1, 2}), frozenset({3, 4})}
    assert second.departs_at >= first.ends_at + timedelta(minutes=UNLOAD_MINUTES)


def test_one_heavy_yard_is_a_trip_of_its_own() -> None:
    found = planned(visit(1, *HOURS, kg=2000), visit(2, *HOURS), visit(3, *HOURS))
    assert {frozenset(ids) for ids in order(found)} == {frozenset({1}), frozenset({2, 3})}


def test_promises_come_before_the_load() -> None:
    """Two promised slots that follow each other leave no time to unload between them."""
    found = planned(visit(1, 9, kg=600), visit(2, 9.5, kg=600), days=DAYS[:1])
    assert order(found) == [[1, 2]]
    assert found.trips[0].load.mass_g > VAN


def test_a_vehicle_that_is_not_known_carries_everything() -> None:
    found = planned(*(visit(n, *HOURS, kg=900) for n in (1, 2)), vehicle=Vehicle.UNDECIDED)
    assert len(found.trips) == 1


def test_without_a_start_the_tour_begins_at_its_first_yard() -> None:
    found = planned(visit(1, *HOURS), visit(2, *HOURS), home=False)
    (trip,) = found.trips
    assert trip.departs_at == trip.legs[0].begins_at
    assert (trip.legs[0].metres, trip.back_metres) == (0, 0)


def test_nothing_to_visit_is_no_trip() -> None:
    assert planned() == Plan((), ())


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(HOURS), min_size=0, max_size=6, unique=True),
            st.integers(0, 1200),
            st.sampled_from([(0,), (1,), (0, 1)]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([Vehicle.CAR, Vehicle.VAN, Vehicle.UNDECIDED]),
    st.booleans(),
)
@settings(max_examples=80)
def test_whatever_is_asked_every_promise_of_a_plan_holds(
    asked: list[tuple[list[float], int, tuple[int, ...]]], vehicle: Vehicle, home: bool
) -> None:
    visits = [
        visit(n, *hours, kg=kg, days=days, apart=0.03)
        for n, (hours, kg, days) in enumerate(asked, 1)
    ]
    found = planned(*visits, vehicle=vehicle, home=home)
    placed = [leg.visit for trip in found.trips for leg in trip.legs]
    assert sorted(v.site_id for v in (*placed, *found.left_out)) == [v.site_id for v in visits]
    space = SPACES.get(vehicle)
    for trip in found.trips:
        fits = space is None or trip.load.mass_g <= space.payload_g
        # Only times that leave no second trip make one that is too heavy.
        assert fits or len(trip.legs) == 1 or len(found.left_out) < len(visits) - 1
        for leg in trip.legs:
            assert leg.arrives_at <= leg.begins_at
            assert leg.window in leg.visit.windows
            assert leg.window.opens <= leg.begins_at < leg.window.closes
        for one, other in pairwise(trip.legs):
            assert other.arrives_at - one.begins_at == timedelta(
                minutes=STAY_MINUTES + other.minutes
            )
    for before, after in pairwise(found.trips):
        assert after.departs_at >= before.ends_at + timedelta(minutes=UNLOAD_MINUTES)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.integers(10, 60), st.data())
@settings(max_examples=80)
def test_shares_carry_everything_once_and_two_trips_are_found_if_there_are_two(
    masses: list[int], limit: int, data: st.DataObject
) -> None:
    count = len(masses)
    row = st.lists(st.integers(0, 30), min_size=count, max_size=count)
    loops = shortest_loops([data.draw(row) for _ in masses], data.draw(row), data.draw(row))
    ways = list(ways_to_share(masses, limit, loops))
    for way in ways:
        assert sorted(stop for group in way for stop in group) == list(range(count))
        for group in way:
            assert len(group) == 1 or sum(masses[stop] for stop in group) <= limit
    if max(masses) <= limit:
        halves = (
            sum(m for n, m in enumerate(masses) if part >> n & 1) for part in range(1 << count)
        )
        two = any(half <= limit and sum(masses) - half <= limit for half in halves)
        assert (len(ways[0]) <= 2) == two
