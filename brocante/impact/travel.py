"""The visitors' kilometres and what they emit: an own line, taken off what is avoided."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

from brocante.core.geo import Point, distance_km
from brocante.core.vehicles import Vehicle
from brocante.impact.parameters import Parameter, Parameters, kg_per_km, number_of

_far = cache(distance_km)


@dataclass(frozen=True, slots=True)
class Trip:
    """Who came by what from where; `home` and `stops` None or empty when not known."""

    vehicle: Vehicle
    home: Point | None
    stops: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """Trips alike: by one vehicle, of a known or an assumed length, with their metres by road."""

    vehicle: Vehicle
    is_assumed: bool
    trips: int
    metres: int
    kg_per_km: Decimal

    @property
    def grams(self) -> Decimal:
        """Grams CO2e: metres times kg per kilometre."""
        return self.metres * self.kg_per_km


@dataclass(frozen=True, slots=True)
class Travel:
    """All kilometres; `share` is the part that is counted."""

    legs: tuple[Leg, ...]
    share: Decimal

    @property
    def trips(self) -> int:
        """How many came."""
        return sum(leg.trips for leg in self.legs)

    @property
    def known_trips(self) -> int:
        """Of how many the commune is known."""
        return sum(leg.trips for leg in self.legs if not leg.is_assumed)

    @property
    def metres(self) -> int:
        """By road, there and back."""
        return sum(leg.metres for leg in self.legs)

    @property
    def grams(self) -> Decimal:
        """Grams CO2e that are counted."""
        return sum((leg.grams for leg in self.legs), Decimal(0)) * self.share


def travel_of(trips: Iterable[Trip], walk_ins: int, parameters: Parameters) -> Travel:
    """Return the kilometres of visitors with a ticket, and of sales on the spot as assumed."""
    detour, assumed = number_of(parameters, Parameter.DETOUR), assumed_metres(parameters)
    counted: dict[tuple[Vehicle, bool], list[int]] = {}
    for trip in trips:
        is_assumed, metres = length_of(trip, detour, assumed)
        counted.setdefault((trip.vehicle, is_assumed), []).append(metres)
    if walk_ins > 0:
        lengths = counted.setdefault((Vehicle.UNDECIDED, True), [])
        lengths.extend([assumed] * walk_ins)
    legs = tuple(
        Leg(vehicle, is_assumed, len(lengths), sum(lengths), kg_per_km(parameters, vehicle))
        for (vehicle, is_assumed), lengths in sorted(counted.items())
    )
    return Travel(legs, number_of(parameters, Parameter.TRAVEL_SHARE))


def leg_of(trip: Trip, parameters: Parameters) -> Leg:
    """Return the kilometres of one visitor, as `travel_of` counts them."""
    detour = number_of(parameters, Parameter.DETOUR)
    is_assumed, metres = length_of(trip, detour, assumed_metres(parameters))
    return Leg(trip.vehicle, is_assumed, 1, metres, kg_per_km(parameters, trip.vehicle))


def assumed_metres(parameters: Parameters) -> int:
    """Return the length of a trip of which home or stops are not known."""
    return int(number_of(parameters, Parameter.KM_UNKNOWN) * 1000)


def length_of(trip: Trip, detour: Decimal, assumed: int) -> tuple[bool, int]:
    """Tell whether the length of a trip is assumed, and return its metres."""
    metres = tour_metres(trip, detour)
    return metres is None, assumed if metres is None else metres


def tour_metres(trip: Trip, detour: Decimal) -> int | None:
    """Return the metres from home over the stops and back; None when either is not known."""
    if trip.home is None or not trip.stops:
        return None
    way = (trip.home, *trip.stops, trip.home)
    crow = sum(_far(a, b) for a, b in pairwise(way))
    return int((Decimal(crow) * 1000 * detour).quantize(Decimal(1), ROUND_HALF_UP))
