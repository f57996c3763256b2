"""Tables of a web page, also those that are named .xls: each <tr> is a row."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from brocante.stocklists.grids import Allowance, Row, Sheet, Span, Value, is_blank

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n]+")
_BREAKS = {"br", "p", "div", "li"}
_MOST_SPANNED = 1000


def looks_like_html(text: str) -> bool:
    """Tell whether a text is a web page or a bare table."""
    start = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    return start.startswith("<") and bool(
        re.search(r"<!doctype html|<html[\s>]|<table[\s>]|<tr[\s>]|<body[\s>]", start)
    )


def declared_charset(data: bytes) -> str | None:
    """Return the encoding a web page claims."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii").lower() if found else None


def read_html(text: str, allowance: Allowance) -> Sheet:
    """Read the rows of all tables of a page, one after the other."""
    reader = _Reader(allowance)
    for closing, tag, attributes, following in _tokens(_without(text)):
        reader.take(closing, tag, attributes, following)
    reader.end_row()
    return Sheet(
        None, tuple(reader.rows), spans=tuple(reader.spans), has_pictures=reader.has_pictures
    )


def _without(text: str) -> str:
    """Take comments, scripts and styles out; one that does not end takes the rest with it."""
    for opening, ending in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
        parts, low, place = [], text.lower(), 0
        while (start := low.find(opening, place)) >= 0:
            parts.append(text[place:start])
            end = low.find(ending, start)
            place = end + len(ending) if end >= 0 else len(text)
        text = "".join([*parts, text[place:]])
    return text


def _tokens(text: str) -> Iterator[tuple[bool, str, str, str]]:
    """Yield each tag (closing, name, attributes) and the text that follows it."""
    previous = None
    for found in _TAG.finditer(text):
        if previous is not None:
            yield (
                bool(previous[1]),
                previous[2].lower(),
                previous[3],
                text[previous.end() : found.start()],
            )
        previous = found
    if previous is not None:
        yield bool(previous[1]), previous[2].lower(), previous[3], text[previous.end() :]


class _Reader:
    """Rows and cells, in the order of their tags."""

    def __init__(self, allowance: Allowance) -> None:
        self.rows: list[Row] = []
        self.spans: list[Span] = []
        self.has_pictures = False
        self._allowance = allowance
        self._number = 0
        self._in_row = False
        self._is_hidden = False
        self._cells: dict[int, Value] = {}
        self._column = 0
        self._width = 1
        self._parts: list[str] | None = None
        # Columns still covered by a cell that spans rows: column to rows left.
        self._covered: dict[int, int] = {}

    def take(self, closing: bool, tag: str, attributes: str, following: str) -> None:
        """Take one tag and the text after it."""
        if tag in {"td", "th"}:
            self._end_cell()
            if not closing:
                self._begin_cell(attributes)
        elif tag in {"tr", "table"}:
            self.end_row()
            if tag == "tr" and not closing:
                self._begin_row(attributes)
        elif tag == "img":
            self.has_pictures = self.has_pictures or self._parts is not None
        elif tag in _BREAKS and self._parts:
            self._parts.append("\x00")
        if self._parts is not None:
            self._parts.append(_BLANKS.sub(" ", following))

    def _begin_row(self, attributes: str) -> None:
        self._number += 1
        self._in_row = True
        self._is_hidden = bool(_HIDING.search(attributes))
        self._cells, self._column = {}, 0

    def end_row(self) -> None:
        """Keep the row that ends, if any."""
        self._end_cell()
        if self._cells:
            self._allowance.take(self._cells)
            self.rows.append(Row(self._number, self._cells, self._is_hidden))
        if self._in_row:
            self._covered = {c: left - 1 for c, left in self._covered.items() if left > 1}
        self._cells, self._in_row = {}, False

    def _begin_cell(self, attributes: str) -> None:
        while self._covered.get(self._column, 0):
            self._column += 1
        found = {key.lower(): text.strip("\"'") for key, text in _ATTRIBUTE.findall(attributes)}
        self._width, height = _count(found.get("colspan")), _count(found.get("rowspan"))
        self._parts = []
        last = self._column + self._width - 1
        if height > 1 or self._width > 1:
            self.spans.append(Span(self._number, self._number + height - 1, self._column, last))
        if height > 1:
            self._covered.update(dict.fromkeys(range(self._column, last + 1), height))

    def _end_cell(self) -> None:
        if self._parts is None:
            return
        text = html.unescape("".join(self._parts))
        lines = (line.strip(" ") for line in text.split("\x00"))
        text = "\n".join(line for line in lines if line)
        if not is_blank(text):
            self._cells[self._column] = text
        self._column += self._width
        self._parts = None


def _count(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPANNED) if text is not None and text.isdigit() else 1
