"""How large one piece is: the sides a listing gives, or those its title tells, in mm."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from brocante.core.text import fold
from brocante.core.units import round_half_up
from brocante.core.vehicles import Sized

MAX_MM = 100_000
MOST_SIDES = 4
# Two figures without a unit are centimetres below that, millimetres from there on.
FIRST_MM = 400
# Sections of timber are written in centimetres below that: "20 x 20", but "63 x 175".
FIRST_MM_OF_TIMBER = 40
SECTION = 5
IN_MILLIMETRES = "metals"
OF_TIMBER = "timber"

MM = {"mm": 1, "cm": 10, "m": 1000}
NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
UNIT = r"mm|cm|m(?:etres?|eters?)?"
_BY = r"\s*(?:x|×|\*)\s*(?:[hlp]\s?)?"
_FACE = re.compile(
    rf"(?<![\d.,/])({NUMBER})\s*({UNIT})?{_BY}({NUMBER})(?:\s*({UNIT})?{_BY}({NUMBER}))?"
    rf"\s*({UNIT})?(?![a-z0-9²³])"
)
_LONE = re.compile(rf"(?<![\d.,/x×+])({NUMBER})\s*({UNIT})(?![a-z0-9²³])")
# How much is wound up is no side of the roll.
_WOUND = re.compile(r"(?:rouleaux?|couronnes?|bobines?|roll|coil)\s+(?:de\s+|of\s+)?$")


class Measured(Sized, Protocol):
    """Anything with a title, a family and dimensions in mm."""

    @property
    def title(self) -> str: ...
    @property
    def family(self) -> str | None: ...


class Sides(NamedTuple):
    """The sides of one piece, largest first; `width` is its width when it says which that is.

    `longest` is None when nothing, or only a thickness, is known.
    """

    all: tuple[int, ...] = ()
    width: int | None = None
    longest: int | None = None

    def widths(self) -> tuple[int, ...]:
        """Return what may be called the width: the one given, else any side."""
        return (self.width,) if self.width else self.all


def millimetres(number: str, unit: str) -> int:
    """Return a length in mm; 0 when it is out of reason."""
    scale = MM[unit if unit in MM else "m"]
    value = round_half_up(Decimal(number.replace(",", ".")) * scale)
    return value if value <= MAX_MM else 0


def sides_of(listing: Measured) -> Sides:
    """Return the sides of one piece: those given when two at least are, else the title's."""
    return _sides_of(
        listing.title,
        listing.family or "",
        listing.length_mm,
        listing.width_mm,
        listing.height_mm,
        listing.thickness_mm,
        listing.diameter_mm,
    )


# Many listings are of the same goods: reading a title costs ten times what remembering it does.
@lru_cache(maxsize=16_384)
def _sides_of(
    title: str,
    family: str,
    length: int | None,
    width: int | None,
    height: int | None,
    thickness: int | None,
    diameter: int | None,
) -> Sides:
    across = (diameter,) * 2 if diameter else ()
    face = [side for side in (length, width, height) if side]
    given = [side for side in (*face, thickness, *across) if side]
    if len(face) < 2:
        told = sides_in(title, family)
        if told:
            # What the title tells of a piece is all of it, and the length beside it.
            every = [*told, *([length] if length and length not in told else [])]
            return Sides(_ordered(every), width if width in every else None, max(every))
    return Sides(_ordered(given), width, max((*face, *across), default=None))


def _ordered(sides: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(sides, reverse=True)[:MOST_SIDES])


@lru_cache(maxsize=16_384)
def sides_in(title: str, family: str) -> tuple[int, ...]:
    """Return the sides a title tells: "H 75 × L 60", "27 × 145 en 3 m", "2,50 × 1,53 m"."""
    text = fold(title).replace("×", "x")
    found: list[int] = []
    faces = list(_FACE.finditer(text))
    if faces:
        found += _face(faces[0], family)
        text = text[: faces[0].start()] + " " * len(faces[0][0]) + text[faces[0].end() :]
    found += _lone(text)
    return tuple(found[:MOST_SIDES])


def _face(found: re.Match[str], family: str) -> list[int]:
    numbers = [number for number in (found[1], found[3], found[5]) if number]
    said = found[6] or found[4] or found[2]
    units = [found[2], found[4] or (found[6] if not found[5] else None), found[6]]
    unit = said or guessed_unit([Decimal(n.replace(",", ".")) for n in numbers], family)
    sides = [millimetres(n, own or unit) for n, own in zip(numbers, units, strict=False)]
    return [side for side in sides if side]


def guessed_unit(numbers: Sequence[Decimal], family: str) -> str:
    """Return the unit of figures that stand without one."""
    largest, smallest = max(numbers), min(numbers)
    # "23 x 145" is the section of a board.
    is_section = smallest % 10 != 0 and largest >= SECTION * smallest
    if family == IN_MILLIMETRES or largest >= FIRST_MM or is_section:
        return "mm"
    return "mm" if family == OF_TIMBER and largest >= FIRST_MM_OF_TIMBER else "cm"


def _lone(text: str) -> Iterator[int]:
    for found in _LONE.finditer(text):
        if found[2] != "mm" and not _WOUND.search(text[: found.start()]):
            side = millimetres(found[1], found[2])
            if side:
                yield side


# ── Words of the search index ────────────────────────────────────────────────────────────────────

# They begin with a mark that no typed word keeps. A length of a side in whole centimetres, that of
# the longest side in whole decimetres: what is asked is looked up by all the words of its range,
# and what was found is compared exactly.
SIDE = "_s"
LONGEST = "_l"
LAST_CM = 1_000
LAST_DM = 100
WIDEST_RANGE_CM = 61


def side_words(sides: Sides) -> list[str]:
    """Return the words by which a listing is found by its sides."""
    words = [f"{SIDE}{min(side // 10, LAST_CM)}" for side in sides.all]
    if sides.longest:
        words.append(f"{LONGEST}{min(sides.longest // 100, LAST_DM)}")
    return words


def words_near(size_mm: int, tolerance_mm: int) -> list[str]:
    """Return the words a listing has one of when a side of it is about that long.

    Empty when that would be too many to be worth it.
    """
    first = min(max(size_mm - tolerance_mm, 0) // 10, LAST_CM)
    last = min((size_mm + tolerance_mm) // 10, LAST_CM)
    if last - first >= WIDEST_RANGE_CM:
        return []
    return [f"{SIDE}{cm}" for cm in range(first, last + 1)]


def words_of_longest(least_mm: int, most_mm: int) -> list[str]:
    """Return the words a listing has one of when its longest side lies in a range."""
    first, last = (min(mm // 100, LAST_DM) for mm in (least_mm, most_mm))
    return [f"{LONGEST}{dm}" for dm in range(first, last + 1)]
