"""The cells of a list as they are kept to be understood again: without purchase costs (R6)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from brocante.stocklists.columns import resolve
from brocante.stocklists.costs import without_costs
from brocante.stocklists.grids import Fault, Grid, Row, Sheet, Span, Value, text_of
from brocante.stocklists.headers import find_header
from brocante.stocklists.results import StockList
from brocante.stocklists.roles import Role

_FIGURE = " 1"
# The columns in which the reader takes costs out of the text; titles and references stay whole.
_WORDED = frozenset({Role.REMARK, Role.CONDITION, Role.NONE})


def without_purchase_costs(grid: Grid, found: StockList) -> Grid:
    """Return a grid without the cells of cost columns, and without costs in texts.

    The headers of those columns stay, so that the grid is understood as the file was.
    """
    sheets = []
    for place, sheet in enumerate(grid.sheets):
        cleaner = _Cleaner(sheet, found, place)
        rows = (cleaner.cleaned(row) for row in sheet.rows)
        sheets.append(replace(sheet, rows=tuple(row for row in rows if row.cells)))
    return replace(grid, sheets=tuple(sheets))


class _Cleaner:
    """Takes the costs out of the rows of one sheet, also of one that is not imported."""

    def __init__(self, sheet: Sheet, found: StockList, place: int) -> None:
        known = found.sheets[place]
        columns, header_rows = known.columns, known.header_rows
        if not columns and not known.is_imported:
            header = find_header(sheet)
            if header is not None:
                columns, header_rows = resolve(header, sheet.rows, {}).all, header.rows
        self._headers = {row.number: row.cells for row in sheet.rows if row.number in header_rows}
        self._costs = frozenset(c.index for c in columns if c.role is Role.PURCHASE)
        self._worded = frozenset(c.index for c in columns if c.role in _WORDED)
        lines = {line.row for line in found.lines if line.sheet == sheet.name}
        self._articles = lines if columns else set()

    def cleaned(self, row: Row) -> Row:
        """Return a row without costs; the headers, also repeated ones, stay as they are."""
        if row.number in self._headers:
            return row
        is_article = row.number in self._articles
        cells: dict[int, Value] = {}
        is_cost = False
        for index, value in sorted(row.cells.items()):
            if self._is_hidden(index, value) or (is_cost and isinstance(value, Decimal)):
                continue
            cells[index], is_cost = value, False
            if isinstance(value, str) and (not is_article or index in self._worded):
                cells[index] = without_costs(value)
                # "Valeur du stock :" in one cell of a title or total, the figure in the next.
                ends_so = without_costs(value + _FIGURE) != value + _FIGURE
                is_cost = ends_so and not is_article
        return row._replace(cells=cells)

    def _is_hidden(self, index: int, value: Value) -> bool:
        if index not in self._costs:
            return False
        return all(cells.get(index) != value for cells in self._headers.values())


def pack(grid: Grid) -> bytes:
    """Write a grid as it is stored."""
    written = {
        "format": grid.format,
        "encoding": grid.encoding,
        "delimiter": grid.delimiter,
        "sheets": [_sheet(sheet) for sheet in grid.sheets],
    }
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack(data: bytes) -> Grid:
    """Read a grid written by `pack`."""
    written = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return Grid(
        written["format"],
        tuple(_read_sheet(sheet) for sheet in written["sheets"]),
        written["encoding"],
        written["delimiter"],
    )


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "visible": sheet.is_visible,
        "comments": sheet.has_comments,
        "pictures": sheet.has_pictures,
        "spans": [list(span) for span in sheet.spans],
        "rows": [
            [row.number, row.is_hidden, row.is_filled, dict(_cells(row.cells))]
            for row in sheet.rows
        ],
    }


def _read_sheet(written: Mapping[str, Any]) -> Sheet:
    return Sheet(
        written["name"],
        tuple(
            Row(number, {int(c): _value(cell) for c, cell in cells.items()}, hidden, filled)
            for number, hidden, filled, cells in written["rows"]
        ),
        written["visible"],
        tuple(Span(*span) for span in written["spans"]),
        written["comments"],
        written["pictures"],
    )


def _cells(cells: Mapping[int, Value]) -> Iterator[tuple[int, object]]:
    for index, value in cells.items():
        if isinstance(value, bool | str):
            yield index, value
        elif isinstance(value, Fault):
            yield index, ["f", value.text]
        elif isinstance(value, datetime):
            yield index, ["t", value.isoformat()]
        elif isinstance(value, date):
            yield index, ["d", value.isoformat()]
        else:
            yield index, ["n", str(value)]


_READERS: Mapping[str, Callable[[str], Value]] = {
    "f": Fault,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
}


def _value(cell: Any) -> Value:
    if isinstance(cell, list):
        kind, text = cell
        return _READERS[kind](text)
    return bool(cell) if isinstance(cell, bool) else str(cell)


def samples(sheet: Sheet, header_rows: tuple[int, ...], count: int = 3) -> dict[int, list[str]]:
    """Return the first different texts below the header, by column."""
    last = header_rows[-1] if header_rows else 0
    found: dict[int, list[str]] = {}
    for row in sheet.rows:
        if row.number > last:
            for index, value in row.cells.items():
                seen = found.setdefault(index, [])
                if len(seen) < count and (text := text_of(value)[:60]) not in seen:
                    seen.append(text)
    return found
