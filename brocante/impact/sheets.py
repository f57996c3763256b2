"""A sheet of a workbook, written row by row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter import Workbook


class Sheet:
    """Writes cells from the top down; texts are never run as formulas."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._sheet = book.add_worksheet(name[:31])
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.name = name[:31]
        self.row = 0

    def head(self, titles: Sequence[str], widths: Sequence[float] = ()) -> None:
        """Write the titles of the columns and hold them in view."""
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            self._sheet.write_string(0, place, title, self._bold)
        self.row = 1

    def cells(self, cells: Iterable[object], start: int = 0) -> None:
        """Write cells of the present row: numbers as numbers, all else as text."""
        for place, cell in enumerate(cells, start):
            self.cell(place, cell)

    def cell(self, place: int, cell: object) -> None:
        """Write one cell of the present row; nothing for an empty one."""
        if isinstance(cell, Decimal | int | float):
            self._sheet.write_number(self.row, place, float(cell))
        elif cell not in ("", None):
            self._sheet.write_string(self.row, place, str(cell))

    def formula(self, place: int, formula: str, value: float | str) -> None:
        """Write a formula of the present row with the value it gives."""
        self._sheet.write_formula(self.row, place, formula, None, value)

    def long(self, place: int, text: str) -> None:
        """Write a text that may take several lines."""
        self._sheet.write_string(self.row, place, text, self._wrap)

    def next(self) -> None:
        """Go on to the next row."""
        self.row += 1

    def rows(self, rows: Iterable[Iterable[object]]) -> None:
        """Write whole rows."""
        for row in rows:
            self.cells(row)
            self.next()
