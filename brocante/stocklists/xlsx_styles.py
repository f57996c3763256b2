"""What the formats of an .xlsx say of a cell: whether it is a date, whether it is coloured."""

from __future__ import annotations

import re

from brocante.stocklists.markup import Attributes, Handler

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_WHITES = {"FFFFFFFF", "00FFFFFF", "FFFFFF"}


class Styles(Handler):
    """The cell formats of a workbook, by index."""

    def __init__(self) -> None:
        super().__init__()
        self.is_date: list[bool] = []
        self.is_filled: list[bool] = []
        self._fills: list[bool] = []
        self._codes: dict[int, bool] = dict.fromkeys(_BUILT_IN_DATES, True)
        self._in_formats = False
        self._pattern = "none"
        self._colour: Attributes = {}

    def open_numFmt(self, attributes: Attributes) -> None:  # noqa: N802
        """Note whether a number format writes dates."""
        code = _LITERALS.sub("", attributes.get("formatCode", ""))
        is_date = bool(_DATE_LETTERS.search(code)) and "General" not in code
        self._codes[int(attributes.get("numFmtId", "0"))] = is_date

    def open_fill(self, _attributes: Attributes) -> None:
        """Begin a fill."""
        self._pattern, self._colour = "none", {}

    def open_patternFill(self, attributes: Attributes) -> None:  # noqa: N802
        """Note the pattern of the fill."""
        self._pattern = attributes.get("patternType", "none")

    def open_fgColor(self, attributes: Attributes) -> None:  # noqa: N802
        """Note the colour of the fill."""
        self._colour = attributes

    def open_gradientFill(self, _attributes: Attributes) -> None:  # noqa: N802
        """A gradient is a fill too."""
        self._pattern = "gradient"

    def close_fill(self, _attributes: Attributes) -> None:
        """End a fill: white is none, and so is the grey each workbook holds."""
        is_white = (
            self._colour.get("rgb", "").upper() in _WHITES
            or self._colour.get("indexed") == "9"
            or (self._colour.get("theme") == "0" and "tint" not in self._colour)
        )
        self._fills.append(self._pattern not in {"none", "gray125"} and not is_white)

    def open_cellXfs(self, _attributes: Attributes) -> None:  # noqa: N802
        """Only the formats of cells count, not those of named styles."""
        self._in_formats = True

    def close_cellXfs(self, _attributes: Attributes) -> None:  # noqa: N802
        """Leave the formats of cells."""
        self._in_formats = False

    def open_xf(self, attributes: Attributes) -> None:
        """Note one cell format."""
        if self._in_formats:
            fill = int(attributes.get("fillId", "0"))
            self.is_filled.append(fill < len(self._fills) and self._fills[fill])
            self.is_date.append(self._codes.get(int(attributes.get("numFmtId", "0")), False))
