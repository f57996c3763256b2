"""Workbooks of Excel before 2007 (BIFF), by xlrd; whatever it stumbles on is a damaged file."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from brocante.stocklists.errors import CorruptFile, NotASpreadsheet, PasswordProtected
from brocante.stocklists.grids import (
    Allowance,
    Fault,
    Grid,
    Row,
    Sheet,
    Span,
    Value,
    exact,
    from_serial,
    is_blank,
)

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A worksheet of Excel 2 to 5 that stands without the OLE container.
BARE_SIGNATURES = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_DAMAGE = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_DRAWING_GROUP = 0x00EB
_PICTURE = b"\x07\xf0"
_WHITE = 9


def read_xls(data: bytes, allowance: Allowance) -> Grid:
    """Read every sheet of a workbook, hidden ones too."""
    stream = _workbook_stream(data)
    try:
        # Its remarks would stand in the middle of what the command prints.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        has_pictures = any(
            kind == _DRAWING_GROUP and _PICTURE in record for kind, record in _records(stream)
        )
        sheets = tuple(_sheet(book, sheet, allowance, has_pictures) for sheet in book.sheets())
    except _DAMAGE as error:
        if "encrypted" in str(error).lower():
            raise PasswordProtected from error
        raise CorruptFile from error
    if not sheets:
        raise CorruptFile
    return Grid("xls", sheets)


def _workbook_stream(data: bytes) -> bytes:
    """Return the workbook of an OLE container, or say what it holds instead."""
    if not data.startswith(OLE_SIGNATURE):
        return data
    try:
        container = CompDoc(data, logfile=io.StringIO())
        if container.get_named_stream("EncryptedPackage") is not None:
            raise PasswordProtected
        for name in ("Workbook", "Book"):
            stream = container.get_named_stream(name)
            if stream is not None:
                return bytes(stream)
    except _DAMAGE as error:
        raise CorruptFile from error
    raise NotASpreadsheet


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _sheet(book: Book, sheet: XlsSheet, allowance: Allowance, has_pictures: bool) -> Sheet:
    rows = []
    for index in range(sheet.nrows):
        cells = {
            column: value
            for column, cell in enumerate(sheet.row(index))
            if (value := _value(book, cell)) is not None
        }
        if cells:
            allowance.take(cells)
            info = sheet.rowinfo_map.get(index)
            is_hidden = bool(info is not None and info.hidden)
            is_filled = any(_is_filled(book, cell) for cell in sheet.row(index))
            rows.append(Row(index + 1, cells, is_hidden, is_filled))
    return Sheet(
        name=sheet.name,
        rows=tuple(rows),
        is_visible=sheet.visibility == 0,
        spans=tuple(
            Span(top + 1, below, left, right - 1) for top, below, left, right in sheet.merged_cells
        ),
        has_comments=bool(sheet.cell_note_map),
        has_pictures=has_pictures,
    )


def _value(book: Book, cell: Cell) -> Value | None:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return None if is_blank(str(value)) else str(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return exact(repr(value))
    if kind == xlrd.XL_CELL_DATE:
        return from_serial(float(value), is_1904=book.datemode == 1)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return Fault(xlrd.error_text_from_code.get(int(value), "#N/A"))
    return None


def _is_filled(book: Book, cell: Cell) -> bool:
    if cell.xf_index is None:
        return False
    background = book.xf_list[cell.xf_index].background
    return (
        background is not None
        and background.fill_pattern != 0
        and background.pattern_colour_index != _WHITE
    )
