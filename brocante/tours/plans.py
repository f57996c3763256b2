"""From visits, roads and a vehicle to trips with their times. Pure.

Everything is done on the earliest day on which it can be; what no day holds whole is shared
between the days; what is too heavy for one trip is shared between trips.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from brocante.core.vehicles import SPACES, Load, Vehicle, load_of
from brocante.tours.loads import Groups, ways_to_share
from brocante.tours.long_routes import good_route
from brocante.tours.routes import EXACT_UP_TO, NEVER, Errand, Reach, Route
from brocante.tours.rules import (
    STAY_MINUTES,
    UNLOAD_MINUTES,
    Roads,
    Visit,
    Window,
    minutes_after,
    shortest_loops,
    spans_of,
    window_at,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the edition; `midnight` and the moment before which nobody leaves are UTC."""

    date: date
    midnight: datetime
    not_before: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """The drive to a visit, and the visit."""

    visit: Visit
    window: Window
    minutes: int
    metres: int
    arrives_at: datetime
    begins_at: datetime

    @property
    def wait(self) -> int:
        """Minutes between coming and the beginning of the slot."""
        return minutes_after(self.arrives_at, self.begins_at)


@dataclass(frozen=True, slots=True)
class Trip:
    """Visits in order, from the latest departure to the return. UTC."""

    day: date
    departs_at: datetime
    ends_at: datetime
    legs: tuple[Leg, ...]
    back_minutes: int
    back_metres: int
    load: Load

    @property
    def metres(self) -> int:
        """How far the whole trip is."""
        return sum(leg.metres for leg in self.legs) + self.back_metres

    @property
    def minutes(self) -> int:
        """How long one drives."""
        return sum(leg.minutes for leg in self.legs) + self.back_minutes


@dataclass(frozen=True, slots=True)
class Plan:
    """The trips in the order of their times, and the visits that found no place in them."""

    trips: tuple[Trip, ...]
    left_out: tuple[Visit, ...]

    @property
    def slots(self) -> dict[int, int]:
        """The slot proposed at each site."""
        return {leg.visit.site_id: leg.window.slot_id for trip in self.trips for leg in trip.legs}


@dataclass(frozen=True)
class Task:
    """What is asked. Points of the roads: the start first when there is one, then the visits."""

    visits: tuple[Visit, ...]
    roads: Roads
    has_start: bool
    days: tuple[Day, ...]
    vehicle: Vehicle = Vehicle.UNDECIDED

    def row(self, name: str, number: int) -> list[int]:
        """Return the minutes or metres from a visit to each visit."""
        shift = int(self.has_start)
        matrix: Sequence[Sequence[int]] = getattr(self.roads, name)
        return list(matrix[number + shift][shift:])

    def home(self, name: str) -> tuple[list[int], list[int]]:
        """Return the minutes or metres from the start to each visit, and from each to the start."""
        matrix: Sequence[Sequence[int]] = getattr(self.roads, name)
        if not self.has_start:
            return [0] * len(self.visits), [0] * len(self.visits)
        return list(matrix[0][1:]), [row[0] for row in matrix[1:]]

    def errand(self, day: Day) -> Errand:
        """Return what there is to do, in the minutes of a day."""
        out, back = self.home("minutes")
        return Errand(
            spans=tuple(spans_of(visit, day.midnight) for visit in self.visits),
            stay=[STAY_MINUTES] * len(self.visits),
            between=[self.row("minutes", number) for number in range(len(self.visits))],
            out=out,
            back=back,
            not_before=max(0, minutes_after(day.midnight, day.not_before)),
        )


def plan(task: Task) -> Plan:
    """Return the trips for a task; the fewest visits left out, then the least driving.

    Promised times may leave none for a second trip: then all is one, and the page says too heavy.
    """
    best = Plan((), task.visits)
    reaches: Reaches = {}
    whole = (tuple(range(len(task.visits))),)
    tried: set[Groups] = set()
    for groups in chain(_ways(task), [whole]):
        if groups in tried or not best.left_out:
            continue
        tried.add(groups)
        found = _Planner(task, reaches).plan(groups)
        if len(found.left_out) < len(best.left_out):
            best = found
    return best


def _ways(task: Task) -> Iterator[Groups]:
    masses = [visit.load.mass_g for visit in task.visits]
    space = SPACES.get(task.vehicle)
    limit = space.payload_g if space else None
    loops: Sequence[int] = ()
    if limit is not None and sum(masses) > limit and len(masses) <= EXACT_UP_TO:
        out, back = task.home("minutes")
        loops = shortest_loops([task.row("minutes", n) for n in range(len(masses))], out, back)
    return ways_to_share(masses, limit, loops)


# What can be reached of a group of visits on a day; the same is asked for again and again.
Reaches = dict[tuple[tuple[int, ...], Day], Reach]


class _Planner:
    """Puts groups of visits into days, one after the other."""

    def __init__(self, task: Task, reaches: Reaches) -> None:
        self.task = task
        self.days = list(task.days)
        self.reaches = reaches

    def plan(self, groups: Groups) -> Plan:
        """Return the trips for some groups of visits."""
        trips: list[Trip] = []
        left_out: list[int] = []
        for group in groups:
            rest = self._whole(group, trips)
            for place in range(len(self.days)) if rest else ():
                rest = self._part(rest, place, trips)
            left_out += rest
        ordered = sorted(trips, key=lambda trip: trip.departs_at)
        return Plan(tuple(ordered), tuple(self.task.visits[n] for n in sorted(left_out)))

    def _whole(self, group: Sequence[int], trips: list[Trip]) -> list[int]:
        """Do a group on the earliest day that holds all of it; return what is still to do."""
        everything = (1 << len(group)) - 1
        for place in range(len(self.days)):
            if len(group) > EXACT_UP_TO:
                route = good_route(self._errand(group, place))
            else:
                reach = self._reach(group, place)
                can = reach.end_of(everything) != NEVER
                route = reach.best(everything) if can else None
            if route is not None and len(route.order) == len(group):
                self._add(group, route, place, trips)
                return []
        return list(group)

    def _part(self, group: Sequence[int], place: int, trips: list[Trip]) -> list[int]:
        """Do on a day as much of a group as leaves the next days able to do the rest."""
        if not group:
            return []
        route = self._largest(group, place)
        if route is None:
            return list(group)
        self._add(group, route, place, trips)
        done = {group[n] for n in route.order}
        return [number for number in group if number not in done]

    def _largest(self, group: Sequence[int], place: int) -> Route | None:
        if len(group) > EXACT_UP_TO:
            return good_route(self._errand(group, place))
        reach = self._reach(group, place)
        later = [self._reach(group, n) for n in range(place + 1, len(self.days))]
        everything = (1 << len(group)) - 1
        sets = reach.sets()
        for stops in sets:
            rest = everything & ~stops
            if any(other.end_of(rest) != NEVER for other in later):
                return reach.best(stops)
        return reach.best(sets[0]) if sets else None

    def _errand(self, group: Sequence[int], place: int) -> Errand:
        return self.task.errand(self.days[place]).only(group)

    def _reach(self, group: Sequence[int], place: int) -> Reach:
        key = (tuple(group), self.days[place])
        if key not in self.reaches:
            self.reaches[key] = Reach(self._errand(group, place))
        return self.reaches[key]

    def _add(self, group: Sequence[int], route: Route, place: int, trips: list[Trip]) -> None:
        """Make a trip of a route; the next one of that day waits until it is unloaded."""
        day = self.days[place]
        trip = self._trip([group[n] for n in route.order], route, day)
        trips.append(trip)
        ready = trip.ends_at + timedelta(minutes=UNLOAD_MINUTES)
        self.days[place] = replace(day, not_before=max(day.not_before, ready))

    def _trip(self, order: Sequence[int], route: Route, day: Day) -> Trip:
        departs_at = day.midnight + timedelta(minutes=route.departs)
        legs: list[Leg] = []
        left, before = departs_at, None
        for number, begin in zip(order, route.begins, strict=True):
            leg = self._leg(before, number, left, day.midnight + timedelta(minutes=begin))
            legs.append(leg)
            left, before = leg.begins_at + timedelta(minutes=STAY_MINUTES), number
        return Trip(
            day=day.date,
            departs_at=departs_at,
            ends_at=day.midnight + timedelta(minutes=route.ends),
            legs=tuple(legs),
            back_minutes=self.task.home("minutes")[1][order[-1]],
            back_metres=self.task.home("metres")[1][order[-1]],
            load=load_of(piece for leg in legs for piece in leg.visit.load.pieces),
        )

    def _leg(self, before: int | None, number: int, left: datetime, begins_at: datetime) -> Leg:
        visit = self.task.visits[number]
        minutes, metres = (
            self.task.home(name)[0][number]
            if before is None
            else self.task.row(name, before)[number]
            for name in ("minutes", "metres")
        )
        return Leg(
            visit=visit,
            window=window_at(visit, begins_at),
            minutes=minutes,
            metres=metres,
            arrives_at=left + timedelta(minutes=minutes),
            begins_at=begins_at,
        )
