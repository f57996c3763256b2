"""Vertical merges: the value of the first cell counts for each row it covers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from brocante.stocklists.grids import Sheet, Value

_MOST_COVERED = 2_000_000


def spread(
    sheet: Sheet, header_rows: list[int]
) -> tuple[dict[int, dict[int, Value]], dict[int, frozenset[int]]]:
    """Spread the values of vertical merges over their rows; tell also which columns they are."""
    rows = {row.number: row for row in sheet.rows}
    numbers = sorted(rows)
    covering: dict[int, dict[int, Value]] = {}
    merged: dict[int, frozenset[int]] = {}
    left = _MOST_COVERED
    for first, last, column, _last_column in sheet.spans:
        if last <= first or first <= header_rows[0] or first in header_rows or first not in rows:
            continue
        value = rows[first].cells.get(column)
        for number in _between(numbers, first, last):
            left -= 1
            if value is not None and left > 0:
                covering.setdefault(number, {}).setdefault(column, value)
                merged[number] = merged.get(number, frozenset()) | {column}
    return covering, merged


def _between(numbers: list[int], first: int, last: int) -> Iterator[int]:
    for place in range(bisect_left(numbers, first), bisect_right(numbers, last)):
        yield numbers[place]
