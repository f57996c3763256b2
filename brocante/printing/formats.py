"""The sheets and rolls labels are printed on, as measures in millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0

# Office printers leave a border of some 4 mm of the page blank, whatever is sent to them.
_UNPRINTABLE = 4.2
# Sheets are fed a little askew and cut a little off: text keeps away from a label's edge.
_MARGIN = 2.5


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A grid of equal labels on a page, A4 unless said; measures in mm from its top left corner.

    `left` and `top` place the first label, `pitch_x` and `pitch_y` lead from one to the next.
    `blank` is the border of the page that the printer leaves white.
    """

    code: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    page_width: float = PAGE_WIDTH
    page_height: float = PAGE_HEIGHT
    blank: float = _UNPRINTABLE

    @property
    def per_page(self) -> int:
        """How many labels one sheet holds."""
        return self.columns * self.rows

    @property
    def is_single(self) -> bool:
        """Whether a sheet is one label, so that none is left over of a sheet begun."""
        return self.per_page == 1

    @property
    def padding_x(self) -> float:
        """Blank to keep at the left and right of each label, in mm, so that any printer prints."""
        return max(_MARGIN, self.blank - self.left)

    @property
    def padding_y(self) -> float:
        """Blank to keep at the top and bottom of each label, in mm."""
        return max(_MARGIN, self.blank - self.top)

    def cells(self) -> Iterator[tuple[float, float]]:
        """Yield the top left corner of each label in mm, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield self.left + column * self.pitch_x, self.top + row * self.pitch_y


# Printers of labels reach the edge of a roll but for some 1.5 mm, and 3 mm where it is cut.
_ROLL_BLANK = 3.0


def _single(code: str, width: float, height: float, blank: float = _UNPRINTABLE) -> LabelFormat:
    """Return the format of a page that is one label."""
    return LabelFormat(code, 1, 1, width, height, 0, 0, width, height, width, height, blank)


# Measures of the usual Avery sheets (3474, L7160, L7165, L7169, L7168, L7167), which many brands
# share; each grid is centred on the page.
FORMATS: dict[str, LabelFormat] = {
    label_format.code: label_format
    for label_format in (
        LabelFormat("24", 3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0),
        LabelFormat("21", 3, 7, 63.5, 38.1, 7.25, 15.15, 66.0, 38.1),
        LabelFormat("8", 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
        LabelFormat("4", 2, 2, 99.1, 139.0, 4.65, 9.5, 101.6, 139.0),
        LabelFormat("2", 1, 2, 199.6, 143.5, 5.2, 5.0, 199.6, 143.5),
        LabelFormat("1", 1, 1, 199.6, 289.1, 5.2, 3.95, 199.6, 289.1),
        _single("a5", 148.0, 210.0),
        _single("a6", 105.0, 148.0),
        _single("62", 62.0, 100.0, _ROLL_BLANK),
    )
}
