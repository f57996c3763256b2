"""Shelf labels on sheets and rolls: big price, condition, facts, a QR code, the code in letters."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from brocante.printing.documents import About, new_document
from brocante.printing.errors import NothingToPrint
from brocante.printing.formats import LabelFormat
from brocante.printing.label_frame import (
    CHIP_EDGE,
    CHIP_GAP,
    ICON_ADVANCE,
    PRICE_ASCENT,
    Line,
    frame_of,
)
from brocante.printing.label_layout import LabelData, set_label
from brocante.printing.marks import QrCode, draw_condition, draw_cut_marks
from brocante.printing.rules import check_offset, check_printable, check_start
from brocante.printing.typesetting import (
    ASCENT,
    BOLD,
    DISPLAY,
    clean,
    load_fonts,
    shrunk,
    width_per_point,
)

# White between different lines of a head that has room, as a share of the title's size.
_AIR = 0.22

__all__ = ["LabelData", "SheetOptions", "label_sheet"]


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How sheets are printed, and what their file says of itself.

    `start_at` is the first free label of the first sheet, from 1. `offset_mm` moves everything to
    the right and down. `stamp` is a word printed across the top of each label.
    """

    title: str
    lang: str
    start_at: int = 1
    offset_mm: tuple[float, float] = (0.0, 0.0)
    cut_marks: bool = False
    stamp: str = ""


def label_sheet(
    labels: Iterable[LabelData], label_format: LabelFormat, options: SheetOptions
) -> bytes:
    """Return the PDF of `labels` on sheets of `label_format`, in the order given.

    Labels are taken one by one and each page is packed when full, so a generator of thousands needs
    little memory. Raises a PrintingError when a label, the start or the offset cannot be printed.
    """
    check_start(label_format, options.start_at)
    check_offset(options.offset_mm)
    load_fonts()
    buffer = BytesIO()
    canvas = _new_canvas(buffer, label_format, options)
    sheet = _Sheet(canvas, label_format, options)
    places = _places(label_format, options, canvas.showPage)
    printed = 0
    # The label is taken before its place: no page is begun for a label that does not come.
    for label, (x, y) in zip(labels, places, strict=False):
        check_printable(label)
        sheet.draw(label, x, y)
        printed += 1
    if not printed:
        raise NothingToPrint
    canvas.save()
    return buffer.getvalue()


def _new_canvas(buffer: BytesIO, label_format: LabelFormat, options: SheetOptions) -> Canvas:
    size = (label_format.page_width, label_format.page_height)
    return new_document(buffer, size, About(options.title, options.lang))


def _places(
    label_format: LabelFormat, options: SheetOptions, turn_page: Callable[[], None]
) -> Iterator[tuple[float, float]]:
    """Yield the lower left corner of each cell in points, turning pages for ever."""
    right, down = options.offset_mm
    cells = [
        ((x + right) * mm, (label_format.page_height - y - down - label_format.height) * mm)
        for x, y in label_format.cells()
    ]
    yield from cells[options.start_at - 1 :]
    while True:
        turn_page()
        yield from cells


class _Sheet:
    """Draws labels of one format, keeping what all of them share."""

    def __init__(self, canvas: Canvas, label_format: LabelFormat, options: SheetOptions) -> None:
        self.canvas = canvas
        self.frame = frame_of(label_format, bool(options.stamp))
        self.cell = (label_format.width * mm, label_format.height * mm)
        self.padding = (label_format.padding_x * mm, label_format.padding_y * mm)
        self.cut_marks = options.cut_marks
        self.stamp = clean(options.stamp)

    def draw(self, label: LabelData, x: float, y: float) -> None:
        """Draw one label into the cell whose lower left corner is `x`, `y`, in points."""
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x, y)
        if self.cut_marks:
            draw_cut_marks(canvas, *self.cell)
        canvas.translate(*self.padding)
        # Last guard: whatever a font's letters do, no ink gets onto the neighbour's label.
        edge = canvas.beginPath()
        edge.rect(0, 0, self.frame.width, self.frame.height)
        canvas.clipPath(edge, stroke=0, fill=0)
        self._draw_stamp()
        self._draw_text(label)
        self._draw_code(label)
        canvas.restoreState()

    def _draw_stamp(self) -> None:
        """Write the stamp in white across the top, where no one cuts it off unseen."""
        frame, canvas = self.frame, self.canvas
        if not self.stamp:
            return
        canvas.rect(0, frame.height - frame.stamp, frame.width, frame.stamp, stroke=0, fill=1)
        size = shrunk(self.stamp, BOLD, frame.stamp * 0.8, frame.width * 0.96)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, size)
        middle = frame.height - frame.stamp / 2 - size * 0.36
        canvas.drawCentredString(frame.width / 2, middle, self.stamp)
        canvas.setFillGray(0)

    def _draw_text(self, label: LabelData) -> None:
        """Write the head from the top down and the facts so that they end at the bottom."""
        frame = self.frame
        setting = set_label(label, frame)
        head, facts = (
            sum(line.advance for line in lines) for lines in (setting.head, setting.facts)
        )
        spare = frame.room - head - (0 if frame.tall else facts)
        air = min(spare / len(setting.head), setting.head[0].size * _AIR) if setting.head else 0
        self._draw_lines(setting.head, 0, frame.height - frame.stamp, max(0, air))
        left = frame.width - frame.side_width if frame.tall else 0
        self._draw_lines(setting.facts, left, facts)

    def _draw_lines(self, lines: list[Line], left: float, top: float, air: float = 0) -> None:
        """Write lines one under the other from `top` down, `air` between different ones."""
        canvas = self.canvas
        before = ""
        for line in lines:
            top -= air if before and line.font + line.icon != before else 0
            before = line.font + line.icon
            baseline = top - (PRICE_ASCENT if line.font == DISPLAY else ASCENT) * line.size
            x = left
            if line.icon:
                draw_condition(canvas, line.icon, x, baseline - line.size * 0.1, line.size * 0.95)
                x += line.size * ICON_ADVANCE
            canvas.setFont(line.font, line.size)
            canvas.drawString(x, baseline, line.text)
            if line.chip:
                self._draw_chip(
                    line, x + width_per_point(line.text, line.font) * line.size, baseline
                )
            top -= line.advance

    def _draw_chip(self, line: Line, x: float, baseline: float) -> None:
        """Write a line's chip in white on black, behind its text that ends at `x`."""
        canvas, size = self.canvas, line.size
        if line.text:
            x += size * CHIP_GAP
        width = (width_per_point(line.chip, BOLD) + 2 * CHIP_EDGE) * size
        canvas.roundRect(x, baseline - size * 0.2, width, size * 1.1, size * 0.2, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, size)
        canvas.drawString(x + size * CHIP_EDGE, baseline, line.chip)
        canvas.setFillGray(0)

    def _draw_code(self, label: LabelData) -> None:
        """Draw the QR code, and under it the same code in letters for those who type."""
        frame, canvas = self.frame, self.canvas
        code = QrCode(label.url)
        # Under a text the code stands nearer to the edge: the blank around the label counts too.
        left = -2.5 * code.module(frame.qr_side) if frame.tall else frame.width - frame.qr_side
        bottom = frame.code_height
        code.draw(canvas, left, bottom, frame.qr_side)
        text = clean(label.code)
        size = shrunk(text, BOLD, frame.code_height * 0.95, frame.qr_side * 0.92)
        canvas.setFont(BOLD, size)
        if frame.tall:
            canvas.drawString(0, frame.code_height * 0.24, text)
        else:
            canvas.drawCentredString(left + frame.qr_side / 2, frame.code_height * 0.24, text)
