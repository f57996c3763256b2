"""The cells of an .xlsx: rows as nearly every program writes them are taken at one glance.

All others, and whatever stands around them, go through the parser of XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from brocante.stocklists.errors import CorruptFile
from brocante.stocklists.grids import (
    Allowance,
    Fault,
    Row,
    Span,
    Value,
    column_index,
    exact,
    from_serial,
    is_blank,
)
from brocante.stocklists.markup import Attributes, Handler
from brocante.stocklists.xlsx_styles import Styles

_LAST_COLUMN = 16_383
_FIGURES = "0123456789"
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TEXT = r'<t(?: xml:space="preserve")?>([^<]*)</t>'
_ITEM = re.compile(f"<si>{_TEXT}</si>")
_ROW = re.compile(r'<row r="(\d{1,7})"([^<>]*)>')
# Column, style, type, formula, value, text.
_CELL = re.compile(
    r'<c r="([A-Z]{1,2}|[A-W][A-Z]{2})\d{1,7}"(?: s="(\d{1,9})")?(?: t="(\w+)")?'
    r"(?:/>|>(<f(?: [^<>]*?)?(?:/>|>[^<]*</f>))?"
    rf"(?:<v/>|<v>([^<]*)</v>|<is>{_TEXT}</is>)?</c>)"
)
_PARTS = 7
_HIDDEN = re.compile(r' hidden="(?:1|true)"')


class Texts(Handler):
    """The texts shared by all cells, without the phonetic ones."""

    closing = b"</si>"

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._parts: list[str] = []
        self._is_phonetic = False

    def take(self, text: str, feed: Callable[[str], None]) -> None:
        """Take plain texts; feed all else to the parser."""
        parts = _ITEM.split(text)
        feed(parts[0])
        for item, after in zip(parts[1::2], parts[2::2], strict=True):
            if "&" in item:
                feed(f"<si><t>{item}</t></si>")
            else:
                self._keep(item)
            feed(after)

    def _keep(self, text: str) -> None:
        text = _unescape(text)
        self.all.append("" if is_blank(text) else text)

    def open_si(self, _attributes: Attributes) -> None:
        self._parts = []

    def close_si(self, _attributes: Attributes) -> None:
        self._keep("".join(self._parts))

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
class Context:
    """What the cells of a sheet refer to."""

    texts: list[str]
    styles: Styles
    is_1904: bool


class SheetReader(Handler):
    """The cells of one sheet."""

    closing = b"</row>"

    def __init__(self, context: Context, allowance: Allowance) -> None:
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

    def take(self, text: str, feed: Callable[[str], None]) -> None:
        """Take the rows that hold nothing but plain cells; feed all else to the parser."""
        place = 0
        while (start := text.find("<row ", place)) >= 0:
            if start > place:
                feed(text[place:start])
            head = _ROW.match(text, start)
            if head is not None and head[2].endswith("/"):
                self._number, place = int(head[1]), head.end()
                continue
            end = text.index("</row>", start)
            place = end + len("</row>")
            if head is None or not self._take_row(head, text[head.end() : end]):
                feed(text[start:place])
        feed(text[place:])

    def _take_row(self, head: re.Match[str], body: str) -> bool:
        parts = _CELL.split(body)
        # Nothing else may stand between the cells.
        if "&" in body or any(parts[::_PARTS]):
            return False
        self._begin(int(head[1]), is_hidden=_HIDDEN.search(head[2]) is not None)
        cells = self._cells
        groups = (parts[group::_PARTS] for group in range(1, _PARTS))
        for letters, style, kind, formula, number, text in zip(*groups, strict=True):
            value: Value | None
            if text and kind == "inlineStr" and not style and "_x" not in text:
                value = None if is_blank(text) else text
            elif number and not (style or kind):
                value = self._number_of(number, 0)
            else:
                self._has_formula = bool(formula)
                value = self._value(kind or "n", number or text, int(style or 0))
            if value is not None:
                cells[column_index(letters)] = value
        self._end()
        return True

    def _begin(self, number: int, *, is_hidden: bool) -> None:
        self._number = number
        self._is_hidden = is_hidden
        self._is_filled = False
        self._column = -1
        self._cell = {}
        self._cells = {}

    def _add(self, column: int, value: Value | None) -> None:
        self._column = column
        if value is not None and 0 <= column <= _LAST_COLUMN:
            self._cells[column] = value

    def _end(self) -> None:
        if self._cells:
            self._allowance.take(self._cells)
            self.rows.append(Row(self._number, self._cells, self._is_hidden, self._is_filled))

    def open_row(self, attributes: Attributes) -> None:
        try:
            number = int(attributes.get("r", self._number + 1))
        except ValueError as error:
            raise CorruptFile from error
        self._begin(number, is_hidden=attributes.get("hidden", "0") in {"1", "true"})

    def close_row(self, _attributes: Attributes) -> None:
        self._end()

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
        style = int(cell.get("s", "0"))
        self._add(column, self._value(cell.get("t", "n"), self._text, style))

    def _value(self, kind: str, text: str | None, style: int) -> Value | None:
        if style:
            filled = self._context.styles.is_filled
            self._is_filled = self._is_filled or (style < len(filled) and filled[style])
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
