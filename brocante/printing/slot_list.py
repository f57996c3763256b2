"""The list of a site for the hand: a page for each slot, keyed back in at the counter later."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from flask_babel import gettext as _
from flask_babel import ngettext

from brocante.printing.documents import A4, About, new_document
from brocante.printing.pens import (
    INK,
    KRAFT,
    SECOND,
    WHITE,
    Pen,
    bold,
    heading,
    lines_of,
    plain,
    width_of,
)
from brocante.printing.typesetting import load_fonts

EDGE = 11.0
TOP, BOTTOM = 44.0, 284.0
LINE, HEAD, GAP = 8.6, 13.5, 4.0
ROW = 9.0
FEWEST_ROWS = 4


@dataclass(frozen=True, slots=True)
class ListLine:
    """What is to leave: `quantity` with its unit as printed, `unit` alone for the box."""

    quantity: str
    unit: str
    title: str
    place: str
    code: str


@dataclass(frozen=True, slots=True)
class ListTicket:
    """One person expected; `note` says what became of it already."""

    code: str
    name: str
    phone: str
    total: str
    lines: tuple[ListLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlotPage:
    """Everybody expected at a site in one slot; texts ready to print."""

    company: str
    site: str
    day: str
    hours: str
    tickets: tuple[ListTicket, ...]


def slot_list(pages: list[SlotPage], about: About, printed: str, stamp: str = "") -> bytes:
    """Return the lists of some slots, each on pages of its own. `printed` says when."""
    load_fonts()
    buffer = BytesIO()
    canvas = new_document(buffer, A4, about)
    sheets = [sheet for page in pages for sheet in _sheets(page)]
    for number, (page, tickets, rows) in enumerate(sheets, 1):
        pen = Pen(canvas, *A4)
        _head(pen, page, stamp)
        y = TOP
        for ticket in tickets:
            y = _ticket(pen, ticket, y) + GAP
        if rows:
            _walk_ins(pen, y, rows)
        pen.text(EDGE, 291, printed, plain(8, SECOND))
        count = f"{page.company} · {number} / {len(sheets)}"
        pen.text(A4[0] - EDGE, 291, count, plain(8, SECOND), "right")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_Sheet = tuple[SlotPage, list[ListTicket], int]


def _sheets(page: SlotPage) -> Iterator[_Sheet]:
    """Share the tickets of a slot out to sheets; what is left of the last one is for walk-ins."""
    taken: list[ListTicket] = []
    y = TOP
    for ticket in (part for whole in page.tickets for part in _parts(whole)):
        height = _height(ticket) + GAP
        if taken and y + height > BOTTOM:
            yield page, taken, 0
            taken, y = [], TOP
        taken.append(ticket)
        y += height
    rows = int((BOTTOM - y - 16) // ROW)
    if rows < FEWEST_ROWS:
        yield page, taken, 0
        taken, rows = [], int((BOTTOM - TOP - 16) // ROW)
    yield page, taken, rows


def _parts(ticket: ListTicket) -> Iterator[ListTicket]:
    """Cut a ticket that is longer than a page."""
    most = int((BOTTOM - TOP - HEAD - GAP) // LINE) - 1
    for start in range(0, max(1, len(ticket.lines)), most):
        lines = ticket.lines[start : start + most]
        yield ListTicket(ticket.code, ticket.name, ticket.phone, ticket.total, lines, ticket.note)


def _height(ticket: ListTicket) -> float:
    return HEAD + LINE * len(ticket.lines) + 2


def _head(pen: Pen, page: SlotPage, stamp: str) -> None:
    """Write whose list it is, for when, and what to do with it."""
    width = pen.width - 2 * EDGE
    room = width
    if page.hours:
        hours = pen.fit(pen.width - EDGE, 20.5, width * 0.45, page.hours, heading(30), "right")
        room -= width_of(page.hours, hours) + 8
    pen.fit(EDGE, 15.5, room, page.company, bold(17))
    where = f"{page.site}, {page.day}" if page.site else page.day
    pen.fit(EDGE, 21.5, room, where, plain(13))
    count = ngettext("%(num)d person expected", "%(num)d persons expected", len(page.tickets))
    pen.text(EDGE, 29, count, bold(11))
    pen.rule(EDGE, 32, pen.width - EDGE, 32, colour=INK, weight=0.6)
    words = _(
        "Write the time and what leaves, in each box. This sheet counts as much as a phone once it "
        "is keyed in: Counter, Paper list, code of the ticket."
    )
    y = 36.5
    for line in lines_of(words, plain(9), width, 2):
        pen.text(EDGE, y, line, plain(9, SECOND))
        y += 3.8
    pen.stamp(stamp)


def _ticket(pen: Pen, ticket: ListTicket, y: float) -> float:
    """Draw one ticket from `y` down; return its bottom edge."""
    width = pen.width - 2 * EDGE
    height = _height(ticket)
    pen.box(EDGE, y, width, height, line=SECOND, radius=1.6, weight=0.25)
    pen.box(EDGE, y, width, HEAD - 1.5, fill=KRAFT, radius=1.6)
    pen.box(EDGE, y, width, height, line=SECOND, radius=1.6, weight=0.25)
    code = pen.text(EDGE + 3, y + 8.4, ticket.code, bold(20))
    left = EDGE + 3 + code + 5
    right = pen.width - EDGE - 3
    clock = _("time")
    pen.box(right - 30, y + 2, 30, 8, fill=WHITE, line=INK, radius=1, weight=0.35)
    pen.text(right - 13, y + 7.4, "h", plain(11, SECOND), "centre")
    pen.text(right - 31.5, y + 7.4, clock, plain(9, SECOND), "right")
    room = right - 44 - left
    pen.fit(left, y + 5.4, room, ticket.name, bold(13))
    below = " · ".join(part for part in (ticket.phone, ticket.note) if part)
    pen.fit(left, y + 9.8, room, below, plain(9.5))
    y += HEAD - 1.5
    total = _("To pay: %(amount)s, tax included", amount=ticket.total)
    for number, line in enumerate(ticket.lines):
        last = number == len(ticket.lines) - 1
        y = _line(pen, line, y, total if last else "")
    return y + 3.5


def _line(pen: Pen, line: ListLine, y: float, total: str) -> float:
    """Draw what is to leave with the box for what leaves; return the bottom edge."""
    right = pen.width - EDGE - 3
    pen.box(EDGE + 3, y + 1.6, 20, LINE - 2, line=INK, radius=0.8, weight=0.45)
    pen.text(EDGE + 21.5, y + LINE - 2.3, line.unit, plain(7, SECOND), "right")
    left = EDGE + 27
    room = right - left
    if total:
        room -= width_of(total, bold(10.5)) + 5
        pen.text(right, y + 6.2, total, bold(10.5), "right")
    used = pen.text(left, y + 5.0, line.quantity, bold(11)) + 2
    title = lines_of(line.title, plain(11), room - used, 1)
    pen.text(left + used, y + 5.0, title[0] if title else "", plain(11))
    below = " · ".join(part for part in (line.code, line.place) if part)
    pen.fit(left, y + 8.4, room, below, plain(8, SECOND))
    return y + LINE


def _walk_ins(pen: Pen, y: float, rows: int) -> None:
    """Draw free lines for who comes without a ticket."""
    width = pen.width - 2 * EDGE
    pen.text(EDGE, y + 6, _("Sales on the spot"), bold(12))
    y += 8.5
    columns = (
        (_("time"), 20.0),
        (_("code of the label"), 38.0),
        (_("what"), width - 20 - 38 - 34 - 30),
        (_("quantity"), 34.0),
        (_("price"), 30.0),
    )
    x = EDGE
    for name, room in columns:
        pen.text(x + 1.5, y + 4, name, plain(8.5, SECOND))
        x += room
    y += 5.5
    bottom = y + rows * ROW
    for number in range(rows + 1):
        pen.rule(EDGE, y + number * ROW, EDGE + width, y + number * ROW, colour=SECOND)
    x = EDGE
    for _name, room in (*columns, ("", 0.0)):
        pen.rule(x, y, x, bottom, colour=SECOND)
        x += room
