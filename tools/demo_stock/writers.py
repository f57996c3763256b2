"""The kinds of files companies send, each written as its program writes it."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape

import xlsxwriter

from tools.demo_stock.cells import Cell, comma

Rows = Sequence[Sequence[Cell]]
MADE = datetime(2026, 2, 3)  # noqa: DTZ001 - Excel knows no zones
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def delimited(rows: Rows, mark: str, encoding: str, *, end: str = "\r\n", head: str = "") -> bytes:
    """Return rows as delimited text; a cell is quoted when it must be."""
    lines = (mark.join(_quoted(comma(cell), mark) for cell in row) for row in rows)
    return (head + end.join(lines) + end).encode(encoding)


def _quoted(text: str, mark: str) -> str:
    return '"' + text.replace('"', '""') + '"' if mark in text or '"' in text else text


def workbook(sheets: Iterable[tuple[str, Rows]], *, hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook of Excel, one table a sheet."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": MADE})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 9, 16)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str) and cell:
                        sheet.write_string(number, place, cell)
                    elif isinstance(cell, Decimal):
                        sheet.write_number(number, place, cell)
            if name in hidden:
                sheet.hide()
    return target.getvalue()


def libre(name: str, rows: Rows) -> bytes:
    """Return a workbook of LibreOffice."""
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}>'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for part, text in (("mimetype", _ODS), ("content.xml", content)):
            file.writestr(zipfile.ZipInfo(part, _FIRST_DAY), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, Decimal):
        said = f'office:value-type="float" office:value="{cell:f}"'
        return f"<table:table-cell {said}><text:p>{comma(cell)}</text:p></table:table-cell>"
    said = 'office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{escape(cell)}</text:p></table:table-cell>"


def page(caption: str, rows: Rows) -> bytes:
    """Return a table of HTML, which software of management calls .xls."""
    lines = (
        "<tr>" + "".join(f"<td>{escape(comma(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    text = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
        f"</head><body><table border=1><tr><td colspan={len(rows[0])}>{escape(caption)}</td></tr>"
        f"{''.join(lines)}</table></body></html>\r\n"
    )
    return text.encode("cp1252")
