"""What a visitor's sentence asks besides its words: sizes, amounts, a vehicle, a place, a price.

"fenêtre 60 x 75 ± 2 cm", "au moins 18 m²", "longueur ≤ 2,5 m", "dans ma Clio", "près de Bergerac":
each is understood as typed, in French and in English, and what is left are words to look up. A
thing that is not understood stays a word. Nothing here fails, and nothing is slow: a search is
short, and each pattern goes through it once.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from brocante.catalogue.amounts import Need
from brocante.catalogue.phrases import (
    ANY_VEHICLE,
    AT,
    COUNTED,
    DOOR,
    FACE,
    FACE_NAMED,
    FILLERS,
    FREE,
    HANDED,
    LENGTH,
    LONGER,
    NEAR,
    NEEDS,
    NO_PLACE,
    OF_PLACE,
    PACKED,
    PLACE_WORD,
    PRICE,
    RADIUS,
    SHORTER,
    TOLERANCE,
    VEHICLE,
    WIDTH,
)
from brocante.catalogue.sizes import FIRST_MM, millimetres
from brocante.core.carriers import SPACES, find_carrier
from brocante.core.text import unaccented
from brocante.core.units import NotANumber, Quantity, Unit, parse_cents, round_half_up

MOST_KM = 1_000
DOOR_CM = range(50, 131)
MOST_PLACE_WORDS = 5
# Two bare figures may be millimetres as well: then the tolerance is one of joiners.
TOLERANCE_OF_BARE_MM = 3


class Kind(StrEnum):
    """What can be understood of a sentence, and taken away from it."""

    FACE = "face"
    LONGEST = "longest"
    LENGTH = "length"
    WIDTH = "width"
    NEED = "need"
    VEHICLE = "vehicle"
    NEAR = "near"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Face:
    """Sides of a piece in mm, in one or two readings: "60 x 75" may be in cm or in mm."""

    readings: tuple[tuple[int, ...], ...]
    tolerance_mm: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text a thing was understood."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was understood of `text`; `words` are the rest, to be looked up."""

    text: str = ""
    words: str = ""
    face: Face | None = None
    longest_mm: tuple[int, int] | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    need: Need | None = None
    vehicle: str | None = None
    near: str = ""
    radius_km: int | None = None
    max_price_cents: int | None = None
    spans: tuple[Span, ...] = field(default=())

    def kinds(self) -> tuple[Kind, ...]:
        """Return what was understood, each once, in the order of the text."""
        return tuple(dict.fromkeys(span.kind for span in sorted(self.spans, key=_by_start)))

    def text_without(self, kind: Kind) -> str:
        """Return the text as it would be typed without one of the things understood."""
        text = self.text
        for span in sorted(self.spans, key=_by_start, reverse=True):
            if span.kind is kind:
                text = f"{text[: span.start]} {text[span.end :]}"
        return " ".join(text.split()).strip(" ,;:")

    def text_of_spans(self) -> str:
        """Return what was understood as it was typed, without the words."""
        spans = sorted(self.spans, key=_by_start)
        return " ".join(self.text[span.start : span.end].strip(" ,;") for span in spans)

    def without(self, kind: Kind) -> "Wish":
        """Return the wish with one thing no longer asked; its words stay out of the search."""
        emptied = {name: getattr(NOTHING, name) for name in _FIELDS[kind]}
        return replace(self, **emptied)


def _by_start(span: Span) -> int:
    return span.start


NOTHING = Wish()
_FIELDS = {
    Kind.FACE: ("face",),
    Kind.LONGEST: ("longest_mm",),
    Kind.LENGTH: ("length_mm",),
    Kind.WIDTH: ("width_mm",),
    Kind.NEED: ("need",),
    Kind.VEHICLE: ("vehicle",),
    Kind.NEAR: ("near", "radius_km"),
    Kind.PRICE: ("max_price_cents",),
}

IsPlace = Callable[[str, bool], bool]


def no_place(_words: str, _is_sure: bool) -> bool:
    """Know no place at all."""
    return False


def read_wish(text: str, is_place: IsPlace = no_place) -> Wish:
    """Read a sentence. `is_place(words, sure)` tells whether words name a place.

    `sure` is true where only the preposition "à" speaks for it: then the place must be one where
    something is sold.
    """
    reader = _Reader(text, is_place)
    found: dict[str, object] = {}
    for step in (_price, _near, _vehicle, _face, _lengths, _need, _at):
        found.update(step(reader))
    return Wish(
        text=text,
        words=reader.rest(),
        spans=tuple(reader.spans),
        **found,  # type: ignore[arg-type]
    )


@lru_cache(maxsize=1_024)
def _plain(char: str) -> str:
    """Return a character without accent and case, always one."""
    special = {"²": "2", "³": "3", "×": "x", "’": "'", "\u00a0": " ", "\u202f": " ", "–": "-"}
    plain = special.get(char) or unaccented(char).lower()
    return plain if len(plain) == 1 else char


class _Reader:
    """A text of which what is understood is taken out, piece by piece."""

    def __init__(self, text: str, is_place: IsPlace) -> None:
        self.text = text
        self.plain = "".join(map(_plain, text))
        self.is_place = is_place
        self.spans: list[Span] = []
        self.has_place = False

    def take(self, kind: Kind, start: int, end: int) -> None:
        """Take a piece out; what it said is not a word any more."""
        self.spans.append(Span(kind, start, end))
        self.blank(start, end)

    def blank(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + " " * (end - start) + self.plain[end:]

    def rest(self) -> str:
        """Return what was left, as typed, without the words of courtesy unless they are all."""
        plain = FILLERS.sub(lambda found: " " * len(found[0]), self.plain)
        plain = plain if plain.strip(" ,.;:!?'-") else self.plain
        kept = (c if p != " " else " " for c, p in zip(self.text, plain, strict=True))
        words = " ".join("".join(kept).split())
        return f"{words} " if words and plain[-1:] == " " else words


_Found = dict[str, object]


def _price(reader: _Reader) -> _Found:
    found = PRICE.search(reader.plain)
    if found is None:
        free = FREE.search(reader.plain)
        if free:
            reader.take(Kind.PRICE, *free.span())
        return {"max_price_cents": 0} if free else {}
    try:
        cents = parse_cents(found[1] or found[2])
    except NotANumber:
        return {}
    reader.take(Kind.PRICE, *found.span())
    return {"max_price_cents": cents}


def _near(reader: _Reader) -> _Found:
    values: _Found = {}
    radius = RADIUS.search(reader.plain)
    if radius and 0 < (kilometres := round_half_up(_decimal(radius[1]))) <= MOST_KM:
        values["radius_km"] = kilometres
        of_place = OF_PLACE.match(reader.plain, radius.end())
        place = _place(reader, of_place.end(), sure=False) if of_place else None
        reader.take(Kind.NEAR, radius.start(), place[1] if place else radius.end())
        if place:
            return {**values, "near": place[0]}
    for found in NEAR.finditer(reader.plain):
        place = _place(reader, found.end(), sure=False)
        if place:
            reader.take(Kind.NEAR, found.start(), place[1])
            return {**values, "near": place[0]}
    return values


def _at(reader: _Reader) -> _Found:
    """Read "à Bergerac" last: most of what follows "à" is no place."""
    if reader.has_place:
        return {}
    for found in AT.finditer(reader.plain):
        place = _place(reader, found.end(), sure=True)
        if place:
            reader.take(Kind.NEAR, found.start(), place[1])
            return {"near": place[0]}
    return {}


def _place(reader: _Reader, start: int, *, sure: bool) -> tuple[str, int] | None:
    """Return the longest name of a place that begins there, and where it ends."""
    ends: list[int] = []
    place = start
    while len(ends) < MOST_PLACE_WORDS:
        word = PLACE_WORD.match(reader.plain, place)
        if word is None or word[1] in NO_PLACE:
            break
        place = word.end()
        ends.append(place)
    for end in reversed(ends):
        name = reader.text[start:end].strip()
        if reader.is_place(name, sure):
            reader.has_place = True
            return name, end
    return None


def _vehicle(reader: _Reader) -> _Found:
    found = VEHICLE.search(reader.plain)
    if found is None:
        return {}
    named = [found["in"] or found["bare"], *ANY_VEHICLE.findall(found["more"])]
    codes = [carrier.code for carrier in map(find_carrier, named) if carrier]
    reader.take(Kind.VEHICLE, *found.span())
    # Of several any will do: what goes into the largest.
    return {"vehicle": max(codes, key=lambda code: SPACES[code].length_mm)}


def _face(reader: _Reader) -> _Found:
    tolerance = TOLERANCE.search(reader.plain)
    found = FACE_NAMED.search(reader.plain) or FACE.search(reader.plain)
    if found is None:
        return {}
    groups = found.groups() + (None,) * (6 - len(found.groups()))
    numbers = [_decimal(n) for n in groups[0::2] if n]
    units = list(groups[1::2])[: len(numbers)]
    readings = tuple(dict.fromkeys(r for r in _readings(numbers, units) if all(r)))
    if not readings:
        return {}
    reader.take(Kind.FACE, *found.span())
    margin = None
    if tolerance:
        reader.take(Kind.FACE, *tolerance.span())
        number, unit = tolerance[1] or tolerance[3], tolerance[2] or tolerance[4]
        margin = millimetres(number, unit or "cm")
    return {"face": Face(readings, margin)}


def _readings(numbers: list[Decimal], units: list[str | None]) -> Iterator[tuple[int, ...]]:
    said = next((unit for unit in reversed(units) if unit), None)
    if said:
        yield tuple(_mm(n, unit or said) for n, unit in zip(numbers, units, strict=True))
    elif max(numbers) >= FIRST_MM:
        yield tuple(_mm(n, "mm") for n in numbers)
    elif any(n != n.to_integral_value() for n in numbers) and max(numbers) <= 20:
        yield tuple(_mm(n, "m") for n in numbers)
    else:
        yield tuple(_mm(n, "cm") for n in numbers)
        yield tuple(_mm(n, "mm") for n in numbers)


def _lengths(reader: _Reader) -> _Found:
    values: _Found = {}
    bounds = (0, 10**6)
    for pattern, kind, name in (
        (SHORTER, Kind.LONGEST, "at most"),
        (LONGER, Kind.LONGEST, "at least"),
        (LENGTH, Kind.LENGTH, "length_mm"),
        (WIDTH, Kind.WIDTH, "width_mm"),
    ):
        found = pattern.search(reader.plain)
        size = _size(found) if found else 0
        if not found or not size:
            continue
        reader.take(kind, *found.span())
        if kind is Kind.LONGEST:
            least, most = bounds
            bounds = (least, size) if name == "at most" else (size, most)
            values["longest_mm"] = bounds
        else:
            values[name] = size
    return values or _door(reader)


def _size(found: re.Match[str]) -> int:
    number, unit = next((n, u) for n, u in _pairs(found.groups()) if n)
    return _mm(_decimal(number), unit or "cm")


def _pairs(groups: tuple[str | None, ...]) -> Iterator[tuple[str, str | None]]:
    for n, u in zip(groups[0::2], groups[1::2], strict=True):
        yield n or "", u


def _door(reader: _Reader) -> _Found:
    """Read "porte 83 poussant droit": doors are told by the width of their leaf in cm."""
    found = DOOR.search(reader.plain)
    handed = HANDED.search(reader.plain)
    if handed:
        reader.blank(*handed.span())
    if found is None or int(found[1]) not in DOOR_CM:
        return {}
    reader.take(Kind.WIDTH, found.start(1), found.end())
    return {"width_mm": int(found[1]) * 10}


def _need(reader: _Reader) -> _Found:
    for unit, pattern in NEEDS:
        for found in pattern.finditer(reader.plain):
            is_packed = PACKED.search(reader.plain[: found.start()])
            amount = None if is_packed else _quantity(found[1])
            if amount:
                reader.take(Kind.NEED, *found.span())
                return {"need": Need(amount, unit)}
    counted = COUNTED.search(reader.plain)
    amount = _quantity(counted[1]) if counted else None
    if counted and amount:
        reader.take(Kind.NEED, counted.start(), counted.end(1))
        return {"need": Need(amount, Unit.PIECE)}
    return {}


def _quantity(number: str) -> Quantity | None:
    try:
        return Quantity.of(number) or None
    except NotANumber:
        return None


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _mm(number: Decimal, unit: str) -> int:
    return millimetres(str(number), unit)
