"""The ticket on one A4 that folds into four: the code in front, the sites on the other quarters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from brocante.printing.documents import A4, About, new_document
from brocante.printing.outlines import CREDIT, Pin, draw_map
from brocante.printing.pens import (
    HAIR,
    INK,
    POINT,
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

WIDE, HIGH = A4[0] / 2, A4[1] / 2
EDGE = 9.0
_QUARTERS = ((0.0, 0.0), (WIDE, 0.0), (0.0, HIGH), (WIDE, HIGH))
# How far type may shrink so that everything stays on one sheet.
_SCALES = (1.2, 1.1, 1.0, 0.9, 0.82, 0.74, 0.66, 0.6)


@dataclass(frozen=True, slots=True)
class TicketStop:
    """One site of a ticket: texts ready to print; `lines` are amount, title and price."""

    when: str
    company: str
    where: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    total: str
    place: tuple[float, float] | None = None  # longitude, latitude


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A ticket as it is printed; without `url` no QR code is drawn."""

    code: str
    name: str
    contact: str
    edition: str
    dates: str
    url: str
    stops: tuple[TicketStop, ...]
    notes: tuple[str, ...]
    stamp: str = ""
    departments: tuple[str, ...] = ()


def ticket_sheet(ticket: TicketPaper, about: About) -> bytes:
    """Return the ticket on one sheet; on several only when even small type needs more."""
    load_fonts()
    buffer = BytesIO()
    canvas = new_document(buffer, A4, about)
    pen = Pen(canvas, *A4)
    _folds(pen)
    _cover(pen, ticket)
    scale, quarters = _shared_out(ticket)
    for number, stops in enumerate(quarters, 1):
        if number % 4 == 0:
            canvas.showPage()
            pen = Pen(canvas, *A4)
            _folds(pen)
        left, top = _QUARTERS[number % 4]
        y = top + EDGE
        for place, stop in stops:
            y = _draw(pen, place, stop, left + EDGE, y, scale)
    if len(quarters) < len(_QUARTERS) - 1:
        _map(pen, ticket)
    pen.stamp(ticket.stamp)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_Numbered = tuple[int, TicketStop]


def _shared_out(ticket: TicketPaper) -> tuple[float, list[list[_Numbered]]]:
    """Return the largest scale at which the stops fill three quarters, and the stops of each."""
    for scale in _SCALES:
        quarters = list(_fill(ticket, scale))
        if len(quarters) < len(_QUARTERS):
            return scale, quarters
    return _SCALES[-1], list(_fill(ticket, _SCALES[-1]))


def _fill(ticket: TicketPaper, scale: float) -> Iterator[list[_Numbered]]:
    room = HIGH - 2 * EDGE
    taken: list[_Numbered] = []
    used = 0.0
    for number, whole in enumerate(ticket.stops, 1):
        for stop in _parts(whole, room, scale):
            height = _height(stop, scale)
            if taken and used + height > room:
                yield taken
                taken, used = [], 0.0
            taken.append((number, stop))
            used += height
    if taken:
        yield taken


def _parts(stop: TicketStop, room: float, scale: float) -> Iterator[TicketStop]:
    """Cut a stop that is longer than a quarter of the sheet."""
    lines = stop.lines
    while True:
        count = len(lines)
        part = stop
        while count > 1 and _height(part, scale) > room:
            count -= 1
            part = replace(stop, lines=lines[:count])
        yield part
        lines = lines[len(part.lines) :]
        if not lines:
            return
        stop = replace(stop, lines=lines)


def _folds(pen: Pen) -> None:
    """Show where to fold."""
    for line in ((WIDE, 0, WIDE, A4[1]), (0, HIGH, A4[0], HIGH)):
        pen.rule(*line, colour=HAIR, weight=0.2, dash=(1.2, 1.6))


def _map(pen: Pen, ticket: TicketPaper) -> None:
    """Draw where the sites lie on the last quarter, when it is free."""
    pins = [
        Pin(*stop.place, str(number))
        for number, stop in enumerate(ticket.stops, 1)
        if stop.place is not None
    ]
    left, top = _QUARTERS[-1]
    if pins:
        box = (left + EDGE, top + EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE)
        draw_map(pen, box, ticket.departments, pins, colour=INK)
        pen.text(left + WIDE - EDGE, top + HIGH - 6, CREDIT, plain(6.5, SECOND), "right")


def _cover(pen: Pen, ticket: TicketPaper) -> None:
    """Draw the front: what a counter scans, reads or types."""
    width = WIDE - 2 * EDGE
    middle = WIDE / 2
    pen.mark(EDGE, EDGE + 1, 9, INK, WHITE)
    pen.fit(EDGE + 12, EDGE + 4.6, width - 12, ticket.edition, bold(11))
    pen.fit(EDGE + 12, EDGE + 9.2, width - 12, ticket.dates, plain(10))
    y = EDGE + 14
    if ticket.url:
        pen.qr(middle - 29, y, 58, ticket.url)
        y += 60
    else:
        y += 16
    pen.fit(middle, y + 13, width, ticket.code, heading(52), "centre")
    pen.fit(middle, y + 23, width, ticket.name, bold(17), "centre")
    pen.fit(middle, y + 28.5, width, ticket.contact, plain(10.5), "centre")
    y += 33
    for note in ticket.notes:
        y = pen.block(EDGE, y, width, note, plain(9.5), 2, "centre") + 0.8


def _height(stop: TicketStop, scale: float) -> float:
    return _draw(None, 0, stop, 0, 0, scale)


def _draw(
    pen: Pen | None, number: int, stop: TicketStop, x: float, y: float, scale: float
) -> float:
    """Draw a stop from `y` down, or only measure it; return where the next one begins."""
    width = WIDE - 2 * EDGE
    big, small = bold(14 * scale), plain(10 * scale)
    step = small.line
    if pen:
        radius = 3.6 * scale
        pen.dot(x + radius, y + radius, radius, INK, INK)
        pen.text(x + radius, y + radius * 1.38, str(number), bold(12 * scale, WHITE), "centre")
        pen.fit(x + radius * 2 + 2, y + radius * 1.4, width - radius * 2 - 2, stop.when, big)
    y += 9 * scale
    for text, kind in ((stop.company, bold(11 * scale)), *((part, small) for part in stop.where)):
        for line in lines_of(text, kind, width, 2):
            if pen:
                pen.text(x, y + kind.size * POINT * 0.8, line, kind)
            y += kind.line
    y += 1
    for amount, title, price in stop.lines:
        y = _row(pen, (amount, title, price), x, y, scale)
    if pen:
        pen.rule(x, y + 1, x + width, y + 1, colour=INK)
        pen.fit(x + width, y + 1 + step, width, stop.total, bold(10.5 * scale), "right")
    return y + step + 7 * scale


def _row(pen: Pen | None, row: tuple[str, str, str], x: float, y: float, scale: float) -> float:
    """Draw one line of a stop with a box to tick; return its bottom edge."""
    amount, title, price = row
    width = WIDE - 2 * EDGE
    strong, small = bold(10 * scale), plain(10 * scale)
    left = 4.5 * scale
    used = width_of(amount, strong) + 2
    room = width - left - used - width_of(price, small) - 3
    lines = lines_of(title, small, room, 2)
    if pen:
        base = y + small.size * POINT * 0.95
        side = 2.6 * scale
        pen.box(x, base - side + 0.2, side, side, line=INK, weight=0.25)
        pen.text(x + left, base, amount, strong)
        pen.text(x + width, base, price, small, "right")
        for place, line in enumerate(lines):
            pen.text(x + left + used, base + place * small.line, line, small)
    return y + small.line * max(1, len(lines)) + 0.6
