"""How much there is: what a visitor needs in m², pieces or kilograms, against units and packs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from brocante.catalogue.sizes import NUMBER, Measured, sides_of
from brocante.core.text import fold
from brocante.core.units import Quantity, Unit

# Units one can buy by the piece, whatever they are called.
COUNTED = frozenset(unit for unit in Unit if not unit.is_measured) - {Unit.LOT, Unit.PALLET}
# What a pack says it holds: "rouleau 60 m²", "sac 25 kg", "seau 10 L", "1,44 m² par boîte".
_HELD = {
    Unit.SQUARE_METRE: re.compile(rf"({NUMBER})\s*(?:m2|m²)"),
    Unit.KILOGRAM: re.compile(rf"({NUMBER})\s*kg\b"),
    Unit.LITRE: re.compile(rf"({NUMBER})\s*l(?:itres?)?\b"),
    Unit.LINEAR_METRE: re.compile(rf"({NUMBER})\s*(?:ml|m|metres?)\b(?!\s*de large)"),
}
_BY_AREA = frozenset({Unit.SHEET, Unit.PIECE})
_BY_LENGTH = frozenset({Unit.BAR, Unit.PIECE})
_ONE = Decimal(1)
_KILOGRAMS = {Unit.KILOGRAM: 1, Unit.TONNE: 1000}


@dataclass(frozen=True, slots=True)
class Need:
    """An amount a visitor needs; without a unit it is in the unit each listing is sold by."""

    amount: Quantity
    unit: Unit | None = None

    def __str__(self) -> str:
        return f"{self.amount} {WRITTEN[self.unit]}" if self.unit else str(self.amount)


WRITTEN = {
    Unit.SQUARE_METRE: "m²",
    Unit.CUBIC_METRE: "m³",
    Unit.LINEAR_METRE: "ml",
    Unit.KILOGRAM: "kg",
    Unit.TONNE: "t",
    Unit.LITRE: "l",
    Unit.PIECE: "u",
}


class Stocked(Measured, Protocol):
    """A listing with what is left of it; a plain row of the catalogue."""

    @property
    def id(self) -> int: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def unit_mass_g(self) -> int | None: ...
    @property
    def left(self) -> Quantity: ...
    @property
    def batch(self) -> str: ...
    @property
    def company_id(self) -> int: ...


def content_of(listing: Stocked, unit: Unit) -> Decimal | None:
    """Return how much of `unit` one unit of a listing holds; None when that is not known."""
    if listing.unit is unit or (unit is Unit.PIECE and listing.unit in COUNTED):
        return _ONE
    if unit is Unit.PIECE:
        return None
    return _content(listing.title, listing.unit, listing.unit_mass_g, sides_of(listing).all, unit)


@lru_cache(maxsize=16_384)
def _content(
    title: str, sold_by: Unit, mass_g: int | None, sides: tuple[int, ...], unit: Unit
) -> Decimal | None:
    if unit in _KILOGRAMS:
        return _mass(title, sold_by, mass_g, unit)
    told = _told(title, unit) if sold_by in COUNTED else None
    if told is not None and unit is not Unit.LINEAR_METRE:
        return told
    if unit is Unit.SQUARE_METRE and sold_by in _BY_AREA and len(sides) >= 2:
        told = Decimal(sides[0] * sides[1]) / 1_000_000
    elif unit is Unit.LINEAR_METRE and sold_by in _BY_LENGTH and sides:
        told = Decimal(sides[0]) / 1000
    return told


def _mass(title: str, sold_by: Unit, mass_g: int | None, unit: Unit) -> Decimal | None:
    if sold_by in _KILOGRAMS:
        return Decimal(_KILOGRAMS[sold_by]) / _KILOGRAMS[unit]
    if mass_g is not None:
        return Decimal(mass_g) / 1000 / _KILOGRAMS[unit]
    told = _told(title, Unit.KILOGRAM) if sold_by in COUNTED else None
    return None if told is None else told / _KILOGRAMS[unit]


@lru_cache(maxsize=8_192)
def _told(title: str, unit: Unit) -> Decimal | None:
    pattern = _HELD.get(unit)
    found = pattern.search(fold(title)) if pattern else None
    return Decimal(found[1].replace(",", ".")) if found else None


def amount_of(listing: Stocked, unit: Unit | None) -> Decimal | None:
    """Return how many thousandths of `unit` are left, packaging counted; None if unknown."""
    each = _ONE if unit is None else content_of(listing, unit)
    return None if each is None else each * listing.left.thousandths


def enough(listings: Iterable[Stocked], need: Need) -> set[int]:
    """Return the listings there is enough of.

    Listings of one company and one batch (bain) that are sold alike add up to one amount.
    """
    amounts: dict[int, Decimal] = {}
    batches: dict[tuple[int, str, Unit], list[int]] = defaultdict(list)
    for listing in listings:
        amount = amount_of(listing, need.unit)
        if amount is None:
            continue
        amounts[listing.id] = amount
        if listing.batch:
            batches[listing.company_id, fold(listing.batch), listing.unit].append(listing.id)
    return _alone(amounts, need) | _together(amounts, batches, need)


def _alone(amounts: Mapping[int, Decimal], need: Need) -> set[int]:
    return {listing for listing, amount in amounts.items() if amount >= need.amount.thousandths}


def _together(
    amounts: Mapping[int, Decimal],
    batches: Mapping[tuple[int, str, Unit], list[int]],
    need: Need,
) -> set[int]:
    found: set[int] = set()
    for ids in batches.values():
        if sum(amounts[listing] for listing in ids) >= need.amount.thousandths:
            found.update(ids)
    return found


def mass_of_need(listing: Stocked, need: Need | None) -> int | None:
    """Return the mass in g of what one carries: the amount needed, else one unit."""
    if listing.unit_mass_g is None or need is None:
        return listing.unit_mass_g
    each = _ONE if need.unit is None else content_of(listing, need.unit)
    if not each:
        return listing.unit_mass_g
    return int(need.amount.thousandths / each * listing.unit_mass_g / 1000)
