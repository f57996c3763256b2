"""Delimited text: which mark separates, where records end; and text that is no table at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from brocante.stocklists.grids import Allowance, Grid, Row, Sheet, is_blank
from brocante.stocklists.headers import likeness

DELIMITERS = (";", "\t", "|", ",")
_HINT = re.compile(r'\A"?sep=(.)"?[ \t;,]*(?:\r\n|\n|\r|\Z)', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r")
_SAMPLE_RECORDS = 300
_SAMPLE = 200_000


def read_text(text: str, encoding: str, allowance: Allowance) -> Grid:
    """Read a text file: a table when a mark separates its cells, else one cell a line."""
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else _find_delimiter(text[:_SAMPLE])
    body = text[hint.end() :] if hint else text
    if delimiter is None:
        lines: Iterator[list[str]] = ([line] for line in _LINE_END.split(body))
        return Grid("text", (_sheet(lines, allowance),), encoding)
    return Grid("csv", (_sheet(records(body, delimiter), allowance),), encoding, delimiter)


def read_lines(text: str, allowance: Allowance) -> Grid:
    """Read a pasted message: one cell a line, whatever marks it holds."""
    lines = ([line] for line in _LINE_END.split(text))
    return Grid("text", (_sheet(lines, allowance),), "utf-8")


def _sheet(found: Iterator[list[str]], allowance: Allowance) -> Sheet:
    rows = []
    for number, record in enumerate(found, start=1):
        cells = {place: cell for place, cell in enumerate(record) if not is_blank(cell)}
        if cells:
            allowance.take(cells)
            rows.append(Row(number, cells))
    return Sheet(None, tuple(rows))


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a delimited text; line breaks inside quotes end none.

    A quote that does not close where a cell ends is a character like another, so that a lost
    one never swallows the rows after it.
    """
    mark = re.escape(delimiter)
    blank = "[ ]*" if delimiter == "\t" else r"[ \t]*"
    quoted = re.compile(rf'{blank}"([^"]*(?:""[^"]*)*)"{blank}(?={mark}|\r|\n|\Z)')
    bare = re.compile(rf"[^{mark}\r\n]*")
    record: list[str] = []
    place, line_start, size = 0, 0, len(text)
    while place <= size:
        found = quoted.match(text, place)
        if found is not None and not _is_ditto(text, place, line_start, delimiter):
            record.append(found[1].replace('""', '"'))
        else:
            found = bare.match(text, place)
            assert found is not None
            record.append(found[0])
        place = found.end()
        if place < size and text[place] == delimiter:
            place += 1
            continue
        yield record
        record = []
        place += 2 if text.startswith("\r\n", place) else 1
        line_start = place


def _is_ditto(text: str, place: int, line_start: int, delimiter: str) -> bool:
    """Tell a lone quote that means "as above" from one that opens a cell."""
    if text[place : place + 2] != '"' + delimiter:
        return False
    end = _LINE_END.search(text, place)
    line = text[line_start : end.start() if end else len(text)]
    return all(cell == '"' or '"' not in cell for cell in line.split(delimiter))


def _find_delimiter(sample: str) -> str | None:
    """Return the mark that gives the most telling header, else the most even records."""
    tables = {mark: _first_records(sample, mark) for mark in DELIMITERS if mark in sample}
    told = {mark: max(map(likeness, rows), default=0) for mark, rows in tables.items()}
    best = max(told, key=lambda mark: told[mark], default=None)
    if best is not None and told[best] >= 2:
        return best
    return next((mark for mark, rows in tables.items() if not rows or _is_even(rows, mark)), None)


def _first_records(sample: str, delimiter: str) -> list[list[str]]:
    found = []
    for record in records(sample, delimiter):
        if any(not is_blank(cell) for cell in record):
            found.append(record)
        if len(found) == _SAMPLE_RECORDS:
            break
    return found


def _is_even(rows: list[list[str]], delimiter: str) -> bool:
    """Tell whether nearly all records have one same number of cells, as a table has."""
    if len(rows) < 2:
        return False
    width, times = Counter(map(len, rows)).most_common(1)[0]
    # Sentences have commas too: only a wide table is believed.
    narrowest, share = (4, 0.95) if delimiter == "," else (2, 0.8)
    return width >= narrowest and times >= len(rows) * share
