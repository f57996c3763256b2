"""References and batches, as written; and those a spreadsheet has spoilt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from brocante.core.codes import is_code, read_code
from brocante.stocklists.grids import Fault, Value, text_of
from brocante.stocklists.words import folded

_QUOTED = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"\d[.,]\d+e\+?\d{1,3}", re.IGNORECASE)
_DATED = re.compile(
    r"(?:\d{1,2}[-/ ])?(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)\.?"
    r"(?:[-/ ]\d{1,4})?"
    r"|\d{1,2}/\d{1,2}/\d{4}"
)
_QUOTES = ("'", "’")
# A figure, a quote or the first letter of a month.
_SPOILT_START = frozenset("0123456789'’jfmasondJFMASOND")
_BATCH = re.compile(
    r"(?<!salle de )(?<!salles de )(?<!sdb )\bbain\s*(?:n\s?[°o]\s*)?:?\s*"
    r"(?!\d+\s*[xX*×])((?=[\w./-]*\d)[A-Z0-9][\w./-]*|[A-Z]{1,2}\b)(?!\s*(?:[xX*×]|mm|cm|m\b|[lLwW]\b))"
)


def unquoted(text: str) -> str:
    """Undo `="00451"`, the way to keep zeros in a csv."""
    found = _QUOTED.fullmatch(text.strip()) if "=" in text else None
    return found[1] if found else text


def read_reference(value: Value | None) -> tuple[str | None, bool]:
    """Return a reference as written, None when the cell holds none; and whether it is spoilt."""
    if value is None or isinstance(value, Fault):
        return None, False
    if isinstance(value, date):
        return None, True
    text = " ".join(unquoted(text_of(value)).split())
    return (
        (None, False)
        if len(text) < 6 and is_nothing(text)
        else (text, isinstance(value, str) and _spoilt(text))
    )


def read_listing_code(value: Value | None) -> str | None:
    """Return the code of a listing that our own export wrote, None for anything else."""
    code = "" if value is None else read_code(text_of(value))
    return code if is_code(code) else None


@lru_cache(maxsize=1024)
def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say: `-`, `NC`, `?`."""
    plain = folded(text)
    return not any(c.isalnum() for c in plain) or " ".join(plain.replace(".", " ").split()) in {
        "nc",
        "n c",
    }


def _spoilt(text: str) -> bool:
    if text[0] not in _SPOILT_START and text[-1] not in _QUOTES:
        return False
    return bool(
        _SCIENTIFIC.fullmatch(text)
        or _DATED.fullmatch(folded(text))
        or text.startswith(_QUOTES)
        or text.endswith(_QUOTES)
    )


def usual_length(references: Iterable[str]) -> int:
    """Return the length at least half of the references of a column share, 0 when none."""
    lengths = Counter(map(len, references))
    total = lengths.total()
    shared = [length for length, times in lengths.items() if times * 2 >= total]
    return max(shared, default=0)


def is_cut_short(reference: str, usual: int) -> bool:
    """Tell whether a reference of figures lost the zeros it began with."""
    return reference.isdigit() and len(reference) < usual


@lru_cache(maxsize=1024)
def batch_in(title: str) -> str | None:
    """Return the batch a title names: `bain B12`."""
    if "ain" not in title and "AIN" not in title:
        return None
    found = _BATCH.search(re.sub(r"\bBAIN\b|\bBain\b", "bain", title))
    return found[1].rstrip(".-/") if found else None
