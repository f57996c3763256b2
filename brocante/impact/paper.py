"""The report's paper: styles, pages with head and foot, charts and tables drawn on it."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from brocante.impact.charts import WIDTH, Chart
from brocante.printing.typesetting import BOLD, DISPLAY, REGULAR, clean, load_fonts, shrunk

PAGE = A4
MARGIN = 20 * mm
INNER = PAGE[0] - 2 * MARGIN
INK, SECOND, HAIR = HexColor("#22201c"), HexColor("#5b554b"), HexColor("#e4dbca")
PAPER, MAIN, GOOD = HexColor("#fbf8f2"), HexColor("#a8401f"), HexColor("#1f5a51")
OAK, LINE, GROUND = HexColor("#f3cc78"), HexColor("#857b6b"), HexColor("#f6e7c8")
_TONES: dict[str, Color] = {
    "main": MAIN,
    "good": GOOD,
    "oak": OAK,
    "pale": HexColor("#b9b0a0"),
    "track": HexColor("#f1ebe0"),
    "ground": GROUND,
    "ink": INK,
    "line": LINE,
    "hair": HAIR,
    "on-main": white,
}


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Return the styles of words, fonts loaded."""
    load_fonts()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14.5, textColor=INK)
    return {
        "body": ParagraphStyle("text", body, spaceAfter=6),
        "small": ParagraphStyle("small", body, fontSize=8.5, leading=11, textColor=SECOND),
        "lead": ParagraphStyle("lead", body, fontSize=13, leading=18, spaceAfter=8),
        "h1": ParagraphStyle("h1", body, fontName=DISPLAY, fontSize=22, leading=26, spaceAfter=8),
        "h2": ParagraphStyle(
            "h2", body, fontName=BOLD, fontSize=12.5, leading=16, spaceBefore=10, spaceAfter=4
        ),
        "cell": ParagraphStyle("cell", body, fontSize=9, leading=11),
        "head": ParagraphStyle("head", body, fontName=BOLD, fontSize=8.5, leading=10.5),
        "number": ParagraphStyle("number", body, fontSize=9, leading=11, alignment=TA_RIGHT),
        "number-head": ParagraphStyle(
            "number-head", body, fontName=BOLD, fontSize=8.5, leading=10.5, alignment=TA_RIGHT
        ),
        "figure": ParagraphStyle(
            "figure", body, fontName=DISPLAY, fontSize=19, leading=22, textColor=MAIN
        ),
        "label": ParagraphStyle("label", body, fontName=BOLD, fontSize=10, leading=12.5),
    }


def words(text: str, style: str = "body") -> Paragraph:
    """Return a paragraph of plain words."""
    chosen = styles()[style]  # first: fonts are loaded with it
    return Paragraph(escape(clean(text)), chosen)


def paragraphs(text: str, style: str = "body") -> list[Paragraph]:
    """Return the paragraphs of a text somebody typed; an empty line begins a new one."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return [words(part, style) for part in parts if part]


class Heading(Flowable):
    """The heading of a part: a rule, its words, an entry in the outline of the file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        styles()
        self.text = clean(text)
        self.spaceBefore = 22

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take one line over the whole width."""
        self.width = width
        return width, 38

    def draw(self) -> None:
        """Draw it and note it in the outline."""
        styles()
        canvas = self.canv
        canvas.setFillColor(MAIN)
        canvas.rect(0, 33, 46, 3, stroke=0, fill=1)
        canvas.setFillColor(INK)
        size = shrunk(self.text, DISPLAY, 21, self.width)
        canvas.setFont(DISPLAY, size)
        canvas.drawString(0, 10, self.text)
        key = f"part-{canvas.getPageNumber()}-{len(self.text)}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(self.text, key, 0)


class Picture(Flowable):
    """A chart of `charts.py` on paper, as wide as asked for."""

    def __init__(self, chart: Chart, width: float) -> None:
        super().__init__()
        self.chart, self.scale = chart, width / WIDTH
        self.width, self.height = width, chart.height * self.scale
        self.hAlign = "LEFT"

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take what it was given."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shapes back to front, y turned upwards."""
        styles()
        self.canv.saveState()
        self.canv.scale(self.scale, self.scale)
        self._grounds()
        self._bars()
        self._labels()
        self.canv.restoreState()

    def _up(self, y: float) -> float:
        return self.chart.height - y

    def _grounds(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(white)
        canvas.setLineWidth(0.4)
        for outline in self.chart.outlines:
            canvas.setFillColor(_TONES[outline.tone])
            path = canvas.beginPath()
            first, *rest = outline.points
            path.moveTo(first[0], self._up(first[1]))
            for x, y in rest:
                path.lineTo(x, self._up(y))
            path.close()
            canvas.drawPath(path, stroke=1, fill=1)

    def _bars(self) -> None:
        canvas = self.canv
        for bar in self.chart.bars:
            canvas.setFillColor(_TONES[bar.tone])
            canvas.rect(bar.x, self._up(bar.y + bar.height), bar.width, bar.height, 0, 1)
        for stroke in self.chart.strokes:
            canvas.setStrokeColor(_TONES[stroke.tone])
            canvas.setLineWidth(2 if stroke.tone == "ink" else 0.8)
            canvas.line(stroke.x1, self._up(stroke.y1), stroke.x2, self._up(stroke.y2))
        for dot in self.chart.dots:
            canvas.setFillColor(_TONES[dot.tone])
            canvas.setStrokeColor(white)
            canvas.setLineWidth(0.8)
            canvas.circle(dot.x, self._up(dot.y), dot.radius, stroke=1, fill=1)

    def _labels(self) -> None:
        canvas = self.canv
        drawn = {
            "start": canvas.drawString,
            "middle": canvas.drawCentredString,
            "end": canvas.drawRightString,
        }
        for label in self.chart.labels:
            text = clean(label.text)
            bold = label.tone == "on-main"
            size = label.size if bold else shrunk(text, REGULAR, label.size, WIDTH * 0.72)
            canvas.setFont(BOLD if bold else REGULAR, size)
            canvas.setFillColor(_TONES[label.tone])
            drawn[label.anchor](label.x, self._up(label.y), text)


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], total: bool = False
) -> Table:
    """Return a table: first column words, the others figures; `total` sets the last row apart."""
    cells: list[list[Any]] = []
    if any(head):
        cells.append([words(t, "head" if n == 0 else "number-head") for n, t in enumerate(head)])
    cells += [
        [words(text, "cell" if place == 0 else "number") for place, text in enumerate(row)]
        for row in rows
    ]
    made = Table(cells, colWidths=list(widths), repeatRows=1 if any(head) else 0)
    rules = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIR),
    ]
    if any(head):
        rules.append(("LINEBELOW", (0, 0), (-1, 0), 1, LINE))
    if total and rows:
        rules += [("LINEABOVE", (0, -1), (-1, -1), 1, LINE)]
    made.setStyle(TableStyle(rules))
    made.hAlign = "LEFT"
    return made


def beside(left: Any, right: Any, widths: tuple[float, float]) -> Table:
    """Return two things beside each other, at the top."""
    made = Table([[left, right]], colWidths=list(widths))
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    made.hAlign = "LEFT"
    return made
