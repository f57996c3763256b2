"""The sheet that tells how far a printer prints beside: fold it, read two numbers."""

from io import BytesIO

from flask_babel import gettext as _

from brocante.printing.documents import A4, About, new_document
from brocante.printing.pens import HAIR, INK, SECOND, TERRACOTTA, WHITE, Pen, bold, heading, plain
from brocante.printing.rules import LARGEST_OFFSET_MM
from brocante.printing.typesetting import load_fonts

MIDDLE = (A4[0] / 2, A4[1] / 2)


def calibration_sheet(about: About) -> bytes:
    """Return the sheet. Its rulers cross the middle of the page as it should be.

    The folds go through the middle as it is: what they cut from the rulers is how far everything
    must move, to the right and downwards, as `offset_mm` of labels has it.
    """
    load_fonts()
    buffer = BytesIO()
    canvas = new_document(buffer, A4, about)
    pen = Pen(canvas, *A4)
    width = A4[0] - 30
    pen.fit(15, 26, width, _("Ruler sheet: where does your printer print?"), heading(26))
    _ruler_across(pen, 96.0)
    _ruler_down(pen, 55.0)
    steps = (
        _("Print this page at 100 %, as you print your labels."),
        _("Fold it in two, left edge on right edge: the fold cuts ruler A. Read the number."),
        _("Unfold. Fold it top edge on bottom edge: the fold cuts ruler B. Read the number."),
        _("Type both numbers on the page of the printer, with their sign."),
    )
    y = 32.0
    for number, step in enumerate(steps, 1):
        pen.dot(19, y + 4, 3.6, INK, INK)
        pen.text(19, y + 5.6, str(number), bold(12, WHITE), "centre")
        pen.fit(26, y + 5.5, width - 12, step, plain(12.5))
        y += 9.5
    scale = _("Each line is half a millimetre; numbers grow to the right and downwards.")
    pen.text(MIDDLE[0], 110, scale, plain(10.5, SECOND), "centre")
    _boxes(pen)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _ruler_across(pen: Pen, y: float) -> None:
    """Draw ruler A across the vertical fold; numbers grow to the right."""
    middle = MIDDLE[0]
    for tenth in range(-100, 101, 5):
        x = middle + tenth / 10
        length = 11 if tenth % 50 == 0 else 8 if tenth % 10 == 0 else 4.5
        pen.rule(x, y - length, x, y, colour=INK, weight=0.12 if tenth % 10 else 0.2)
        if tenth % 50 == 0:
            pen.text(x, y + 4.6, _signed(tenth), bold(9 if tenth else 11), "centre")
    pen.rule(middle - 10, y, middle + 10, y, colour=INK, weight=0.2)
    pen.text(middle - 17, y - 1, "A", heading(24, TERRACOTTA), "right")


def _ruler_down(pen: Pen, x: float) -> None:
    """Draw ruler B across the horizontal fold; numbers grow downwards."""
    middle = MIDDLE[1]
    for tenth in range(-100, 101, 5):
        y = middle + tenth / 10
        length = 11 if tenth % 50 == 0 else 8 if tenth % 10 == 0 else 4.5
        pen.rule(x - length, y, x, y, colour=INK, weight=0.12 if tenth % 10 else 0.2)
        if tenth % 50 == 0:
            pen.text(x + 2.5, y + 1.1, _signed(tenth), bold(9 if tenth else 11))
    pen.rule(x, middle - 10, x, middle + 10, colour=INK, weight=0.2)
    pen.text(x - 5, middle - 16, "B", heading(24, TERRACOTTA), "centre")


def _signed(tenth: int) -> str:
    whole = tenth // 10
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole else "0"


def _boxes(pen: Pen) -> None:
    """Leave room to write what was read, and show a length to check the scale with."""
    for letter, y in (("A", 129.0), ("B", 151.0)):
        pen.text(104, y + 11, letter, heading(24, TERRACOTTA))
        pen.box(116, y, 44, 16, line=INK, radius=1.5, weight=0.4)
        pen.text(163, y + 11, "mm", plain(12, SECOND))
    y = 205.0
    pen.rule(55, y, 155, y, colour=INK, weight=0.3)
    for x in (55, 155):
        pen.rule(x, y - 4, x, y + 4, colour=INK, weight=0.3)
    words = _("This line measures 10 cm. If not, the printer scales: choose 100 %.")
    pen.text(MIDDLE[0], y + 10, words, plain(11), "centre")
    limit = _(
        "Beyond %(limit)s mm it is another sheet of labels.", limit=f"{LARGEST_OFFSET_MM:.0f}"
    )
    pen.text(MIDDLE[0], y + 16, limit, plain(9.5, SECOND), "centre")
    pen.rule(15, 285, A4[0] - 15, 285, colour=HAIR)
    pen.mark(15, 272, 9, TERRACOTTA, WHITE)
