"""Small pictures for paper: photos of listings as JPEG, drawings of families as lines."""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

DRAWINGS = Path(__file__).parents[2] / "static" / "img" / "families"
# Width and height in pixels: 26 mm at 250 points an inch.
PIXELS = (256, 192)
QUALITY = 64
_WORD = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")


def thumbnail(photo: bytes, pixels: tuple[int, int] = PIXELS) -> bytes:
    """Return a photo as a small JPEG of the shape of a tag, cut where it is longer."""
    with Image.open(BytesIO(photo)) as opened:
        image = ImageOps.fit(opened.convert("RGB"), pixels, Image.Resampling.BILINEAR)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def draw_family(canvas: Canvas, family: str, x: float, y: float, side: float) -> None:
    """Draw the drawing of a family into a square of `side` points at `x`, `y`."""
    shapes = _shapes(family)
    if not shapes:
        return
    canvas.saveState()
    canvas.translate(x, y + side)
    canvas.scale(side / 64, -side / 64)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for fill, stroke, width, code in shapes:
        if fill:
            canvas.setFillColor(HexColor(fill))
        if stroke:
            canvas.setStrokeColor(HexColor(stroke))
            canvas.setLineWidth(width)
        canvas.drawPath(PDFPathObject([code]), stroke=int(bool(stroke)), fill=int(bool(fill)))
    canvas.restoreState()


_Shape = tuple[str, str, float, str]


@lru_cache(maxsize=32)
def _shapes(family: str) -> tuple[_Shape, ...]:
    """Read the paths of one of our own drawings, which hold nothing else."""
    path = DRAWINGS / f"{family}.svg"
    if not re.fullmatch(r"[a-z-]+", family) or not path.is_file():
        return ()
    return tuple(_read(path.read_text("utf-8")))


def _read(drawing: str) -> Iterator[_Shape]:
    for element in re.findall(r"<path [^>]*", drawing):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', element))
        fill, stroke = found.get("fill", "#000"), found.get("stroke", "none")
        yield (
            "" if fill == "none" else fill,
            "" if stroke == "none" else stroke,
            float(found.get("stroke-width", "1")),
            f"n {_operators(found['d'])}",
        )


def _operators(code: str) -> str:
    """Turn the path of a drawing into that of a PDF."""
    walk = _Walk(_WORD.findall(code))
    while walk.words:
        walk.step()
    return " ".join(walk.done)


class _Walk:
    """Follows the path of an SVG drawing: M L H V Z C S, and arcs that are whole circles."""

    def __init__(self, words: list[str]) -> None:
        self.words = words[::-1]
        self.done: list[str] = []
        self.x = self.y = 0.0
        self.start = (0.0, 0.0)
        self.bend = (0.0, 0.0)  # from the last control point of a curve to its end
        self.command = ""

    def step(self) -> None:
        """Follow one command, or the one before with further numbers."""
        if self.words[-1].isalpha():
            self.command = self.words.pop()
        kind = self.command.upper()
        ways = {"Z": self._close, "C": self._curve, "S": self._curve, "A": self._round}
        ways.get(kind, self._line)(kind)

    def _take(self, count: int) -> list[float]:
        return [float(self.words.pop()) for _ in range(count)]

    @property
    def _base(self) -> tuple[float, float]:
        """What numbers of the present command count from."""
        return (self.x, self.y) if self.command.islower() else (0.0, 0.0)

    def _close(self, _kind: str) -> None:
        self.x, self.y = self.start
        self.done.append("h")

    def _line(self, kind: str) -> None:
        base_x, base_y = self._base
        if kind in "HV":
            (value,) = self._take(1)
            to = (base_x + value, self.y) if kind == "H" else (self.x, base_y + value)
        else:
            x, y = self._take(2)
            to = (base_x + x, base_y + y)
        self.x, self.y = to
        self.done.append(f"{self.x:g} {self.y:g} {'m' if kind == 'M' else 'l'}")
        if kind == "M":
            self.start = to
            self.command = "l" if self.command.islower() else "L"

    def _curve(self, kind: str) -> None:
        base = self._base
        ends = self._take(6 if kind == "C" else 4)
        points = [end + base[place % 2] for place, end in enumerate(ends)]
        if kind == "S":
            points = [self.x + self.bend[0], self.y + self.bend[1], *points]
        self.x, self.y = points[4:]
        self.bend = (self.x - points[2], self.y - points[3])
        self.done.append(" ".join(f"{point:g}" for point in points) + " c")

    def _round(self, _kind: str) -> None:
        base_x, base_y = self._base
        radius, *_flags, x, y = self._take(7)
        self.done.append(_circle(self.x, self.y + radius, radius))
        self.x, self.y = base_x + x, base_y + y
        self.done.append(f"{self.x:g} {self.y:g} m")


def _circle(x: float, y: float, radius: float) -> str:
    """Return a circle of four curves around `x`, `y`, from its top on."""
    bend = radius * 0.5523
    left, right, top, bottom = x - radius, x + radius, y - radius, y + radius
    curves = (
        (x - bend, top, left, y - bend, left, y),
        (left, y + bend, x - bend, bottom, x, bottom),
        (x + bend, bottom, right, y + bend, right, y),
        (right, y - bend, x + bend, top, x, top),
    )
    return " ".join(" ".join(f"{value:g}" for value in curve) + " c" for curve in curves)
