"""The columns of one sheet, once all are seen together and with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from brocante.stocklists.dates import read_date
from brocante.stocklists.grids import Row, Value, text_of
from brocante.stocklists.headers import Header
from brocante.stocklists.numbers import NUMBER, read_number
from brocante.stocklists.roles import Certainty, Column, Role
from brocante.stocklists.words import folded, is_worded

_SIZED = frozenset(
    {
        Role.DIMENSIONS,
        Role.SECTION,
        Role.LENGTH,
        Role.WIDTH,
        Role.HEIGHT,
        Role.THICKNESS,
        Role.DIAMETER,
    }
)
# Roles one column plays alone: the best ranked, then the leftmost.
_ALONE = frozenset(
    {
        Role.TITLE,
        Role.REFERENCE,
        Role.UNIT,
        Role.FAMILY,
        Role.VAT,
        Role.AVAILABLE_FROM,
        Role.REFERENCE_PRICE,
        Role.BASIS,
        Role.LISTING_CODE,
        *_SIZED,
    }
)
_WORDED = frozenset({Role.REMARK, Role.CONDITION, Role.NONE})
_SAMPLE = 200
_NUMERIC = re.compile(rf"-?\s*{NUMBER}\s*(?:€|%)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet, and quick ways to those of a role."""

    all: tuple[Column, ...]
    by_role: Mapping[Role, tuple[Column, ...]]
    hidden: frozenset[int]
    used: frozenset[int]
    worded: frozenset[int]
    is_sized: bool

    def of(self, role: Role) -> tuple[Column, ...]:
        """Return the columns of a role."""
        return self.by_role.get(role, ())

    def one(self, role: Role) -> Column | None:
        """Return the column that plays a role alone."""
        found = self.by_role.get(role)
        return found[0] if found else None


def resolve(header: Header, rows: Iterable[Row], chosen: Mapping[str, Role]) -> Columns:
    """Settle what each column is, with the cells below and what somebody chose."""
    sample = [row for row in rows if row.number > header.rows[-1]][:_SAMPLE]
    columns = [_chosen(column, chosen) for column in _complete(header.columns, sample)]
    columns = _without_rivals(_rowed(_telling(columns, sample)))
    columns = _titled(columns, sample)
    columns = _multiplied(columns, sample)
    by_role: dict[Role, tuple[Column, ...]] = {}
    for column in columns:
        by_role[column.role] = (*by_role.get(column.role, ()), column)
    untold = {Role.NONE, Role.IGNORED, Role.PURCHASE}
    return Columns(
        tuple(columns),
        by_role,
        frozenset(c.index for c in columns if c.role is Role.PURCHASE),
        frozenset(c.index for c in columns if c.role not in untold),
        frozenset(c.index for c in columns if c.role in _WORDED),
        any(c.role in _SIZED for c in columns),
    )


def _complete(columns: tuple[Column, ...], sample: list[Row]) -> list[Column]:
    """Add the columns that have cells but no header."""
    known = {column.index for column in columns}
    bare = sorted({index for row in sample for index in row.cells} - known)
    empty = [Column(index, "", Role.NONE, Certainty.GUESSED) for index in bare]
    return sorted([*columns, *empty], key=lambda column: column.index)


def _chosen(column: Column, chosen: Mapping[str, Role]) -> Column:
    role = chosen.get(column.letter)
    if role is None:
        return column
    return replace(column, role=role, certainty=Certainty.CHOSEN, rank=-1)


def _telling(columns: list[Column], sample: list[Row]) -> list[Column]:
    """Let the cells tell what a header leaves open."""
    return [
        replace(column, role=_told(column, [row.cells.get(column.index) for row in sample]))
        if column.certainty is not Certainty.CHOSEN
        else column
        for column in columns
    ]


def _told(column: Column, values: list[Value | None]) -> Role:
    """`Rem.` is a discount where it holds figures, `Dispo` a quantity where it holds no dates."""
    name = folded(column.header).strip(" .")
    cells = [value for value in values if value is not None]
    if column.role is Role.DISCOUNT and name == "rem":
        return column.role if any(_figure(cell) is not None for cell in cells) else Role.REMARK
    if column.role is Role.AVAILABLE and name in {"dispo", "disponible"} and cells:
        is_dated = all(_figure(cell) is None and _is_date(cell) for cell in cells)
        return Role.AVAILABLE_FROM if is_dated else column.role
    return column.role


def _is_date(value: Value) -> bool:
    moment, is_unclear = read_date(value)
    return moment is not None or (not is_unclear and is_worded(text_of(value)))


def _rowed(columns: list[Column]) -> list[Column]:
    """L beside H without l is a width."""
    roles = {column.role for column in columns}
    if Role.HEIGHT not in roles or Role.WIDTH in roles:
        return columns
    return [
        replace(column, role=Role.WIDTH)
        if column.role is Role.LENGTH and column.certainty is not Certainty.CHOSEN
        else column
        for column in columns
    ]


def _without_rivals(columns: list[Column]) -> list[Column]:
    best: dict[Role, Column] = {}
    for column in columns:
        held = best.get(column.role)
        if held is None or column.rank < held.rank:
            best[column.role] = column
    return [
        column
        if column.role not in _ALONE or best[column.role] is column
        else replace(column, role=Role.NONE)
        for column in columns
    ]


def _titled(columns: list[Column], sample: list[Row]) -> list[Column]:
    """Without a title by name, take the wordiest column that has a header nobody knows."""
    if any(column.role is Role.TITLE for column in columns):
        return columns
    candidates = {
        column.index: _wordiness(column.index, sample)
        for column in columns
        if column.role is Role.NONE and column.header
    }
    best = max(candidates, key=lambda index: candidates[index], default=None)
    if best is None or not candidates[best]:
        return columns
    return [
        replace(column, role=Role.TITLE, certainty=Certainty.GUESSED)
        if column.index == best
        else column
        for column in columns
    ]


def _wordiness(index: int, sample: list[Row]) -> float:
    """Return the mean length of the texts of a column; 0 when most rows have none there."""
    rows = [row for row in sample if len(row.cells) > 1]
    texts = [value for row in rows if isinstance(value := row.cells.get(index), str)]
    worded = [text for text in texts if any(character.isalpha() for character in text)]
    if not rows or len(worded) < 0.6 * len(rows):
        return 0
    return sum(map(len, worded)) / len(worded)


def _multiplied(columns: list[Column], sample: list[Row]) -> list[Column]:
    """An amount that is quantity times purchase cost tells the cost: it is hidden with it."""
    costs = [c.index for c in columns if c.role is Role.PURCHASE]
    counts = [c.index for c in columns if c.role in {Role.QUANTITY, Role.AVAILABLE, Role.IGNORED}]
    return [
        replace(column, role=Role.PURCHASE)
        if column.role in {Role.NONE, Role.IGNORED}
        and any(
            _is_product(column.index, cost, count, sample) for cost in costs for count in counts
        )
        else column
        for column in columns
    ]


def _is_product(amount: int, cost: int, count: int, sample: list[Row]) -> bool:
    checks = []
    for row in sample:
        figures = [_figure(row.cells.get(index)) for index in (amount, cost, count)]
        if None not in figures:
            total, price, quantity = (figure or Decimal(0) for figure in figures)
            checks.append(abs(total - price * quantity) <= Decimal("0.05") + abs(total) / 1000)
    return len(checks) >= 2 and amount != count and sum(checks) >= 0.6 * len(checks)


def _figure(value: Value | None) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _NUMERIC.fullmatch(folded(value)):
        return read_number(folded(value).strip("-€% ")).value
    return None
