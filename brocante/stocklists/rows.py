"""The rows under a header: which are articles, which are dropped and by which rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from brocante.stocklists.costs import without_costs
from brocante.stocklists.grids import Fault, Row, Sheet, Value, text_of
from brocante.stocklists.marks import as_fault, is_ditto
from brocante.stocklists.merges import spread
from brocante.stocklists.people import before_person
from brocante.stocklists.references import read_listing_code, read_reference
from brocante.stocklists.results import Dropped
from brocante.stocklists.roles import Role
from brocante.stocklists.tables import Table, lay_out
from brocante.stocklists.words import folded, is_worded

LONGEST_CELL = 32_767
_TOTAL = re.compile(
    r"[^a-z0-9]*(?:(?:sous|ss|s)[\s/.-]*)?(?:total|totaux|totale|cumul|report|a reporter)(?![a-z])"
)
# The letters that may begin such a row: cheaper than folding each first cell.
_SUMMING = frozenset("tTsScCrRaAàÀ")
_STAMP = re.compile(
    r"(?<![a-z])(?:edite|imprime)e?s?\s+(?:le|par)(?![a-z])"
    r"|^\W*page\s*:?\s*(?:n\s?°\s*)?\d+\W*$|(?<![a-z])page\s*:?\s*\d+\s*(?:/|sur|de)\s*\d+"
)
_MOST_STAMPED = 4
_SECTION_MARKS = "*-=#:> \t\r\n\u00a0\u202f\u2009–—_"
_LONGEST_MARK = 20
# What begins a mark that stands for something else: a ditto or the error of a formula.
_MARKING = frozenset("\"”“″〃»',`-–—iIdD#E \t\r\n\u00a0")
_NONE: frozenset[int] = frozenset()


class Article(NamedTuple):
    """A row that is an article, its cells as they count: merged, copied from above, cut."""

    row: Row
    cells: Mapping[int, Value]
    family: str | None
    copied: frozenset[int] = frozenset()
    cut: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    # Of the listing the row is about, where our own export wrote it.
    listing_code: str | None = None
    table: int = 0


@dataclass
class Sorting:
    """The rows of a sheet, sorted."""

    articles: list[Article] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    # What title and footer rows say of all prices.
    remarks: list[str] = field(default_factory=list)


def sort_rows(sheet: Sheet, tables: tuple[Table, ...]) -> Sorting:
    """Give each row below and above the headers its fate, in the order of the rules."""
    sorter = _Sorter(sheet, tables)
    previous = 0
    for place, row in enumerate(sheet.rows):
        if row.number > previous + 1:
            sorter.drop_blanks(previous + 1, row.number - 1)
        sorter.take(place, row)
        previous = row.number
    return sorter.sorting


class _Sorter:
    """Sorts the rows of one sheet, top down."""

    def __init__(self, sheet: Sheet, tables: tuple[Table, ...]) -> None:
        self.sorting = Sorting()
        self._sheet = sheet
        self._tables = tables
        self._layout = lay_out(sheet, tables)
        self._header_rows = [number for table in tables for number in table.header_rows]
        self._covering, self._merged = spread(sheet, self._header_rows)
        self._family: str | None = None
        self._enter(0)
        places = reversed(range(len(sheet.rows)))
        self._last_article = next((place for place in places if self._may_be_article(place)), -1)

    def _enter(self, table: int) -> None:
        """Go on with the columns of a table; nothing above it is as in it."""
        self._table = table
        self._columns = self._tables[table].columns
        self._title = self._columns.one(Role.TITLE)
        self._reference = self._columns.one(Role.REFERENCE)
        self._code = self._columns.one(Role.LISTING_CODE)
        self._above: Mapping[int, Value] = {}

    def drop_blanks(self, first: int, last: int) -> None:
        """Note a run of blank rows."""
        self.sorting.dropped.append(Dropped(self._sheet.name, first, last, "blank"))

    def take(self, place: int, row: Row) -> None:
        """Sort one row."""
        if self._layout.tables[place] != self._table:
            self._enter(self._layout.tables[place])
        if row.number in self._header_rows:
            return
        reason = self._reason(place, row)
        if reason is None:
            self._keep(row)
            return
        text = without_costs(" ".join(self._shown(row).split()))
        self.sorting.dropped.append(Dropped(self._sheet.name, row.number, row.number, reason, text))
        if reason in {"title", "footer"}:
            self.sorting.remarks.append(text)
        if reason == "section":
            cleaned = " ".join(text_of(next(iter(row.cells.values()))).split())
            # A line of dashes separates, it names nothing.
            if any(character.isalnum() for character in cleaned):
                self._family = before_person(cleaned.strip(_SECTION_MARKS))

    def _shown(self, row: Row) -> str:
        hidden = self._columns.hidden
        return " ".join(text_of(v) for c, v in sorted(row.cells.items()) if c not in hidden)

    def _reason(self, place: int, row: Row) -> str | None:
        """Return the first rule that drops a row, None for an article."""
        if row.number < self._header_rows[0]:
            return "title"
        if row.number in self._layout.repeats:
            return "header-repeat"
        if (ending := self._ending(row)) is not None:
            return ending
        if self._is_alone(row):
            return self._reason_of_one(place, row)
        return None if self._is_article(row) else "empty-article"

    def _reason_of_one(self, place: int, row: Row) -> str | None:
        """Return why a row of one cell is dropped: below all articles, or a section of some."""
        if place > self._last_article:
            return "footer"
        if _is_worded(row):
            return "section"
        return None if self._is_article(row) else "empty-article"

    def _is_alone(self, row: Row) -> bool:
        """Tell whether one cell is all a row has, merges from above counted."""
        return len(row.cells) == 1 and not self._covering.get(row.number, {}).keys() - row.cells

    def _ending(self, row: Row) -> str | None:
        """Return what a row is that sums up or ends a list; the row of a listing is neither."""
        if self._listing_code(row):
            return None
        return "total" if self._is_total(row) else "footer" if _is_stamped(row) else None

    def _is_total(self, row: Row) -> bool:
        first = row.cells[min(row.cells)]
        title = row.cells.get(self._title.index) if self._title else None
        return any(
            isinstance(cell, str)
            and (cell[0] in _SUMMING or not cell[0].isalnum())
            and _TOTAL.match(folded(cell[:60]))
            for cell in (first, title)
        )

    def _may_be_article(self, place: int) -> bool:
        row = self._sheet.rows[place]
        if self._layout.tables[place] != self._table:
            self._enter(self._layout.tables[place])
        return (
            not self._is_alone(row)
            and row.number > self._header_rows[0]
            and row.number not in self._header_rows
            and row.number not in self._layout.repeats
            and self._ending(row) is None
            and self._is_article(row)
        )

    def _listing_code(self, row: Row) -> str | None:
        return read_listing_code(row.cells.get(self._code.index)) if self._code else None

    def _is_article(self, row: Row) -> bool:
        covering = self._covering.get(row.number, {})
        for column in (self._title, self._reference):
            value = None
            if column is not None:
                value = row.cells.get(column.index, covering.get(column.index))
            if column is self._title and value is not None and _names(value):
                return True
            if column is self._reference and read_reference(value)[0] is not None:
                return True
        return False

    def _keep(self, row: Row) -> None:
        covering = self._covering.get(row.number)
        cells = {**covering, **row.cells} if covering else dict(row.cells)
        copied: set[int] = set()
        cut: set[int] = set()
        used = self._columns.used
        for column, value in row.cells.items():
            if not isinstance(value, str):
                continue
            if len(value) > LONGEST_CELL:
                cells[column] = value[:LONGEST_CELL]
                cut.add(column)
            elif value[0] in _MARKING and len(value) < _LONGEST_MARK and column in used:
                self._read_mark(column, value, cells, copied)
        self._above = cells
        self.sorting.articles.append(
            Article(
                row=row,
                cells=cells,
                family=self._family,
                copied=frozenset(copied) if copied else _NONE,
                cut=frozenset(cut) if cut else _NONE,
                merged=self._merged.get(row.number, _NONE),
                listing_code=self._listing_code(row),
                table=self._table,
            )
        )

    def _read_mark(
        self, column: int, value: str, cells: dict[int, Value], copied: set[int]
    ) -> None:
        """Read a short text as what it may stand for: the cell above, or a failed formula."""
        if is_ditto(value):
            copied.add(column)
            if column in self._above:
                cells[column] = self._above[column]
            else:
                del cells[column]
        else:
            cells[column] = as_fault(value)


def _names(value: Value) -> bool:
    """Tell whether a cell can be a title: it holds a letter or a figure."""
    if isinstance(as_fault(value), Fault):
        return False
    return is_worded(text_of(value)) or is_ditto(value)


def _is_stamped(row: Row) -> bool:
    return len(row.cells) <= _MOST_STAMPED and any(
        isinstance(value, str) and len(value) < 200 and _STAMP.search(folded(value))
        for value in row.cells.values()
    )


def _is_worded(row: Row) -> bool:
    value = next(iter(row.cells.values()))
    return isinstance(value, str) and (
        any(character.isalpha() for character in value)
        or not any(character.isdigit() for character in value)
    )
