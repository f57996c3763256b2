"""Swatches of timber, boards, floors and what comes in sheets and rolls."""

from __future__ import annotations

from math import cos, pi, sin

from brocante.catalogue.swatches.canvas import (
    FLOOR,
    HEIGHT,
    SLANT_X,
    SLANT_Y,
    WIDTH,
    Canvas,
    Colour,
    Point,
    colour,
    darker,
    lighter,
)

WOODS = ("#d9a566", "#cf9457", "#c78a4e", "#e0b67c", "#b97a45")


def beams(c: Canvas) -> None:
    """Square timber stacked, with end grain."""
    wood = c.pick(*WOODS)
    _lengths(c, wood, (c.dice.choice((112, 130)), c.dice.choice((112, 88))))


def planks(c: Canvas) -> None:
    """Boards stacked flat, with end grain."""
    _lengths(c, c.pick(*WOODS), (210, 46))


def treated_planks(c: Canvas) -> None:
    """Boards treated in autoclave, a little green."""
    _lengths(c, c.pick("#a9a468", "#b3a76e", "#9d9a62"), (210, 48))


def _lengths(c: Canvas, wood: Colour, size: tuple[float, float]) -> None:
    w, h = size
    columns, rows = round(560 / w), round(330 / h)
    y = FLOOR + 100.0
    c.shadow(190, 190 + columns * (w + 10), y, 560)
    c.box((180, y), (columns * (w + 10) + 10, 26, 520), colour("#a9713f"))
    y -= 26
    for row in range(rows):
        for column in range(columns):
            x, fill = 190 + column * (w + 10) + c.dice.uniform(-5, 5), c.near(wood, 0.12)
            c.box((x, y), (w, h, 520 + c.dice.uniform(-35, 25)), fill)
            if row == rows - 1:
                _top_veins(c, (x, y - h), w, fill)
            heart = (x + w * c.dice.uniform(0.3, 0.7), y - h * c.dice.uniform(0.3, 0.7))
            with c.inside([(x, y), (x + w, y), (x + w, y - h), (x, y - h)]):
                for radius in range(14, int(w), 20):
                    c.pen.ellipse(
                        [2 * v for v in (heart[0] - radius, heart[1] - radius * 0.8)]
                        + [2 * v for v in (heart[0] + radius, heart[1] + radius * 0.8)],
                        outline=darker(fill, 0.28),
                        width=5,
                    )
        y -= h + 6


def _top_veins(c: Canvas, corner: Point, w: float, fill: Colour) -> None:
    for share in (0.25, 0.6):
        back, far = 60, 380 + c.dice.uniform(-60, 60)
        x = corner[0] + w * share
        points = [(x + d * SLANT_X, corner[1] + d * SLANT_Y) for d in (back, far)]
        c.line(points, 3, darker(fill, 0.1))


def boards(c: Canvas) -> None:
    """Panels leaning on the wall: OSB with its flakes."""
    base = c.pick("#d3a460", "#cc9b5a")
    shape = _leaning(c, base)
    with c.inside(shape):
        for _ in range(330):
            x, y = c.dice.uniform(190, 900), c.dice.uniform(150, 760)
            turn, size = c.dice.uniform(0, pi), c.dice.uniform(22, 48)
            dx, dy = cos(turn) * size, sin(turn) * size
            flake = [(x - dx, y - dy), (x + dy * 0.25, y - dx * 0.25), (x + dx, y + dy)]
            c.area([*flake, (x - dy * 0.25, y + dx * 0.25)], c.near(base, 0.26), width=0)


def smooth_boards(c: Canvas) -> None:
    """Panels leaning on the wall: MDF, melamine, chipboard."""
    base = c.pick("#c9a67c", "#e9e1d2", "#b08a62", "#a3917c")
    _leaning(c, base)


def plywood(c: Canvas) -> None:
    """Panels leaning on the wall, with the veins of a peeled log."""
    base = c.pick("#dfb67d", "#d7a86c")
    shape = _leaning(c, base)
    with c.inside(shape):
        x, y = c.dice.uniform(420, 640), c.dice.uniform(380, 520)
        for step in range(1, 13):
            across, down = step * 34, step * 95
            c.pen.ellipse(
                [2 * v for v in (x - across, y - down, x + across, y + down)],
                outline=darker(base, 0.16),
                width=6,
            )


def _leaning(c: Canvas, base: Colour) -> list[Point]:
    """Draw five sheets one before the other and return the outline of the first."""
    c.shadow(200, 900, FLOOR + 100, 150)
    shape: list[Point] = []
    for sheet in range(5, -1, -1):
        x, y = 190 + sheet * 24.0, -sheet * 14.0
        shape = [(x, 175 + y), (x + 690, 135 + y), (x + 690, 760 + y), (x, 785 + y)]
        edge = [(x + 690, 135 + y), (x + 708, 127 + y), (x + 708, 750 + y), (x + 690, 760 + y)]
        c.area(edge, darker(base, 0.3))
        c.area(shape, c.near(base, 0.04))
    return shape


def plasterboards(c: Canvas) -> None:
    """Plasterboards lying on a pallet."""
    face = c.pick("#e5decf", "#dfe3d3", "#ead9cf")
    y = c.pallet(180, 900, 330)
    for _ in range(c.dice.randint(11, 15)):
        c.box((165 + c.dice.uniform(-5, 5), y), (750, 23, 360), c.near(face, 0.05), width=3)
        c.line([(168, y - 12), (910, y - 12)], 2, colour("#b9ad99"))
        y -= 23
    c.area(_on_top((330, y), 90, 360), colour("#d98a4f"), width=3)
    c.rectangle(330, y, 420, y + 23 * 5, colour("#d98a4f"), width=3)


def _on_top(corner: Point, w: float, depth: float) -> list[Point]:
    """Return the outline of a band across the top of a stack."""
    x, y = corner
    back_x, back_y = depth * SLANT_X, depth * SLANT_Y
    return [(x, y), (x + w, y), (x + w + back_x, y + back_y), (x + back_x, y + back_y)]


def ceiling_tiles(c: Canvas) -> None:
    """Mineral tiles with their small holes."""
    base = c.pick("#efe9dc", "#e9e2d2")
    for row in range(2):
        for column in range(3):
            x, y = 60 + column * 365, 90 + row * 370
            c.rectangle(x, y, x + 345, y + 345, c.near(base, 0.04), radius=6)
            for _ in range(75):
                at = (x + c.dice.uniform(20, 325), y + c.dice.uniform(20, 325))
                c.disc(at, c.dice.uniform(2.5, 6), darker(base, 0.25), width=0)


def rolls(c: Canvas) -> None:
    """Rolls of insulation in a pyramid, spirals to the front."""
    _pyramid(c, c.pick("#eec25b", "#e9b44c", "#dfc98a", "#c9b184"))


def dark_rolls(c: Canvas) -> None:
    """Rolls of membrane or sheet flooring."""
    _pyramid(c, c.pick("#5f5a55", "#7d7368", "#8a5b46", "#6f7a73"))


def _pyramid(c: Canvas, base: Colour) -> None:
    radius, y = 118.0, FLOOR + 100 - 118.0
    c.shadow(200, 920, FLOOR + 100, 330)
    for row, count in enumerate((3, 2, 1)):
        for place in range(count):
            centre = (315 + row * radius + place * radius * 2.02, y - row * radius * 1.73)
            _roll(c, centre, radius, c.near(base, 0.08))


def _roll(c: Canvas, centre: Point, radius: float, base: Colour) -> None:
    x, y = centre
    back_x, back_y = 330 * SLANT_X, 330 * SLANT_Y
    c.disc((x + back_x, y + back_y), radius, darker(base, 0.15))
    up = (-SLANT_Y * radius * -1.57, -SLANT_X * radius * 1.57)
    body = [(x + up[0], y + up[1]), (x + up[0] + back_x, y + up[1] + back_y)]
    body += [(x - up[0] + back_x, y - up[1] + back_y), (x - up[0], y - up[1])]
    c.area(body, darker(base, 0.08))
    c.area([(px + 20, py + 30) for px, py in body[:2]] + [body[1], body[0]], lighter(base), width=0)
    c.disc(centre, radius, lighter(base, 0.25))
    spiral = [
        (x + (radius - 8) * (1 - t) * cos(26 * t), y + (radius - 8) * (1 - t) * sin(26 * t))
        for t in (step / 150 for step in range(141))
    ]
    c.line(spiral, 5, darker(base, 0.35))


def batts(c: Canvas) -> None:
    """Boards of insulation in packs."""
    base = c.pick("#f3efe4", "#e8c6a0", "#b98f5e", "#e2d06d", "#9fb8c4")
    y = c.pallet(220, 860, 260)
    for _ in range(3):
        for _ in range(3):
            c.box((205 + c.dice.uniform(-4, 4), y), (670, 46, 280), c.near(base, 0.07))
            y -= 46
        c.line([(208, y + 4), (872, y + 4)], 7)
    for x in (330, 690):
        c.rectangle(x, y, x + 26, y + 9 * 46, lighter(base, 0.6), width=3)
        c.area(_on_top((x, y), 26, 280), lighter(base, 0.75), width=3)


def floor_strips(c: Canvas) -> None:
    """Boards of a floor, laid in broken rows."""
    wood = c.pick("#c98f54", "#d6a468", "#a8703f", "#b99a76", "#e0bd8a")
    h = c.dice.choice((100.0, 129.0))
    for row in range(int(HEIGHT / h) + 1):
        x = -c.dice.uniform(0, 500)
        while x < WIDTH:
            w = c.dice.uniform(420, 760)
            fill = c.near(wood, 0.14)
            c.rectangle(x, row * h, x + w, row * h + h, fill, width=3)
            c.grain(x, row * h, x + w, row * h + h, darker(fill, 0.16))
            x += w


def herringbone(c: Canvas) -> None:
    """Parquet in chevrons."""
    wood = c.pick("#c98f54", "#d6a468", "#b47c48")
    w, h = 200.0, 84.0
    for column in range(7):
        slope = 130 if column % 2 else -130
        for row in range(-3, 14):
            x, y = column * w, row * h - slope / 2
            fill = c.near(wood, 0.15)
            strip = [(x, y), (x + w, y + slope), (x + w, y + slope + h), (x, y + h)]
            c.area(strip, fill, width=3)
            vein = [(x + 25, y + 30 + slope * 0.125), (x + w - 40, y + 34 + slope * 0.8)]
            c.line(vein, 2.5, darker(fill, 0.18))


def carpet(c: Canvas) -> None:
    """Carpet tiles in two tones."""
    base = c.pick("#8b9a8c", "#a8795f", "#7d7f8a", "#b39b7d")
    side = 300.0
    for row in range(3):
        for column in range(4):
            x, y, fill = column * side, row * side, c.near(base, 0.12)
            c.rectangle(x, y, x + side, y + side, fill)
            for step in range(20, 300, 40):
                along = (row + column) % 2
                ends = [(x + step, y + 14), (x + step, y + side - 14)]
                ends = ends if along else [(x + 14, y + step), (x + side - 14, y + step)]
                c.line(ends, 7, darker(fill, 0.15))
