"""Workbooks of Excel since 2007: their sheets, and what stands beside the cells."""

from __future__ import annotations

from brocante.stocklists.archives import Archive, Relations
from brocante.stocklists.errors import CorruptFile
from brocante.stocklists.grids import Allowance, Grid, Sheet
from brocante.stocklists.markup import Attributes, Handler, attribute
from brocante.stocklists.xlsx_cells import Context, SheetReader, Texts
from brocante.stocklists.xlsx_styles import Styles


def read_xlsx(archive: Archive, main: str, allowance: Allowance) -> Grid:
    """Read every sheet of a workbook, hidden ones too."""
    book = _Book()
    archive.read_part(main, book)
    relations = Relations(archive, main)
    texts = Texts()
    for path in relations.of_kind("sharedStrings"):
        archive.read_part(path, texts)
    styles = Styles()
    for path in relations.of_kind("styles"):
        archive.read_part(path, styles)
    sheets = []
    for name, is_visible, target in book.sheets:
        kind, path = relations.targets.get(target, ("", ""))
        if kind == "worksheet":
            reader = SheetReader(Context(texts.all, styles, book.is_1904), allowance)
            archive.read_part(path, reader)
            sheets.append(_finish(archive, path, reader, name, is_visible=is_visible))
    if not sheets:
        raise CorruptFile
    return Grid("xlsx", tuple(sheets))


def _finish(
    archive: Archive, path: str, reader: SheetReader, name: str, *, is_visible: bool
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
