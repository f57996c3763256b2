"""The map of an edition on paper: outlines of its communes, a pin for each site."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.pathobject import PDFPathObject

from brocante.printing.pens import HAIR, INK, KRAFT, OAK, TERRACOTTA, WHITE, Colour, Pen, bold

GEOGRAPHY = Path(__file__).parents[2] / "static" / "geo"
CREDIT = "IGN, Licence Ouverte 2.0"

Place = tuple[float, float]  # longitude, latitude
Ring = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A site on the map; `word` is what its pin says, `chosen` sets it apart."""

    longitude: float
    latitude: float
    word: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become mm on the page: `left`, `top` is the corner of the drawing."""

    left: float
    top: float
    west: float
    north: float
    scale: float  # mm for a degree of latitude
    squeeze: float  # a degree of longitude as a share of one of latitude

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place lies on the page."""
        return (
            self.left + (longitude - self.west) * self.squeeze * self.scale,
            self.top + (self.north - latitude) * self.scale,
        )


@lru_cache(maxsize=4)
def rings_of(departments: tuple[str, ...]) -> tuple[Ring, ...]:
    """Return the outlines of the communes of some départements."""
    rings: list[Ring] = []
    for code in departments:
        path = GEOGRAPHY / f"communes-{code}.json"
        if code.isalnum() and path.is_file():
            for feature in json.loads(path.read_text("utf-8"))["features"]:
                rings.extend(_rings(feature["geometry"]))
    return tuple(rings)


def _rings(geometry: dict[str, object] | None) -> Iterable[Ring]:
    if geometry is None:
        return
    shapes = geometry["coordinates"]
    assert isinstance(shapes, list)
    for polygon in [shapes] if geometry["type"] == "Polygon" else shapes:
        for ring in polygon:
            yield tuple((x, y) for x, y in ring)


Rectangle = tuple[float, float, float, float]  # left, top, width, height


def draw_map(
    pen: Pen,
    box: Rectangle,
    departments: tuple[str, ...],
    pins: Sequence[Pin],
    radius: float = 3.2,
    colour: Colour = TERRACOTTA,
) -> None:
    """Draw the communes as large as they fit, in the middle of the frame, and the pins on them.

    Pins that would hide each other move apart, each tied to its place by a line.
    """
    rings = rings_of(departments)
    frame = _frame(rings, pins, box, radius)
    if frame is None:
        return
    _draw_rings(pen, departments, frame)
    places = tuple(frame.at(pin.longitude, pin.latitude) for pin in pins)
    spread = _apart(places, radius * 2.1, box, radius)
    for place, shown in zip(places, spread, strict=True):
        if math.dist(place, shown) > radius / 3:
            pen.rule(*place, *shown, colour=INK, weight=0.3)
            pen.dot(*place, 0.6, INK, INK)
    order = sorted(range(len(pins)), key=lambda number: pins[number].chosen)
    for number in order:
        _draw_pin(pen, pins[number], spread[number], radius, colour)


def _draw_pin(pen: Pen, pin: Pin, at: tuple[float, float], radius: float, colour: Colour) -> None:
    size = radius * (1.6 if pin.chosen else 1)
    pen.dot(*at, size, OAK if pin.chosen else colour, INK if pin.chosen else WHITE)
    if pin.chosen and not pin.word:
        pen.dot(*at, size * 0.4, INK, INK)
    kind = bold(size * 3.6 * (1 if len(pin.word) < 3 else 0.78), INK if pin.chosen else WHITE)
    pen.text(at[0], at[1] + kind.size * 0.124, pin.word, kind, "centre")


def _frame(
    rings: tuple[Ring, ...],
    pins: Sequence[Pin],
    box: Rectangle,
    edge: float,
) -> Frame | None:
    """Return the scale at which outlines and pins fit into a box, its middle in the middle."""
    places = [place for ring in rings for place in ring]
    places += [(pin.longitude, pin.latitude) for pin in pins]
    if not places:
        return None
    west, east = min(p[0] for p in places), max(p[0] for p in places)
    south, north = min(p[1] for p in places), max(p[1] for p in places)
    x, y, width, height = box
    squeeze = math.cos(math.radians((south + north) / 2))
    across = max((east - west) * squeeze, 0.02)
    down = max(north - south, 0.02)
    inner = (width - 2 * edge, height - 2 * edge)
    scale = min(inner[0] / across, inner[1] / down)
    left = x + (width - (east - west) * squeeze * scale) / 2
    top = y + (height - (north - south) * scale) / 2
    return Frame(left, top, west, north, scale, squeeze)


def _draw_rings(pen: Pen, departments: tuple[str, ...], frame: Frame) -> None:
    canvas = pen.canvas
    canvas.setFillColorRGB(*KRAFT)
    canvas.setStrokeColorRGB(*HAIR)
    canvas.setLineWidth(0.12 * mm)
    canvas.setLineJoin(1)
    path = _path(departments, frame, pen.height)
    canvas.drawPath(PDFPathObject([path]), stroke=1, fill=1)


@lru_cache(maxsize=16)
def _path(departments: tuple[str, ...], frame: Frame, height: float) -> str:
    """Return the outlines as a PDF path; the posters of an edition share a few."""
    parts: list[str] = ["n"]
    for ring in rings_of(departments):
        for number, place in enumerate(ring):
            x, y = frame.at(*place)
            parts.append(f"{x * mm:.1f} {(height - y) * mm:.1f} {'l' if number else 'm'}")
        parts.append("h")
    return " ".join(parts)


@lru_cache(maxsize=32)
def _apart(
    places: tuple[tuple[float, float], ...],
    gap: float,
    box: Rectangle,
    edge: float,
) -> list[tuple[float, float]]:
    """Return places moved until each has `gap` mm around it, within the box, near where it was."""
    moved = [list(place) for place in places]
    x, y, width, height = box
    for turn in range(80):
        calm = True
        for one in range(len(moved)):
            for other in range(one):
                a, b = moved[one], moved[other]
                across, down = a[0] - b[0], a[1] - b[1]
                away = math.hypot(across, down)
                if away >= gap:
                    continue
                calm = False
                if away < 0.01:
                    angle = 2.4 * (one + turn)
                    across, down, away = math.cos(angle), math.sin(angle), 1.0
                    push = gap / 2
                else:
                    push = (gap - away) / 2 + 0.02
                a[0] += across / away * push
                a[1] += down / away * push
                b[0] -= across / away * push
                b[1] -= down / away * push
        for place in moved:
            place[0] = min(max(place[0], x + edge), x + width - edge)
            place[1] = min(max(place[1], y + edge), y + height - edge)
        if calm:
            break
    return [(place[0], place[1]) for place in moved]
