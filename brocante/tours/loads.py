"""How goods that are too heavy for one trip are shared between trips. Pure."""

from collections.abc import Iterator, Sequence

from brocante.tours.routes import EXACT_UP_TO

Groups = tuple[tuple[int, ...], ...]
# Ways to share that are worth a timetable.
MOST_WAYS = 40


def ways_to_share(
    masses: Sequence[int], limit: int | None, loops: Sequence[int]
) -> Iterator[Groups]:
    """Yield ways to share stops between trips, those with the least driving first.

    One trip when everything fits; two where two will do, by trying all; as few as the heaviest
    first gives otherwise. `loops`: the shortest way through each set, for up to EXACT_UP_TO stops.
    A stop too heavy by itself is a trip of its own: it takes several runs.
    """
    stops = range(len(masses))
    if limit is None or sum(masses) <= limit:
        yield (tuple(stops),)
        return
    alone = [stop for stop in stops if masses[stop] > limit]
    others = [stop for stop in stops if masses[stop] <= limit]
    single = tuple((stop,) for stop in alone)
    if sum(masses[stop] for stop in others) <= limit:
        yield (tuple(others), *single) if others else single
        return
    if len(masses) <= EXACT_UP_TO:
        for pair in _pairs(others, masses, limit, loops):
            yield (*pair, *single)
    yield (*_heaviest_first(others, masses, limit), *single)


def _pairs(
    stops: Sequence[int], masses: Sequence[int], limit: int, loops: Sequence[int]
) -> list[Groups]:
    """Return the ways to share stops between two trips."""
    whole = sum(1 << stop for stop in stops)
    total = sum(masses[stop] for stop in stops)
    found = []
    first = 1 << stops[0]
    part = whole
    while part:
        mass = sum(masses[stop] for stop in stops if part >> stop & 1)
        if part & first and part != whole and mass <= limit and total - mass <= limit:
            found.append((loops[part] + loops[whole & ~part], part))
        part = (part - 1) & whole
    return [
        (
            tuple(stop for stop in stops if chosen >> stop & 1),
            tuple(stop for stop in stops if not chosen >> stop & 1),
        )
        for _way, chosen in sorted(found)[:MOST_WAYS]
    ]


def _heaviest_first(stops: Sequence[int], masses: Sequence[int], limit: int) -> Groups:
    trips: list[list[int]] = []
    for stop in sorted(stops, key=lambda stop: (-masses[stop], stop)):
        for trip in trips:
            if sum(masses[other] for other in trip) + masses[stop] <= limit:
                trip.append(stop)
                break
        else:
            trips.append([stop])
    return tuple(tuple(sorted(trip)) for trip in trips)
