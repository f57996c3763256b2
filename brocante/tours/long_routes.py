"""A good order for more stops than can be tried: a beam of promising beginnings, then exchanges.

Whoever fetches goods at more than a dozen yards in a day is an association with a lorry: the order
must be good and there in the time a page may take, not the best there is.
"""

from collections.abc import Iterator, Sequence

from brocante.tours.routes import NEVER, Errand, Route, follow

# Beginnings kept from one stop to the next, and orders tried afterwards, divided by the stops.
WIDTHS = 1_200
TRIALS = 100_000


def good_route(errand: Errand) -> Route | None:
    """Return a good way through as many stops as it can; None when none can be visited."""
    best = follow(errand, order) if (order := _beam(errand)) else None
    return best and _exchanged(errand, best)


def _beam(errand: Errand) -> tuple[int, ...]:
    """Return the longest beginning that stays among the promising ones."""
    count = len(errand.spans)
    width = max(10, WIDTHS // count)
    beam: list[tuple[int, int, tuple[int, ...]]] = [(errand.not_before, 0, ())]
    longest: tuple[int, ...] = ()
    while beam:
        longest = beam[0][2]
        found: dict[tuple[frozenset[int], int], tuple[int, int, int, tuple[int, ...]]] = {}
        for minute, driving, order in beam:
            visited = frozenset(order)
            for stop in range(count):
                if stop in visited:
                    continue
                drive = errand.between[order[-1]][stop] if order else errand.out[stop]
                begin = errand.earliest(stop, minute + drive)
                if begin == NEVER:
                    continue
                key = (visited | {stop}, stop)
                leave, driven = begin + errand.stay[stop], driving + drive
                known = found.get(key)
                if known is None or (leave, driven) < known[1:3]:
                    lost = _lost(errand, key[0], stop, leave)
                    found[key] = (lost, leave, driven, (*order, stop))
        beam = [entry[1:] for entry in sorted(found.values())[:width]]
    return longest


def _lost(errand: Errand, visited: frozenset[int], last: int, leave: int) -> int:
    """Count the stops that can no longer be visited."""
    return sum(
        errand.earliest(stop, leave + errand.between[last][stop]) == NEVER
        for stop in range(len(errand.spans))
        if stop not in visited
    )


def _exchanged(errand: Errand, best: Route) -> Route:
    """Move stops, turn stretches round and add what was left out as long as it helps."""
    tried, most = 0, TRIALS // len(errand.spans)
    improved = True
    while improved and tried < most:
        improved = False
        for order in _neighbours(best.order, len(errand.spans)):
            tried += 1
            route = follow(errand, order)
            if route is not None and route.score < best.score:
                best, improved = route, True
                break
            if tried >= most:
                break
    return best


def _neighbours(order: Sequence[int], count: int) -> Iterator[tuple[int, ...]]:
    for stop in sorted(set(range(count)) - set(order)):
        for place in range(len(order) + 1):
            yield (*order[:place], stop, *order[place:])
    for place, stop in enumerate(order):
        others = (*order[:place], *order[place + 1 :])
        for other in range(len(order)):
            if other != place:
                yield (*others[:other], stop, *others[other:])
    for first in range(len(order) - 1):
        for last in range(first + 2, len(order) + 1):
            yield (*order[:first], *reversed(order[first:last]), *order[last:])
