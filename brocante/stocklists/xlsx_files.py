"""Workbooks of Excel since 2007: one pass over each part, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from brocante.stocklists.archives import Archive, Relations
from brocante.stocklists.errors import CorruptFile
from brocante.stocklists.grids import (
    Allowance,
    Fault,
    Grid,
    Row,
    Sheet,
    Span,
    Value,
    column_index,
    exact,
    from_serial,
    is_blank,
)
from brocante.stocklists.markup import Attributes, Handler, attribute
from brocante.stocklists.xlsx_styles import Styles

MAIN_PART = "xl/workbook.xml"
_LAST_COLUMN = 16_383
_FIGURES = "0123456789"
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(archive: Archive, main: str, allowance: Allowance) -> Grid:
    """Read every sheet of a workbook, hidden ones too."""
    book = _Book()
    archive.read_part(main, book)
    relations = Relations(archive, main)
    texts = _Texts()
    for path in relations.of_kind("sharedStrings"):
        archive.read_part(path, texts)
    styles = Styles()
    for path in relations.of_kind("styles"):
        archive.read_part(path, styles)
    sheets = []
    for name, is_visible, target in book.sheets:
        kind, path = relations.targets.get(target, ("", ""))
        if kind == "worksheet":
            reader = _SheetReader(_Context(texts.all, styles, book.is_1904), allowance)
            archive.read_part(path, reader)
            sheets.append(_finish(archive, path, reader, name, is_visible=is_visible))
    if not sheets:
        raise CorruptFile
    return Grid("xlsx", tuple(sheets))


def _finish(
    archive: Archive, path: str, reader: _SheetReader, name: str, *, is_visible: bool
) -> Sheet:
    beside = Relations(archive, path)
    drawings = [Relations(archive, drawing) for drawing in beside.of_kind("drawing")]
    return Sheet(
        name=name,
        rows=tuple(sorted(reader.rows, key=lambda row: row.number)),
        is_visible=is_visible,
        spans=tuple(reader.spans),
        has_comments=bool(beside.of_kind("comments", "threadedComment")),
        has_pictures=reader.has_pictures or any(found.of_kind("image") for found in drawings),
    )


class _Book(Handler):
    """The list of sheets and the date system."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.is_1904 = False

    def open_workbookPr(self, attributes: Attributes) -> None:  # noqa: N802
        self.is_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

    def open_sheet(self, attributes: Attributes) -> None:
        is_visible = attributes.get("state", "visible") == "visible"
        target = attribute({k: v for k, v in attributes.items() if ":" in k}, "id") or ""
        self.sheets.append((attributes.get("name", ""), is_visible, target))


class _Texts(Handler):
    """The texts shared by all cells, without the phonetic ones."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._parts: list[str] = []
        self._is_phonetic = False

    def open_si(self, _attributes: Attributes) -> None:
        self._parts = []

    def close_si(self, _attributes: Attributes) -> None:
        text = _unescape("".join(self._parts))
        self.all.append("" if is_blank(text) else text)

    def open_rPh(self, _attributes: Attributes) -> None:  # noqa: N802
        self._is_phonetic = True

    def close_rPh(self, _attributes: Attributes) -> None:  # noqa: N802
        self._is_phonetic = False

    def open_t(self, _attributes: Attributes) -> None:
        self.keep()

    def close_t(self, _attributes: Attributes) -> None:
        text = self.kept()
        if not self._is_phonetic:
            self._parts.append(text)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the cells of a sheet refer to."""

    texts: list[str]
    styles: Styles
    is_1904: bool


class _SheetReader(Handler):
    """The cells of one sheet."""

    def __init__(self, context: _Context, allowance: Allowance) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.spans: list[Span] = []
        self.has_pictures = False
        self._context = context
        self._allowance = allowance
        self._number = 0
        self._is_hidden = False
        self._is_filled = False
        self._column = -1
        self._cells: dict[int, Value] = {}
        self._cell: Attributes = {}
        self._text: str | None = None
        self._has_formula = False

    def opener(self) -> Callable[[str, Attributes], None]:
        """Cells and their values, by far the most tags, are taken without a detour."""
        others = super().opener()

        def start(name: str, attributes: Attributes) -> None:
            if name == "c":
                self._cell = attributes
                self._text = None
                self._has_formula = False
            elif name == "v":
                self.text = []
                self.is_kept = True
            else:
                others(name, attributes)

        return start

    def closer(self) -> Callable[[str], None]:
        """See `opener`."""
        others = super().closer()

        def end(name: str) -> None:
            if name == "v":
                self.is_kept = False
                self._text = "".join(self.text)
            elif name == "c":
                self.close_c({})
            else:
                others(name)

        return end

    def open_row(self, attributes: Attributes) -> None:
        try:
            self._number = int(attributes.get("r", self._number + 1))
        except ValueError as error:
            raise CorruptFile from error
        self._is_hidden = attributes.get("hidden", "0") in {"1", "true"}
        self._is_filled = False
        self._column = -1
        self._cells = {}

    def close_row(self, _attributes: Attributes) -> None:
        if self._cells:
            self._allowance.take(self._cells)
            self.rows.append(Row(self._number, self._cells, self._is_hidden, self._is_filled))

    def open_c(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._text = None
        self._has_formula = False

    def open_f(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def open_v(self, _attributes: Attributes) -> None:
        self.keep()

    def close_v(self, _attributes: Attributes) -> None:
        self._text = self.kept()

    def open_t(self, _attributes: Attributes) -> None:
        self.keep()

    def close_t(self, _attributes: Attributes) -> None:
        self._text = (self._text or "") + self.kept()

    def close_c(self, _attributes: Attributes) -> None:
        cell = self._cell
        place = cell.get("r")
        column = column_index(place.rstrip(_FIGURES)) if place is not None else self._column + 1
        self._column = column
        style = 0
        if "s" in cell:
            style = int(cell["s"])
            filled = self._context.styles.is_filled
            self._is_filled = self._is_filled or (style < len(filled) and filled[style])
        value = self._value(style)
        if value is not None and 0 <= column <= _LAST_COLUMN:
            self._cells[column] = value

    def _value(self, style: int) -> Value | None:
        text, kind = self._text, self._cell.get("t", "n")
        if kind == "e":
            return self._error(text)
        if not text:
            # An empty cached text is a result; an empty cached number was never computed.
            return Fault("") if self._has_formula and kind != "str" else None
        if kind == "s":
            return self._shared(text)
        if kind in {"str", "inlineStr"}:
            return None if is_blank(text) else _unescape(text)
        if kind == "b":
            return text == "1"
        return self._number_of(text, style)

    def _shared(self, index: str) -> str | None:
        try:
            return self._context.texts[int(index)] or None
        except (ValueError, IndexError) as error:
            raise CorruptFile from error

    def _error(self, text: str | None) -> Value | None:
        # A picture placed in a cell is stored as an error with metadata.
        if "vm" in self._cell:
            self.has_pictures = True
            return None
        return Fault(text or "#N/A")

    def _number_of(self, text: str, style: int) -> Value:
        formats = self._context.styles.is_date
        try:
            number = exact(text)
            if style and style < len(formats) and formats[style]:
                return from_serial(float(number), is_1904=self._context.is_1904)
        except (ArithmeticError, OverflowError):
            return text
        return number

    def open_mergeCell(self, attributes: Attributes) -> None:  # noqa: N802
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is not None:
            columns = column_index(found[1]), column_index(found[3])
            self.spans.append(Span(int(found[2]), int(found[4]), *columns))


def _unescape(text: str) -> str:
    """Undo the way Excel writes control characters: _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n")
