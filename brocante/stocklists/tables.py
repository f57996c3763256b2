"""The tables of one sheet: a header lower down begins another, with columns of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from brocante.stocklists.columns import Columns, resolve
from brocante.stocklists.grids import Row, Sheet, text_of
from brocante.stocklists.headers import Header, later_headers
from brocante.stocklists.roles import Role
from brocante.stocklists.words import folded


class Table(NamedTuple):
    """The rows of a header, by their numbers, and the columns under it."""

    header_rows: tuple[int, ...]
    columns: Columns


class Layout(NamedTuple):
    """Which table each row belongs to, by its place; and the rows that repeat a header."""

    tables: tuple[int, ...]
    repeats: frozenset[int]


def find_tables(sheet: Sheet, first: Header, chosen: Mapping[str, Role]) -> tuple[Table, ...]:
    """Return the table under the first header and those under others lower down."""
    headers = (first, *later_headers(sheet, first))
    ends = [*(header.rows[0] for header in headers[1:]), 1 << 30]
    names = {column.letter: folded(column.header) for column in first.columns}
    tables = []
    for header, end in zip(headers, ends, strict=True):
        rows = (row for row in sheet.rows if header.rows[-1] < row.number < end)
        # What somebody chose for a column holds wherever it has the same name.
        same = {c.letter for c in header.columns if names.get(c.letter) == folded(c.header)}
        roles = {k: v for k, v in chosen.items() if header is first or k in same}
        tables.append(Table(header.rows, resolve(header, rows, roles)))
    return tuple(tables)


def lay_out(sheet: Sheet, tables: tuple[Table, ...]) -> Layout:
    """Follow the headers down the sheet, and their repetitions from page to page."""
    begins = {number: place for place, table in enumerate(tables) for number in table.header_rows}
    texts: dict[tuple[str, ...], int] = {}
    sizes: set[int] = set()
    current, repeats, found = 0, set(), []
    for row in sheet.rows:
        if row.number in begins:
            current = begins[row.number]
            texts[texts_of(row)] = current
            sizes.add(len(row.cells))
        elif len(row.cells) in sizes and (again := texts.get(texts_of(row))) is not None:
            current = again
            repeats.add(row.number)
        found.append(current)
    return Layout(tuple(found), frozenset(repeats))


def texts_of(row: Row) -> tuple[str, ...]:
    """Return what two rows of the same texts share; a row of figures is no header."""
    if not all(isinstance(value, str) for value in row.cells.values()):
        return ()
    return tuple(folded(text_of(value)) for _column, value in sorted(row.cells.items()))
