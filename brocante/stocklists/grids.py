"""What any file becomes once read: sheets of rows of typed cells, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from brocante.stocklists.errors import TooLarge

MOST_BYTES = 20 * 1024 * 1024  # of a file, as it is sent
MOST_ROWS = 20_000
MOST_CELLS = 2_000_000
MOST_CHARACTERS = 100_000_000
_INVISIBLE = " \t\r\n\u00a0\u200b\ufeff"
_EXACT_TO = Decimal("0.000001")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - no zone
_LAST_SERIAL = 2_958_465


class Fault(NamedTuple):
    """A cell whose formula failed, or was never computed; `text` is what is seen in it."""

    text: str


Value: TypeAlias = str | Decimal | date | bool | Fault


class Row(NamedTuple):
    """A row with at least one cell that is not blank; `cells` holds those only, by column."""

    number: int
    cells: Mapping[int, Value]
    is_hidden: bool = False
    is_filled: bool = False


class Span(NamedTuple):
    """A merged range, in row numbers and column indices, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in the file; blank rows are the gaps between row numbers."""

    name: str | None
    rows: tuple[Row, ...]
    is_visible: bool = True
    spans: tuple[Span, ...] = ()
    has_comments: bool = False
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A file read: what its content is, and its sheets in order."""

    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    delimiter: str | None = None


class Allowance:
    """What a file may still hold; refuses it as soon as it holds more."""

    def __init__(self) -> None:
        self.rows = MOST_ROWS
        self.cells = MOST_CELLS
        self.characters = MOST_CHARACTERS

    def take(self, cells: Mapping[int, Value], times: int = 1) -> None:
        """Count a row that is not blank, as often as it stands; raises TooLarge.

        Characters count too: one text shared by all cells of a workbook is written each time.
        """
        self.rows -= times
        self.cells -= len(cells) * times
        self.characters -= sum(len(v) for v in cells.values() if isinstance(v, str)) * times
        if min(self.rows, self.cells, self.characters) < 0:
            raise TooLarge


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: blanks of any kind."""
    return not text[:1].isalnum() and (not text.strip(_INVISIBLE) or not text.strip())


@lru_cache(maxsize=16_384)
def exact(text: str) -> Decimal:
    """Return the number a binary format holds, without the noise of its floats.

    Raises ArithmeticError for what is no finite number.
    """
    number = Decimal(text)
    if text.isdigit():
        return number
    if not number.is_finite():
        raise ArithmeticError(text)
    if number.as_tuple().exponent < -6 and number.adjusted() < 20:  # type: ignore[operator]
        number = number.quantize(_EXACT_TO)
    return number.normalize()


def plain(number: Decimal) -> str:
    """Write a number with a dot, without exponent and useless zeros."""
    text = str(number)
    if "E" in text:
        text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def from_serial(serial: float, *, is_1904: bool) -> date | str:
    """Return the date of a serial number in the date system of its workbook; hours as text."""
    if not 0 <= serial <= _LAST_SERIAL:
        return plain(exact(repr(serial)))
    # Excel believes in 29 February 1900: the days before it are one off.
    shift = 1 if serial < 60 and not is_1904 and serial >= 1 else 0
    moment = _EPOCHS[is_1904] + timedelta(days=serial + shift)
    if serial < 1 and not is_1904:
        return f"{moment:%H:%M}"
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return moment.date() if moment.time() == datetime.min.time() else moment


def text_of(value: Value) -> str:
    """Write a cell as it is read."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Fault):
        return value.text
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """Return the letters of a column index: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """Return the index of column letters; -1 for none."""
    index = 0
    for character in letters:
        index = index * 26 + ord(character.upper()) - 64
    return index - 1
