"""A tour with everything its page says: the plan, how the roads are known, what does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from brocante.core.geo import Point
from brocante.core.vehicles import (
    SPACES,
    Fit,
    Load,
    Vehicle,
    judge,
    least_trips,
    load_of,
    smallest_vehicle,
)
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.tours.asking import Asked, days_asked
from brocante.tours.plans import Leg, Plan, Task, Trip, plan
from brocante.tours.rules import (
    CAR_GRAMS,
    CAR_SOURCE,
    GRAMS_PER_KM,
    VAN_GRAMS,
    VAN_SOURCE,
    Roads,
    Visit,
    emissions,
    speed,
    straight_roads,
)
from brocante.tours.stops import Halt


@dataclass(frozen=True)
class Outing:
    """A planned tour. `router_failed`: a service is set and did not answer."""

    asked: Asked
    halts: dict[str, Halt]
    plan: Plan
    is_estimate: bool
    router_failed: bool

    @property
    def trips(self) -> tuple[Trip, ...]:
        """The trips in the order of their times."""
        return self.plan.trips

    def halt(self, leg: Leg) -> Halt:
        """Return what people read of a stop."""
        return self.halts[leg.visit.key]

    @property
    def left_out(self) -> list[Halt]:
        """The stops that found no time."""
        placed = {leg.visit.key for trip in self.trips for leg in trip.legs}
        return [halt for key, halt in self.halts.items() if key not in placed]

    @property
    def load(self) -> Load:
        """Everything together."""
        return load_of(piece for halt in self.halts.values() for piece in halt.load.pieces)

    @property
    def fit(self) -> Fit:
        """Whether everything goes in one trip."""
        return judge(self.load, self.asked.vehicle)

    def trip_fit(self, trip: Trip) -> Fit:
        """Whether one trip goes in."""
        return judge(trip.load, self.asked.vehicle)

    def runs(self, trip: Trip) -> int:
        """How often one drives to a yard whose goods are too heavy even alone; once elsewhere."""
        return least_trips(trip.load, self.asked.vehicle) if len(trip.legs) == 1 else 1

    @property
    def least_trips(self) -> int:
        """How many trips everything takes at the very least."""
        runs = sum(self.runs(trip) for trip in self.trips)
        return max(runs, least_trips(self.load, self.asked.vehicle))

    @property
    def repeats(self) -> bool:
        """Tell whether the sums hold more than one run to the same yard."""
        return self.asked.start is not None and any(self.runs(trip) > 1 for trip in self.trips)

    @property
    def leaves_runs_out(self) -> bool:
        """Tell whether there are runs that the sums cannot hold.

        Nobody knows how far it is home without a start, nor to which of several yards one returns.
        """
        return any(
            self.trip_fit(trip) is Fit.TOO_HEAVY
            and (self.asked.start is None or len(trip.legs) > 1)
            for trip in self.trips
        )

    @property
    def metres(self) -> int:
        """How far everything is, each run counted."""
        return sum(trip.metres * self.runs(trip) for trip in self.trips)

    @property
    def minutes(self) -> int:
        """How long one drives, each run counted."""
        return sum(trip.minutes * self.runs(trip) for trip in self.trips)

    @property
    def is_shared(self) -> bool:
        """Tell whether trips carry what one cannot: each of them goes in."""
        fits = [self.trip_fit(trip) for trip in self.trips]
        return self.fit is Fit.TOO_HEAVY and len(fits) > 1 and Fit.TOO_HEAVY not in fits

    @property
    def better_vehicle(self) -> Vehicle | None:
        """The smallest vehicle that takes everything in one trip."""
        return smallest_vehicle(self.load)

    @property
    def speed(self) -> int:
        """The average speed of the estimate, in km/h."""
        return speed(self.asked.vehicle)

    @property
    def grams(self) -> int:
        """CO2 equivalent of all trips."""
        return emissions(self.metres, self.asked.vehicle)

    @property
    def grams_source(self) -> tuple[str, int]:
        """Where the factor comes from, and the factor."""
        grams = GRAMS_PER_KM.get(self.asked.vehicle, CAR_GRAMS)
        return (VAN_SOURCE if grams == VAN_GRAMS else CAR_SOURCE), grams

    @property
    def to_reserve(self) -> list[Leg]:
        """The stops proposed where nothing is reserved yet, in the order of their times."""
        return [leg for trip in self.trips for leg in trip.legs if self.halt(leg).ticket is None]

    @property
    def slots_to_choose(self) -> dict[int, int]:
        """The slots proposed where nothing is reserved yet, by site."""
        return {leg.visit.site_id: leg.window.slot_id for leg in self.to_reserve}

    @property
    def payload_g(self) -> int | None:
        """What the vehicle may carry."""
        space = SPACES.get(self.asked.vehicle)
        return space.payload_g if space else None


def plan_outing(
    edition: Edition,
    halts: Sequence[Halt],
    asked: Asked,
    now: datetime | None,
    router_url: str | None,
) -> Outing:
    """Plan a tour through some stops as asked."""
    days = days_asked(asked, days_of(edition), edition.time_zone, now)
    placed = [halt for halt in halts if halt.point is not None]
    start = asked.start.point if asked.start else None
    points = [point for point in (start, *(halt.point for halt in placed)) if point is not None]
    roads, failed = _roads(points, asked.vehicle, router_url)
    task = Task(
        visits=tuple(halt.visit for halt in placed),
        roads=roads,
        has_start=start is not None,
        days=days,
        vehicle=asked.vehicle,
    )
    return Outing(
        asked=asked,
        halts={halt.key: halt for halt in halts},
        plan=plan(task) if placed and days else Plan((), tuple(_visits(halts))),
        is_estimate=roads.is_estimate,
        router_failed=failed,
    )


def _visits(halts: Sequence[Halt]) -> list[Visit]:
    return [halt.visit for halt in halts]


def _roads(points: Sequence[Point], vehicle: Vehicle, router_url: str | None) -> tuple[Roads, bool]:
    """Return the roads, and whether a service was asked for them in vain."""
    asks = router_url is not None and len(points) > 1 and vehicle is not Vehicle.FOOT_OR_BIKE
    found = _asked_roads(points, router_url) if asks and router_url else None
    return found or straight_roads(points, vehicle), asks and found is None


def _asked_roads(points: Sequence[Point], router_url: str) -> Roads | None:
    # The client of HTTP weighs; most installations have no routing service.
    from brocante.tours.router import ask_roads  # noqa: PLC0415

    return ask_roads(points, router_url)
