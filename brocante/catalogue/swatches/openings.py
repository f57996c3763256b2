"""Swatches of windows, doors, shutters and fittings of bathrooms and kitchens."""

from __future__ import annotations

from math import pi

from brocante.catalogue.swatches.canvas import (
    FLOOR,
    Canvas,
    Colour,
    Point,
    colour,
    darker,
    lighter,
    ring,
)

GLASS = "#bcd6d3"
WHITE_WARE = "#f7f3ea"
STEEL = "#b9bdb8"


def window(c: Canvas) -> None:
    """A window of two casements, standing on the floor."""
    frame = c.pick("#f4efe4", "#4c5258", "#b9814c", "#efe9db")
    _stand(c, 330, 870)
    c.rectangle(330, 130, 870, FLOOR + 70, frame, radius=6)
    for x in (352.0, 606.0):
        c.rectangle(x, 152, x + 242, FLOOR + 48, lighter(frame, 0.3), radius=4)
        _pane(c, x + 30, 182, x + 212, FLOOR + 18)
    c.rectangle(586, 400, 602, 470, colour("#8f8a80"), radius=6)


def bay(c: Canvas) -> None:
    """A sliding glazed bay."""
    frame = c.pick("#4c5258", "#5d5a55", "#efe9db")
    _stand(c, 180, 1020)
    c.rectangle(180, 150, 1020, FLOOR + 70, frame, radius=4)
    for x in (200.0, 610.0):
        _pane(c, x, 172, x + 390, FLOOR + 46)
    c.rectangle(622, 380, 638, 520, lighter(frame, 0.5), radius=6)


def roof_window(c: Canvas) -> None:
    """A roof window, tilted open."""
    wood = c.pick("#d9a566", "#cf9457")
    _stand(c, 330, 860)
    c.rectangle(320, 190, 880, FLOOR + 70, wood, radius=6)
    _pane(c, 370, 240, 830, FLOOR + 20)
    sash: list[Point] = [(345, 440), (855, 440), (925, 640), (275, 640)]
    c.area(sash, lighter(wood, 0.2))
    glass: list[Point] = [(390, 466), (810, 466), (858, 612), (342, 612)]
    c.area(glass, colour(GLASS))
    c.line([(470, 590), (520, 486)], 9, colour("#e9f3ef"))
    c.rectangle(540, 446, 660, 458, colour("#8f8a80"), radius=5, width=3)


def glazing(c: Canvas) -> None:
    """Double glazing units on edge."""
    _stand(c, 260, 900)
    for unit in range(3, -1, -1):
        x, y = 250.0 + unit * 46, -unit * 22
        c.rectangle(x + 14, 180 + y - 8, x + 574, FLOOR + 70 + y - 8, colour("#8f8a80"))
        _pane(c, x, 180 + y, x + 560, FLOOR + 70 + y)


def _stand(c: Canvas, left: float, right: float) -> None:
    c.shadow(left, right, FLOOR + 70, 90)
    for x in (left + 30, right - 110):
        c.box((x, FLOOR + 96), (80, 26, 60), colour("#c99a63"))


def _pane(c: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    glass = colour(GLASS)
    outline: list[Point] = [(left, top), (right, top), (right, bottom), (left, bottom)]
    c.area(outline, glass)
    w, h = right - left, bottom - top
    with c.inside(outline):
        for start, thick in ((0.1, 0.16), (0.42, 0.07)):
            slant = [(left + w * start, bottom), (left + w * (start + thick), bottom)]
            slant += [
                (left + w * (start + thick) + h * 0.45, top),
                (left + w * start + h * 0.45, top),
            ]
            c.area(slant, lighter(glass, 0.55), width=0)


def door(c: Canvas) -> None:
    """A panelled door leaf with its handle."""
    leaf = c.pick("#b9814c", "#efe9db", "#6d8377", "#a5523a", "#d9a566")
    _leaf(c, leaf)
    for top, bottom in ((200.0, 420.0), (470.0, FLOOR + 20.0)):
        for x in (440.0, 610.0):
            c.rectangle(x, top, x + 150, bottom, darker(leaf, 0.12), radius=5)
            c.rectangle(
                x + 18, top + 18, x + 132, bottom - 18, lighter(leaf, 0.18), radius=4, width=3
            )
    _handle(c)


def plain_door(c: Canvas) -> None:
    """A flush door leaf, plain or with a light."""
    leaf = c.pick("#e6ddcb", "#9a9f9c", "#c99a63", "#7b8a92")
    _leaf(c, leaf)
    if c.dice.random() < 0.5:
        _pane(c, 470, 210, 560, FLOOR - 60)
    else:
        for y in (250, 390, 530, 660):
            c.line([(412, y), (788, y)], 4, darker(leaf, 0.25))
    _handle(c)


def _leaf(c: Canvas, leaf: Colour) -> None:
    _stand(c, 400, 800)
    c.box((400, FLOOR + 70), (400, 570, 34), leaf)


def _handle(c: Canvas) -> None:
    c.rectangle(748, 410, 774, 500, colour("#d9c58f"), radius=10)
    c.rectangle(700, 434, 766, 454, colour("#e8d59c"), radius=9)


def garage_door(c: Canvas) -> None:
    """A sectional garage door."""
    leaf = c.pick("#ece6d9", "#8b8f8e", "#c99a63")
    c.shadow(160, 1030, FLOOR + 70, 80)
    c.rectangle(150, 160, 1050, FLOOR + 70, darker(leaf, 0.3))
    for row in range(5):
        y = 180 + row * 114
        c.rectangle(172, y, 1028, y + 108, c.near(leaf, 0.04))
        for column in range(4):
            x = 200 + column * 205
            c.rectangle(x, y + 24, x + 180, y + 84, lighter(leaf, 0.25), radius=6, width=3)
    c.rectangle(570, 660, 630, 682, colour("#6b665e"), radius=8)


def shutter(c: Canvas) -> None:
    """A pair of slatted shutters."""
    leaf = c.pick("#7f9a8c", "#8aa0ad", "#b9814c", "#a5523a", "#cdbfa3")
    _stand(c, 290, 910)
    for x in (290.0, 615.0):
        c.rectangle(x, 140, x + 295, FLOOR + 70, leaf, radius=4)
        for top, bottom in ((175, 420), (455, FLOOR + 36)):
            for y in range(top, bottom - 22, 27):
                c.rectangle(x + 38, y, x + 257, y + 23, lighter(leaf, 0.22), radius=4, width=3)


def basin(c: Canvas) -> None:
    """A washbasin on its cabinet, with a tap."""
    ware, wood = colour(WHITE_WARE), c.pick("#c99a63", "#a97a4c", "#d9cdb8", "#7f8f86")
    c.shadow(290, 900, FLOOR + 90, 150)
    c.box((290, FLOOR + 90), (600, 240, 130), wood)
    for x in (312.0, 600.0):
        c.rectangle(x, FLOOR - 125, x + 268, FLOOR + 68, lighter(wood, 0.15), radius=5)
        c.rectangle(x + 100, FLOOR - 100, x + 168, FLOOR - 86, colour("#8f8a80"), radius=6, width=3)
    c.box((270, FLOOR - 150), (640, 46, 150), ware)
    c.oval((632, FLOOR - 220), 215, 24, darker(ware, 0.12))
    _tap(c, (640, FLOOR - 230))


def _tap(c: Canvas, foot: Point) -> None:
    x, y = foot
    chrome = colour(STEEL)
    for width, ink in ((36, colour("#3f2c1c")), (26, chrome)):
        c.line([(x, y), (x, y - 130), (x - 60, y - 168), (x - 112, y - 130)], width, ink)
        c.line([(x - 112, y - 132), (x - 112, y - 100)], width, ink)
    c.line([(x, y - 130), (x + 14, y - 196)], 22)
    c.rectangle(x - 34, y - 12, x + 34, y + 8, chrome, radius=8)
    c.rectangle(x - 8, y - 212, x + 84, y - 188, chrome, radius=11)


def tap(c: Canvas) -> None:
    """A mixer tap on its box."""
    c.shadow(330, 850, FLOOR + 90, 200)
    c.box((330, FLOOR + 90), (500, 190, 210), c.pick("#c99a63", "#d9b98c"))
    c.box((450, FLOOR - 130), (300, 26, 120), colour(WHITE_WARE))
    _tap(c, (650, FLOOR - 165))


def toilet(c: Canvas) -> None:
    """A floor-standing toilet."""
    ware = colour(WHITE_WARE)
    c.shadow(430, 800, FLOOR + 95, 120)
    c.rectangle(640, 250, 850, 500, ware, radius=22)
    c.rectangle(625, 232, 865, 272, lighter(ware, 0.5), radius=14)
    c.rectangle(715, 216, 775, 234, colour(STEEL), radius=6)
    foot: list[Point] = [(500, 560), (760, 560), (740, FLOOR + 95), (560, FLOOR + 95)]
    c.area(foot, darker(ware, 0.05))
    bowl: list[Point] = [(385, 500), (845, 500), (800, 590), (690, 640), (520, 640), (420, 575)]
    c.area(bowl, ware)
    c.rectangle(365, 470, 855, 508, lighter(ware, 0.4), radius=18)


def bath(c: Canvas) -> None:
    """A bath on its feet."""
    ware = colour(WHITE_WARE)
    c.shadow(220, 1000, FLOOR + 95, 120)
    for x in (330, 850):
        c.area(ring((x, FLOOR + 65), 42, 5, pi / 2), colour("#c9a24f"))
    tub: list[Point] = [(205, 420), (995, 420), (950, 640), (880, 725), (330, 725), (250, 640)]
    c.area(tub, ware)
    c.area(
        [(265, 560), (935, 560), (910, 655), (850, 708), (350, 708), (285, 650)],
        darker(ware, 0.07),
        width=0,
    )
    c.rectangle(180, 396, 1020, 436, lighter(ware, 0.5), radius=20)
    _tap(c, (880, 400))


def shower_tray(c: Canvas) -> None:
    """A shower tray leaning, another lying."""
    ware = c.pick(WHITE_WARE, "#6b6e70", "#d9d0c0")
    c.shadow(220, 930, FLOOR + 100, 240)
    c.box((220, FLOOR + 100), (720, 44, 280), ware)
    c.rectangle(310, 150, 900, FLOOR - 40, lighter(ware, 0.1), radius=14)
    c.rectangle(345, 185, 865, FLOOR - 75, darker(ware, 0.06), radius=10, width=3)
    c.disc((605, 300), 34, colour(STEEL))
    c.disc((605, 300), 16, darker(colour(STEEL), 0.3), width=3)


def kitchen(c: Canvas) -> None:
    """Kitchen cabinets under a worktop."""
    front = c.pick("#7f9a8c", "#efe9db", "#b9814c", "#a5523a", "#5f6f78")
    c.shadow(180, 980, FLOOR + 95, 160)
    c.box((190, FLOOR + 95), (780, 330, 150), front)
    for column in range(3):
        x = 208 + column * 258
        tops = (FLOOR - 215, FLOOR - 120, FLOOR - 25) if column == 1 else (FLOOR - 215,)
        for top in tops:
            bottom = top + 84 if column == 1 else FLOOR + 76
            c.rectangle(x, top, x + 228, bottom, lighter(front, 0.18), radius=5)
            c.rectangle(x + 84, top + 20, x + 144, top + 32, colour("#e8d59c"), radius=5, width=3)
    c.box((165, FLOOR - 236), (830, 40, 165), c.pick("#c99a63", "#8d8479", "#d9b98c"))


def sink(c: Canvas) -> None:
    """A stainless steel sink with its drainer."""
    steel = colour("#c6cac6")
    c.shadow(180, 1000, FLOOR + 60, 100)
    c.rectangle(170, 300, 1030, FLOOR + 50, steel, radius=30)
    c.rectangle(220, 350, 580, FLOOR, darker(steel, 0.18), radius=44)
    c.disc((400, 530), 40, lighter(steel, 0.4))
    c.disc((400, 530), 18, darker(steel, 0.45), width=3)
    for x in range(650, 1000, 48):
        c.rectangle(x, 370, x + 20, FLOOR - 20, lighter(steel, 0.4), radius=10, width=3)
    _tap(c, (610, 330))
