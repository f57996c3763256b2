"""Dates from which goods are free, the day always first."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from brocante.stocklists.grids import Fault, Value
from brocante.stocklists.words import any_of, folded

_MONTHS = {
    "jan": 1,
    "fev": 2,
    "mar": 3,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juil": 7,
    "aou": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH = (
    r"(janv?(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept?(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d.*)?")
_WRITTEN = re.compile(rf"(?:(\d{{1,2}})(?:er)?[\s\-/]*)?{_MONTH}[\s\-/]*(\d{{4}}|\d{{2}})")
_WEEK = re.compile(r"(?:s|sem|semaine)\.?\s?(\d{1,2})[\s/\-]*(?:de )?(\d{4}|\d{2})")
_SERIAL = re.compile(r"\d{5}")
_AT_ONCE = any_of(
    ["de suite", "tout de suite", "immediat(?:e|ement)?", "disponible", "dispo", "des maintenant"]
)
_LEADING = re.compile(r"^(?:(?:dispo(?:nible)?|libre|a partir|des|le|du|de)\s+)+")
_LONGEST = 100
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 60_000


def read_date(value: Value | None) -> tuple[str | None, bool]:
    """Return an ISO date or None, and whether the cell says something that is not clear."""
    if value is None:
        return None, False
    if isinstance(value, datetime):
        return value.date().isoformat(), False
    if isinstance(value, date):
        return value.isoformat(), False
    if isinstance(value, (Fault, bool)):
        return None, True
    text = f"{value:f}" if isinstance(value, Decimal) else value
    return _read(text) if len(text) <= _LONGEST else (None, True)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str | None, bool]:
    cell = folded(text).strip(" .")
    if not any(character.isalnum() for character in cell):
        return None, "?" in cell
    bare = _LEADING.sub("", cell)
    for reader in (_serial, _numeric, _iso, _written, _week):
        found = reader(bare)
        if found is not None:
            return found.isoformat(), False
    return None, _AT_ONCE.fullmatch(cell) is None and _AT_ONCE.fullmatch(bare) is None


def _serial(text: str) -> date | None:
    if not _SERIAL.fullmatch(text) or not _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return None
    return date(1899, 12, 30) + timedelta(days=int(text))


def _numeric(text: str) -> date | None:
    found = _NUMERIC.fullmatch(text)
    return _date(found[3], int(found[2]), found[1]) if found else None


def _iso(text: str) -> date | None:
    found = _ISO.fullmatch(text)
    return _date(found[1], int(found[2]), found[3]) if found else None


def _written(text: str) -> date | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    month = next(number for name, number in _MONTHS.items() if found[2].startswith(name))
    return _date(found[3], month, found[1] or "1")


def _week(text: str) -> date | None:
    found = _WEEK.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisocalendar(_year(found[2]), int(found[1]), 1)
    except ValueError:
        return None


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(_year(year), month, int(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)
