"""Workbooks of LibreOffice: repeated rows and cells are expanded, the blank tail never is."""

from __future__ import annotations

from datetime import date, datetime

from brocante.stocklists.archives import Archive
from brocante.stocklists.errors import CorruptFile, PasswordProtected
from brocante.stocklists.grids import (
    Allowance,
    Fault,
    Grid,
    Row,
    Sheet,
    Span,
    Value,
    exact,
    is_blank,
)
from brocante.stocklists.markup import Attributes, Handler, attribute

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_NUMBERS = {"float", "currency", "percentage"}
_LAST_COLUMN = 16_383
_NO_FILL = {"", "transparent", "#ffffff"}


def read_ods(archive: Archive, allowance: Allowance) -> Grid:
    """Read every sheet of a workbook, hidden ones too."""
    manifest = _Manifest()
    if _MANIFEST in archive.names:
        archive.read_part(_MANIFEST, manifest)
    if manifest.is_encrypted:
        raise PasswordProtected
    reader = _Reader(allowance)
    archive.read_part(CONTENT, reader)
    if not reader.sheets:
        raise CorruptFile
    return Grid("ods", tuple(reader.sheets))


class _Manifest(Handler):
    """Whether the parts of the file are encrypted."""

    is_encrypted = False

    def open_encryption_data(self, _attributes: Attributes) -> None:
        self.is_encrypted = True


class _Styles(Handler):
    """Which styles hide a table or colour a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.hiding: set[str] = set()
        self.filling: set[str] = set()
        self._style = ""

    def open_style(self, attributes: Attributes) -> None:
        self._style = attribute(attributes, "name") or ""

    def open_table_properties(self, attributes: Attributes) -> None:
        if attribute(attributes, "display") == "false":
            self.hiding.add(self._style)

    def open_table_cell_properties(self, attributes: Attributes) -> None:
        if (attribute(attributes, "background-color") or "") not in _NO_FILL:
            self.filling.add(self._style)


class _Texts(_Styles):
    """The text of a cell: its paragraphs, without those of comments and pictures in it."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs = 0
        self.in_cell = False
        self.ignored = 0
        self.has_comments = False
        self.has_pictures = False

    def open_p(self, _attributes: Attributes) -> None:
        if self.in_cell and not self.ignored:
            if self.paragraphs:
                self.text.append("\n")
            self.paragraphs += 1

    def open_s(self, attributes: Attributes) -> None:
        self.characters(" " * min(_count(attributes, "c"), 100))

    def open_tab(self, _attributes: Attributes) -> None:
        self.characters("\t")

    def open_line_break(self, _attributes: Attributes) -> None:
        self.characters("\n")

    def characters(self, text: str) -> None:
        if self.paragraphs and not self.ignored:
            super().characters(text)

    def open_annotation(self, _attributes: Attributes) -> None:
        self.ignored += 1
        self.has_comments = True

    def close_annotation(self, _attributes: Attributes) -> None:
        self.ignored -= 1

    def open_frame(self, _attributes: Attributes) -> None:
        self.ignored += 1

    def close_frame(self, _attributes: Attributes) -> None:
        self.ignored -= 1

    def open_image(self, _attributes: Attributes) -> None:
        self.has_pictures = True


class _Reader(_Texts):
    """The sheets, rows and cells."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self._allowance = allowance
        self._depth = 0
        self._table: Attributes = {}
        self._rows: list[Row] = []
        self._spans: list[Span] = []
        self._row: Attributes = {}
        self._next_row = 1
        self._cell: Attributes = {}
        self._next_column = 0
        self._cells: dict[int, Value] = {}
        self._is_filled = False

    def open_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 1:
            self._table = attributes
            self._rows, self._spans, self._next_row = [], [], 1
            self.has_comments = self.has_pictures = False

    def close_table(self, _attributes: Attributes) -> None:
        self._depth -= 1
        if self._depth:
            return
        style = attribute(self._table, "style-name")
        self.sheets.append(
            Sheet(
                name=attribute(self._table, "name") or "",
                rows=tuple(self._rows),
                is_visible=style not in self.hiding
                and attribute(self._table, "display") != "false",
                spans=tuple(self._spans),
                has_comments=self.has_comments,
                has_pictures=self.has_pictures,
            )
        )

    def open_table_row(self, attributes: Attributes) -> None:
        self._row = attributes
        self._next_column = 0
        self._cells = {}
        self._is_filled = False

    def close_table_row(self, _attributes: Attributes) -> None:
        times = _count(self._row, "number-rows-repeated")
        if self._cells:
            # Judged before anything is copied: a row can be said to stand a million times.
            self._allowance.take(self._cells, times)
            is_hidden = attribute(self._row, "visibility") in {"collapse", "filter"}
            self._rows.extend(
                Row(self._next_row + number, self._cells, is_hidden, self._is_filled)
                for number in range(times)
            )
        self._next_row += times

    def open_table_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self.in_cell = True
        self.paragraphs = 0
        self.keep()

    def open_covered_table_cell(self, attributes: Attributes) -> None:
        self.open_table_cell(attributes)

    def close_covered_table_cell(self, _attributes: Attributes) -> None:
        """What a merged range covers is not seen, so it is not read."""
        self._leave_cell()
        self._next_column += _count(self._cell, "number-columns-repeated")

    def close_table_cell(self, _attributes: Attributes) -> None:
        text = self._leave_cell()
        times = _count(self._cell, "number-columns-repeated")
        first, self._next_column = self._next_column, self._next_column + times
        self._note_span(first)
        value = _value(self._cell, text)
        if value is None:
            return
        if attribute(self._cell, "style-name") in self.filling:
            self._is_filled = True
        for column in range(first, min(first + times, _LAST_COLUMN + 1)):
            self._cells[column] = value

    def _leave_cell(self) -> str:
        self.in_cell = False
        self.paragraphs = 0
        return self.kept()

    def _note_span(self, column: int) -> None:
        down = _count(self._cell, "number-rows-spanned")
        across = _count(self._cell, "number-columns-spanned")
        if down > 1 or across > 1:
            row = self._next_row
            self._spans.append(Span(row, row + down - 1, column, column + across - 1))


def _count(attributes: Attributes, name: str) -> int:
    text = attribute(attributes, name)
    return max(int(text), 1) if text is not None and text.isdigit() else 1


def _value(cell: Attributes, text: str) -> Value | None:
    """Return what a cell holds, by its type; None when it is blank."""
    kind = attribute(cell, "value-type")
    # An error says so beside the type, which stays that of a text or a number.
    if "error" in {found for key, found in cell.items() if key.endswith("value-type")}:
        return Fault(text or "#N/A")
    if kind is None and attribute(cell, "formula") is not None:
        return Fault("")
    if kind in _NUMBERS:
        return _number(attribute(cell, "value") or "", text)
    if kind == "date":
        return _date(attribute(cell, "date-value") or "", text)
    if kind == "boolean":
        return attribute(cell, "boolean-value") == "true"
    text = text or attribute(cell, "string-value") or ""
    return None if is_blank(text) else text


def _number(number: str, text: str) -> Value | None:
    try:
        return exact(number)
    except ArithmeticError:
        return None if is_blank(text) else text


def _date(moment: str, text: str) -> Value | None:
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None if is_blank(text) else text
    return date(found.year, found.month, found.day) if "T" not in moment else found
