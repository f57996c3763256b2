"""How much of an article there is: which column says it, in which unit, packed how."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from brocante.core.units import Unit
from brocante.stocklists.columns import Columns
from brocante.stocklists.grids import Fault, text_of
from brocante.stocklists.marks import is_ditto
from brocante.stocklists.packaging import Packing, find_packing
from brocante.stocklists.quantities import UNCLEAR, QuantityReading, read_quantity
from brocante.stocklists.roles import Column, Role
from brocante.stocklists.rows import Article
from brocante.stocklists.unit_words import PACKS, WHOLE_ENOUGH, holds_millilitres, read_unit
from brocante.stocklists.words import folded


class Stock(NamedTuple):
    """Quantity, unit and packing of a line. `is_packed`: the quantity cell wrote the packing."""

    quantity: Decimal | None
    unit: Unit | None
    packing: Packing | None
    is_packed: bool
    issues: tuple[str, ...]


def read_stock(article: Article, columns: Columns, title: str) -> Stock:
    """Read the quantity columns, the best ones only, and the unit beside them."""
    reading, column = _quantity(article, columns)
    issues = list(reading.issues)
    value = reading.value
    if column is not None and column.index in article.merged:
        value, issues = None, ["quantity-unclear"]
    unit = _unit(reading, article, columns, column)
    if unit is Unit.LINEAR_METRE and holds_millilitres(title) and not _is_metre(article, columns):
        unit = None
    if unit is None:
        issues.append("unit-unknown")
    elif value is not None and unit not in WHOLE_ENOUGH and value != value.to_integral_value():
        issues.append("quantity-unclear")
    packing = reading.packing
    if packing is None and unit in PACKS:
        packing = _packing(article, columns, title, unit)
    return Stock(
        quantity=value,
        unit=unit,
        packing=packing,
        is_packed=reading.packing is not None,
        issues=tuple(dict.fromkeys(issues)) if issues else (),
    )


def _quantity(article: Article, columns: Columns) -> tuple[QuantityReading, Column | None]:
    """Read the columns of what is for sale, else those of the stock; they must agree."""
    counting = columns.of(Role.AVAILABLE) or columns.of(Role.QUANTITY)
    if len(counting) == 1:
        return _read(article, counting[0]) or UNCLEAR, counting[0]
    found = [(_read(article, column), column) for column in counting]
    told = [(reading, column) for reading, column in found if reading is not None]
    if not told:
        return UNCLEAR, counting[0] if counting else None
    if len(told) == 1:
        return told[0]
    values = {reading.value for reading, _column in told}
    return told[0] if len(values) == 1 else (UNCLEAR, told[0][1])


def _read(article: Article, column: Column) -> QuantityReading | None:
    """Read one quantity cell, None when it is empty; "as above" is no quantity."""
    value = article.cells.get(column.index)
    if column.index in article.copied or is_ditto(article.row.cells.get(column.index)):
        return UNCLEAR
    return None if value is None else read_quantity(value)


def _unit(
    reading: QuantityReading, article: Article, columns: Columns, column: Column | None
) -> Unit | None:
    if reading.unit is not None or reading.is_odd_unit:
        return reading.unit
    beside = columns.one(Role.UNIT)
    cell = article.cells.get(beside.index) if beside else None
    if isinstance(cell, Fault):
        return None
    unit, is_said = _unit_said(text_of(cell)) if cell is not None else (None, False)
    return unit if is_said or column is None else column.unit


@lru_cache(maxsize=1024)
def _unit_said(text: str) -> tuple[Unit | None, bool]:
    """Return the unit a cell says, and whether it says anything."""
    if not any(character.isalnum() for character in text):
        return None, False
    return read_unit(text) or _packed_unit(text), True


def _is_metre(article: Article, columns: Columns) -> bool:
    """Tell whether the unit is spelled out, which no millilitre is: `mètre linéaire`."""
    beside = columns.one(Role.UNIT)
    cell = article.cells.get(beside.index) if beside else None
    return isinstance(cell, str) and "metre" in folded(cell)


def _packed_unit(text: str) -> Unit | None:
    """Read `sac 25 kg` in a unit column: the pack, when its packing is told with it."""
    words = folded(text).split()
    unit = read_unit(words[0]) if words else None
    return unit if unit is not None and find_packing(text, unit) is not None else None


def _packing(article: Article, columns: Columns, title: str, unit: Unit) -> Packing | None:
    """Find what one unit holds in the packaging column, the unit column or the title."""
    for column in (*columns.of(Role.PACKAGING), *columns.of(Role.UNIT)):
        cell = article.cells.get(column.index)
        found = _fitting(cell, title, unit) if isinstance(cell, str) else None
        if found is not None:
            return found
    return _fitting(title, title, unit)


def _fitting(text: str, title: str, unit: Unit) -> Packing | None:
    packing = find_packing(text, unit)
    if packing is None or (packing.base is Unit.LINEAR_METRE and holds_millilitres(title)):
        return None
    return packing
