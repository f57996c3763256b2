"""Price cells: the one figure they write, its basis and what it is for, or words instead."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from brocante.core.units import Unit
from brocante.stocklists.grids import Fault, Value
from brocante.stocklists.numbers import LONGEST_FIGURE, NUMBER, read_number
from brocante.stocklists.roles import Basis
from brocante.stocklists.unit_words import read_unit
from brocante.stocklists.words import any_of, folded


class Kind(StrEnum):
    """What a price cell amounts to."""

    PRICED = "priced"
    FREE = "free"
    ON_REQUEST = "on_request"
    UNKNOWN = "unknown"


class PriceReading(NamedTuple):
    """What a price cell says; `without_tax` is the HT figure that stands beside a TTC one."""

    kind: Kind
    amount: Decimal | None = None
    basis: Basis | None = None
    per: Unit | None = None
    without_tax: Decimal | None = None
    issues: tuple[str, ...] = ()


UNKNOWN = PriceReading(Kind.UNKNOWN, issues=("price-unclear",))

_FREE = re.compile(r"(?:prix\s*:?\s*)?(?:gratuit|don|a donner|offert|donne)(?:e?s?)(?![a-z])")
_ON_REQUEST = any_of(
    [
        r"sur devis",
        r"(?:nous )?consulter",
        r"a debattre",
        r"a deb\.?",
        r"a negocier",
        r"a neg\.?",
        r"faire (?:une )?offres?",
    ]
)
_PORT = any_of(["livraison", "port", "transport", "si", "sauf", "ou", "non", "pas"])
_HT = any_of([r"h\.?\s?t\.?(?:v\.?a\.?)?", r"hors taxes?", r"hors tva"])
_TTC = any_of([r"t\.?t\.?c\.?", r"toutes taxes comprises", r"taxes comprises"])
_ABOUT = re.compile(r"~|≈|±|(?<![a-z])env(?:iron)?\b\.?")
_CENTS = re.compile(r"(\d)\s?(?:€|e|eur|euros?)(\d{2})(?![\d.,])")
_MONEY = re.compile(r"€|(?<![a-z])(?:euros?|eur|e)(?![a-z])")
_GLUED = re.compile(r"(?<=[\d€])(?=(?:ht|ttc|eur)\b)|(?<=[\d])(?=e\b)|(?<=€)(?=[a-z])")
_AREA = re.compile(r"(?<![a-z])m ?([23])(?![0-9])")
_FIGURE = re.compile(rf"(?<![a-z0-9.,]){NUMBER}(?![a-z0-9])")
_BOTH = re.compile(
    rf"({NUMBER})\s*€?\s*(\x01|\x02)[\s/|;,()=:-]*(?:soit\s+)?({NUMBER})\s*€?\s*(\x01|\x02)"
)
_FILLERS = frozenset(
    [
        "le",
        "la",
        "l",
        "les",
        "par",
        "au",
        "du",
        "de",
        "a",
        "prix",
        "net",
        "nets",
        "soit",
        "l'",
        "unitaire",
    ]
)
_WHOLE = frozenset({"tout", "total"})
_HALF_A_CENT = Decimal("0.005")
_DAMPENED = Decimal("0.01")


def read_price(cell: Value | None) -> PriceReading:
    """Read a price cell, whatever its type."""
    if isinstance(cell, Fault):
        return PriceReading(Kind.UNKNOWN, issues=("formula-error", "price-unclear"))
    if isinstance(cell, Decimal):
        return _priced(PriceReading(Kind.PRICED, cell))
    if isinstance(cell, str) and len(cell) <= LONGEST_FIGURE:
        return _read(cell)
    return UNKNOWN


def read_basis(cell: Value | None) -> Basis | None:
    """Read a cell that says HT or TTC and nothing else."""
    if not isinstance(cell, str) or len(cell) > LONGEST_FIGURE:
        return None
    text = folded(cell)
    if _HT.fullmatch(text):
        return Basis.HT
    return Basis.TTC if _TTC.fullmatch(text) else None


def cents(amount: Decimal) -> tuple[int, bool]:
    """Return an amount in whole cents, and whether rounding changed it by more than 1 %."""
    whole = amount * 100
    if whole == (exact := int(whole)):
        return exact, False
    rounded = whole.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return int(rounded), abs(rounded / 100 - amount) > amount * _DAMPENED


@lru_cache(maxsize=16_384)
def _read(text: str) -> PriceReading:
    cell = _GLUED.sub(" ", _CENTS.sub(r"\1.\2 €", folded(text)))
    cell = _AREA.sub(lambda found: " msq " if found[1] == "2" else " mcb ", cell)
    marked = _TTC.sub(" \x02 ", _HT.sub(" \x01 ", cell))
    figures = _FIGURE.findall(marked)
    if not any(character.isdigit() for character in marked):
        return _worded(cell)
    both = _BOTH.search(marked)
    if both is not None and len(figures) == 2 and both[2] != both[4]:
        return _both(both, marked)
    if len(figures) != 1 or "%" in marked or "?" in marked:
        return UNKNOWN
    before, _number, after = marked.partition(figures[0])
    if before.rstrip().endswith(("-", "−")) or any(c.isdigit() for c in before + after):
        return UNKNOWN
    return _one(figures[0], f"{before} {after}")


def _worded(cell: str) -> PriceReading:
    if "?" in cell or "%" in cell:
        return UNKNOWN
    is_asked = bool(_ON_REQUEST.search(cell))
    free = _FREE.match(cell.strip())
    if free is not None and not is_asked and not _PORT.search(cell):
        return PriceReading(Kind.FREE, Decimal(0))
    return PriceReading(Kind.ON_REQUEST) if is_asked and free is None else UNKNOWN


def _both(found: re.Match[str], marked: str) -> PriceReading:
    """HT and TTC in one cell: the TTC one, with the other to check it."""
    first, second = read_number(found[1]), read_number(found[3])
    ttc, ht = (second, first) if found[4] == "\x02" else (first, second)
    if ttc.value is None or ht.value is None or ttc.is_ambiguous or ht.is_ambiguous:
        return UNKNOWN
    rest = marked[: found.start()] + " " + marked[found.end() :]
    reading = _words(PriceReading(Kind.PRICED, ttc.value, Basis.TTC), rest)
    return _priced(reading._replace(without_tax=ht.value) if reading is not UNKNOWN else UNKNOWN)


def _one(number: str, rest: str) -> PriceReading:
    figure = read_number(number)
    bases = {basis for mark, basis in (("\x01", Basis.HT), ("\x02", Basis.TTC)) if mark in rest}
    if len(bases) > 1:
        return UNKNOWN
    issues = ("ambiguous-number",) if figure.is_ambiguous else ()
    if figure.value is None:
        return UNKNOWN._replace(issues=(*issues, "price-unclear"))
    basis = bases.pop() if bases else None
    return _priced(_words(PriceReading(Kind.PRICED, figure.value, basis, issues=issues), rest))


def _words(reading: PriceReading, rest: str) -> PriceReading:
    """Judge the words around a figure: what it is for, doubts; others make it unknown."""
    doubted = _ABOUT.sub(" ", _ON_REQUEST.sub(" ", rest))
    if doubted != rest:
        reading = reading._replace(issues=(*reading.issues, "price-unclear"))
    bare = re.sub(r"[\x01\x02/:;,.()'=-]", " ", _MONEY.sub(" ", doubted))
    words = bare.split()
    told = [word for word in words if word not in _FILLERS] or words[-1:]
    if not told or (len(words) == len(told) == 1 and told[0] in _FILLERS - {"l"}):
        return reading
    unit = Unit.LOT if set(told) <= _WHOLE else _unit(" ".join(told))
    return reading._replace(per=unit) if unit is not None else UNKNOWN


def _unit(words: str) -> Unit | None:
    return {"msq": Unit.SQUARE_METRE, "mcb": Unit.CUBIC_METRE}.get(words) or read_unit(words)


def _priced(reading: PriceReading) -> PriceReading:
    """Nothing, or less, is no price; neither is what rounds to nothing."""
    if reading.amount is None or reading.kind is not Kind.PRICED:
        return reading
    if reading.amount < _HALF_A_CENT:
        return UNKNOWN
    return reading
