"""The poster of an edition with all its sites, and its flyer."""

import math

from brocante.core.text import N_
from brocante.printing.outlines import draw_map
from brocante.printing.pens import (
    INK,
    OAK,
    POINT,
    SECOND,
    TERRACOTTA,
    WHITE,
    Pen,
    bold,
    heading,
    plain,
)
from brocante.printing.posters import EDGE, Draw, footer, pins_of, say, title_block
from brocante.printing.sheets import EditionSheet, SiteSheet, both

# Sites that stand beside the map; more stand in columns under it.
_BESIDE = 30
# More than this cannot be read from two steps away.
_MOST = 160


def edition_poster(edition: EditionSheet) -> Draw:
    """What, when, where: all sites on the map and by name."""

    def draw(pen: Pen) -> None:
        few = len(edition.sites) <= _BESIDE
        block = 84.0 if few else 62.0
        title_block(pen, edition, block, 40 if few else 34)
        width = pen.width - 2 * EDGE
        y = _promise(pen, edition, EDGE + block + 5, width) + 3
        bottom = pen.height - EDGE - 8
        if few:
            _beside(pen, edition, y, bottom)
        else:
            _below(pen, edition, y, bottom)
        footer(pen, edition)

    return draw


def _promise(pen: Pen, edition: EditionSheet, y: float, width: float) -> float:
    """Say what it is, how much of it; return the bottom edge."""
    counts = both(
        N_("%(sites)s open yards, %(listings)s lots of building materials"),
        sites=len(edition.sites),
        listings=edition.listings,
    )
    kind = pen.fit(EDGE, y + 6, width, counts.french, heading(24))
    y += 6 + kind.size * POINT * 0.5
    what = both(N_("Surplus, declassed and showroom materials at reduced prices, for everybody"))
    pen.fit(EDGE, y + 4, width, what.french, plain(15))
    pen.fit(EDGE, y + 9.5, width, f"{counts.english}. {what.english}.", plain(10.5, SECOND))
    return y + 11


def _beside(pen: Pen, edition: EditionSheet, y: float, bottom: float) -> None:
    """Draw the map with the sites right of it, and the code under both."""
    foot = bottom - 42
    draw_map(pen, (EDGE, y, 106, foot - y - 2), edition.departments, pins_of(edition), 3.4)
    _names(pen, edition.sites, (120.0, y + 1, pen.width - EDGE - 120, foot - y - 3), 1)
    _code(pen, edition, foot, 41)


def _below(pen: Pen, edition: EditionSheet, y: float, bottom: float) -> None:
    """Draw the map, under it the sites in columns, then the code."""
    shown = edition.sites[:_MOST]
    columns = 4 if len(shown) > 60 else 3
    foot = bottom - 28
    height = min(math.ceil(len(shown) / columns) * 5.2, (foot - y) * 0.52)
    middle = foot - height - 3
    width = pen.width - 2 * EDGE
    draw_map(pen, (EDGE, y, width, middle - y - 2), edition.departments, pins_of(edition), 2.1)
    _names(pen, shown, (EDGE, middle, width, height), columns)
    _code(pen, edition, foot, 27)


def _names(
    pen: Pen, sites: tuple[SiteSheet, ...], box: tuple[float, float, float, float], columns: int
) -> None:
    """Write number, company and commune of each site into a box, in columns."""
    if not sites:
        return
    x, y, width, height = box
    rows = math.ceil(len(sites) / columns)
    step = min(height / rows, 8.5)
    room = width / columns
    size = min(step * 1.7, 12.0)
    for place, site in enumerate(sites):
        left, top = x + place // rows * room, y + place % rows * step
        radius = min(step * 0.42, 2.9)
        middle = top + step / 2
        pen.dot(left + radius, middle, radius, TERRACOTTA)
        number = str(site.number)
        kind = bold(radius * (3.6 if len(number) < 3 else 2.8), WHITE)
        pen.text(left + radius, middle + kind.size * 0.124, number, kind, "centre")
        text = left + 2 * radius + 1.2
        space = room - 2 * radius - 3.5
        if step >= 6:
            pen.fit(text, middle - 0.2, space, site.company, bold(size * 0.92))
            pen.fit(text, middle + size * POINT * 0.85, space, site.commune, plain(size * 0.8))
        else:
            pen.fit(
                text, middle + size * 0.12, space, f"{site.company}, {site.commune}", plain(size)
            )


def _code(pen: Pen, edition: EditionSheet, y: float, height: float) -> None:
    """Draw the invitation across the page: code, words, address."""
    pen.box(EDGE, y, pen.width - 2 * EDGE, height, fill=OAK, radius=4)
    side = height - 8
    pen.box(EDGE + 4, y + 4, side, side, fill=WHITE, radius=2)
    pen.qr(EDGE + 5, y + 5, side - 2, edition.url)
    top = y + (height - 28) / 2
    _invite(pen, edition, EDGE + side + 12, top, pen.width - 2 * EDGE - side - 18)


def _invite(pen: Pen, edition: EditionSheet, x: float, y: float, width: float) -> None:
    """Say what the code leads to."""
    words = both(N_("See everything, reserve without an account, come at your hour"))
    kind = pen.fit(x, y + 8, width, words.french, heading(20))
    y += 8 + kind.size * POINT * 0.9
    pen.fit(x, y + 2, width, words.english, plain(11.5, INK))
    pen.fit(x, y + 10, width, edition.address, bold(15))


def flyer(edition: EditionSheet) -> Draw:
    """The leaflet of half a page to hand out."""
    steps = (
        both(N_("Search the catalogue: photo, price, size")),
        both(N_("Reserve at several yards, choose your hours")),
        both(N_("Fetch it and pay each company at its yard")),
    )

    def draw(pen: Pen) -> None:
        title_block(pen, edition, 66, 27)
        width = pen.width - 2 * EDGE
        words = both(
            N_("%(sites)s yards open their gates. Surplus, declassed, showroom: reduced prices."),
            sites=len(edition.sites),
        )
        y = say(pen, EDGE, 81, width, words, 14) + 3
        for number, step in enumerate(steps, 1):
            pen.dot(EDGE + 4, y + 5, 4, INK, INK)
            pen.text(EDGE + 4, y + 6.6, str(number), heading(13, OAK), "centre")
            pen.fit(EDGE + 11, y + 4.6, width - 11, step.french, bold(14))
            pen.fit(EDGE + 11, y + 9, width - 11, step.english, plain(9.5, SECOND))
            y += 12.5
        y += 1
        bottom = pen.height - EDGE - 8
        height = bottom - y
        pen.box(EDGE, y, width, height, fill=OAK, radius=4)
        side = height - 8
        pen.box(EDGE + 4, y + 4, side, side, fill=WHITE, radius=2)
        pen.qr(EDGE + 4.5, y + 4.5, side - 1, edition.url)
        left = EDGE + side + 9
        right = pen.width - EDGE - 4
        invite = both(N_("The whole catalogue, without an account"))
        down = pen.block(left, y + 7, right - left, invite.french, heading(16), 4)
        down = pen.block(left, down + 1, right - left, invite.english, plain(10.5), 3)
        pen.fit(left, y + height - 8, right - left, edition.address, bold(12))
        footer(pen, edition, with_map=False)

    return draw
