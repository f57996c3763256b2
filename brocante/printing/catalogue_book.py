"""The catalogue of an edition on paper: by site or by family, with photos, contents and index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from brocante.core.text import fold
from brocante.printing.documents import A4, About, new_document
from brocante.printing.marks import draw_condition
from brocante.printing.outlines import draw_map
from brocante.printing.pens import (
    INK,
    KRAFT,
    POINT,
    SECOND,
    TERRACOTTA,
    WHITE,
    Pen,
    bold,
    heading,
    lines_of,
    plain,
    width_of,
)
from brocante.printing.pictures import draw_family
from brocante.printing.posters import footer, pins_of, title_block
from brocante.printing.sheets import EditionSheet
from brocante.printing.typesetting import load_fonts

EDGE, GUTTER = 11.0, 7.0
COLUMN = (A4[0] - 2 * EDGE - GUTTER) / 2
TOP, BOTTOM = 21.0, 283.0
PHOTO = (27.0, 20.25)
# The band over a section and the blank under it; lower where there is a title alone.
SECTION, BARE_SECTION, SECTION_GAP = 17.0, 11.5, 4.0
INDEX_ROWS, INDEX_COLUMNS = 62, 3
CONTENTS_ROWS = 34

Picture = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class Article:
    """A listing in the catalogue; texts ready to print.

    `picture` returns a small JPEG, or nothing.
    """

    code: str
    title: str
    price: str
    unit: str
    percentage: str
    condition: str
    condition_label: str
    defect: str
    facts: str
    where: str
    family: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: a site or a family."""

    number: str
    title: str
    note: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A heading or an article and where it stands: page from 0, column, top edge in mm."""

    page: int
    column: int
    y: float
    section: Section
    article: Article | None


def catalogue_cover(edition: EditionSheet, about: About) -> bytes:
    """Return the cover alone."""
    load_fonts()
    buffer = BytesIO()
    canvas = new_document(buffer, A4, about)
    _cover(Pen(canvas, *A4), edition)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def catalogue_book(edition: EditionSheet, sections: Sequence[Section], about: About) -> bytes:
    """Return the catalogue: cover with map, contents, articles in two columns, index of titles."""
    load_fonts()
    placed = list(_place(sections))
    contents = max(1, -(-len(sections) // (CONTENTS_ROWS * 2)))
    before = 1 + contents
    count = max((item.page for item in placed), default=-1) + 1
    buffer = BytesIO()
    canvas = new_document(buffer, A4, about)
    pen = Pen(canvas, *A4)
    _cover(pen, edition)
    canvas.showPage()
    firsts = [(i.section, i.page + before + 1) for i in placed if i.article is None and i.y >= 0]
    _contents(pen, canvas, _first_pages(firsts), edition)
    for page in range(count):
        _page(pen, [item for item in placed if item.page == page], edition, page + before + 1)
        canvas.showPage()
    _index(pen, canvas, placed, before, edition, before + count + 1)
    canvas.save()
    return buffer.getvalue()


def _first_pages(firsts: Iterable[tuple[Section, int]]) -> list[tuple[Section, int]]:
    """Return each section once, with its first page."""
    found: dict[int, tuple[Section, int]] = {}
    for section, page in firsts:
        found.setdefault(id(section), (section, page))
    return list(found.values())


def _place(sections: Sequence[Section]) -> Iterator[_Placed]:
    """Give each heading and article its place; a heading never stands alone at a column's end."""
    page, column, y = 0, 0, TOP
    for section in sections:
        first = _height(section.articles[0]) if section.articles else 0
        band = _band(section) + SECTION_GAP
        if y > TOP and y + band + first > BOTTOM:
            page, column, y = _next(page, column)
        yield _Placed(page, column, y, section, None)
        y += band
        for article in section.articles:
            height = _height(article)
            if y + height > BOTTOM:
                page, column, y = _next(page, column)
            yield _Placed(page, column, y, section, article)
            y += height
        y += 2


def _band(section: Section) -> float:
    """Return the height of the band of a section."""
    return SECTION if section.note or section.number else BARE_SECTION


def _next(page: int, column: int) -> tuple[int, int, float]:
    return (page, 1, TOP) if column == 0 else (page + 1, 0, TOP)


_TITLE, _SMALL = bold(10.5), plain(8.6)
_TEXT = COLUMN - PHOTO[0] - 3.5


def _texts(article: Article) -> list[str]:
    """Return the small lines of an article."""
    parts = [(article.defect, 2), (article.facts, 2), (article.where, 1)]
    return [line for text, most in parts if text for line in lines_of(text, _SMALL, _TEXT, most)]


def _height(article: Article) -> float:
    titles = len(lines_of(article.title, _TITLE, _TEXT, 2))
    text = titles * _TITLE.line + 6.2 + 4.4 + len(_texts(article)) * _SMALL.line
    return max(PHOTO[1], text) + 4.6


def _page(pen: Pen, items: list[_Placed], edition: EditionSheet, number: int) -> None:
    """Draw a page of articles."""
    _frame(pen, edition, items[0].section.title if items else "", number)
    for item in items:
        left = EDGE + item.column * (COLUMN + GUTTER)
        if item.article is None:
            _section(pen, item.section, left, item.y)
        else:
            _article(pen, item.article, left, item.y)
    middle = EDGE + COLUMN + GUTTER / 2
    if any(item.column for item in items):
        pen.rule(middle, TOP, middle, BOTTOM)


def _frame(pen: Pen, edition: EditionSheet, title: str, number: int) -> None:
    """Draw what every page has: whose it is, its number."""
    pen.fit(EDGE, 15, A4[0] / 2 - EDGE, edition.name, plain(9, SECOND))
    pen.fit(A4[0] - EDGE, 15, A4[0] / 2 - EDGE, title, bold(9, SECOND), "right")
    pen.rule(EDGE, 17, A4[0] - EDGE, 17)
    pen.text(EDGE, 291, edition.address, plain(8.5, SECOND))
    pen.text(A4[0] - EDGE, 291, str(number), bold(11), "right")
    pen.stamp(edition.stamp)


def _section(pen: Pen, section: Section, x: float, y: float) -> None:
    """Draw the heading of a section."""
    pen.box(x, y, COLUMN, _band(section), fill=TERRACOTTA, radius=2)
    left = x + 4
    if section.number:
        pen.dot(x + 8, y + 8.5, 4.6, WHITE, WHITE)
        kind = bold(13 if len(section.number) < 3 else 10, TERRACOTTA)
        pen.text(x + 8, y + 8.5 + kind.size * 0.124, section.number, kind, "centre")
        left = x + 15
    room = x + COLUMN - 3 - left
    pen.fit(left, y + 7.6, room, section.title, heading(15, WHITE))
    for place, line in enumerate(lines_of(section.note, plain(8, WHITE), room, 2)):
        pen.text(left, y + 11.8 + place * 3.3, line, plain(8, WHITE))


def _article(pen: Pen, article: Article, x: float, y: float) -> None:
    """Draw one article: photo or drawing, title, price, condition, facts, code."""
    _photo(pen, article, x, y)
    pen.text(x + PHOTO[0] / 2, y + PHOTO[1] + 3.6, article.code, bold(9.5), "centre")
    left = x + PHOTO[0] + 3.5
    for line in lines_of(article.title, _TITLE, _TEXT, 2):
        pen.text(left, y + _TITLE.size * POINT * 0.8, line, _TITLE)
        y += _TITLE.line
    y += 5.4
    price = pen.fit(left, y, _TEXT, article.price, heading(15))
    at = left + width_of(article.price, price) + 1.5
    at += pen.text(at, y, article.unit, plain(8.6)) + 2 if article.unit else 0
    if article.percentage and at + width_of(article.percentage, bold(9)) + 3 < x + COLUMN:
        width = width_of(article.percentage, bold(9)) + 2.4
        pen.box(at, y - 3.4, width, 4.4, fill=INK, radius=0.8)
        pen.text(at + 1.2, y - 0.1, article.percentage, bold(9, WHITE))
    y += 4.4
    pen.canvas.setStrokeColorRGB(*INK)
    draw_condition(pen.canvas, article.condition, left * mm, (A4[1] - y - 0.4) * mm, 3 * mm)
    pen.text(left + 4.2, y, article.condition_label, bold(8.8))
    y += 0.9
    for line in _texts(article):
        pen.text(left, y + _SMALL.size * POINT * 0.9, line, _SMALL)
        y += _SMALL.line


def _photo(pen: Pen, article: Article, x: float, y: float) -> None:
    """Draw the photo, or the drawing of the family."""
    canvas = pen.canvas
    width, height = PHOTO
    picture = article.picture()
    place = (x * mm, (A4[1] - y - height) * mm)
    if picture is not None:
        canvas.drawImage(ImageReader(BytesIO(picture)), *place, width * mm, height * mm)
        return
    pen.box(x, y, width, height, fill=KRAFT, radius=1.2)
    side = height * 0.72
    draw_family(
        canvas,
        article.family,
        (x + (width - side) / 2) * mm,
        (A4[1] - y - (height + side) / 2) * mm,
        side * mm,
    )


def _cover(pen: Pen, edition: EditionSheet) -> None:
    """Draw the cover."""
    title_block(pen, edition, 92, 42)
    width = pen.width - 2 * EDGE
    pen.fit(EDGE - 1, 121, width, _("The catalogue"), heading(46))
    words = _("For those without internet. Quantities change until the last hour: each site says.")
    pen.fit(EDGE - 1, 130, width, words, plain(13))
    draw_map(pen, (EDGE, 136, width - 62, 138), edition.departments, pins_of(edition), 3.2)
    pen.qr(pen.width - EDGE - 54, 196, 54, edition.url)
    words = _("Always up to date, with reservation:")
    pen.block(pen.width - EDGE - 54, 252, 54, words, bold(11), 2, "centre")
    pen.fit(pen.width - EDGE - 27, 266, 54, edition.address, plain(11), "centre")
    footer(pen, edition)


def _contents(
    pen: Pen, canvas: Canvas, entries: list[tuple[Section, int]], edition: EditionSheet
) -> None:
    """Draw the contents: each section with the page where it begins."""
    per_page = CONTENTS_ROWS * 2
    for start in range(0, max(1, len(entries)), per_page):
        _frame(pen, edition, "", 2 + start // per_page)
        pen.text(EDGE, 31, _("Contents"), heading(26))
        for place, (section, page) in enumerate(entries[start : start + per_page]):
            column, row = divmod(place, CONTENTS_ROWS)
            left, y = EDGE + column * (COLUMN + GUTTER), 42 + row * 7.1
            number = f"{section.number}  " if section.number else ""
            used = pen.text(left, y, number, bold(11, TERRACOTTA)) if number else 0
            shift = max(used, 8) if number else 0
            pen.fit(left + shift, y, COLUMN - shift - 12, section.title, bold(11))
            pen.text(left + COLUMN, y, str(page), plain(11), "right")
            pen.rule(left, y + 1.8, left + COLUMN, y + 1.8)
        canvas.showPage()


def _index(
    pen: Pen,
    canvas: Canvas,
    placed: list[_Placed],
    before: int,
    edition: EditionSheet,
    number: int,
) -> None:
    """Draw the index: every title with its page, by the alphabet."""
    entries = sorted(
        {(item.article.title, item.page + before + 1) for item in placed if item.article},
        key=lambda entry: (fold(entry[0]), entry[1]),
    )
    per_page = INDEX_ROWS * INDEX_COLUMNS
    width = (A4[0] - 2 * EDGE - 2 * GUTTER) / INDEX_COLUMNS
    for start in range(0, len(entries), per_page):
        _frame(pen, edition, _("Index"), number + start // per_page)
        pen.text(EDGE, 28, _("Index"), heading(22))
        shown = entries[start : start + per_page]
        rows = -(-len(shown) // INDEX_COLUMNS)
        for place, (title, page) in enumerate(shown):
            column, row = divmod(place, rows)
            left, y = EDGE + column * (width + GUTTER), 36 + row * 3.95
            line = lines_of(title, plain(8.4), width - 9, 1)
            pen.text(left, y, line[0] if line else "", plain(8.4))
            pen.text(left + width, y, str(page), bold(8.4), "right")
        canvas.showPage()
