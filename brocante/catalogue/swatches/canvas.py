"""The drawing board of the swatches: ink outlines, flat warm colours, one slanted view for all.

Coordinates are those of a picture of 1200 x 900, y downwards; it is drawn at twice that size and
shrunk, for smooth edges.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1200, 900
SCALE = 2
INK: Colour = (63, 44, 28)
FLOOR = 690
# How depth is drawn: each unit back goes this much to the right and up.
SLANT_X, SLANT_Y = 0.55, -0.32

WALLS = ("#f6ebd6", "#f3e5cf", "#efe6d6", "#f5e6dc", "#eae7d8")
GROUNDS = ("#d8b88c", "#cfae86", "#d9c3a0", "#c9b08f")
SUNS = ("#efd3a2", "#ecc7a0", "#dfd6b4", "#efcbb0", "#d3d6bd")


def colour(text: str) -> Colour:
    """Return the numbers of a ``#rrggbb`` colour."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` in it."""
    r, g, b = (round(x + (y - x) * share) for x, y in zip(one, other, strict=True))
    return r, g, b


def lighter(base: Colour, share: float = 0.3) -> Colour:
    """Return ``base`` nearer to warm white, as a face turned to the sky."""
    return mixed(base, (255, 250, 238), share)


def darker(base: Colour, share: float = 0.2) -> Colour:
    """Return ``base`` nearer to ink, as a face turned away."""
    return mixed(base, INK, share)


class Canvas:
    """One swatch being drawn; ``dice`` gives all that varies, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        """Lay out a wall, a ground and a soft round sun behind the goods."""
        self.dice = random.Random(seed)  # noqa: S311 - decoration, nothing secret
        wall = colour(self.dice.choice(WALLS))
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), wall)
        self.pen = ImageDraw.Draw(self.image)
        x = self.dice.uniform(430, 770)
        self.disc((x, 400), 330, mixed(wall, colour(self.dice.choice(SUNS)), 0.6), width=0)
        ground = colour(self.dice.choice(GROUNDS))
        self.rectangle(0, FLOOR - 60, WIDTH, HEIGHT, ground, width=0)
        self.rectangle(0, FLOOR - 60, WIDTH, FLOOR - 52, darker(ground, 0.12), width=0)
        self.ground = ground

    def picture(self) -> bytes:
        """Return the finished drawing as a JPEG."""
        buffer = BytesIO()
        self.image.reduce(SCALE).save(buffer, "JPEG", quality=90)
        return buffer.getvalue()

    def pick(self, *colours: str) -> Colour:
        """Choose one of ``colours``."""
        return colour(self.dice.choice(colours))

    def near(self, base: Colour, share: float = 0.09) -> Colour:
        """Return ``base`` a little lighter or darker, as no two bricks are alike."""
        change = self.dice.uniform(-share, share)
        return lighter(base, change) if change > 0 else darker(base, -change)

    def area(self, points: list[Point], fill: Colour, *, width: float = 4) -> None:
        """Fill a polygon and outline it in ink; ``width`` 0 leaves the outline away."""
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.polygon(flat, fill=fill)
        if width:
            ring = [*flat, flat[0], flat[1]]
            self.pen.line(ring, fill=INK, width=round(width * SCALE), joint="curve")

    def line(self, points: list[Point], width: float = 4, ink: Colour = INK) -> None:
        """Draw an open line."""
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(flat, fill=ink, width=round(width * SCALE), joint="curve")

    def rectangle(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: Colour,
        *,
        width: float = 4,
        radius: float = 0,
    ) -> None:
        """Draw an upright rectangle, with round corners if ``radius`` is given."""
        self.pen.rounded_rectangle(
            (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE),
            radius=radius * SCALE,
            fill=fill,
            outline=INK if width else None,
            width=round(width * SCALE),
        )

    def oval(
        self, centre: Point, across: float, down: float, fill: Colour, *, width: float = 4
    ) -> None:
        """Draw an ellipse from its two radii."""
        (x, y) = centre
        self.pen.ellipse(
            ((x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE),
            fill=fill,
            outline=INK if width else None,
            width=round(width * SCALE),
        )

    def disc(self, centre: Point, radius: float, fill: Colour, *, width: float = 4) -> None:
        """Draw a full circle."""
        self.oval(centre, radius, radius, fill, width=width)

    def box(
        self, corner: Point, size: tuple[float, float, float], fill: Colour, *, width: float = 4
    ) -> None:
        """Draw a block from its lower left front ``corner``: width, height and depth."""
        (x, y), (w, h, d) = corner, size
        back_x, back_y = d * SLANT_X, d * SLANT_Y
        top = [(x, y - h), (x + back_x, y - h + back_y), (x + w + back_x, y - h + back_y)]
        self.area([*top, (x + w, y - h)], lighter(fill), width=width)
        side = [(x + w, y), (x + w + back_x, y + back_y), (x + w + back_x, y - h + back_y)]
        self.area([*side, (x + w, y - h)], darker(fill), width=width)
        self.area([(x, y), (x + w, y), (x + w, y - h), (x, y - h)], fill, width=width)

    def shadow(self, left: float, right: float, y: float, depth: float = 120) -> None:
        """Darken the ground under goods that stand from ``left`` to ``right``."""
        back_x, back_y = depth * SLANT_X, depth * SLANT_Y
        points = [(left - 25, y + 14), (right + 35, y + 14)]
        points += [(right + back_x + 75, y + back_y), (left + back_x - 25, y + back_y)]
        self.area(points, darker(self.ground, 0.2), width=0)

    def pallet(self, left: float, right: float, depth: float = 200) -> float:
        """Draw a wooden pallet and return the height on which goods stand."""
        y, wood = FLOOR + 95, colour("#c99a63")
        self.shadow(left, right, y, depth)
        for x in (left, (left + right) / 2 - 40, right - 80):
            self.box((x, y), (80, 34, depth), darker(wood, 0.12))
        self.box((left, y - 34), (right - left, 16, depth), wood)
        return y - 50

    @contextmanager
    def inside(self, points: list[Point]) -> Iterator[None]:
        """Keep what is drawn meanwhile within a polygon, then outline it."""
        before = self.image.copy()
        yield
        mask = Image.new("1", self.image.size)
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(flat, fill=1)
        before.paste(self.image, mask=mask)
        self.image.paste(before)
        self.line([*points, points[0], points[1]])

    def grain(self, left: float, top: float, right: float, bottom: float, wood: Colour) -> None:
        """Draw the veins of a board lying along x."""
        for _ in range(max(2, int((bottom - top) / 16))):
            y = self.dice.uniform(top + 6, bottom - 6)
            start = self.dice.uniform(left, right - 60)
            end = min(right - 8, start + self.dice.uniform(80, 360))
            wave = self.dice.uniform(-5, 5)
            self.line([(start + 8, y), ((start + end) / 2, y + wave), (end, y)], 2.5, wood)


def ring(centre: Point, radius: float, sides: int, turn: float = 0) -> list[Point]:
    """Return the corners of a regular polygon."""
    steps = [turn + 2 * pi * step / sides for step in range(sides)]
    return [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in steps]
