"""The room a label offers, and the lines that are put into it."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from brocante.printing.formats import LabelFormat

# In shares of the type's size: room an icon takes before its word, blank before a chip, edge of the
# chip on each side of its text.
ICON_ADVANCE = 1.25
CHIP_GAP = 0.4
CHIP_EDGE = 0.3
# Digits carry no accent: a price stands closer to the line above it than other texts.
PRICE_ASCENT = 0.78


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw; `advance` is its height in points, `chip` white text on black."""

    text: str
    font: str
    size: float
    advance: float
    icon: str = ""
    chip: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """All lines of a label: those under its top edge, those above its bottom edge."""

    head: list[Line]
    facts: list[Line]
    cut: bool

    @property
    def height(self) -> float:
        """Room all lines need, one under the other, in points."""
        return sum(line.advance for line in self.head) + sum(line.advance for line in self.facts)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things go inside a label, in points from the lower left corner of its printed part.

    A wide label has all text left of the QR code; a tall one has the facts right of the code and
    the head above both.
    """

    width: float
    height: float
    stamp: float
    qr_side: float
    code_height: float
    tall: bool

    @property
    def side_width(self) -> float:
        """Width of what stands beside the QR code."""
        return self.width - self.qr_side * 1.05

    @property
    def head_width(self) -> float:
        """Width of title, price and condition."""
        return self.width if self.tall else self.side_width

    @property
    def band(self) -> float:
        """Height of the QR code with its letters."""
        return self.qr_side + self.code_height

    @property
    def room(self) -> float:
        """Height left for the head; on a wide label, for the facts as well."""
        return self.height - self.stamp - (self.band if self.tall else 0)


def frame_of(label_format: LabelFormat, stamped: bool) -> Frame:
    """Return the frame all labels of a format share."""
    width = (label_format.width - 2 * label_format.padding_x) * mm
    height = (label_format.height - 2 * label_format.padding_y) * mm
    tall = height > width
    short = min(height, width)
    stamp = 0.1 * short if stamped else 0.0
    code_height = 0.16 * short
    # The nearer a label comes to a square, the more of its width the QR code may take.
    share = 0.5 if tall else 0.3 + 0.15 * height / width
    qr_side = min(width * share, height - stamp - code_height)
    return Frame(width, height, stamp, qr_side, code_height, tall)
