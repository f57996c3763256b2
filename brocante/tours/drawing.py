"""A small map of a tour, drawn by the server: numbers and lines, readable on paper and offline.

It says nothing that the list beside it does not say in words.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from brocante.core.geo import Point
from brocante.web.assets import STATIC

WIDTH, HEIGHT = 400, 300
MARGIN = 44
DOT = 12
LINE = 18
LETTER = 8.6  # the mean width of a letter of a name
# A tour within one village is not blown up to its houses: the map shows 6 km at least.
LEAST_DEGREES = 0.055


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map with what stands in it and beside it."""

    point: Point
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    scale: float
    squeeze: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)


def draw(
    ways: Sequence[Sequence[Pin]], start: Pin | None, departments: Iterable[str], label: str
) -> Markup:
    """Return the map of some trips, each a line through its pins, from the start and back."""
    pins = [pin for way in ways for pin in way]
    frame = _framed([pin.point for pin in (*pins, *([start] if start else []))])
    parts = [
        f'<svg class="tour-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">',
        *(
            f'<path class="tour-land" d="{_outline(ring, frame)}"/>'
            for code in departments
            for ring in _rings().get(code, ())
        ),
    ]
    for number, way in enumerate(ways):
        line = [pin.point for pin in way]
        if start:
            line = [start.point, *line, start.point]
        places = " ".join("{},{}".format(*frame.place(p.latitude, p.longitude)) for p in line)
        parts.append(f'<polyline class="tour-way tour-way-{number % 3 + 1}" points="{places}"/>')
    parts += _names([*([start] if start else []), *pins], frame)
    parts += [_dot(pin, frame) for pin in pins]
    if start:
        x, y = frame.place(start.point.latitude, start.point.longitude)
        parts.append(
            f'<rect class="tour-start" x="{x - 8:.1f}" y="{y - 8:.1f}" '
            'width="16" height="16" rx="3"/>'
        )
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - every text is escaped


def _framed(points: Sequence[Point]) -> _Frame:
    """Return a frame with every point well inside."""
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    high = max(north - south, LEAST_DEGREES)
    wide = max((east - west) * squeeze, LEAST_DEGREES)
    scale = min((HEIGHT - 2 * MARGIN) / high, (WIDTH - 2 * MARGIN) / wide)
    return _Frame(
        west=(west + east) / 2 - WIDTH / 2 / scale / squeeze,
        north=(south + north) / 2 + HEIGHT / 2 / scale,
        scale=scale,
        squeeze=squeeze,
    )


def _dot(pin: Pin, frame: _Frame) -> str:
    x, y = frame.place(pin.point.latitude, pin.point.longitude)
    return (
        f'<circle class="tour-dot" cx="{x}" cy="{y}" r="{DOT}"/>'
        f'<text class="tour-mark" x="{x}" y="{y + 5:.1f}">{escape(pin.mark)}</text>'
    )


def _names(pins: Sequence[Pin], frame: _Frame) -> list[str]:
    """Return the names beside the pins: right, left, below or above, where nothing stands yet.

    A name that finds no room is left out: its number leads to the list.
    """
    dots = [frame.place(pin.point.latitude, pin.point.longitude) for pin in pins]
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots]
    written = []
    for pin, (x, y) in zip(pins, dots, strict=True):
        wide = len(pin.name) * LETTER
        sides = (
            ("start", x + DOT + 4, y + 5, x + DOT + 4),
            ("end", x - DOT - 4, y + 5, x - DOT - 4 - wide),
            ("middle", x, y + DOT + LINE - 3, x - wide / 2),
            ("middle", x, y - DOT - 5, x - wide / 2),
        )
        for side, at_x, at_y, left in sides:
            box = (left, at_y - LINE + 5, left + wide, at_y + 4)
            if not any(_overlap(box, other) for other in taken) and _inside(box):
                taken.append(box)
                written.append(
                    f'<text class="tour-name tour-name-{side}" x="{at_x:.1f}" y="{at_y:.1f}">'
                    f"{escape(pin.name)}</text>"
                )
                break
    return written


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: Sequence[float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def _outline(ring: Sequence[tuple[float, float]], frame: _Frame) -> str:
    """Return a ring as a path; what lies far outside is cut by the drawing itself."""
    places = [frame.place(latitude, longitude) for longitude, latitude in ring]
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in places) + "Z"


@lru_cache(maxsize=1)
def _rings() -> dict[str, tuple[tuple[tuple[float, float], ...], ...]]:
    """Return the outlines of the départements by code, as (longitude, latitude)."""
    shapes = json.loads((STATIC / "geo" / "departements.json").read_text(encoding="utf-8"))
    found = {}
    for feature in shapes["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        found[str(feature["properties"]["code"])] = tuple(
            tuple((float(x), float(y)) for x, y in polygon[0]) for polygon in polygons
        )
    return found
