"""Vehicles as data, and whether a load fits in one.

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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from brocante.core.text import N_


class Vehicle(StrEnum):
    """What the visitor comes with; many reserve before they know."""

    UNDECIDED = "undecided"
    FOOT_OR_BIKE = "foot_or_bike"
    CAR = "car"
    ESTATE = "estate"
    SMALL_VAN = "small_van"
    VAN = "van"
    CAR_TRAILER = "car_trailer"
    TRUCK = "truck"


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


SPACES = {
    Vehicle.FOOT_OR_BIKE: Space(1_000, 500, 400, 20_000),
    Vehicle.CAR: Space(1_450, 1_000, 650, 250_000),
    Vehicle.ESTATE: Space(1_750, 1_000, 750, 300_000),
    Vehicle.SMALL_VAN: Space(1_800, 1_200, 1_100, 500_000),
    Vehicle.VAN: Space(2_500, 1_260, 1_380, 900_000),
    Vehicle.CAR_TRAILER: Space(3_000, 1_250, 1_500, 550_000),
    Vehicle.TRUCK: Space(4_000, 2_000, 2_000, 1_000_000),
}
LABELS = {
    Vehicle.UNDECIDED: N_("I do not know yet"),
    Vehicle.FOOT_OR_BIKE: N_("On foot or by bike"),
    Vehicle.CAR: N_("Car"),
    Vehicle.ESTATE: N_("Estate car"),
    Vehicle.SMALL_VAN: N_("Small van"),
    Vehicle.VAN: N_("Van"),
    Vehicle.CAR_TRAILER: N_("Car with a trailer"),
    Vehicle.TRUCK: N_("Truck or flatbed"),
}


class Sized(Protocol):
    """Anything with dimensions in mm."""

    @property
    def length_mm(self) -> int | None: ...
    @property
    def width_mm(self) -> int | None: ...
    @property
    def height_mm(self) -> int | None: ...
    @property
    def thickness_mm(self) -> int | None: ...
    @property
    def diameter_mm(self) -> int | None: ...


class Fit(StrEnum):
    """Whether a load goes into a vehicle. UNSURE: what is known fits, the rest is not known."""

    UNDECIDED = "undecided"
    FITS = "fits"
    UNSURE = "unsure"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of goods: the sides of one unit in mm, as far as known, and the line's mass in g."""

    sides_mm: tuple[int, ...]
    mass_g: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """Everything loaded together. `mass_g` sums what is known; the counts say what is not."""

    mass_g: int
    longest_mm: int | None
    without_mass: int
    without_size: int
    pieces: tuple[Piece, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to carry."""
        return not self.pieces


def sides_of(sized: Sized) -> tuple[int, ...]:
    """Return the known sides of one unit; a round thing is as wide and as high as its diameter."""
    across = (
        (sized.diameter_mm, sized.diameter_mm)
        if sized.diameter_mm
        else (sized.width_mm, sized.height_mm, sized.thickness_mm)
    )
    return tuple(side for side in (sized.length_mm, *across) if side)


def load_of(pieces: Iterable[Piece]) -> Load:
    """Add up some lines."""
    known = tuple(pieces)
    return Load(
        mass_g=sum(piece.mass_g or 0 for piece in known),
        longest_mm=max((max(piece.sides_mm) for piece in known if piece.sides_mm), default=None),
        without_mass=sum(piece.mass_g is None for piece in known),
        without_size=sum(not piece.sides_mm for piece in known),
        pieces=known,
    )


def judge(load: Load, vehicle: Vehicle) -> Fit:
    """Tell whether a load fits: its mass, and each piece alone, turned as it goes in best.

    How pieces stack is left to whoever loads; a volume would promise more than it knows.
    """
    space = SPACES.get(vehicle)
    if space is None:
        return Fit.UNDECIDED
    if load.mass_g > space.payload_g:
        return Fit.TOO_HEAVY
    if any(space.rules_out(piece.sides_mm, None) for piece in load.pieces):
        return Fit.TOO_LARGE
    return Fit.UNSURE if load.without_mass or load.without_size else Fit.FITS


def smallest_vehicle(load: Load) -> Vehicle | None:
    """Return the smallest vehicle that a load does not rule out; None when there is none."""
    possible = (Fit.FITS, Fit.UNSURE)
    return next((vehicle for vehicle in SPACES if judge(load, vehicle) in possible), None)
