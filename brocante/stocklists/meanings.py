"""What one header says: the role of its column, and the basis, unit or scale beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from brocante.core.likeness import most_alike
from brocante.core.units import Unit
from brocante.stocklists.header_words import (
    AMOUNT_WORDS,
    GROUP_WORDS,
    IGNORED_WORDS,
    NET_WORDS,
    NOISE_WORDS,
    PHRASES,
    PRICE_WORDS,
    PURCHASE_WORDS,
    REFERENCE_PRICE_WORDS,
    SUPPLIER_WORDS,
)
from brocante.stocklists.roles import Basis, Certainty, Role
from brocante.stocklists.unit_words import read_unit
from brocante.stocklists.words import folded, words_of

LONGEST_HEADER = 60
_ENOUGH_ALIKE = 88
_GLUED = re.compile(r"^(p[uv]|prix|px)(ht|ttc)$")
_BASES: tuple[tuple[tuple[str, ...], Basis], ...] = (
    (("hors", "taxe"), Basis.HT),
    (("hors", "tva"), Basis.HT),
    (("toute", "taxe", "comprise"), Basis.TTC),
    (("taxe", "comprise"), Basis.TTC),
    (("ht",), Basis.HT),
    (("htva",), Basis.HT),
    (("ttc",), Basis.TTC),
)
# `HT ou TTC` heads a column that says it row by row.
_BETWEEN_BASES = frozenset({"ou", "et"})
_MONEY = frozenset({"€", "%", "eur", "euro"})
_SCALE = re.compile(r"(?:\(|\ben\s+|/\s*)(mm|cm|m)\b\.?\s*\)?|\b(mm|cm)\b")
_SCALES = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000)}
_SIZED = frozenset(
    {
        Role.DIMENSIONS,
        Role.SECTION,
        Role.LENGTH,
        Role.WIDTH,
        Role.HEIGHT,
        Role.THICKNESS,
        Role.DIAMETER,
    }
)
_COUNTED = frozenset({Role.QUANTITY, Role.AVAILABLE})
_PRICED = frozenset({Role.PRICE, Role.NET_PRICE, Role.REFERENCE_PRICE})
# Roles that a longer header may still have, when it begins like a known one.
_OPEN_ENDED = frozenset(
    {Role.TITLE, Role.LOCATION, Role.REMARK, Role.PHOTOS, Role.CONDITION, Role.PACKAGING}
)
_ABOUT_SIZES = GROUP_WORDS & {"dimension", "dim", "cote", "format", "taille", "mesure"}
_LETTERS = {"L": Role.LENGTH, "l": Role.WIDTH}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says of its column."""

    role: Role
    certainty: Certainty = Certainty.SURE
    rank: int = 0
    basis: Basis | None = None
    unit: Unit | None = None
    scale: Decimal | None = None


NOTHING = Meaning(Role.NONE, Certainty.GUESSED)


def _key(words: tuple[str, ...]) -> frozenset[str]:
    """Return what two spellings of one header share: their words but articles."""
    return frozenset(word for word in words if word not in NOISE_WORDS) or frozenset(words)


_INDEX: dict[frozenset[str], tuple[Role, int]] = {}
for _role, _phrases in PHRASES.items():
    for _rank, _phrase in enumerate(_phrases):
        if _role is not Role.AVAILABLE_FROM:
            _INDEX.setdefault(_key(tuple(_phrase.split())), (_role, _rank))
_FUZZY = {
    phrase: role
    for role, phrases in PHRASES.items()
    for phrase in phrases
    if len(phrase) >= 6 and role not in {Role.IGNORED, Role.AVAILABLE_FROM, Role.LISTING_CODE}
}


@lru_cache(maxsize=4096)
def meaning_of(header: str) -> Meaning:
    """Return what a header says; NOTHING when it says nothing known."""
    if len(header) > LONGEST_HEADER:
        return NOTHING
    words, bases = _without_basis(words_of(header))
    if len(bases) > 1 and set(words) <= _BETWEEN_BASES:
        return Meaning(Role.BASIS)
    basis = next(iter(bases)) if len(bases) == 1 else None
    bare = tuple(word for word in words if word not in _MONEY)
    found = _forbidden(bare) or _dated(bare) or _lettered(header)
    found = found or _known(bare, header, basis is not None or "€" in words) or NOTHING
    # A percentage beside a price word is no price.
    if found.role in _PRICED and "%" in words:
        found = replace(found, role=Role.DISCOUNT)
    return replace(found, basis=basis, scale=_scale(header) if found.role in _SIZED else None)


def _without_basis(words: tuple[str, ...]) -> tuple[tuple[str, ...], set[Basis]]:
    """Take HT or TTC out of the words."""
    unglued: list[str] = []
    for word in words:
        glued = _GLUED.match(word)
        unglued.extend(glued.groups() if glued else (word,))
    rest = tuple(unglued)
    bases: set[Basis] = set()
    for phrase, basis in _BASES:
        size = len(phrase)
        for start in range(len(rest) - size, -1, -1):
            if rest[start : start + size] == phrase:
                bases.add(basis)
                rest = rest[:start] + rest[start + size :]
    return rest, bases


def _forbidden(words: tuple[str, ...]) -> Meaning | None:
    """Purchase costs first; then what must not be taken for a quantity or a date."""
    present = set(words)
    if present & PURCHASE_WORDS or (present & SUPPLIER_WORDS and present & PRICE_WORDS):
        return Meaning(Role.PURCHASE)
    if present & IGNORED_WORDS or ("date" in present and _dated(words) is None):
        return Meaning(Role.IGNORED)
    return None


def _dated(words: tuple[str, ...]) -> Meaning | None:
    text = " ".join(words)
    if any(text.startswith(phrase) for phrase in PHRASES[Role.AVAILABLE_FROM]):
        return Meaning(Role.AVAILABLE_FROM)
    return None


def _lettered(header: str) -> Meaning | None:
    """L is a length and l a width: the one place where case counts."""
    parts = re.findall(r"[^\W\d_]+", re.sub(r"\([^)]*\)", "", header))
    if parts and parts[-1] in {"mm", "cm", "m"} and len(parts) > 1:
        parts = parts[:-1]
    if parts and parts[-1] in _LETTERS:
        rest = {word for part in parts[:-1] for word in words_of(part)}
        if rest <= _ABOUT_SIZES:
            return Meaning(_LETTERS[parts[-1]])
    return None


def _known(words: tuple[str, ...], header: str, is_money: bool) -> Meaning | None:
    if not words:
        return Meaning(Role.PRICE, Certainty.LIKELY, rank=50) if is_money else None
    if any(word.isdigit() for word in words):
        # `Stock au 31/12`, `Tarif 2024`: a date changes nothing.
        return _known(tuple(word for word in words if not word.isdigit()), header, is_money)
    if is_money and (unit := read_unit(" ".join(words))) is not None:
        return Meaning(Role.PRICE, Certainty.LIKELY, rank=50, unit=unit)
    return (
        _looked_up(words)
        or _priced(words)
        or _with_unit(words, header)
        or _amount(words)
        or _grouped(words)
        or _sized(words)
        or _beginning(words)
        or _resembling(words)
    )


def _looked_up(words: tuple[str, ...]) -> Meaning | None:
    found = _INDEX.get(_key(words)) if words else None
    return Meaning(found[0], rank=found[1]) if found else None


def _priced(words: tuple[str, ...]) -> Meaning | None:
    """A price word with what tells the price asked from the one goods once had."""
    rest = set(words) - PRICE_WORDS - NOISE_WORDS - {"vente", "unitaire", "unit", "u"}
    if not set(words) & PRICE_WORDS or not rest:
        return Meaning(Role.PRICE, rank=20) if set(words) & PRICE_WORDS else None
    if rest <= REFERENCE_PRICE_WORDS:
        return Meaning(Role.REFERENCE_PRICE)
    return Meaning(Role.NET_PRICE) if rest <= NET_WORDS else None


def _with_unit(words: tuple[str, ...], header: str) -> Meaning | None:
    """`Qté (m²)`, `Nb de sacs`, `Prix au m2`: a known header with a unit at its end."""
    for size in (1, 2):
        unit = read_unit(" ".join(words[-size:])) if len(words) > size else None
        rest = tuple(word for word in words[:-size] if word not in {"par", "pour"})
        found = (_looked_up(rest) or _priced(rest)) if unit and rest else None
        if found is None or found.role not in _COUNTED | _PRICED:
            continue
        if found.role in _COUNTED and ("/" in header or "par" in words):
            # So many by pallet is not how many there are.
            return Meaning(Role.IGNORED)
        return replace(found, unit=unit)
    return None


def _amount(words: tuple[str, ...]) -> Meaning | None:
    return Meaning(Role.IGNORED) if set(words) & AMOUNT_WORDS else None


def _grouped(words: tuple[str, ...]) -> Meaning | None:
    """A group title before a known header: `Stock Unité`, `Dimensions ép`."""
    if len(words) > 1 and words[0] in GROUP_WORDS:
        return _looked_up(words[1:]) or _sized(words[1:]) or _with_unit(words[1:], "")
    return None


def _sized(words: tuple[str, ...]) -> Meaning | None:
    rest = tuple(word for word in words if word not in {"mm", "cm", "m"})
    found = _looked_up(rest)
    return found if found and found.role in _SIZED else None


def _beginning(words: tuple[str, ...]) -> Meaning | None:
    for size in range(len(words) - 1, 0, -1):
        found = _looked_up(words[:size])
        if found and found.role in _OPEN_ENDED:
            return replace(found, certainty=Certainty.LIKELY, rank=60)
    return None


def _resembling(words: tuple[str, ...]) -> Meaning | None:
    """A known header with a slip of the fingers in it; purchase costs too."""
    text = " ".join(words)
    if len(text) < 6:
        return None
    known = [*_FUZZY, *_LONG_PURCHASE]
    near = most_alike(text, known, least=_ENOUGH_ALIKE, limit=1)
    if not near:
        return None
    role = _FUZZY.get(near[0][0], Role.PURCHASE)
    return Meaning(role, Certainty.LIKELY, rank=70)


_LONG_PURCHASE = sorted(
    {word for word in PURCHASE_WORDS if len(word) >= 6} | {"prix achat", "prix revient"}
)


def _scale(header: str) -> Decimal | None:
    """Return the millimetres of the unit a header writes: `Section (mm)`, `L en cm`."""
    found = _SCALE.search(folded(header))
    return _SCALES[found[1] or found[2]] if found else None
