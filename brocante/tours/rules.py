"""What a tour is made of: visits with their times, roads between them, what the drive emits. Pure.

Times on the road are an estimate unless a routing service answered: the straight line times
DETOUR, at the average speed of the vehicle on the roads of a French département.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from brocante.core.geo import Point, distance_km
from brocante.core.text import N_
from brocante.core.vehicles import Load, Vehicle
from brocante.tours.routes import NEVER

# Roads are longer than the straight line by a quarter to a third in the French countryside.
DETOUR = 1.3
SPEED_KMH = 50
SPEEDS = {Vehicle.FOOT_OR_BIKE: 15, Vehicle.CAR_TRAILER: 45, Vehicle.TRUCK: 45}
# Drives are rounded up to whole steps: nobody knows them to the minute.
STEP_MINUTES = 5
# Finding the gate, looking at the goods, paying, loading.
STAY_MINUTES = 15
# Between two trips: driving up, unloading, starting again.
UNLOAD_MINUTES = 30

# Grams of CO2 equivalent per km. Car: ADEME, Impact CO2, "Modélisation de l'empreinte carbone de
# la voiture" (2025), combustion engine, for the vehicle: 177 g of fuel with what it takes to bring
# it to the pump, 51 g for the making of the car. Vans and trucks: arrêté of 10 April 2012 on the
# CO2 information of transport (annexes I and II): a light utility vehicle of 3.5 t burns 0.160 l
# of diesel per km, and a litre emits 3.07 kg with its upstream. Estate cars and small vans are
# built upon cars; what a trailer adds is not known and not counted (R7).
CAR_GRAMS = 228
VAN_GRAMS = 491
GRAMS_PER_KM = {
    Vehicle.FOOT_OR_BIKE: 0,
    Vehicle.VAN: VAN_GRAMS,
    Vehicle.TRUCK: VAN_GRAMS,
}
CAR_SOURCE = N_("ADEME, Impact CO2 (2025): car with a combustion engine, %(grams)d g per km")
VAN_SOURCE = N_("arrêté of 10 April 2012: van of 3.5 t, %(grams)d g per km")
TRAILER_SOURCE = N_("%(source)s, without the trailer")


@dataclass(frozen=True, slots=True)
class Window:
    """A slot, as far as the site is open in it; UTC."""

    slot_id: int
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One site to go to, the times offered or promised there, and what is loaded."""

    key: str
    site_id: int
    point: Point | None
    windows: tuple[Window, ...]
    load: Load


@dataclass(frozen=True, slots=True)
class Roads:
    """Minutes and metres between points, by their numbers; `is_estimate` when nobody was asked."""

    minutes: Sequence[Sequence[int]]
    metres: Sequence[Sequence[int]]
    is_estimate: bool = True


def straight_roads(points: Sequence[Point], vehicle: Vehicle) -> Roads:
    """Return the roads between points by the straight line."""
    metres = [[round(distance_km(a, b) * DETOUR * 1000) for b in points] for a in points]
    per_minute = speed(vehicle) * 1000 / 60
    return Roads([[in_steps(m / per_minute) for m in row] for row in metres], metres)


def in_steps(minutes: float) -> int:
    """Return minutes rounded up to whole steps."""
    return math.ceil(minutes / STEP_MINUTES) * STEP_MINUTES


def speed(vehicle: Vehicle) -> int:
    """Return the average speed that is reckoned with, in km/h."""
    return SPEEDS.get(vehicle, SPEED_KMH)


def emissions(metres: int, vehicle: Vehicle) -> int:
    """Return the grams of CO2 equivalent of a distance."""
    return round(metres * GRAMS_PER_KM.get(vehicle, CAR_GRAMS) / 1000)


def clipped(
    windows: Iterable[Window], openings: Sequence[tuple[datetime, datetime]]
) -> list[Window]:
    """Return windows as far as the site is open in them; as they are when no hours are known."""
    if not openings:
        return list(windows)
    return [
        Window(window.slot_id, max(window.opens, opens), min(window.closes, closes))
        for window in windows
        for opens, closes in openings
        if window.opens < closes and opens < window.closes
    ]


def spans_of(visit: Visit, midnight: datetime) -> tuple[tuple[int, int], ...]:
    """Return when a visit may begin on the day of a midnight, in minutes after it.

    It ends within its window, if the window is long enough.
    """
    tomorrow = midnight + timedelta(days=1)
    spans = []
    for window in sorted(visit.windows, key=lambda window: window.opens):
        if midnight <= window.opens < tomorrow:
            first = minutes_after(midnight, window.opens)
            last = minutes_after(midnight, window.closes) - STAY_MINUTES
            spans.append((first, max(first, last)))
    return tuple(spans)


def minutes_after(midnight: datetime, instant: datetime) -> int:
    """Return the whole minutes from one instant to a later one."""
    return (instant - midnight) // timedelta(minutes=1)


def window_at(visit: Visit, instant: datetime) -> Window:
    """Return the window in which a visit begins at an instant."""
    return max(
        (window for window in visit.windows if window.opens <= instant),
        key=lambda window: window.opens,
    )


def shortest_loops(
    between: Sequence[Sequence[int]], out: Sequence[int], back: Sequence[int]
) -> list[int]:
    """Return the shortest way from the start through each set of stops and back, in minutes."""
    count = len(out)
    ways = [[NEVER] * count for _ in range(1 << count)]
    loops = [0] * (1 << count)
    for stop in range(count):
        ways[1 << stop][stop] = out[stop]
    for visited in range(1, 1 << count):
        rest = [stop for stop in range(count) if not visited >> stop & 1]
        for last, way in enumerate(ways[visited]):
            if way != NEVER:
                for stop in rest:
                    target = ways[visited | 1 << stop]
                    target[stop] = min(target[stop], way + between[last][stop])
        loops[visited] = min(
            way + back[last] for last, way in enumerate(ways[visited]) if way != NEVER
        )
    return loops
