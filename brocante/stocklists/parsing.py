"""The one way in: the bytes of a file, or a pasted text, become a stock list."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from brocante.stocklists.columns import Columns
from brocante.stocklists.csv_files import read_lines
from brocante.stocklists.duplicates import mark_duplicates
from brocante.stocklists.errors import EmptyFile, SheetNotFound, TooLarge
from brocante.stocklists.freetext import read_free_text
from brocante.stocklists.grids import Allowance, Grid, Sheet
from brocante.stocklists.headers import Header, find_header, header_at
from brocante.stocklists.lines import Sense, read_line
from brocante.stocklists.options import Options
from brocante.stocklists.pricing import Pricer, plan_prices
from brocante.stocklists.reading import MOST_BYTES, read_file
from brocante.stocklists.references import is_cut_short, usual_length
from brocante.stocklists.results import Dropped, Issue, Line, SheetFound, StockList
from brocante.stocklists.roles import Column, Role
from brocante.stocklists.rows import Sorting, sort_rows
from brocante.stocklists.tables import Table, find_tables
from brocante.stocklists.terms import find_terms
from brocante.stocklists.words import folded

_SPOILT = "reference-damaged-by-spreadsheet"


def parse(data: bytes, name: str, options: Options | None = None) -> StockList:
    """Understand a file; raises one of the errors of `errors`, and nothing else."""
    with _without_collection():
        return _understand(read_file(data), name, options or Options())


def parse_text(text: str, options: Options | None = None) -> StockList:
    """Understand a pasted message, line by line."""
    if len(text) > MOST_BYTES:
        raise TooLarge
    grid = read_lines(text, Allowance())
    chosen = options or Options()
    return _understand(grid, "", chosen, is_message=True)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the search for cycles: all that a list becomes is kept, so that it finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _understand(grid: Grid, name: str, options: Options, *, is_message: bool = False) -> StockList:
    reasons = dict(zip(range(len(grid.sheets)), _reasons(grid, options), strict=True))
    headers = {
        place: None if is_message else _header(grid.sheets[place], options)
        for place, reason in reasons.items()
        if reason is None
    }
    is_table = any(header is not None for header in headers.values())
    found: list[SheetFound] = []
    lines: list[Line] = []
    dropped: list[Dropped] = []
    issues: list[Issue] = []
    for place, sheet in enumerate(grid.sheets):
        header, reason = headers.get(place), reasons[place]
        if reason is None and is_table and header is None and options.sheet is None:
            reason = "no-table"
        part = _Part(sheet, options)
        if reason is None:
            part.read(header)
        issues += [*_sheet_issues(sheet, reason), *part.issues]
        lines += part.lines
        dropped += part.dropped
        rows = part.header_rows
        found.append(SheetFound(sheet.name, sheet.is_visible, reason, rows, part.all))
    return StockList(
        name=name,
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        is_table=is_table,
        sheets=tuple(found),
        lines=mark_duplicates(lines),
        dropped=tuple(dropped),
        issues=tuple(dict.fromkeys(issues)),
    )


def _reasons(grid: Grid, options: Options) -> Iterator[str | None]:
    """Say why each sheet is left out, None when it is read; raises when nothing is to be."""
    if options.sheet is not None:
        asked = _asked(grid, options.sheet)
        return iter([None if sheet is asked else "other" for sheet in grid.sheets])
    if not any(sheet.rows for sheet in grid.sheets if sheet.is_visible):
        raise EmptyFile
    return iter([_reason(sheet) for sheet in grid.sheets])


def _asked(grid: Grid, name: str) -> Sheet:
    for alike in (str, folded):
        for sheet in grid.sheets:
            if sheet.name is not None and alike(sheet.name) == alike(name):
                return sheet
    raise SheetNotFound(name=name)


def _reason(sheet: Sheet) -> str | None:
    if not sheet.is_visible:
        return "hidden"
    if "archive" in folded(sheet.name or ""):
        return "archive"
    return None if sheet.rows else "empty"


def _header(sheet: Sheet, options: Options) -> Header | None:
    chosen = options.choices(sheet.name).header_row
    return find_header(sheet) if chosen is None else header_at(sheet, chosen)


def _sheet_issues(sheet: Sheet, reason: str | None) -> Iterator[Issue]:
    if reason in {"hidden", "archive"}:
        yield Issue(f"{reason}-sheet-skipped", sheet.name)
    if reason is None and sheet.has_comments:
        yield Issue("comments-ignored", sheet.name)
    if reason is None and sheet.has_pictures:
        yield Issue("pasted-images-ignored", sheet.name)


class _Part:
    """What one sheet gives."""

    def __init__(self, sheet: Sheet, options: Options) -> None:
        self._sheet = sheet
        self._options = options
        self.lines: tuple[Line, ...] = ()
        self.dropped: tuple[Dropped, ...] = ()
        self.issues: tuple[Issue, ...] = ()
        self.all: tuple[Column, ...] = ()
        self.header_rows: tuple[int, ...] = ()

    def read(self, header: Header | None) -> None:
        """Read the rows under a header, or each as a line of text."""
        sheet, options = self._sheet, self._options
        if header is None:
            text = read_free_text(sheet.name, sheet.rows, options)
            self.lines, self.dropped = text.lines, text.dropped
            return
        tables = find_tables(sheet, header, options.choices(sheet.name).roles)
        sorting = sort_rows(sheet, tables)
        senses = list(self._senses(tables, sorting))
        lines = [read_line(senses[article.table], article) for article in sorting.articles]
        self.lines = tuple(_with_cut_references(lines))
        self.dropped = tuple(sorting.dropped)
        self.all = tables[0].columns.all
        self.header_rows = tuple(number for table in tables for number in table.header_rows)
        is_filled = any(article.row.is_filled for article in sorting.articles)
        colours = [Issue("colours-ignored", sheet.name)] if is_filled else []
        costs = (issue for table in tables for issue in _costs(table.columns))
        self.issues = (*costs, *colours)

    def _senses(self, tables: tuple[Table, ...], sorting: Sorting) -> Iterator[Sense]:
        """Say of each table what its columns mean and how its prices are read."""
        terms = find_terms(sorting.remarks, self._options)
        for place, table in enumerate(tables):
            articles = (article for article in sorting.articles if article.table == place)
            filled = frozenset(column for article in articles for column in article.cells)
            plan = plan_prices(table.columns, terms, filled)
            yield Sense(self._sheet.name, table.columns, Pricer(plan, terms), self._options)


def _costs(columns: Columns) -> Iterator[Issue]:
    for column in columns.of(Role.PURCHASE):
        yield Issue("purchase-cost-ignored", column.header or column.letter)


def _with_cut_references(lines: list[Line]) -> Iterator[Line]:
    """Mark the references that lost their first zeros, seen by the length of the others."""
    usual = usual_length(line.reference for line in lines if line.reference is not None)
    for line in lines:
        if line.reference is not None and is_cut_short(line.reference, usual):
            issue = Issue(_SPOILT, "reference")
            kept = tuple(found for found in line.issues if found != issue)
            yield replace(line, issues=(*kept, issue))
        else:
            yield line


def understand(
    grid: Grid, name: str, options: Options | None = None, *, is_message: bool = False
) -> StockList:
    """Understand cells that were read before, as `parse` and `parse_text` do."""
    return _understand(grid, name, options or Options(), is_message=is_message)


def read_message(text: str) -> Grid:
    """Return the lines of a pasted message as cells."""
    if len(text) > MOST_BYTES:
        raise TooLarge
    return read_lines(text, Allowance())
