"""Titles that hold several articles: `3 fenêtres 60x75 + 1 porte-fenêtre`."""

from __future__ import annotations

import re
from functools import lru_cache

from brocante.stocklists.words import folded

_SPLIT = re.compile(r"\+|\r\n|\n|\r")
_BEFORE = r"(?:(?:il )?restes? |lots? (?:de )?:? ?)?"
_COUNTED = re.compile(
    rf"\W*{_BEFORE}\d+(?:[.,]\d+)?\s?(?:x\s)?"
    r"(?!(?:mm|cm|m|ml|kg|g|l|w|v|ans?|eme|er?)\b)[a-z]{2,}"
    rf"|\W*{_BEFORE}\d+(?:[.,]\d+)?\s?(?:m2|m3|ml|kg|l|m|t|u|p)\s+(?:de |d')"
)


@lru_cache(maxsize=1024)
def names_several(title: str) -> bool:
    """Tell whether two parts of a title or more begin with a quantity of something."""
    if "+" not in title and "\n" not in title and "\r" not in title:
        return False
    parts = (folded(part) for part in _SPLIT.split(title))
    return sum(bool(_COUNTED.match(part)) for part in parts) >= 2
