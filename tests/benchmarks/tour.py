"""The best order of twelve yards beside the bare dynamic programme over their sets.

The bare one knows no hour: the shortest way through every set (Held and Karp). Ours keeps slots,
leaves as late as it may and, of all ways that end then, drives least.
"""

import time
from collections.abc import Callable
from random import Random

from brocante.tours.long_routes import good_route
from brocante.tours.routes import Errand, Reach

YARDS = 12
MANY = 40
SLOT, MARGIN = 30, 15


def tour_ratio() -> tuple[float, float]:
    """Return the seconds of the bare programme and of the best tour of twelve yards."""
    errand = make_errand(YARDS)
    return _timed(lambda: _bare(errand)), _timed(lambda: _best(errand))


def long_tour_seconds() -> float:
    """Return the seconds of a good tour of forty yards."""
    errand = make_errand(MANY)
    return _timed(lambda: good_route(errand))


def make_errand(count: int) -> Errand:
    """Yards of a département with half-hour slots all day, of which a third is taken."""
    chance = Random("yards")
    places = [(chance.random() * 60, chance.random() * 60) for _ in range(count + 1)]

    def drive(a: tuple[float, float], b: tuple[float, float]) -> int:
        return round(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)

    home, yards = places[0], places[1:]
    slots = [(540 + SLOT * n, 540 + SLOT * n + MARGIN) for n in range(16)]
    return Errand(
        spans=tuple(tuple(sorted(chance.sample(slots, 11))) for _ in yards),
        stay=[MARGIN] * count,
        between=[[drive(a, b) for b in yards] for a in yards],
        out=[drive(home, yard) for yard in yards],
        back=[drive(yard, home) for yard in yards],
    )


def _timed(work: Callable[[], object]) -> float:
    work()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _best(errand: Errand) -> object:
    reach = Reach(errand)
    return reach.best(reach.sets()[0])


def _bare(errand: Errand) -> int:
    count = len(errand.out)
    ways = [[1 << 30] * count for _ in range(1 << count)]
    for stop, drive in enumerate(errand.out):
        ways[1 << stop][stop] = drive
    for visited in range(1, 1 << count):
        for last, way in enumerate(ways[visited]):
            if visited >> last & 1:
                for stop, drive in enumerate(errand.between[last]):
                    if not visited >> stop & 1:
                        target = ways[visited | 1 << stop]
                        target[stop] = min(target[stop], way + drive)
    return min(way + back for way, back in zip(ways[-1], errand.back, strict=True))
