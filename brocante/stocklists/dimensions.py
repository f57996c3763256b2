"""Dimensions as titles and columns write them, in whole millimetres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from brocante.stocklists.goods import Goods, has_lone_thickness, is_metric
from brocante.stocklists.measures import Measure, Measures, find_measures, sized_part
from brocante.stocklists.roles import Role
from brocante.stocklists.unit_words import holds_millilitres

_SECTION = re.compile(r"\b(?:sect\.|sections?\b)", re.IGNORECASE)
_LONGEST = 100_000
# A piece of timber whose two figures begin here is told by its length.
_WIDEST = 1000
_SHORTEST = 100
_THICKEST = {Goods.TILES: 50, Goods.BOARDS: 60}
_SIZED = {
    Role.LENGTH: "length_mm",
    Role.WIDTH: "width_mm",
    Role.HEIGHT: "height_mm",
    Role.THICKNESS: "thickness_mm",
    Role.DIAMETER: "diameter_mm",
}


@dataclass(frozen=True, slots=True)
class Dims:
    """The dimensions of an article in whole millimetres, None where nothing is said."""

    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    thickness_mm: int | None = None
    diameter_mm: int | None = None

    def to_json(self) -> dict[str, int | None]:
        """Return what the contract prints."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def has_face(self) -> bool:
        """Tell whether a side other than the thickness is known."""
        return any((self.length_mm, self.width_mm, self.height_mm))

    def filled_with(self, others: Dims) -> Dims:
        """Complete field by field."""
        if NO_DIMS in (others, self):
            return self if others == NO_DIMS else others
        missing = (f.name for f in fields(self) if getattr(self, f.name) is None)
        return replace(self, **{name: getattr(others, name) for name in missing})

    def completed_by(self, others: Dims) -> Dims:
        """Complete with what stands elsewhere; the sides of a face are taken from one place."""
        if self.has_face and others != NO_DIMS:
            others = replace(others, length_mm=None, width_mm=None, height_mm=None)
        return self.filled_with(others)


NO_DIMS = Dims()


class DimsReading(NamedTuple):
    """Dimensions read, and whether figures were left aside because their unit is not known."""

    dims: Dims = NO_DIMS
    is_without_unit: bool = False


NOTHING = DimsReading()


def read_title(title: str, kind: Goods) -> DimsReading:
    """Read the dimensions a title holds; `63x150 sect.` is a section of timber."""
    part = sized_part(title)
    return NOTHING if part is None else read_part(part, title, kind)


@lru_cache(maxsize=1024)
def read_part(part: str, title: str, kind: Goods) -> DimsReading:
    """Read the dimensions of the part of a title that holds them."""
    is_section = bool(_SECTION.search(title))
    return _read_part(part, kind, is_section=is_section, is_fluid=holds_millilitres(title))


@lru_cache(maxsize=1024)
def _read_part(part: str, kind: Goods, *, is_section: bool, is_fluid: bool) -> DimsReading:
    kind = Goods.TIMBER if is_section and kind is Goods.OTHER else kind
    found = find_measures(part, is_fluid=is_fluid)
    return _judge(found, kind, scale=None, is_section=is_section)


@lru_cache(maxsize=16_384)
def read_cell(
    text: str, kind: Goods, *, scale: Decimal | None, is_section: bool = False
) -> DimsReading:
    """Read the dimensions of a cell that holds them all; `scale` is the unit of its header."""
    return _judge(find_measures(text, is_cell=True), kind, scale, is_section=is_section)


def read_columns(cells: Mapping[Role, tuple[Measure, Decimal | None]], kind: Goods) -> DimsReading:
    """Read the columns of single dimensions: each a figure and the unit of its header."""
    bare = [
        measure.value
        for role, (measure, scale) in cells.items()
        if not measure.scale and not scale and role not in {Role.THICKNESS, Role.DIAMETER}
    ]
    common = _scale_of(bare, kind)
    found: dict[str, int | None] = {}
    is_without_unit = False
    for role, (measure, scale) in cells.items():
        default = Decimal(1) if role in {Role.THICKNESS, Role.DIAMETER} else common
        used = measure.scale or scale or default
        if role is Role.LENGTH and kind is Goods.TIMBER and _is_short(measure, scale):
            used = None
        is_without_unit = is_without_unit or used is None
        found[_SIZED[role]] = _millimetres(measure.value, used)
    return DimsReading(Dims(**found), is_without_unit)


def _is_short(measure: Measure, scale: Decimal | None) -> bool:
    """Tell whether a length of timber cannot be the millimetres it would be: `4` is in metres."""
    return (
        not (measure.scale or scale)
        and measure.value < _SHORTEST
        and (measure.value == measure.value.to_integral_value())
    )


def _judge(
    found: Measures, kind: Goods, scale: Decimal | None, *, is_section: bool = False
) -> DimsReading:
    dims = _named(found, kind, scale)
    sides, is_unsaid = _sides(found, kind, scale, is_section=is_section)
    dims = dims.completed_by(sides)
    if found.linear is not None and dims.length_mm is None:
        dims = replace(dims, length_mm=_millimetres(found.linear, Decimal(1000)))
    if found.lone is not None and dims.thickness_mm is None and has_lone_thickness(kind):
        dims = replace(dims, thickness_mm=_millimetres(found.lone, Decimal(1)))
    if found.door is not None and kind is Goods.DOORS and not dims.has_face:
        dims = replace(dims, width_mm=found.door * 10)
    return DimsReading(dims, is_unsaid or _is_left_out(found, dims))


def _is_left_out(found: Measures, dims: Dims) -> bool:
    """Tell whether a side that a letter names was left aside for want of a unit."""
    sides = {Role.LENGTH, Role.WIDTH, Role.HEIGHT}
    return any(role in sides for role, _measure in found.named) and not dims.has_face


def _named(found: Measures, kind: Goods, scale: Decimal | None) -> Dims:
    """Read the figures that a letter names: L, l, H, ép, Ø."""
    bare = [
        measure.value
        for role, measure in found.named
        if not measure.scale and role not in {Role.THICKNESS, Role.DIAMETER}
    ]
    common = scale or _scale_of(bare, kind)
    roles = {role for role, _measure in found.named}
    values: dict[str, int | None] = {}
    for role, measure in found.named:
        # L beside H without l is a width.
        is_width = role is Role.LENGTH and Role.HEIGHT in roles and Role.WIDTH not in roles
        default = Decimal(1) if role in {Role.THICKNESS, Role.DIAMETER} else common
        name = "width_mm" if is_width else _SIZED[role]
        values[name] = _millimetres(measure.value, measure.scale or default)
    return Dims(**values)


def _sides(
    found: Measures, kind: Goods, scale: Decimal | None, *, is_section: bool
) -> tuple[Dims, bool]:
    """Read `60x60`, `215*83`, `2500x1250x18`; tell also whether their unit is missing."""
    sides = found.sides or (found.slashed if kind is Goods.TILES else ())
    if not 2 <= len(sides) <= 3 or (kind is Goods.HARDWARE and scale is None):
        return NO_DIMS, False
    bare = [side.value for side in sides if not side.scale]
    common = scale or _scale_of(bare, kind)
    is_cut = is_section or found.linear is not None or kind is Goods.TIMBER
    # A section of metres: the unit was a guess, and cannot be that one.
    is_absurd = scale is None and is_cut and common == 1000 and len(sides) == 2
    # `63x175x4`: a piece of timber is no 175 mm long, its length is in metres.
    largest = max(side.value for side in sides)
    is_absurd = is_absurd or (len(bare) == 3 and common == 1 and is_cut and largest < _WIDEST)
    if bare and (common is None or is_absurd):
        return NO_DIMS, True
    lengths = [_millimetres(side.value, side.scale or common) for side in sides]
    known = sorted((length for length in lengths if length is not None), reverse=True)
    if len(known) < len(sides):
        return NO_DIMS, False
    return _arranged(known, kind, is_cut=is_cut, is_section=is_section, found=found), False


def _arranged(
    lengths: list[int], kind: Goods, *, is_cut: bool, is_section: bool, found: Measures
) -> Dims:
    """Say which side is which, from the longest to the shortest."""
    longest, shortest = lengths[0], lengths[-1]
    if len(lengths) == 3:
        if found.linear is not None:
            return Dims(width_mm=longest, thickness_mm=shortest)
        if shortest > _THICKEST.get(kind, shortest):
            # `60x60x9`: the last figure is in another unit than the first two.
            return Dims(length_mm=longest, width_mm=lengths[1])
        return Dims(length_mm=longest, width_mm=lengths[1], thickness_mm=shortest)
    if is_cut and (is_section or longest < _WIDEST):
        return Dims(width_mm=longest, thickness_mm=shortest)
    if kind is Goods.DOORS:
        return Dims(height_mm=longest, width_mm=shortest)
    return Dims(length_mm=longest, width_mm=shortest)


def _scale_of(figures: list[Decimal], kind: Goods) -> Decimal | None:
    """Return the millimetres of the unit that figures without one have on such goods."""
    if not figures:
        return Decimal(1)
    largest = max(figures)
    if largest < 10 and any(figure != figure.to_integral_value() for figure in figures):
        return Decimal(1000)
    if kind is Goods.TIMBER:
        return Decimal(1)
    if kind is Goods.TILES:
        return Decimal(1) if largest >= 300 else Decimal(10)
    if is_metric(kind):
        return Decimal(1) if largest >= 500 else Decimal(10)
    return None


def _millimetres(value: Decimal, scale: Decimal | None) -> int | None:
    if scale is None:
        return None
    length = int((value * scale).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return length if 0 < length <= _LONGEST else None
