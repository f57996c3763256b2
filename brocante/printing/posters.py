"""Posters and signs, French large and English small; each is drawn for A4 and scaled to others."""

from collections.abc import Callable, Sequence
from io import BytesIO

from brocante.core.text import N_
from brocante.printing.documents import A4, About, new_document
from brocante.printing.outlines import CREDIT, Pin, draw_map
from brocante.printing.pens import (
    HAIR,
    INK,
    OAK,
    POINT,
    SECOND,
    TERRACOTTA,
    WHITE,
    Pen,
    bold,
    fitted,
    heading,
    lines_of,
    plain,
)
from brocante.printing.sheets import Both, EditionSheet, SiteSheet, both
from brocante.printing.typesetting import load_fonts

Draw = Callable[[Pen], None]

EDGE = 10.0


def sheet(
    pages: Sequence[Draw],
    about: About,
    size: tuple[float, float] = A4,
    drawn_for: tuple[float, float] = A4,
) -> bytes:
    """Return a document of pages of `size`, drawn in the measures of `drawn_for`."""
    load_fonts()
    buffer = BytesIO()
    canvas = new_document(buffer, size, about)
    for draw in pages:
        canvas.saveState()
        canvas.scale(size[0] / drawn_for[0], size[1] / drawn_for[1])
        draw(Pen(canvas, *drawn_for))
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pins_of(edition: EditionSheet, chosen: int | None = None) -> list[Pin]:
    """Return the pins of an edition's sites, numbered unless one is chosen."""
    return [
        Pin(
            site.longitude,
            site.latitude,
            "" if chosen else str(site.number),
            chosen=site.id == chosen,
        )
        for site in edition.sites
        if site.longitude is not None and site.latitude is not None
    ]


def title_block(pen: Pen, edition: EditionSheet, height: float, size: float) -> None:
    """Draw the name and the dates in white on the colour of the house."""
    width = pen.width - 2 * EDGE
    pen.box(EDGE, EDGE, width, height, fill=TERRACOTTA, radius=4)
    inner = width - 18
    pen.mark(EDGE + 8, EDGE + 8, 15, WHITE, TERRACOTTA)
    pen.fit(EDGE + 27, EDGE + 17.5, inner - 20, edition.territory, bold(17, OAK))
    dates = fitted(edition.dates.french, heading(size * 0.66, OAK), inner, 1)
    bottom = EDGE + height - 7
    english_size = size * 0.26
    pen.text(EDGE + 9, bottom, edition.dates.english, plain(english_size, WHITE))
    pen.text(EDGE + 9, bottom - english_size * POINT - 3.5, edition.dates.french, dates)
    room = bottom - english_size * POINT - 5 - dates.size * POINT - (EDGE + 25)
    kind = heading(size, WHITE)
    while len(lines := lines_of(edition.name, kind, inner, 9)) > 3 or len(lines) * kind.line > room:
        kind = heading(kind.size * 0.96, WHITE)
    top = EDGE + 25 + (room - len(lines) * kind.line) / 2
    pen.block(EDGE + 9, top, inner, edition.name, kind, 3)


def say(
    pen: Pen, x: float, y: float, width: float, words: Both, size: float, align: str = "left"
) -> float:
    """Write words in French and under them in English; return the bottom edge."""
    y = pen.block(x, y, width, words.french, bold(size), align=align)
    return pen.block(x, y, width, words.english, plain(max(size * 0.72, 8), SECOND), align=align)


def footer(pen: Pen, edition: EditionSheet, with_map: bool = True) -> None:
    """Write who organises, and whose map it is."""
    y = pen.height - EDGE
    pen.rule(EDGE, y - 5, pen.width - EDGE, y - 5)
    pen.text(EDGE, y, f"{edition.organiser} · {edition.contact}", plain(9, SECOND))
    if with_map:
        pen.text(pen.width - EDGE, y, CREDIT, plain(7, SECOND), "right")
    pen.stamp(edition.stamp)


def site_poster(edition: EditionSheet, site: SiteSheet) -> Draw:
    """The poster of a site: what, when, where it stands among the others, its page."""

    def draw(pen: Pen) -> None:
        title_block(pen, edition, 88, 36)
        width = pen.width - 2 * EDGE
        kind = fitted(site.company, heading(42), width, 2)
        y = pen.block(EDGE, 105, width, site.company, kind, 2) + 2
        where = ", ".join(part for part in (site.place, site.address, site.town) if part)
        y = pen.block(EDGE, y, width, where, fitted(where, plain(18), width, 2), 2) + 6
        bottom = hours_table(pen, y, width, site)
        top = min(bottom + 8, 205.0)
        height = pen.height - EDGE - 8 - top
        pins = pins_of(edition, site.id)
        draw_map(pen, (EDGE, top, 104, height), edition.departments, pins, 2.2)
        side = min(70.0, height - 26)
        frame, left = side + 20, pen.width - EDGE - 78
        down = top + (height - frame) / 2
        pen.box(left, down, 78, frame, line=INK, radius=3, weight=0.5)
        pen.qr(left + (78 - side) / 2, down + 1, side, site.url)
        words = both(N_("See and reserve what is sold here"))
        say(pen, left + 4, down + side, 70, words, 14, "centre")
        footer(pen, edition)

    return draw


def hours_table(pen: Pen, y: float, width: float, site: SiteSheet) -> float:
    """Write the opening hours, a line for each day; return the bottom edge."""
    size = 27 if len(site.hours) < 4 else 16
    step = size * POINT * 1.6
    for day, hours in site.hours[:7]:
        pen.rule(EDGE, y, EDGE + width, y, colour=HAIR, weight=0.35)
        base = y + step * 0.68
        pen.fit(EDGE, base, width * 0.44, day, plain(size))
        pen.fit(EDGE + width, base, width * 0.54, hours, bold(size), "right")
        y += step
    pen.rule(EDGE, y, EDGE + width, y, colour=HAIR, weight=0.35)
    return y


def arrow_sheet(edition: EditionSheet, site: SiteSheet) -> list[Draw]:
    """Three sheets to hang along the way: to the right, to the left, straight on."""
    return [_arrow(edition, site, way) for way in ("right", "left", "on")]


def _arrow(edition: EditionSheet, site: SiteSheet, way: str) -> Draw:
    points = [(-58, -14), (8, -14), (8, -38), (58, 0), (8, 38), (8, 14), (-58, 14)]
    turned = {"right": (1, 0), "left": (-1, 0), "on": (0, 1)}[way]

    def draw(pen: Pen) -> None:
        middle, height = pen.width / 2, 62.0
        if turned[1]:
            shape = [(middle + y, height - x) for x, y in points]
        else:
            shape = [(middle + x * turned[0], height + y) for x, y in points]
        scale = 0.82 if turned[1] else 1.25
        pen.shape(
            [(middle + (x - middle) * scale, height + (y - height) * scale) for x, y in shape],
            TERRACOTTA,
        )
        words = both(N_("Brocante entrance"))
        width = pen.width - 2 * EDGE
        pen.fit(middle, 143, width, words.french, heading(96), "centre")
        pen.fit(middle, 160, width, words.english, plain(34, SECOND), "centre")
        pen.rule(EDGE, 169, pen.width - EDGE, 169, weight=0.4)
        pen.fit(middle, 181, width, site.company, heading(30), "centre")
        line = f"{edition.name}, {edition.dates.french}"
        pen.fit(middle, 191, width, line, plain(17), "centre")
        footer(pen, edition, with_map=False)

    return draw


def counter_sign(edition: EditionSheet, site: SiteSheet) -> Draw:
    """The sign above the counter of a site: what to do there."""
    steps = (
        both(N_("Show your ticket: code or name")),
        both(N_("Load, with a hand if you ask")),
        both(N_("Pay the company here")),
    )

    def draw(pen: Pen) -> None:
        width = pen.width - 2 * EDGE
        pen.box(EDGE, EDGE, width, 72, fill=TERRACOTTA, radius=4)
        words = both(N_("Counter"))
        pen.fit(EDGE + 10, 61, width - 20, words.french, heading(150, WHITE))
        pen.text(EDGE + 11, 76, words.english, plain(34, OAK))
        y = 93.0
        for number, step in enumerate(steps, 1):
            pen.dot(EDGE + 11, y + 11, 10, INK, INK)
            pen.text(EDGE + 11, y + 14.6, str(number), heading(30, OAK), "centre")
            pen.fit(EDGE + 28, y + 10, 160, step.french, heading(29))
            pen.fit(EDGE + 28, y + 19, 160, step.english, plain(19, SECOND))
            y += 31
        pen.box(pen.width - EDGE - 74, 92, 74, 90, line=INK, radius=3, weight=0.5)
        pen.qr(pen.width - EDGE - 70, 93, 66, site.url)
        say(
            pen, pen.width - EDGE - 71, 160, 68, both(N_("See and reserve what is sold here")), 15,
            "centre",
        )  # fmt: skip
        pen.fit(EDGE, 190, width, f"{site.company} · {edition.dates.french}", bold(16))
        footer(pen, edition, with_map=False)

    return draw
