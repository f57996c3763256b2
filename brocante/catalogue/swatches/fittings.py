"""Swatches of pipes, cables, steel, sacks, pots and small hardware."""

from __future__ import annotations

from brocante.catalogue.swatches.canvas import (
    FLOOR,
    INK,
    SLANT_X,
    SLANT_Y,
    Canvas,
    Colour,
    Point,
    colour,
    darker,
    lighter,
    ring,
)


def radiator(c: Canvas) -> None:
    """A panel radiator with its valve."""
    base = c.pick("#f2ede2", "#e4ddd0", "#8b8f8e")
    c.shadow(230, 960, FLOOR + 70, 80)
    c.rectangle(220, 250, 960, FLOOR + 50, base, radius=16)
    for x in range(250, 930, 52):
        c.rectangle(x, 285, x + 30, FLOOR + 15, lighter(base, 0.4), radius=12, width=3)
    c.rectangle(220, 232, 960, 268, darker(base, 0.1), radius=10)
    c.rectangle(960, FLOOR - 30, 1010, FLOOR - 6, colour("#c9a24f"), radius=6)
    c.rectangle(1000, FLOOR - 62, 1044, FLOOR + 10, colour("#f7f3ea"), radius=12)


def water_heater(c: Canvas) -> None:
    """An electric water heater."""
    base = c.pick("#f5f0e6", "#efe8da")
    c.shadow(430, 790, FLOOR + 95, 120)
    c.rectangle(420, 110, 780, FLOOR + 60, base, radius=70)
    c.rectangle(448, 150, 492, FLOOR + 10, lighter(base, 0.7), radius=20, width=0)
    c.rectangle(420, 560, 780, 640, darker(base, 0.1))
    c.disc((600, 600), 28, colour("#c8643c"))
    for x, hue in ((540, "#5b86a3"), (636, "#b9573a")):
        c.rectangle(x, FLOOR + 60, x + 26, FLOOR + 100, colour(hue), radius=4)


def coil(c: Canvas) -> None:
    """Coils of flexible pipe or conduit."""
    for centre, hue in (
        ((430.0, 500.0), c.pick("#b9473a", "#c8643c")),
        ((760.0, 560.0), c.pick("#4f7ea0", "#5d5a55")),
    ):
        c.oval((centre[0] + 10, centre[1] + 225), 235, 36, darker(c.ground, 0.2), width=0)
        c.disc(centre, 225, hue)
        for radius in range(200, 110, -24):
            c.disc(centre, radius, lighter(hue, 0.16 if radius % 48 else 0.02), width=3)
        c.disc(centre, 104, darker(hue, 0.12))
        c.disc(centre, 92, colour("#efe0c4"))
        for inner, outer in zip(ring(centre, 88, 3, 0.5), ring(centre, 230, 3, 0.5), strict=True):
            c.line([inner, outer], 44)
            c.line([inner, outer], 36, colour("#f2ede2"))


def tubes(c: Canvas) -> None:
    """Tubes in a bundle, open ends to the front."""
    _bundle(c, c.pick("#c9774a", "#b9bdb8", "#9aa09c", "#d8d2c8"), 52, (6, 5, 4, 3), open_ends=True)


def rebars(c: Canvas) -> None:
    """Reinforcing bars in a bundle."""
    _bundle(c, c.pick("#a3603c", "#8f6a50"), 26, (12, 11, 10, 9, 8), open_ends=False)


def _bundle(
    c: Canvas, base: Colour, radius: float, rows: tuple[int, ...], *, open_ends: bool
) -> None:
    length = 620.0
    left, y = 200.0, FLOOR + 100 - radius
    back_x, back_y = length * SLANT_X, length * SLANT_Y
    c.shadow(left, left + rows[0] * radius * 2, FLOOR + 100, length)
    for row, count in enumerate(rows):
        for place in range(count):
            x = left + radius * (1 + row) + place * radius * 2
            at, fill = (x, y - row * radius * 1.74), c.near(base, 0.1)
            turn_x, turn_y = radius * 0.5, -radius * 0.866
            body: list[Point] = [(at[0] + turn_x * -1, at[1] + turn_y)]
            body += [(body[0][0] + back_x, body[0][1] + back_y)]
            body += [
                (at[0] + turn_x + back_x, at[1] - turn_y + back_y),
                (at[0] + turn_x, at[1] - turn_y),
            ]
            c.area(body, fill, width=3)
            shine = (at[0], at[1] - radius * 0.55)
            c.line(
                [shine, (shine[0] + back_x, shine[1] + back_y)], radius * 0.22, lighter(fill, 0.4)
            )
            c.disc(at, radius, lighter(fill, 0.2), width=3)
            if open_ends:
                c.disc(at, radius * 0.72, darker(fill, 0.55), width=3)


def girders(c: Canvas) -> None:
    """Steel girders, their I to the front."""
    base = c.pick("#a3644a", "#7f7a74", "#8c5a44")
    c.shadow(200, 900, FLOOR + 100, 480)
    for row in range(2):
        for column in range(3):
            x, y = 210 + column * 235.0, FLOOR + 95 - row * 245.0
            fill = c.near(base, 0.07)
            c.box((x, y), (200, 34, 470), fill)
            c.box((x + 84, y - 34), (32, 160, 470), darker(fill, 0.15))
            c.box((x, y - 194), (200, 34, 470), fill)


def mesh(c: Canvas) -> None:
    """Welded mesh panels against the wall."""
    base = c.pick("#8c6a54", "#6f7a73", "#8f8a80")
    c.shadow(200, 1000, FLOOR + 80, 90)
    for x, y, tone in ((250.0, -45.0, lighter(base, 0.45)), (170.0, 0.0, base)):
        for wide, ink in ((17, INK), (10, tone)):
            for step in range(8):
                c.line([(x + step * 106, 130 + y), (x + step * 106, 790 + y)], wide, ink)
            for step in range(7):
                c.line([(x - 24, 170 + step * 96 + y), (x + 766, 170 + step * 96 + y)], wide, ink)


def profiles(c: Canvas) -> None:
    """Galvanised studs and tracks in bundles."""
    base = c.pick("#b9bdb8", "#c6c4ba", "#a9adab")
    c.shadow(190, 800, FLOOR + 100, 620)
    for row in range(5):
        for column in range(5):
            x, y = 190 + column * 128.0, FLOOR + 95 - row * 72.0
            c.box((x, y), (116, 62, 620), c.near(base, 0.07), width=3)
            c.rectangle(x + 12, y - 62, x + 104, y - 14, darker(base, 0.55), width=3)


def sheets(c: Canvas) -> None:
    """Metal sheets lying in a stack."""
    base = c.pick("#b9bdb8", "#a9b4b8", "#c0b8a8")
    y = c.pallet(170, 880, 320)
    for _ in range(9):
        c.box((155 + c.dice.uniform(-12, 12), y), (740, 14, 350), c.near(base, 0.1), width=3)
        y -= 16


def drums(c: Canvas) -> None:
    """Cable on wooden drums."""
    wood = c.pick("#c99a63", "#d9a566")
    for x, y, size in ((790.0, 540.0, 195.0), (420.0, 560.0, 225.0)):
        cable = c.pick("#4d4a47", "#b9573a", "#5b7f93", "#d98a4f")
        c.oval((x + 50, y + size), size * 1.15, 30, darker(c.ground, 0.2), width=0)
        c.disc((x + 120, y - 50), size, darker(wood, 0.2))
        for step in range(8):
            c.disc(
                (x + 105 - step * 12, y - 44 + step * 5),
                size * 0.78,
                lighter(cable, 0.08 * (step % 2)),
                width=3,
            )
        c.disc((x, y), size, wood)
        for turn in range(6):
            spoke = ring((x, y), size * 0.94, 6, 0.3)[turn]
            c.line([(x, y), spoke], 4, darker(wood, 0.25))
        c.disc((x, y), size * 0.42, lighter(wood, 0.15))
        c.disc((x, y), size * 0.12, darker(wood, 0.6))


def lamps(c: Canvas) -> None:
    """Hanging lamps, lit."""
    for x, drop in ((330.0, 300.0), (610.0, 390.0), (880.0, 270.0)):
        shade = c.pick("#c8643c", "#7f9a8c", "#4c5258", "#d9a24f", "#efe9db")
        c.line([(x, 0), (x, drop - 90)], 6)
        glow: list[Point] = [
            (x - 100, drop + 30),
            (x + 100, drop + 30),
            (x + 210, FLOOR - 60),
            (x - 210, FLOOR - 60),
        ]
        c.area(glow, lighter(colour("#f6e3b0"), 0.25), width=0)
        c.disc((x, drop + 30), 46, colour("#fff3c9"))
        dome: list[Point] = [
            (x - 36, drop - 90),
            (x + 36, drop - 90),
            (x + 120, drop + 30),
            (x - 120, drop + 30),
        ]
        c.area(dome, shade)


def solar(c: Canvas) -> None:
    """A photovoltaic panel."""
    c.shadow(230, 930, FLOOR + 80, 120)
    c.box((200, FLOOR + 80), (760, 590, 40), colour("#b9bdb8"))
    for row in range(5):
        for column in range(6):
            x, y = 217 + column * 122, 199 + row * 114
            cell = c.near(colour("#3e5569"), 0.1)
            c.rectangle(x, y, x + 116, y + 108, cell, radius=12, width=3)
            c.line([(x + 38, y + 6), (x + 38, y + 102)], 2, lighter(cell, 0.35))
            c.line([(x + 78, y + 6), (x + 78, y + 102)], 2, lighter(cell, 0.35))


def sacks(c: Canvas) -> None:
    """Paper sacks on a pallet."""
    paper, band = (
        c.pick("#d9b98c", "#e6ddcb", "#cdb08a"),
        c.pick("#c8643c", "#5b7f93", "#6d8377", "#d9a24f"),
    )
    y = c.pallet(200, 900, 210)
    for row in range(5):
        for column in range(2):
            x = 205 + column * 350 + c.dice.uniform(-8, 8) + (18 if row % 2 else 0)
            c.rectangle(x + 30, y - 112, x + 370, y - 22, darker(paper, 0.12), radius=34)
            c.rectangle(x, y - 92, x + 335, y, c.near(paper, 0.06), radius=30)
            c.rectangle(x + 105, y - 90, x + 230, y - 2, band, width=0)
            for line in (68, 44, 26):
                c.rectangle(x + 125, y - line, x + 210, y - line + 9, lighter(band, 0.8), width=0)
        y -= 88


def pots(c: Canvas) -> None:
    """Paint pots, one of them open."""
    places = ((260.0, 0.0), (500.0, 0.0), (740.0, 0.0), (380.0, 238.0), (620.0, 238.0))
    c.shadow(260, 950, FLOOR + 95, 120)
    for x, up in places:
        paint = c.pick("#c8643c", "#7f9a8c", "#d9a24f", "#5b7f93", "#a5523a", "#e6d8bf", "#8c6f7d")
        bottom = FLOOR + 90 - up
        tin = colour("#c9c6bc")
        c.oval((x + 105, bottom - 4), 105, 28, tin)
        c.rectangle(x, bottom - 190, x + 210, bottom - 8, tin, width=0)
        c.line([(x + 2, bottom - 190), (x + 2, bottom - 4)])
        c.line([(x + 208, bottom - 190), (x + 208, bottom - 4)])
        c.rectangle(x + 4, bottom - 150, x + 206, bottom - 42, lighter(paint, 0.1), width=0)
        c.oval((x + 105, bottom - 190), 105, 28, lighter(tin, 0.4))
        c.oval((x + 105, bottom - 190), 84, 20, paint if up else lighter(tin, 0.1), width=3)
        c.disc((x + 105, bottom - 96), 34, lighter(paint, 0.75), width=0)


def cartridges(c: Canvas) -> None:
    """Cartridges of sealant in a row."""
    c.shadow(220, 960, FLOOR + 90, 110)
    for place in range(6):
        x, band = 230 + place * 125.0, c.pick("#c8643c", "#7f9a8c", "#d9a24f", "#5b7f93")
        c.area([(x + 36, 330), (x + 54, 210), (x + 66, 210), (x + 84, 330)], colour("#efe9db"))
        c.rectangle(x, 330, x + 112, FLOOR + 90, colour("#f5f0e6"), radius=10)
        c.rectangle(x + 2, 430, x + 110, 650, band, width=0)
        c.disc((x + 56, 540), 32, lighter(band, 0.7), width=0)


def hardware(c: Canvas) -> None:
    """Hinges, screws and a handle in an open crate."""
    wood, steel = c.pick("#c99a63", "#d9a566"), colour("#b9bdb8")
    c.shadow(240, 920, FLOOR + 95, 260)
    c.box((230, FLOOR + 95), (680, 60, 270), wood)
    for _ in range(26):
        x, y = c.dice.uniform(290, 860), c.dice.uniform(470, 640)
        lean = c.dice.uniform(-26, 26)
        tone = c.near(c.dice.choice((steel, colour("#d9b45f"), colour("#a9825a"))), 0.1)
        c.line([(x, y), (x + lean, y + 120)], 19)
        c.line([(x, y), (x + lean, y + 118)], 11, tone)
        c.area(ring((x, y), 26, 6), tone)
        c.disc((x, y), 10, darker(tone, 0.35), width=2)
    c.rectangle(230, FLOOR - 70, 910, FLOOR + 95, wood, radius=4)
    c.grain(240, FLOOR - 60, 900, FLOOR + 90, darker(wood, 0.2))
    c.rectangle(470, FLOOR - 20, 670, FLOOR + 34, darker(wood, 0.45), radius=27)


def square_tubes(c: Canvas) -> None:
    """Square steel tubes, ends to the front."""
    base = c.pick("#8f8a80", "#a3644a", "#b9bdb8")
    c.shadow(200, 820, FLOOR + 100, 560)
    for row in range(4):
        for column in range(5):
            x, y = 210 + column * 122.0, FLOOR + 95 - row * 98.0
            c.box((x, y), (112, 90, 560), c.near(base, 0.08), width=3)
            c.rectangle(x + 14, y - 76, x + 98, y - 14, darker(base, 0.6), radius=5, width=3)
