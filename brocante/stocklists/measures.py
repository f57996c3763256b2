"""Figures of size in a text, before anybody says which side of what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from brocante.stocklists.roles import Role
from brocante.stocklists.words import folded

_SCALES = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "ml": Decimal(1000)}
_FIGURE = r"\d+(?:[.,]\d+)?"
_METRES = r"\d{1,2}\s?[mM]\s?\d{2}(?!\d)"
_UNIT = r"(?i:mm|cm|ml|m)(?![A-WYZa-wyz0-9²³])"
_WORD = r"[Hh]aut(?:eur)?|[Ll]arg(?:eur)?|[Ll]ong(?:ueur)?|[Ll]g"
_NAME = rf"(?:{_WORD}|[LlHh]|[ÉéEe]p(?:aisseur|ais)?)\.?\s*[=:]?\s*"
_SIDE = rf"(?:{_NAME})?(?:{_METRES}|{_FIGURE})\s*(?:{_UNIT})?"
# What follows makes the figures something else: wires, litres, lots.
_NO_SIZE = (
    r"(?![\w²³])(?!\s*[xX*×]\s*\d)"
    r"(?!\s*(?i:mm[²2]|m[²2³3]|kg|g|l|w|v|a|kw|u|pi[èe]ces?|pcs?)(?![A-Za-z]))"
)
# A figure that may be a size, by what stands around it, and how far its size may go on.
_SIZED = re.compile(
    r"[\dÉéEeDdBbLlHh](?:(?<=\d)\s?(?:(?:[mMcC][mMlL]?\s?)?[xX*×]|[/mMcC])"
    r"|(?<=[^\W\d_])(?<![^\W\d_].)[^\W\d_]{0,10}(?=[ .:=\u00a0\u202f]*\d))"
)
_TAIL = re.compile(r"(?:[\s.:=]*\d)?\S*(?:\s[^\d\s]+){0,2}")
_BEFORE = 24
_CHAIN = re.compile(rf"(?<![\w.,/-])({_SIDE}(?:\s*[xX*×]\s*{_SIDE}){{1,3}}){_NO_SIZE}")
_PART = re.compile(rf"([^\W\d]+)?[\s.=:]*({_METRES}|{_FIGURE})\s*((?i:mm|cm|ml|m))?\s*")
_SLASH = re.compile(r"(?<![\w.,/])(\d{2,4})\s?/\s?(\d{2,4})(?![\w.,/]|\s*[\"”″])")
_LINEAR = re.compile(rf"(?<![\w.,/])({_FIGURE})\s?(?i:ml)(?![A-Za-z0-9])")
_ROLLED = re.compile(r"(?i:rouleaux?|rlx|couronnes?|bobines?|tourets?)\s+(?:de\s+)?$")
_LONE = re.compile(rf"(?<![\w.,/])({_FIGURE})\s?(?i:mm)(?![A-Za-z0-9²³])")
_BOARD = re.compile(r"(?<![a-z0-9])(?i:ba)\s?(6|10|13|15|18|25)(?!\d)")
_THICKNESS = re.compile(
    rf"(?<![^\W\d_])(?i:[ée]paisseurs?|[ée]pais\.?|[ée]p\.?|e\s?(?==))\s*[=:]?\s*({_FIGURE})\s?"
    r"((?i:mm|cm|m))?(?![A-Za-z0-9²³/])"
)
_DIAMETER = re.compile(
    rf"(?:[Øø⌀]|(?<![^\W_])(?:(?i:diam(?:[èe]tre)?)\.?|DN|D)(?=[\s.:=]*\d))\s*[=:]?\s*({_FIGURE})\s?"
    r"((?i:mm|cm|m))?(?![A-Za-z0-9²³/\"]|[.,]\d)"
)
_LETTER = re.compile(
    rf"(?<![^\W_])(?<!\d )(?<!\d)({_WORD}|[LlHh])\.?\s?([=:])?\s?({_METRES}|{_FIGURE})\s?"
    r"((?i:mm|cm|m))?(?![A-Za-z0-9²³/])"
)
# `H 120 L 100`: letters that follow each other need neither sign nor unit.
_FIGURED = rf"(?:{_WORD}|[LlHh])\.?\s?[=:]?\s?(?:{_METRES}|{_FIGURE})\s?(?i:mm|cm|m)?"
_ROW = re.compile(rf"(?<![^\W_])(?<!\d )(?<!\d)({_FIGURED}(?:\s?[,;-]?\s{_FIGURED})+){_NO_SIZE}")
_LETTER_IN_ROW = re.compile(
    rf"({_WORD}|[LlHh])\.?\s?[=:]?\s?({_METRES}|{_FIGURE})\s?((?i:mm|cm|m))?"
)
# What must be there for the patterns above; found at once where they are slow.
_CHAINED = re.compile(r"\d\s*(?i:mm|cm|ml|m)?\s*[xX*×]")
_LETTERED = re.compile(r"[lh][\w.]*\s?[=:]?\s?\d")
_SINGLE = (
    (Role.THICKNESS, _THICKNESS, re.compile(r"[ée]p|[ée]\s?=")),
    (Role.DIAMETER, _DIAMETER, re.compile(r"[ød⌀]")),
)
_DOOR = re.compile(
    r"(?<![a-z])portes?(?![a-z-])[^\d]{0,40}?(?<![\d.,x*×/])(63|73|83|93)"
    r"(?![\d.,/]|\s*(?:[x*×]|kg|mm|dm|db|%|€))"
)
_ROLES = {"h": Role.HEIGHT, "e": Role.THICKNESS, "é": Role.THICKNESS}
_LONGEST_LINEAR = 30
_THICKEST = 300
# Beyond this length a text is no title: its figures are left alone.
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with the millimetres of its unit, when one is written."""

    value: Decimal
    scale: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of a text: named by a letter, sides joined by x or /, some that stand alone."""

    named: tuple[tuple[Role, Measure], ...] = ()
    sides: tuple[Measure, ...] = ()
    slashed: tuple[Measure, ...] = ()
    linear: Decimal | None = None
    lone: Decimal | None = None
    door: int | None = None


NO_MEASURES = Measures()


@lru_cache(maxsize=16_384)
def read_measure(text: str) -> Measure | None:
    """Read a cell that is one figure, with its unit or not; None for anything else."""
    found = re.fullmatch(rf"\s*({_METRES}|{_FIGURE})\s*((?i:mm|cm|m))?\.?\s*", text)
    return _measure(found[1], found[2]) if found else None


@lru_cache(maxsize=1024)
def sized_part(text: str) -> str | None:
    """Return the words of a title around its sizes, None when it has none.

    Titles of one kind share them, so that what they mean is remembered.
    """
    low = text.lower()
    if "porte" in low or "ø" in low or "⌀" in low or "classe" in low:
        return text if len(text) <= _LONGEST_TEXT else None
    found = list(_SIZED.finditer(text)) if len(text) <= _LONGEST_TEXT else []
    if not found:
        return None
    begin = text.rfind(" ", 0, max(found[0].start() - _BEFORE, 0)) + 1
    tail = _TAIL.match(text, found[-1].end())
    return text[begin : tail.end()] if tail else text


def find_measures(text: str, *, is_cell: bool = False, is_fluid: bool = False) -> Measures:
    """Find the figures of size in a title, or in a cell that holds nothing else.

    `is_fluid`: the metres of the goods may be millilitres.
    """
    if len(text) > _LONGEST_TEXT:
        return NO_MEASURES
    low = text.lower()
    rest = text.replace("\u00a0", " ").replace("\u202f", " ")
    slash = _SLASH.search(rest) if "/" in rest else None
    named: Mapping[Role, Measure] = MappingProxyType({})
    sides: tuple[Measure, ...] = ()
    linear = lone = None
    chains = [one[1] for one in _CHAIN.finditer(rest)] if _CHAINED.search(rest) else []
    for chain in chains:
        rest = rest.replace(chain, " ; ", 1)
    # Two sizes are those of two articles, or of a thing and its packing.
    if len(set(chains)) == 1:
        named, sides, linear = _parts(chains[0])
        if len(sides) == 1 and sides[0].scale == 1:
            lone = sides[0].value
    rest, singles = _singles(rest, is_cell=is_cell)
    return Measures(
        named=tuple({**singles, **named}.items()),
        sides=sides,
        slashed=(_measure(slash[1]), _measure(slash[2])) if slash else (),
        linear=linear or (_linear(rest) if "ml" in low and not is_fluid else None),
        lone=lone or (_lone(rest) if "mm" in low else None),
        door=_door(text) if "porte" in low else None,
    )


@lru_cache(maxsize=16_384)
def _measure(figure: str, unit: str | None = None) -> Measure:
    metres = re.fullmatch(r"(\d{1,2})\s?[mM]\s?(\d{2})", figure)
    if metres:
        return Measure(Decimal(f"{metres[1]}.{metres[2]}"), Decimal(1000))
    scale = _SCALES[unit.lower()] if unit else None
    return Measure(Decimal(figure.replace(",", ".")), scale)


def _role(name: str) -> Role:
    """Return what a letter or its word names: case tells L from l."""
    first = name[0]
    if first.lower() in _ROLES:
        return _ROLES[first.lower()]
    word = name.lower()
    is_width = first == "l" if len(name) == 1 else word.startswith("larg")
    return Role.WIDTH if is_width else Role.LENGTH


@lru_cache(maxsize=1024)
def _parts(chain: str) -> tuple[Mapping[Role, Measure], tuple[Measure, ...], Decimal | None]:
    """Cut `27mm x 4ml` or `H 45 x L 80 cm`; one unit written serves the figures without."""
    named: dict[Role, Measure] = {}
    sides: list[Measure] = []
    linear = None
    parts = [found.groups() for found in _PART.finditer(re.sub(r"[xX*×]", " ; ", chain))]
    units = {unit.lower() for _name, _figure, unit in parts if unit} - {"ml"}
    shared = units.pop() if len(units) == 1 else None
    for name, figure, unit in parts:
        measure = _measure(figure, unit or shared)
        if name:
            named[_role(name)] = measure
        elif unit and unit.lower() == "ml":
            linear = measure.value
        else:
            sides.append(measure)
    return MappingProxyType(named), tuple(sides), linear


def _singles(text: str, *, is_cell: bool) -> tuple[str, dict[Role, Measure]]:
    """Take the figures that stand alone after a letter or sign; two of one kind say nothing."""
    named: dict[Role, Measure] = {}
    low = text.lower()
    for role, pattern, hint in _SINGLE:
        if not hint.search(low):
            continue
        found = {_measure(one[1], one[2]) for one in pattern.finditer(text)}
        text = pattern.sub(" ; ", text)
        if len(found) == 1 and not (role is Role.DIAMETER and "classe" in low):
            named[role] = found.pop()
    board = _BOARD.search(text) if "ba" in low else None
    if board is not None:
        named.setdefault(Role.THICKNESS, Measure(Decimal(board[1]), Decimal(1)))
    is_lettered = _LETTERED.search(low) is not None
    row = _ROW.search(text) if is_lettered else None
    if row is not None:
        named.update(_in_row(row[1]))
        text = text.replace(row[1], " ; ", 1)
    letters = list(_LETTER.finditer(text)) if is_lettered else []
    if is_cell or len(letters) > 1 or any(one[2] or one[4] for one in letters):
        for one in letters:
            named.setdefault(_role(one[1]), _measure(one[3], one[4]))
            text = text.replace(one[0], " ; ", 1)
    return text, named


def _in_row(text: str) -> dict[Role, Measure]:
    """Read `L 120 l 60 H 85 cm`; one unit written serves the figures without."""
    found = _LETTER_IN_ROW.findall(text)
    units = {unit.lower() for _name, _figure, unit in found if unit}
    shared = units.pop() if len(units) == 1 else None
    return {_role(name): _measure(figure, unit or shared) for name, figure, unit in found}


def _linear(rest: str) -> Decimal | None:
    """Return the metres of `4ml`, unless they are what a roll holds."""
    found = [one for one in _LINEAR.finditer(rest) if not _ROLLED.search(rest[: one.start()])]
    values = {_measure(one[1]).value for one in found}
    value = values.pop() if len(values) == 1 else None
    return value if value is not None and value <= _LONGEST_LINEAR else None


def _lone(rest: str) -> Decimal | None:
    values = {_measure(one[1]).value for one in _LONE.finditer(rest)}
    value = values.pop() if len(values) == 1 else None
    return value if value is not None and value <= _THICKEST else None


def _door(text: str) -> int | None:
    found = _DOOR.search(folded(text))
    return int(found[1]) if found else None
