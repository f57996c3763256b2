"""In which order to visit some stops, and when. Pure: minutes of a day, no clock, no database.

What is sought, in this order: every stop within its times; back as early as possible; and of all
ways that end then, the one with the least time away and on the road, a minute driven counting as
much again as a minute away. Up to EXACT_UP_TO stops the answer is the best there is (dynamic
programming over the sets of stops visited); beyond, a good one (tours/long_routes.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

EXACT_UP_TO = 12
NEVER = 1 << 30

Spans = tuple[tuple[int, int], ...]
Row = Sequence[int]


@dataclass(frozen=True, slots=True)
class Errand:
    """Stops to visit on one day; all times are minutes.

    `spans`: when each stop may begin, first and last minute of each span, in order and apart.
    `stay`: how long each stop takes. `between[i][j]`: the drive from stop i to stop j. `out` and
    `back`: the drives from the start and to the end, 0 where the tour begins at its first stop.
    Nobody leaves before `not_before`.
    """

    spans: tuple[Spans, ...]
    stay: Row
    between: Sequence[Row]
    out: Row
    back: Row
    not_before: int = 0

    def earliest(self, stop: int, minute: int) -> int:
        """Return when a stop can begin for who is there at a minute; NEVER when it is too late."""
        spans = self.spans[stop]
        found = bisect_left(spans, minute, key=lambda span: span[1])
        return max(minute, spans[found][0]) if found < len(spans) else NEVER

    def latest(self, stop: int, minute: int) -> int:
        """Return the last minute up to `minute` at which a stop can begin; -1 if there is none."""
        spans = self.spans[stop]
        found = bisect_right(spans, minute, key=lambda span: span[0]) - 1
        return min(minute, spans[found][1]) if found >= 0 else -1

    def only(self, stops: Sequence[int]) -> "Errand":
        """Return the same errand with some of its stops."""
        return Errand(
            spans=tuple(self.spans[i] for i in stops),
            stay=[self.stay[i] for i in stops],
            between=[[self.between[i][j] for j in stops] for i in stops],
            out=[self.out[i] for i in stops],
            back=[self.back[i] for i in stops],
            not_before=self.not_before,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """Stops in order, when each begins, when one has to leave at the latest, when one is back."""

    order: tuple[int, ...]
    begins: tuple[int, ...]
    departs: int
    ends: int
    driving: int

    @property
    def score(self) -> tuple[int, int, int]:
        """What is better is smaller: more stops, earlier end, less time away and on the road."""
        return (-len(self.order), self.ends, self.driving - self.departs)


def follow(errand: Errand, order: Sequence[int]) -> Route | None:
    """Return the best times for a given order; None when some stop comes too late."""
    end = _end_of(errand, order)
    if end is None:
        return None
    minute = end - errand.back[order[-1]]
    later = None
    for stop in reversed(order):
        drive = errand.between[stop][later] if later is not None else 0
        minute = errand.latest(stop, minute - drive - errand.stay[stop])
        later = stop
    departs = minute - errand.out[order[0]]
    begins = tuple(_begins(errand, order, departs))
    return Route(tuple(order), begins, departs, end, _driving(errand, order))


def _begins(errand: Errand, order: Sequence[int], departs: int) -> Iterator[int]:
    minute, before = departs + errand.out[order[0]], None
    for stop in order:
        if before is not None:
            minute += errand.stay[before] + errand.between[before][stop]
        minute = errand.earliest(stop, minute)
        yield minute
        before = stop


def _end_of(errand: Errand, order: Sequence[int]) -> int | None:
    """Return when an order ends at the earliest."""
    minute, before = errand.not_before + errand.out[order[0]], order[0]
    for stop in order:
        if stop != before:
            minute += errand.stay[before] + errand.between[before][stop]
        minute = errand.earliest(stop, minute)
        if minute == NEVER:
            return None
        before = stop
    return minute + errand.stay[before] + errand.back[before]


def _driving(errand: Errand, order: Sequence[int]) -> int:
    legs = sum(errand.between[a][b] for a, b in pairwise(order))
    return errand.out[order[0]] + legs + errand.back[order[-1]]


class Reach:
    """How early every set of stops can be visited; built once, asked about any set.

    `begins[set][last]` is when the last stop of a set, visited in the best order, can begin.
    """

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.count = len(errand.spans)
        self.begins = self._fill()

    def _fill(self) -> list[list[int]]:
        errand, count = self.errand, self.count
        begins = [[NEVER] * count for _ in range(1 << count)]
        for stop in range(count):
            begins[1 << stop][stop] = errand.earliest(stop, errand.not_before + errand.out[stop])
        tables = _tables(errand)
        limit = len(tables[0]) if tables else 0
        for visited in range(1, 1 << count):
            row = begins[visited]
            rest = [stop for stop in range(count) if not visited >> stop & 1]
            for last, begin in enumerate(row):
                if begin == NEVER:
                    continue
                leave, drives = begin + errand.stay[last], errand.between[last]
                for stop in rest:
                    there = leave + drives[stop]
                    if there < limit:
                        target = begins[visited | 1 << stop]
                        target[stop] = min(target[stop], tables[stop][there])
        return begins

    def end_of(self, stops: int) -> int:
        """Return when a set of stops can be over at the earliest; NEVER when it cannot."""
        errand = self.errand
        return min(
            (
                begin + errand.stay[stop] + errand.back[stop]
                for stop, begin in enumerate(self.begins[stops])
                if begin != NEVER
            ),
            default=NEVER,
        )

    def sets(self) -> list[int]:
        """Return every set that can be visited, the largest first, then those over earliest."""
        possible = [(-s.bit_count(), self.end_of(s), s) for s in range(1, 1 << self.count)]
        return [stops for _size, end, stops in sorted(possible) if end != NEVER]

    def best(self, stops: int) -> Route:
        """Return the best way through a set that can be visited."""
        label = min(_Labels(self, stops).whole(), key=lambda found: found.driving - found.begin)
        order = []
        rest: _Label | None = label
        while rest is not None:
            order.append(rest.stop)
            rest = rest.rest
        route = follow(self.errand, order)
        if route is None:
            raise AssertionError("a way that was found can be followed")
        return route


def _tables(errand: Errand) -> list[list[int]]:
    """Return, for each stop and each minute one may be there, when it can begin."""
    end = max((spans[-1][1] for spans in errand.spans if spans), default=-1) + 1
    return [
        [errand.earliest(stop, minute) for minute in range(end)]
        for stop in range(len(errand.spans))
    ]


class _Label(NamedTuple):
    """A way from a stop to the end: when it begins at the latest, its driving, what follows."""

    begin: int
    driving: int
    stop: int
    rest: "_Label | None"


class _Labels:
    """The ways to end with every set of stops, from the last one backwards.

    A way is forgotten when another one through the same stops begins no earlier with no more
    driving, or when it begins before anybody can be there.
    """

    def __init__(self, reach: Reach, stops: int) -> None:
        self.reach, self.stops = reach, stops
        self.members = [stop for stop in range(reach.count) if stops >> stop & 1]
        self.end = reach.end_of(stops)

    def whole(self) -> Iterable[_Label]:
        """Return the ways through all the stops, with the drive to the first one."""
        errand = self.reach.errand
        layer = self._last()
        for _ in range(len(self.members) - 1):
            layer = self._longer(layer)
        for labels in layer.values():
            for label in labels:
                out = errand.out[label.stop]
                yield label._replace(begin=label.begin - out, driving=label.driving + out)

    def _last(self) -> dict[tuple[int, int], list[_Label]]:
        errand, layer = self.reach.errand, {}
        for stop in self.members:
            begin = errand.latest(stop, self.end - errand.back[stop] - errand.stay[stop])
            if begin >= self.reach.begins[self.stops][stop]:
                layer[1 << stop, stop] = [_Label(begin, errand.back[stop], stop, None)]
        return layer

    def _longer(
        self, layer: dict[tuple[int, int], list[_Label]]
    ) -> dict[tuple[int, int], list[_Label]]:
        """Return every way of a layer with one more stop before it."""
        errand, longer = self.reach.errand, {}  # type: ignore[var-annotated]
        for (visited, first), labels in layer.items():
            reachable = self.reach.begins[self.stops & ~visited]
            for stop in self.members:
                if visited >> stop & 1 or reachable[stop] == NEVER:
                    continue
                drive = errand.between[stop][first]
                known = longer.setdefault((visited | 1 << stop, stop), [])
                for label in labels:
                    begin = errand.latest(stop, label.begin - drive - errand.stay[stop])
                    if begin >= reachable[stop]:
                        _keep(known, _Label(begin, label.driving + drive, stop, label))
        return longer


def _keep(known: list[_Label], new: _Label) -> None:
    """Add a way unless one as good is known; forget those that it beats."""
    if any(old.begin >= new.begin and old.driving <= new.driving for old in known):
        return
    known[:] = [o for o in known if not (new.begin >= o.begin and new.driving <= o.driving)]
    known.append(new)
