"""What a visitor asks of the catalogue, read from an address without ever failing.

Addresses are typed, shared, cut by mail programs and tried by robots: what is not understood is
left out, and a note says so.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from brocante.catalogue.amounts import WRITTEN, Need
from brocante.catalogue.phrases import ANY_VEHICLE
from brocante.catalogue.rules import Condition
from brocante.core.carriers import find_carrier
from brocante.core.text import N_, fold
from brocante.core.units import (
    NotANumber,
    Quantity,
    Unit,
    parse_cents,
    parse_decimal,
    round_half_up,
)
from brocante.materials.queries import find_family

R = TypeVar("R")

LONGEST_TEXT = 120
MAX_MM = 100_000
MAX_KM = 1_000
DEFAULT_TOLERANCE_MM = 20
_CURSOR = re.compile(r"([sp])(\d{1,6})\.(\d{1,15})", re.ASCII)
_AMOUNT = re.compile(r"(.*\d)\s*([a-z]{1,6}[23]?)", re.DOTALL)
_AT_MOST = re.compile(r"(?:≤|<=?|max\.?)\s*", re.IGNORECASE)
_LENGTH = re.compile(r"(.*?\d)\s*(mm|cm|m|)", re.DOTALL)
_MM = {"mm": 1, "cm": 10, "": 10, "m": 1000}
_CONDITIONS = {
    **{condition.value: condition for condition in Condition},
    "declasse": Condition.DECLASSED,
    "demonstration": Condition.DEMO,
    "exposition": Condition.DEMO,
}


class Sort(StrEnum):
    """The order of a list, as the address says it."""

    RECENT = "recent"
    RELEVANCE = "pertinence"
    PRICE = "prix"
    DISTANCE = "distance"
    ENDING = "fin"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after or before a listing, which stood at `place` of the list."""

    place: int
    listing_id: int
    backwards: bool = False

    def __str__(self) -> str:
        return f"{'p' if self.backwards else 's'}{self.place}.{self.listing_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What to show. Prices are cents, lengths mm; `near` is as typed: a commune or a position."""

    text: str = ""
    family: str | None = None
    condition: Condition | None = None
    day: date | None = None
    max_price_cents: int | None = None
    min_quantity: Quantity | None = None
    unit: Unit | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    max_length_mm: int | None = None
    vehicle: str | None = None
    tolerance_mm: int | None = None
    near: str = ""
    radius_km: int | None = None
    company: str = ""
    sort: Sort | None = None
    cursor: Cursor | None = None

    @property
    def order(self) -> Sort:
        """The order asked for, else the one that suits what is asked."""
        if self.sort is not None:
            return self.sort
        if self.text:
            return Sort.RELEVANCE
        return Sort.DISTANCE if self.near else Sort.RECENT

    @property
    def need(self) -> Need | None:
        """How much is needed at least."""
        return Need(self.min_quantity, self.unit) if self.min_quantity else None

    @property
    def tolerance(self) -> int:
        """How far a size may be off, in mm."""
        return DEFAULT_TOLERANCE_MM if self.tolerance_mm is None else self.tolerance_mm

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the order and the page is asked."""
        return replace(self, sort=None, cursor=None, tolerance_mm=None, radius_km=None) != _ALL


_ALL = Criteria()


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the visitor: a message to translate, and the values of its %(name)s places."""

    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of an address, and what was not."""

    criteria: Criteria
    notes: tuple[Note, ...]


class _NotUnderstood(ValueError):
    """A value of an address means nothing here."""


def read_criteria(values: Mapping[str, str], days: Sequence[date]) -> Reading:
    """Read the parameters of a catalogue address; `days` are those of the edition."""
    notes: list[Note] = []

    def read(name: str, understand: Callable[[str], R]) -> R | None:
        typed = _clean(values.get(name, ""))
        if not typed:
            return None
        try:
            return understand(typed)
        except (NotANumber, _NotUnderstood):
            notes.append(
                Note(N_("“%(typed)s” was not understood and is left out."), {"typed": typed[:40]})
            )
            return None

    need = read("quantite_min", read_need)
    length = read("longueur", _bounded_length)
    most = read("longueur_max", read_length) or (length.most if length else None)
    criteria = Criteria(
        text=_clean(values.get("q", ""), keep_end=True),
        family=read("famille", _family),
        condition=read("etat", _condition),
        day=read("jour", lambda typed: _day(typed, days)),
        max_price_cents=read("prix_max", parse_cents),
        min_quantity=need.amount if need else None,
        unit=need.unit if need else None,
        length_mm=length.near if length else None,
        width_mm=read("largeur", read_length),
        max_length_mm=most,
        vehicle=read("vehicule", _vehicle),
        tolerance_mm=read("tolerance", _tolerance),
        near=_clean(values.get("pres_de", "")),
        radius_km=read("rayon_km", _radius),
        company=_clean(values.get("entreprise", "")),
        sort=read("tri", _sort),
        cursor=read("page", _cursor),
    )
    return Reading(criteria, tuple(notes))


def _clean(typed: str, *, keep_end: bool = False) -> str:
    """Return what was typed on one line; a blank at the end says that the last word is whole."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in typed[:1000]).split())
    ended = keep_end and plain and typed[-1:].isspace()
    return plain[:LONGEST_TEXT] + (" " if ended else "")


def _family(typed: str) -> str:
    found = find_family(typed)
    if found is None:
        raise _NotUnderstood
    return found.code


def _condition(typed: str) -> Condition:
    found = _CONDITIONS.get(fold(typed))
    if found is None:
        raise _NotUnderstood
    return found


def _day(typed: str, days: Sequence[date]) -> date:
    found = next((day for day in days if day.isoformat() == typed), None)
    if found is None:
        raise _NotUnderstood
    return found


_UNITS = {fold(word).replace("²", "2").replace("³", "3"): unit for unit, word in WRITTEN.items()}


def read_need(typed: str) -> Need | None:
    """Read "18", "18,5 m²" or "200 u": an amount, and its unit when one is said."""
    plain = fold(typed.replace("²", "2").replace("³", "3"))
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        amount, unit = Quantity.of(typed), None
    elif (unit := _UNITS.get(found[2])) is None:
        raise _NotUnderstood
    else:
        amount = Quantity.of(found[1])
    return Need(amount, unit) if amount else None


def _vehicle(typed: str) -> str:
    named = ANY_VEHICLE.search(fold(typed))
    found = find_carrier(named[0] if named else fold(typed))
    if found is None:
        raise _NotUnderstood
    return found.code


@dataclass(frozen=True, slots=True)
class _Length:
    """A length asked for, or a length nothing may pass."""

    near: int | None = None
    most: int | None = None


def _bounded_length(typed: str) -> _Length:
    """Read "250", or "≤ 250": no longer than that."""
    bound = _AT_MOST.match(typed)
    if bound:
        return _Length(most=read_length(typed[bound.end() :]))
    return _Length(near=read_length(typed))


def read_length(typed: str) -> int:
    """Read "250", "250 cm", "2500 mm" or "2,5 m" as mm; centimetres when nothing is said."""
    length = _millimetres(typed)
    if length <= 0:
        raise _NotUnderstood
    return length


def _tolerance(typed: str) -> int:
    return _millimetres(typed)


def _millimetres(typed: str) -> int:
    found = _LENGTH.fullmatch(typed.lower().removeprefix("±").strip())
    if found is None:
        raise _NotUnderstood
    length = round_half_up(parse_decimal(found[1]) * _MM[found[2]])
    if length > MAX_MM:
        raise _NotUnderstood
    return length


def _radius(typed: str) -> int:
    kilometres = round_half_up(parse_decimal(typed.lower().removesuffix("km")))
    if not 0 < kilometres <= MAX_KM:
        raise _NotUnderstood
    return kilometres


def _sort(typed: str) -> Sort:
    try:
        return Sort(typed)
    except ValueError:
        raise _NotUnderstood from None


def _cursor(typed: str) -> Cursor:
    found = _CURSOR.fullmatch(typed)
    if found is None:
        raise _NotUnderstood
    return Cursor(int(found[2]), int(found[3]), backwards=found[1] == "p")
