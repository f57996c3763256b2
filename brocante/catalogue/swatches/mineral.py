"""Swatches of what is laid by masons, roofers and tilers."""

from __future__ import annotations

from math import pi, sin

from brocante.catalogue.swatches.canvas import (
    FLOOR,
    HEIGHT,
    WIDTH,
    Canvas,
    Point,
    colour,
    darker,
    lighter,
    ring,
)


def blocks(c: Canvas) -> None:
    """Hollow concrete blocks on a pallet."""
    _courses(c, c.pick("#bdb3a4", "#c6bba8", "#b3aaa0"), (170, 92), holes=2)


def bricks(c: Canvas) -> None:
    """Bricks on a pallet."""
    _courses(c, c.pick("#c8643c", "#b9573a", "#d27a4c"), (128, 58), holes=0)


def hollow_bricks(c: Canvas) -> None:
    """Large clay blocks with their channels."""
    _courses(c, c.pick("#d98452", "#cf7748"), (205, 108), holes=5)


def white_blocks(c: Canvas) -> None:
    """Blocks of aerated concrete or gypsum."""
    _courses(c, c.pick("#ece6d8", "#f0eadf"), (255, 115), holes=0)


def _courses(c: Canvas, base: tuple[int, int, int], size: tuple[float, float], holes: int) -> None:
    w, h = size
    left, columns, rows = 250.0, round(600 / w), round(400 / h)
    y = c.pallet(left - 15, left + columns * w + 15)
    for row in range(rows):
        for column in range(columns if row < rows - 1 else columns - c.dice.randint(0, 2)):
            x = left + column * w
            c.box((x, y), (w, h, 190), c.near(base))
            for hole in range(holes):
                gap = w / (holes * 3 + 1)
                at = x + gap * (1 + 3 * hole)
                c.rectangle(
                    at, y - h * 0.78, at + 2 * gap, y - h * 0.22, darker(base, 0.5), width=3
                )
        y -= h


def lintels(c: Canvas) -> None:
    """Long precast concrete pieces."""
    base = c.pick("#bfb6a8", "#cbc1b0")
    y = c.pallet(190, 930)
    for _ in range(4):
        c.box((150, y), (820, 70, 62), c.near(base))
        y -= 78


def rubble(c: Canvas) -> None:
    """A wall of natural stone."""
    base = c.pick("#dcc28f", "#d8b987", "#cdb48c")
    y = 170.0
    c.rectangle(120, 150, 1080, FLOOR + 60, darker(base, 0.25))
    while y < FLOOR + 20:
        h = c.dice.uniform(70, 105)
        x = 130.0
        while x < 1065:
            w = min(c.dice.uniform(90, 200), 1070 - x)
            if 1070 - x - w < 70:
                w = 1070 - x
            bottom = min(y + h - 6, FLOOR + 52)
            shift = [c.dice.uniform(0, 9) for _ in range(4)]
            stone = [(x + shift[0], y + shift[1]), (x + w - 6, y + shift[2])]
            stone += [(x + w - 6 - shift[3], bottom), (x + shift[1], bottom - shift[0])]
            c.area(stone, c.near(base, 0.16))
            x += w
        y += h


def gravel(c: Canvas) -> None:
    """A heap of gravel or sand with a shovel in it."""
    base = c.pick("#cdb28a", "#b9ab98", "#d6b98a")
    c.line([(800, 150), (700, 560)], 26, colour("#3f2c1c"))
    c.line([(800, 150), (700, 560)], 17, colour("#c99a63"))
    c.line([(765, 140), (835, 160)], 26)
    heap: list[Point] = [(110, 800)]
    heap += [
        (110 + 980 * t, 800 - 470 * sin(pi * t) ** 1.35) for t in (i / 40 for i in range(1, 40))
    ]
    heap.append((1090, 800))
    c.shadow(130, 1060, 800)
    c.area(heap, base)
    with c.inside(heap):
        for _ in range(620):
            at = (c.dice.uniform(110, 1090), c.dice.uniform(320, 800))
            size = c.dice.uniform(8, 20)
            c.oval(at, size, size * 0.72, c.near(base, 0.22), width=2)


def pavers(c: Canvas) -> None:
    """Paving laid in herringbone, seen from above."""
    base = c.pick("#c9ab8b", "#bf8d6c", "#b8aa9a")
    c.rectangle(0, 0, WIDTH, HEIGHT, darker(base, 0.3), width=0)
    side = 96.0
    for row in range(-10, 24):
        for turn in range(-8, 12):
            x = (turn * 4 + row) * side
            y = row * side
            c.rectangle(x, y, x + 2 * side - 5, y + side - 5, c.near(base, 0.14), radius=8)
            c.rectangle(
                x + 2 * side, y - side, x + 3 * side - 5, y + side - 5, c.near(base, 0.14), radius=8
            )


def scallops(c: Canvas) -> None:
    """A roof of clay tiles with round ends."""
    _roof(c, c.pick("#c4633a", "#b7553a", "#cf7a48", "#c98a55"), (100, 82), rounded=True)


def slates(c: Canvas) -> None:
    """A roof of slate, or of flat fibre-cement."""
    _roof(c, c.pick("#66707a", "#5a6470", "#737a80"), (120, 92), rounded=False)


def _roof(
    c: Canvas, base: tuple[int, int, int], size: tuple[float, float], *, rounded: bool
) -> None:
    w, h = size
    rows = int(HEIGHT / h) + 3
    for row in range(rows, -1, -1):
        bottom = row * h + h * 0.6
        offset = -w / 2 if row % 2 else -w
        for column in range(int(WIDTH / w) + 3):
            x = offset + column * w
            fill = c.near(base, 0.2)
            if rounded:
                c.rectangle(x, bottom - 2.2 * h, x + w, bottom, fill, radius=w * 0.46)
                c.line(
                    [(x + w * 0.28, bottom - h * 0.62), (x + w * 0.28, bottom - h * 0.34)],
                    6,
                    lighter(fill),
                )
            else:
                c.rectangle(x, bottom - 2.2 * h, x + w, bottom, fill)
                c.line([(x + 12, bottom - 12), (x + w * 0.5, bottom - 12)], 4, lighter(fill, 0.25))


def canal_tiles(c: Canvas) -> None:
    """Rows of canal or interlocking tiles, round side up."""
    base = c.pick("#cc7145", "#c98556", "#bf603c")
    w, h = 150.0, 205.0
    for row in range(6, -1, -1):
        for column in range(9):
            x, y = column * w, row * h * 0.72 - 60
            fill = c.near(base, 0.14)
            c.rectangle(x, y, x + w * 0.4, y + h, darker(fill, 0.35), width=0)
            c.rectangle(x + w * 0.3, y, x + w, y + h, fill, radius=34)
            c.rectangle(
                x + w * 0.42, y + 30, x + w * 0.52, y + h - 30, lighter(fill), width=0, radius=7
            )


def ribbed_sheet(c: Canvas) -> None:
    """Steel roofing sheets, ribs upright, leaning on the wall."""
    base = c.pick("#8c8f8a", "#a35b45", "#6f7f78", "#b9b3a6")
    c.shadow(170, 1000, FLOOR + 80)
    for sheet, x in enumerate((250.0, 205.0, 160.0)):
        top, bottom = 130 + 14 * sheet, FLOOR + 40 + 20 * sheet
        c.rectangle(x, top, x + 800, bottom, c.near(base, 0.05))
        for rib in range(10):
            at = x + 20 + rib * 80
            c.rectangle(at, top + 2, at + 26, bottom - 2, lighter(base, 0.35), width=0)
            c.rectangle(at + 26, top + 2, at + 38, bottom - 2, darker(base, 0.25), width=0)


def square_tiles(c: Canvas) -> None:
    """Floor or wall tiles, laid, some with a motif."""
    base = c.pick("#e6d8bf", "#d9c4a8", "#cfc8ba", "#a9bdb2", "#dbb79a")
    motif = c.dice.random() < 0.6
    side = c.dice.choice((150.0, 200.0, 240.0))
    c.rectangle(0, 0, WIDTH, HEIGHT, lighter(base, 0.6), width=0)
    for row in range(int(HEIGHT / side) + 1):
        for column in range(int(WIDTH / side) + 1):
            x, y = column * side, row * side
            c.rectangle(
                x + 4, y + 4, x + side - 4, y + side - 4, c.near(base, 0.1), width=3, radius=5
            )
            if motif and (row + column) % 2:
                _motif(c, (x + side / 2, y + side / 2), side, base)


def _motif(c: Canvas, centre: Point, side: float, base: tuple[int, int, int]) -> None:
    deep = darker(base, 0.45)
    c.area(ring(centre, side * 0.36, 4), deep, width=0)
    c.area(ring(centre, side * 0.24, 4), lighter(base, 0.6), width=0)
    for corner in ring(centre, side * 0.5, 4, pi / 4):
        c.disc(corner, side * 0.1, colour("#b9573a"), width=0)
    c.disc(centre, side * 0.08, colour("#b9573a"), width=0)


def hexagons(c: Canvas) -> None:
    """Terracotta hexagons."""
    base = c.pick("#c8704a", "#bf6440", "#d0875c")
    c.rectangle(0, 0, WIDTH, HEIGHT, colour("#e8d9bf"), width=0)
    size = 92.0
    for row in range(8):
        for column in range(9):
            x = column * size * 1.78 + (row % 2) * size * 0.89
            c.area(ring((x, row * size * 1.54), size * 0.97, 6, pi / 6), c.near(base, 0.2), width=3)


def slabs(c: Canvas) -> None:
    """Slabs of stone leaning on the wall, veined."""
    base = c.pick("#e3d6bf", "#d8d2c8", "#c9b79c")
    c.shadow(200, 960, FLOOR + 85)
    shape: list[Point] = []
    for slab in range(3):
        x, top, bottom = 330.0 - 70 * slab, 170.0 + 26 * slab, FLOOR + 30.0 + 25 * slab
        shape = [(x, top), (x + 640, top), (x + 640, bottom), (x, bottom)]
        c.area(shape, c.near(base, 0.06))
        edge: list[Point] = [(x, top), (x + 22, top - 14), (x + 662, top - 14), (x + 640, top)]
        c.area(edge, lighter(base, 0.5))
        side = [(x + 640, top), (x + 662, top - 14), (x + 662, bottom - 14), (x + 640, bottom)]
        c.area(side, darker(base, 0.25))
    with c.inside(shape):
        for _ in range(7):
            x, y = c.dice.uniform(150, 800), c.dice.uniform(200, 700)
            vein: list[Point] = [(x, y)]
            for _ in range(5):
                x, y = x + c.dice.uniform(20, 70), y + c.dice.uniform(-60, 60)
                vein.append((x, y))
            c.line(vein, 3, darker(base, 0.25))
