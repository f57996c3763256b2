"""Vehicles as data: what each takes, and by which names visitors call it.

Sizes are those of the usual models on French roads, taken low so that "fits" can be relied on:

- on foot or by bike: what two arms or a bicycle trailer carry;
- car: a small hatchback (Clio, 208) with the back seats folded;
- estate: a compact estate (308 SW, Mégane Estate) with the back seats folded;
- small van: Kangoo, Berlingo or Partner, short version, two seats;
- van: Trafic, Vivaro or Vito, standard length; the width is the one between the wheel arches;
- car with trailer: a braked or unbraked trailer of 750 kg gross weight, which a category B licence
  allows behind any car; empty it weighs about 200 kg. Long pieces may reach 1 m beyond the back
  (article R312-21 of the road code allows 3 m, signalled from 1 m on);
- truck: a flatbed or box of 3.5 t, category B licence.

The payload leaves 150 kg for two people where they count against it. Lengths in mm, masses in g.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from brocante.core.text import N_
from brocante.core.units import Unit

SMALLEST_SIZE = 150
IN_HAND = frozenset({Unit.BAG, Unit.BUCKET, Unit.CAN, Unit.BOX})


@dataclass(frozen=True, slots=True)
class Space:
    """What a vehicle takes: the longest piece, the section of the opening, the mass."""

    length_mm: int
    width_mm: int
    height_mm: int
    payload_g: int

    def rules_out(self, sides_mm: Sequence[int], mass_g: int | None) -> bool:
        """Tell whether what is known of one piece cannot go in, turned as it goes in best."""
        room = sorted((self.length_mm, self.width_mm, self.height_mm), reverse=True)
        sides = sorted(sides_mm, reverse=True)
        too_large = any(side > place for side, place in zip(sides, room, strict=False))
        return too_large or (mass_g or 0) > self.payload_g


@dataclass(frozen=True, slots=True)
class Carrier:
    """A kind of vehicle: its code, what it takes, its name, and what people call it."""

    code: str
    space: Space
    label: str
    names: tuple[str, ...]
    # Names that also mean other things: only after "in", "into my"...
    unsure: tuple[str, ...] = ()


CARRIERS = (
    Carrier(
        "foot_or_bike",
        Space(1_000, 500, 400, 20_000),
        N_("On foot or by bike"),
        ("a velo", "a pied", "velo cargo", "by bike", "by bicycle", "on foot", "cargo bike"),
        ("velo", "bike", "bicycle"),
    ),
    Carrier(
        "car",
        Space(1_450, 1_000, 650, 250_000),
        N_("Car"),
        ("clio", "twingo", "sandero", "citadine", "hatchback", "yaris"),
        ("voiture", "car", "polo", "auto", "fiesta", "corsa", "207", "208", "c3"),
    ),
    Carrier(
        "estate",
        Space(1_750, 1_000, 750, 300_000),
        N_("Estate car"),
        ("voiture break", "308 sw", "megane estate", "estate car", "station wagon"),
        ("break", "estate"),
    ),
    Carrier(
        "small_van",
        Space(1_800, 1_200, 1_100, 500_000),
        N_("Small van"),
        ("kangoo", "berlingo", "partner", "doblo", "caddy", "petit utilitaire", "small van"),
        ("fourgonnette",),
    ),
    Carrier(
        "van",
        Space(2_500, 1_260, 1_380, 900_000),
        N_("Van"),
        ("trafic", "vivaro", "vito", "utilitaire", "camionnette", "scudo", "jumpy"),
        ("expert", "van", "fourgon"),
    ),
    Carrier(
        "car_trailer",
        Space(3_000, 1_250, 1_500, 550_000),
        N_("Car with a trailer"),
        ("voiture avec remorque", "car with a trailer"),
        ("remorque", "trailer"),
    ),
    Carrier(
        "truck",
        Space(4_000, 2_000, 2_000, 1_000_000),
        N_("Truck or flatbed"),
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
