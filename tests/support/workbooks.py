"""Small workbooks written for one test each."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def xlsx(fill: Callable[[Any], None], **options: object) -> bytes:
    """Return a workbook that a function fills."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    fill(book)
    book.close()
    return target.getvalue()


def put(sheet: Any, *rows: tuple[object, ...], first: int = 0) -> None:
    """Write rows of texts and numbers; None leaves a cell out."""
    for place, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value)
            elif value is not None:
                sheet.write(place, column, value)


def archive(**parts: str) -> bytes:
    """Return a zip; a double underscore in a name stands for a slash, a single one for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return target.getvalue()


def ods(body: str, styles: str = "", **parts: str) -> bytes:
    """Return a LibreOffice workbook with the tables given as XML."""
    content = (
        f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(mimetype=ODS, content_xml=content, **parts)


def cells(*values: str, repeat: int = 1) -> str:
    """Return a row of texts, said to stand `repeat` times."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        for v in values
    )
    return f'<table:table-row table:number-rows-repeated="{repeat}">{inner}</table:table-row>'


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with a text of one part replaced, and it must have been there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            file.writestr(name, text)
    return target.getvalue()
