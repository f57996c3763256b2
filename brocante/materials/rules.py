"""Words and masses: the pure part of the reference data.

Everything is computed with exact fractions; a missing figure gives None, never a guess (R7).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from brocante.core.text import unaccented
from brocante.core.units import Unit, round_half_up

Millimetres = int | Decimal | None
DimsMm = tuple[Millimetres, Millimetres, Millimetres]

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SHORT_WORD = 3
_BY_AREA_FAMILIES = frozenset({"windows", "doors"})
_PIECE_UNITS = frozenset({Unit.PIECE, Unit.SHEET, Unit.BAR})
_KG_PER_WEIGHT_UNIT = {Unit.KILOGRAM: 1, Unit.TONNE: 1000}

# Boards are sold under a rounded name: BA13 is 12.5 mm thick and BA10 is 9.5 mm. Lengths are
# stored as whole millimetres, so the true thickness is put back before weighing (4 to 8 %).
_BA10, _BA13 = Fraction(19, 2), Fraction(25, 2)
_TRUE_THICKNESS_MM = {
    Fraction(9): _BA10,
    Fraction(10): _BA10,
    Fraction(12): _BA13,
    Fraction(13): _BA13,
}
_BOARDS_SOLD_BY_ROUNDED_NAME = frozenset({"plasterboard-standard", "plasterboard-technical"})


class MassOrigin(StrEnum):
    """How a mass is known, best first; stored with every mass and printed beside it."""

    WEIGHED = "weighed"
    DECLARED = "declared"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class Dimensions(NamedTuple):
    """Outer size of one piece in millimetres; None where it is not known."""

    length: Millimetres = None
    width: Millimetres = None
    thickness: Millimetres = None


class LineMass(NamedTuple):
    """Mass of a whole line in grams and how it is known; no grams when unknown."""

    grams: int | None
    origin: MassOrigin


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row of reference data that people read in French or in English."""

    code: str
    label_fr: str
    label_en: str

    def label(self, locale: object) -> str:
        """Give the English label for any English locale, the French one otherwise."""
        return self.label_en if str(locale).lower().startswith("en") else self.label_fr


@dataclass(frozen=True, slots=True)
class PmcbFamily(Labelled):
    """A family of the French producer-responsibility scheme for building products."""

    category: int


@dataclass(frozen=True, slots=True)
class Family(Labelled):
    """A catalogue family; the first of `pmcb_families` is the default one."""

    pmcb_category: int | None
    pmcb_families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material(Labelled):
    """A reference material: kg per unit, kg CO2e per kg (A1-A3), None where not known."""

    family: str
    default_unit: Unit
    kg_per_m2: Decimal | None
    kg_per_m3: Decimal | None
    kg_per_ml: Decimal | None
    kg_per_u: Decimal | None
    kg_per_l: Decimal | None
    ef_low: Decimal | None
    ef_typical: Decimal | None
    ef_high: Decimal | None
    ef_source: tuple[str, ...]
    mass_source: tuple[str, ...]
    note: str
    pmcb_family: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a mass or a factor was read, with the licence that lets it be shown.

    `language` is that of title and publisher; version and licence are written in English.
    """

    key: str
    language: str
    title: str
    publisher: str
    version: str
    year: int | None
    licence: str
    licence_confidence: str
    url: str


def plain(text: str) -> str:
    """Lower case, no accents, every run of other characters one space."""
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    text = text.lower().replace("œ", "oe").replace("×", "x")
    return _NOT_A_WORD.sub(" ", unaccented(text).lower()).strip()


def _singular(word: str) -> str:
    """Drop the French plural; a double s is kept, as no plural is written so."""
    if len(word) > _SHORT_WORD and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > _SHORT_WORD and word.endswith("aux"):
        word = word[:-1]
    return word


def normalise(text: str) -> str:
    """Bring a label or a trade word to the form in which both are compared."""
    return " ".join(_singular(word) for word in plain(text).split())


def estimate_mass(
    material: Material | None, unit: str, quantity_milli: int, dims_mm: DimsMm
) -> int | None:
    """Grams of a whole line of `quantity_milli` thousandths of `unit`, None when unknown."""
    if quantity_milli < 0:
        msg = "a quantity cannot be negative"
        raise ValueError(msg)
    kilograms = _kg_per_unit(material, unit, dims_mm)
    if kilograms is None:
        return None
    # Thousandths of a unit times kg per unit is already in grams.
    return round_half_up(kilograms * quantity_milli)


def estimate_unit_mass(material: Material | None, unit: str, dims_mm: DimsMm) -> int | None:
    """Grams of one unit; do not multiply it for a line, `estimate_mass` rounds only once."""
    return estimate_mass(material, unit, 1000, dims_mm)


def resolve_mass(
    material: Material | None,
    unit: str,
    quantity_milli: int,
    dims_mm: DimsMm,
    *,
    weighed_g: int | None = None,
    declared_unit_g: int | None = None,
) -> LineMass:
    """Choose the best known mass of a line: weighed, typed for one unit, table, unknown.

    `weighed_g` is for the whole line, `declared_unit_g` for one unit. Goods sold by weight are
    declared, not estimated: the seller's own quantity is the mass.
    """
    if weighed_g is not None:
        return LineMass(weighed_g, MassOrigin.WEIGHED)
    if declared_unit_g is not None:
        grams = round_half_up(Fraction(declared_unit_g * quantity_milli, 1000))
        return LineMass(grams, MassOrigin.DECLARED)
    estimated = estimate_mass(material, unit, quantity_milli, dims_mm)
    if estimated is None:
        return LineMass(None, MassOrigin.UNKNOWN)
    by_weight = unit in _KG_PER_WEIGHT_UNIT
    return LineMass(estimated, MassOrigin.DECLARED if by_weight else MassOrigin.ESTIMATED)


def _kg_per_unit(material: Material | None, unit: str, dims_mm: DimsMm) -> Fraction | None:
    """Apply the first rule that fits the unit; packs of unknown content have none."""
    if unit in _KG_PER_WEIGHT_UNIT:
        return Fraction(_KG_PER_WEIGHT_UNIT[Unit(unit)])
    if material is None:
        return None
    length, width, thickness = _metres(material, dims_mm)
    candidates: tuple[Fraction | None, ...] = ()
    if unit == Unit.CUBIC_METRE:
        candidates = (_product(material.kg_per_m3),)
    elif unit == Unit.LITRE:
        candidates = (_product(material.kg_per_l),)
    elif unit == Unit.SQUARE_METRE:
        candidates = (_product(material.kg_per_m3, thickness), _product(material.kg_per_m2))
    elif unit == Unit.LINEAR_METRE:
        by_section = _product(material.kg_per_m3, width, thickness)
        candidates = (by_section, _product(material.kg_per_ml))
    elif unit in _PIECE_UNITS:
        candidates = _kg_per_piece(material, length, width, thickness)
    return next((kilograms for kilograms in candidates if kilograms is not None), None)


def _kg_per_piece(
    material: Material, length: Fraction | None, width: Fraction | None, thickness: Fraction | None
) -> tuple[Fraction | None, ...]:
    by_area = _product(material.kg_per_m2, length, width)
    by_piece = _product(material.kg_per_u)
    by_volume = _product(material.kg_per_m3, length, width, thickness)
    if material.family in _BY_AREA_FAMILIES:
        return by_area, by_piece, by_volume
    return by_piece, by_volume, by_area


def _metres(material: Material, dims_mm: DimsMm) -> list[Fraction | None]:
    """Convert to metres; a size of zero or less is a blank field, not a size."""
    length, width, thickness = (
        Fraction(value) if value is not None and value > 0 else None for value in dims_mm
    )
    if thickness is not None and material.code in _BOARDS_SOLD_BY_ROUNDED_NAME:
        thickness = _TRUE_THICKNESS_MM.get(thickness, thickness)
    return [None if mm is None else mm / 1000 for mm in (length, width, thickness)]


def _product(rate: Decimal | None, *lengths: Fraction | None) -> Fraction | None:
    """Multiply a table figure by lengths in metres; one unknown makes the whole unknown."""
    if rate is None:
        return None
    result = Fraction(rate)
    for length in lengths:
        if length is None:
            return None
        result *= length
    return result
