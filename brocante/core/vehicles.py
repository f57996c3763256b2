"""Whether a load fits in a vehicle. What each takes is told in `core/carriers.py`."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from brocante.core import carriers
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


SPACES = {Vehicle(code): space for code, space in carriers.SPACES.items()}
LABELS = {
    Vehicle.UNDECIDED: N_("I do not know yet"),
    **{Vehicle(code): label for code, label in carriers.LABELS.items()},
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
    """Return the known sides of one unit; a round thing is as wide and as high as its diameter.

    None when only the thickness is known: it says nothing of how large a board is.
    """
    face = [side for side in (sized.length_mm, sized.width_mm, sized.height_mm) if side]
    if sized.diameter_mm:
        return tuple(side for side in (sized.length_mm, *(sized.diameter_mm,) * 2) if side)
    return (*face, *([sized.thickness_mm] if sized.thickness_mm else [])) if face else ()


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
    room = sorted((space.length_mm, space.width_mm, space.height_mm), reverse=True)
    for piece in load.pieces:
        sides = sorted(piece.sides_mm, reverse=True)
        if any(side > place for side, place in zip(sides, room, strict=False)):
            return Fit.TOO_LARGE
    return Fit.UNSURE if load.without_mass or load.without_size else Fit.FITS


def least_trips(load: Load, vehicle: Vehicle) -> int:
    """Return how many trips a load takes at the very least, by its mass.

    Pieces that cannot be shared evenly, or whose mass is unknown, may take more.
    """
    space = SPACES.get(vehicle)
    return max(1, math.ceil(load.mass_g / space.payload_g)) if space else 1


def smallest_vehicle(load: Load) -> Vehicle | None:
    """Return the smallest vehicle that a load does not rule out; None when there is none."""
    possible = (Fit.FITS, Fit.UNSURE)
    return next((vehicle for vehicle in SPACES if judge(load, vehicle) in possible), None)
