"""What is in a pack: `5 palettes de 56 sacs 25kg`, `sac 25 kg`, `48 plaques/pal`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from brocante.core.units import Unit
from brocante.stocklists.numbers import NUMBER, read_number
from brocante.stocklists.unit_words import BASES, PACKS, UNIT_PATTERN, read_unit, unit_pattern
from brocante.stocklists.words import folded

# Beyond this length a text is no title: its figures are left alone.
LONGEST_TEXT = 1000
# A title as far as its last amount of something, and the words after it; most titles have none.
_AMOUNTS = re.compile(r".*\d\s?[a-z]\S*(?:\s[^\d\s]+){0,4}")
_UNIT = rf"({UNIT_PATTERN})(?![a-z0-9])"
_STEP = re.compile(rf"[\s(,]*(?:de\s+|d')?({NUMBER})\s*{_UNIT}[\s)]*")
_OF = r"\s*(?:de\s+|d'|:\s*|\(\s*)?"
_AMOUNT = rf"({NUMBER})\s*{_UNIT}(?!\s*[x*×])"
_AMOUNTED = rf"{_AMOUNT}(?:{_OF}{_AMOUNT})?"
# `1,44 m2 par boite`: what must be there for a pack after its content.
_BY = re.compile(r"/|(?<![a-z])(?:par|le|la)(?![a-z])")


class Packing(NamedTuple):
    """What one pack holds: so many inner packs (one when it is its own), each of a base amount."""

    inner_count: Decimal
    inner_unit: Unit
    per: Decimal | None = None
    base: Unit | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A quantity written with its packing: `12 bte de 1,44 m²` is 12 boxes of such a packing."""

    count: Decimal
    unit: Unit
    packing: Packing
    is_ambiguous: bool


@lru_cache(maxsize=16_384)
def read_chain(text: str) -> Chain | None:
    """Read a whole cell as a quantity with its packing; None when it is anything else."""
    steps = []
    place, cell = 0, folded(text)
    while place < len(cell):
        found = _STEP.match(cell, place)
        if found is None:
            return None
        steps.append((found[1], found[2]))
        place = found.end()
    if not 2 <= len(steps) <= 3:
        return None
    figures = [read_number(number) for number, _unit in steps]
    units = [read_unit(unit) for _number, unit in steps]
    values = [figure.value for figure in figures]
    packing = _packing(units[0], values[1:], units[1:])
    if packing is None or values[0] is None or units[0] is None:
        return None
    return Chain(values[0], units[0], packing, any(figure.is_ambiguous for figure in figures))


def find_packing(text: str, unit: Unit) -> Packing | None:
    """Find in a title or packaging cell what one `unit` holds; None when two are told."""
    if unit not in PACKS or len(text) > LONGEST_TEXT:
        return None
    amounts = _AMOUNTS.match(folded(text))
    return _packing_in(amounts[0], unit) if amounts else None


@lru_cache(maxsize=1024)
def _packing_in(cell: str, unit: Unit) -> Packing | None:
    told = _before(unit).findall(cell)
    if _BY.search(cell):
        told += _after(unit).findall(cell)
    found = {_told(unit, one) for one in told} - {None}
    return found.pop() if len(found) == 1 else None


@cache
def _before(unit: Unit) -> re.Pattern[str]:
    """Return the pattern of a pack before what it holds.

    `sac 25 kg`, `rouleau de 10,8 m2`, `sac de ciment 35 kg`, `palette de 56 sacs de 25 kg`.
    """
    between = rf"(?:{_OF}|\s+(?:de\s+|d')(?:[a-z][a-z'-]+\s+){{1,3}})"
    return re.compile(rf"(?<![a-z0-9]){unit_pattern(unit)}(?![a-z0-9]){between}{_AMOUNTED}")


@cache
def _after(unit: Unit) -> re.Pattern[str]:
    """Return the pattern of a pack after what it holds.

    `48 plaques/pal`, `1,44 m2 par boite`, `56 sacs de 25 kg par palette`.
    """
    by = r"\s*(?:/|par|le|la)\s*(?:la |le |l')?"
    return re.compile(rf"(?<![\w.,x*×/]){_AMOUNTED}{by}{unit_pattern(unit)}(?![a-z0-9])")


def _told(outer: Unit, found: tuple[str, str, str, str]) -> Packing | None:
    one, first, two, second = found
    if read_unit(first) in BASES:
        # `carton 1,44 m2 (4 pièces)`: the amount is told, the rest explains it.
        two = second = ""
    numbers = [_certain(number) for number in (one, two) if number]
    return _packing(outer, numbers, [read_unit(unit) for unit in (first, second) if unit])


def _certain(number: str) -> Decimal | None:
    figure = read_number(number)
    return None if figure.is_ambiguous else figure.value


def _packing(
    outer: Unit | None, numbers: list[Decimal | None], units: list[Unit | None]
) -> Packing | None:
    """Judge a chain: a pack of a base amount, or of inner packs, maybe of a base amount each."""
    if outer is None or outer not in PACKS or not numbers or None in numbers or None in units:
        return None
    first, inner = numbers[0], units[0]
    if first is None or inner is None or first <= 0:
        return None
    if inner in BASES:
        return Packing(Decimal(1), outer, first, inner) if len(numbers) == 1 else None
    is_inner = inner in PACKS | {Unit.PIECE} and inner is not outer
    if not is_inner or first != first.to_integral_value():
        return None
    if len(numbers) == 1:
        return Packing(first, inner)
    is_based = units[1] in BASES and bool(numbers[1])
    return Packing(first, inner, numbers[1], units[1]) if is_based else None
