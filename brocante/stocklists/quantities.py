"""Quantity cells: a number, its unit and packing; what is not certain is left open."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from brocante.core.units import Unit
from brocante.stocklists.grids import Fault, Value
from brocante.stocklists.numbers import LONGEST_FIGURE, NUMBER, read_number
from brocante.stocklists.packaging import Packing, read_chain
from brocante.stocklists.unit_words import read_unit
from brocante.stocklists.words import folded

_APPROXIMATE = r"(?:~|≈|±|\+/-|env(?:iron)?\b\.?|approx(?:imativement)?\b\.?|vers\b)"
_QUANTITY = re.compile(
    rf"(?P<about>{_APPROXIMATE})?\s*(?P<sign>[-−–])?\s*(?P<number>{NUMBER})(?P<rest>.*)", re.DOTALL
)
_TRAILING = re.compile(rf"\s*\(?{_APPROXIMATE}\)?\s*$")
_WORDS = re.compile(r"[a-z' .²³()-]+")


class QuantityReading(NamedTuple):
    """What a quantity cell says. `is_odd_unit`: its word is no unit, so no column replaces it."""

    value: Decimal | None = None
    unit: Unit | None = None
    packing: Packing | None = None
    is_odd_unit: bool = False
    issues: tuple[str, ...] = ()


UNCLEAR = QuantityReading(issues=("quantity-unclear",))


def read_quantity(cell: Value | None) -> QuantityReading:
    """Read a quantity cell, whatever its type."""
    if isinstance(cell, Fault):
        return QuantityReading(issues=("formula-error",))
    if isinstance(cell, Decimal):
        return _signed(QuantityReading(cell))
    if isinstance(cell, str) and len(cell) <= LONGEST_FIGURE:
        return _read(cell)
    return UNCLEAR


@lru_cache(maxsize=16_384)
def _read(text: str) -> QuantityReading:
    cell = folded(text)
    chain = read_chain(text)
    if chain is not None:
        doubts = ("ambiguous-number",) if chain.is_ambiguous else ()
        return _signed(QuantityReading(chain.count, chain.unit, chain.packing, issues=doubts))
    found = _QUANTITY.fullmatch(cell)
    if found is None:
        return UNCLEAR
    rest, is_about = found["rest"], found["about"] is not None
    if trailing := _TRAILING.search(rest):
        rest, is_about = rest[: trailing.start()], True
    reading = _with_unit(rest.strip())
    figure = read_number(found["number"])
    if reading is None or (figure.value is None and not figure.is_ambiguous):
        return UNCLEAR._replace(unit=reading.unit if reading else None)
    issues = [*reading.issues, *(["quantity-unclear"] if is_about else [])]
    if figure.is_ambiguous:
        issues.append("ambiguous-number")
    value = -figure.value if found["sign"] and figure.value is not None else figure.value
    return _signed(reading._replace(value=value, issues=tuple(dict.fromkeys(issues))))


def _with_unit(rest: str) -> QuantityReading | None:
    """Read what follows the number: nothing, a unit, another word; None for sums and ranges."""
    if not rest:
        return QuantityReading()
    unit = read_unit(rest)
    if unit is not None:
        return QuantityReading(unit=unit)
    if not _WORDS.fullmatch(rest) or rest.startswith(("x ", "a ", "-", "ou ", "et ")):
        return None
    words = rest.split()
    for size in range(min(3, len(words)), 0, -1):
        unit = read_unit(" ".join(words[:size]))
        if unit is not None:
            return QuantityReading(unit=unit, issues=("quantity-unclear",))
    return QuantityReading(is_odd_unit=True)


def _signed(reading: QuantityReading) -> QuantityReading:
    if reading.value is None or reading.value > 0:
        return reading
    if reading.value < 0:
        return reading._replace(value=None, issues=(*reading.issues, "negative-quantity"))
    return reading._replace(value=Decimal(0), issues=(*reading.issues, "zero-quantity"))
