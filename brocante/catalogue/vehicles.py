"""By which names visitors call vehicles, and whether one piece goes in. Sizes: core/vehicles.py."""

from collections.abc import Sequence
from dataclasses import dataclass

from brocante.core.units import Unit
from brocante.core.vehicles import LABELS as NAMES
from brocante.core.vehicles import SPACES as BY_VEHICLE
from brocante.core.vehicles import Space, Vehicle

SMALLEST_SIZE = 150
IN_HAND = frozenset({Unit.BAG, Unit.BUCKET, Unit.CAN, Unit.BOX})


@dataclass(frozen=True, slots=True)
class Carrier:
    """A kind of vehicle and what people call it."""

    vehicle: Vehicle
    names: tuple[str, ...]
    # Names that also mean other things: only after "in", "into my"...
    unsure: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """How addresses write it."""
        return self.vehicle.value

    @property
    def space(self) -> Space:
        """What it takes."""
        return BY_VEHICLE[self.vehicle]

    @property
    def label(self) -> str:
        """Its name, to be translated."""
        return NAMES[self.vehicle]


CARRIERS = (
    Carrier(
        Vehicle.FOOT_OR_BIKE,
        ("a velo", "a pied", "velo cargo", "by bike", "by bicycle", "on foot", "cargo bike"),
        ("velo", "bike", "bicycle"),
    ),
    Carrier(
        Vehicle.CAR,
        ("clio", "twingo", "sandero", "citadine", "hatchback", "yaris"),
        ("voiture", "car", "polo", "auto", "fiesta", "corsa", "207", "208", "c3"),
    ),
    Carrier(
        Vehicle.ESTATE,
        ("voiture break", "308 sw", "megane estate", "estate car", "station wagon"),
        ("break", "estate"),
    ),
    Carrier(
        Vehicle.SMALL_VAN,
        ("kangoo", "berlingo", "partner", "doblo", "caddy", "petit utilitaire", "small van"),
        ("fourgonnette",),
    ),
    Carrier(
        Vehicle.VAN,
        ("trafic", "vivaro", "vito", "utilitaire", "camionnette", "scudo", "jumpy"),
        ("expert", "van", "fourgon"),
    ),
    Carrier(
        Vehicle.CAR_TRAILER,
        ("voiture avec remorque", "car with a trailer"),
        ("remorque", "trailer"),
    ),
    Carrier(
        Vehicle.TRUCK,
        ("camion plateau", "camion benne", "flatbed"),
        ("camion", "truck", "lorry", "plateau"),
    ),
)
SPACES = {carrier.code: carrier.space for carrier in CARRIERS}
LABELS = {carrier.code: carrier.label for carrier in CARRIERS}


def find_carrier(code: str) -> Carrier | None:
    """Return the vehicle of a code, or of a name somebody typed (plain letters); None if none."""
    return next(
        (
            carrier
            for carrier in CARRIERS
            if code == carrier.code or code in carrier.names or code in carrier.unsure
        ),
        None,
    )


def is_carried(space: Space, sides_mm: Sequence[int], mass_g: int | None, unit: Unit) -> bool:
    """Tell whether one piece goes in. Of a piece whose size is not known nothing is promised (R7).

    Bags, buckets and boxes are made for two hands; a thickness alone says nothing of a size.
    """
    is_sized = max(sides_mm, default=0) >= SMALLEST_SIZE or unit in IN_HAND
    return is_sized and not space.rules_out(sides_mm, mass_g)
