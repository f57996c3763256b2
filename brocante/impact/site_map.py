"""The map of the sites, a disc of the area of their tonnes, over the outlines that are shipped."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt

from brocante.impact.charts import SMALL, WIDTH, Chart, Dot, Label, Outline
from brocante.web.assets import STATIC

_MARGIN = 14.0
_LARGEST = 22.0
_LEAST = 5.0
_FOR_NUMBER = 8.0
_TALLEST = 420.0

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A site to show: its number in the table beside, where it is, what left it."""

    number: int
    latitude: float
    longitude: float
    mass_g: int


@dataclass(frozen=True, slots=True)
class _Projection:
    west: float
    north: float
    scale: float
    stretch: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = _MARGIN + (longitude - self.west) * self.stretch * self.scale
        return x, _MARGIN + (self.north - latitude) * self.scale


def draw_map(title: str, spots: Sequence[Spot], rings: Sequence[Ring]) -> Chart | None:
    """Return the map, the largest discs at the back; None without anything to place."""
    corners = [point for ring in rings for point in ring]
    corners += [(spot.longitude, spot.latitude) for spot in spots]
    if not spots or not corners:
        return None
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    stretch = cos(radians((south + north) / 2))
    wide, tall = max((east - west) * stretch, 1e-3), max(north - south, 1e-3)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (_TALLEST - 2 * _MARGIN) / tall)
    projection = _Projection(west, north, scale, stretch)
    chart = Chart(title, tall * scale + 2 * _MARGIN)
    chart.outlines = [Outline(tuple(projection.place(*point) for point in ring)) for ring in rings]
    heaviest = max(spot.mass_g for spot in spots) or 1
    for spot in sorted(spots, key=lambda each: -each.mass_g):
        x, y = projection.place(spot.longitude, spot.latitude)
        radius = max(_LEAST, _LARGEST * sqrt(max(spot.mass_g, 0) / heaviest))
        chart.dots.append(Dot(x, y, radius))
        if radius >= _FOR_NUMBER:
            chart.labels.append(Label(x, y + 4, str(spot.number), "middle", SMALL, "on-main"))
    for dot, spot in zip(chart.dots, sorted(spots, key=lambda each: -each.mass_g), strict=True):
        if dot.radius < _FOR_NUMBER:
            x, y = _free_place(chart, dot)
            chart.labels.append(Label(x, y, str(spot.number), "middle", SMALL))
    return chart


def _free_place(chart: Chart, dot: Dot) -> tuple[float, float]:
    """Return where the number beside a small disc hides no other; its right where all do."""
    beside = dot.radius + 7
    places = [
        (dot.x + beside * across, dot.y + 4 + beside * down)
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
    ]

    def is_free(place: tuple[float, float]) -> bool:
        x, y = place[0], place[1] - 4
        clear_of_dots = all(
            abs(x - other.x) > other.radius + 5 or abs(y - other.y) > other.radius + 5
            for other in chart.dots
        )
        return clear_of_dots and all(
            abs(x - label.x) > 12 or abs(place[1] - label.y) > 11 for label in chart.labels
        )

    return next(filter(is_free, places), places[0])


def department_rings(codes: Iterable[str]) -> list[Ring]:
    """Return the coarse outlines of some départements, enough for a page."""
    wanted = frozenset(codes)
    return [ring for code, ring in _rings("departements.json") if code in wanted]


def commune_rings(codes: Iterable[str]) -> list[Ring]:
    """Return the outlines of the communes of some départements, for paper."""
    return [ring for code in codes for _, ring in _rings(f"communes-{code}.json")]


@lru_cache(maxsize=4)
def _rings(name: str) -> tuple[tuple[str, Ring], ...]:
    path = STATIC / "geo" / name
    if not path.is_file():
        return ()
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple((str(f["properties"]["code"]), ring) for f in features for ring in _of(f))


def _of(feature: dict[str, dict[str, object]]) -> Iterator[Ring]:
    geometry = feature["geometry"]
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    for polygon in polygons:  # type: ignore[attr-defined]
        yield tuple((float(x), float(y)) for x, y in polygon[0])
