"""A pen for sheets that are laid out by hand: millimetres from the top left corner of the page."""

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from brocante.printing.marks import QrCode
from brocante.printing.typesetting import (
    BOLD,
    DISPLAY,
    REGULAR,
    clean,
    display_font,
    shrunk,
    width_per_point,
    wrap,
)

Colour = tuple[float, float, float]


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


# The colours of the pages; each pair used here is as readable in grey.
INK = _colour("#22201c")
SECOND = _colour("#5b554b")
TERRACOTTA = _colour("#a8401f")
OAK = _colour("#f3cc78")
KRAFT = _colour("#efe3cd")
HAIR = _colour("#cfc3ad")
WHITE = (1.0, 1.0, 1.0)

# Height of a capital as a share of the size.
CAPITAL = 0.7
POINT = 1 / mm  # mm


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: font, size in points, colour."""

    font: str
    size: float
    colour: Colour = INK

    @property
    def line(self) -> float:
        """Height of one of several lines in mm."""
        return self.size * POINT * (1.04 if self.font == DISPLAY else 1.22)


def heading(size: float, colour: Colour = INK) -> Type:
    """Return the type of headings."""
    return Type(DISPLAY, size, colour)


def bold(size: float, colour: Colour = INK) -> Type:
    """Return the type of what is read first in a text."""
    return Type(BOLD, size, colour)


def plain(size: float, colour: Colour = INK) -> Type:
    """Return the type of running text."""
    return Type(REGULAR, size, colour)


def ready(text: str, kind: Type) -> tuple[str, str]:
    """Return a text as it can be drawn, and the font for it."""
    font = display_font(text) if kind.font == DISPLAY else kind.font
    return clean(text, font), font


def width_of(text: str, kind: Type) -> float:
    """Return the width of one line in mm."""
    cleaned, font = ready(text, kind)
    return width_per_point(cleaned, font) * kind.size * POINT


def lines_of(text: str, kind: Type, width: float, most: int = 99) -> list[str]:
    """Break a text into lines of a width; what exceeds the last one is cut at a word."""
    cleaned, font = ready(text, kind)
    return wrap(cleaned, font, kind.size, width * mm, most)[0]


def balanced(text: str, kind: Type, width: float, most: int = 99) -> list[str]:
    """Break a text into as few lines as `lines_of`, all of them about as long."""
    lines = lines_of(text, kind, width, most)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return lines
    narrow, wide = width / len(lines), width
    for _ in range(7):
        middle = (narrow + wide) / 2
        tried = lines_of(text, kind, middle, most)
        whole = " ".join(tried) == " ".join(lines)
        if len(tried) == len(lines) and whole:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def fitted(text: str, kind: Type, width: float, most: int, least: float = 0.45) -> Type:
    """Return the type shrunk, down to a share of it, until a text needs at most so many lines."""
    size = kind.size
    while size > kind.size * least:
        cleaned, font = ready(text, Type(kind.font, size))
        broken, cut = wrap(cleaned, font, size, width * mm, most)
        torn = any(len(word) > max(map(len, broken)) for word in cleaned.split())
        if not cut and not torn:
            break
        size *= 0.95
    return Type(kind.font, size, kind.colour)


class Pen:
    """Draws on the present page of a canvas of `height` mm; y grows downwards."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas = canvas
        self.width = width
        self.height = height

    def text(self, x: float, y: float, text: str, kind: Type, align: str = "left") -> float:
        """Write one line with its baseline at `y`; return its width in mm."""
        cleaned, font = ready(text, kind)
        canvas = self.canvas
        canvas.setFillColorRGB(*kind.colour)
        canvas.setFont(font, kind.size)
        at = (x * mm, (self.height - y) * mm)
        {"left": canvas.drawString, "centre": canvas.drawCentredString}.get(
            align, canvas.drawRightString
        )(*at, cleaned)
        return width_per_point(cleaned, font) * kind.size * POINT

    def fit(
        self, x: float, y: float, width: float, text: str, kind: Type, align: str = "left"
    ) -> Type:
        """Write one line, made smaller until it fits; return the type it got."""
        cleaned, font = ready(text, kind)
        kind = Type(kind.font, shrunk(cleaned, font, kind.size, width * mm), kind.colour)
        self.text(x, y, text, kind, align)
        return kind

    def block(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        kind: Type,
        most: int = 99,
        align: str = "left",
    ) -> float:
        """Write lines from the top edge `y` down; return the bottom edge."""
        anchor = {"left": x, "centre": x + width / 2}.get(align, x + width)
        even = align == "centre" or kind.font == DISPLAY
        for line in (balanced if even else lines_of)(text, kind, width, most):
            self.text(anchor, y + kind.size * POINT * 0.8, line, kind, align)
            y += kind.line
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        line: Colour | None = None,
        radius: float = 0,
        weight: float = 0.3,
    ) -> None:
        """Draw a rectangle whose top left corner is at `x`, `y`; `weight` in mm."""
        canvas = self.canvas
        if fill:
            canvas.setFillColorRGB(*fill)
        if line:
            canvas.setStrokeColorRGB(*line)
            canvas.setLineWidth(weight * mm)
        place = (x * mm, (self.height - y - height) * mm, width * mm, height * mm)
        flags = {"stroke": int(line is not None), "fill": int(fill is not None)}
        if radius:
            canvas.roundRect(*place, radius * mm, **flags)
        else:
            canvas.rect(*place, **flags)

    def rule(
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        *,
        colour: Colour = HAIR,
        weight: float = 0.25,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a line."""
        canvas = self.canvas
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(weight * mm)
        canvas.setDash([length * mm for length in dash] if dash else [])
        canvas.line(x * mm, (self.height - y) * mm, to_x * mm, (self.height - to_y) * mm)
        canvas.setDash([])

    def dot(self, x: float, y: float, radius: float, fill: Colour, line: Colour = WHITE) -> None:
        """Draw a filled circle with a thin edge."""
        canvas = self.canvas
        canvas.setFillColorRGB(*fill)
        canvas.setStrokeColorRGB(*line)
        canvas.setLineWidth(0.3 * mm)
        canvas.circle(x * mm, (self.height - y) * mm, radius * mm, stroke=1, fill=1)

    def shape(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """Draw a filled polygon."""
        path = self.canvas.beginPath()
        first, *others = [(x * mm, (self.height - y) * mm) for x, y in points]
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
        path.close()
        self.canvas.setFillColorRGB(*fill)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def qr(self, x: float, y: float, side: float, url: str) -> None:
        """Draw the QR code of an address with its quiet zone, black on white."""
        self.box(x, y, side, side, fill=WHITE)
        self.canvas.setStrokeColorRGB(0, 0, 0)
        QrCode(url).draw(self.canvas, x * mm, (self.height - y - side) * mm, side * mm)

    def mark(self, x: float, y: float, side: float, colour: Colour, ground: Colour) -> None:
        """Draw the mark of the house: a tag with a wall on it."""
        step = side / 40

        def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
            return [(x + a * step, y + b * step) for a, b in points]

        self.shape(at((12, 3), (38, 3), (38, 37), (12, 37), (2, 20)), colour)
        self.dot(*at((9, 20))[0], 2.6 * step, ground, ground)
        for left, top, width in (
            *((16, 9, 8.5), (26, 9, 8), (16, 17, 4)),
            *((21.5, 17, 12.5), (16, 25, 8.5), (26, 25, 8)),
        ):
            self.box(x + left * step, y + top * step, width * step, 6 * step, fill=ground)

    def stamp(self, text: str) -> None:
        """Write across the top edge that the paper is none."""
        if text:
            self.box(0, 0, self.width, 7, fill=INK)
            self.text(self.width / 2, 5.1, text, bold(12, WHITE), "centre")
