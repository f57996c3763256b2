"""Any file as sheets of typed cells: its content decides what it is, never its name."""

from __future__ import annotations

import re

from brocante.stocklists.archives import Archive, Relations
from brocante.stocklists.csv_files import read_text
from brocante.stocklists.encodings import decode, windows
from brocante.stocklists.errors import EmptyFile, NotASpreadsheet, TooLarge
from brocante.stocklists.grids import MOST_BYTES, Allowance, Grid
from brocante.stocklists.html_files import declared_charset, looks_like_html, read_html
from brocante.stocklists.ods_files import CONTENT, read_ods
from brocante.stocklists.xls_files import BARE_SIGNATURES, OLE_SIGNATURE, read_xls
from brocante.stocklists.xlsx_files import read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Texts by their look, and no lists: a PDF, a rich text, a mail or page archive, an XML dialect.
_FOREIGN = re.compile(rb"\s*(?:%PDF|%!PS|\{\\rtf|MIME-Version:|<\?xml|<svg|<Workbook)")
_SPREADSHEET = b"opendocument.spreadsheet"


def read_file(data: bytes) -> Grid:
    """Read a file; raises one of the errors of `errors` when it cannot be."""
    if not data:
        raise EmptyFile
    if len(data) > MOST_BYTES:
        raise TooLarge
    allowance = Allowance()
    if data.startswith(_ZIP):
        return _read_archive(data, allowance)
    if data.startswith((OLE_SIGNATURE, *BARE_SIGNATURES)):
        return read_xls(data, allowance)
    return _read_text(data, allowance)


def _read_archive(data: bytes, allowance: Allowance) -> Grid:
    archive = Archive(data)
    mains = Relations(archive, "").of_kind("officeDocument")
    if mains and mains[0].startswith("xl/") and mains[0].endswith(".xml"):
        return read_xlsx(archive, mains[0], allowance)
    if CONTENT in archive.names and _is_ods(archive):
        return read_ods(archive, allowance)
    raise NotASpreadsheet


def _is_ods(archive: Archive) -> bool:
    """Tell a spreadsheet from the other documents of its kind; its encryption does not matter."""
    kind = archive.read_start("mimetype") or archive.read_start("META-INF/manifest.xml")
    return _SPREADSHEET in kind


def _read_text(data: bytes, allowance: Allowance) -> Grid:
    text, encoding = decode(data)
    if looks_like_html(text):
        if encoding not in {"utf-8", "utf-8-sig", "utf-16"} or _claims_windows(data):
            text, encoding = windows(data), "cp1252"
        return Grid("html", (read_html(text, allowance),), encoding)
    if _FOREIGN.match(data):
        raise NotASpreadsheet
    return read_text(text, encoding, allowance)


def _claims_windows(data: bytes) -> bool:
    """Tell whether a page of pure ASCII, with entities for its accents, says Windows 1252."""
    claimed = declared_charset(data)
    return claimed in {"windows-1252", "cp1252", "iso-8859-1", "iso-8859-15", "latin1"} and (
        data.isascii()
    )
