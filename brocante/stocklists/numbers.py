"""Numbers as people type them: blanks and marks of thousands, decimal commas and points."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

# In folded text, where all blanks are one.
NUMBER = r"(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)*(?!\d)|\d+(?:[.,]\d+)*|(?<![\d.,])[.,]\d+)"
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_LONGEST = 18
# A cell beyond this length is a text, whatever figures it holds.
LONGEST_FIGURE = 200


class Figure(NamedTuple):
    """A number read; None when nobody can tell, ambiguous when its mark may mean both."""

    value: Decimal | None
    is_ambiguous: bool = False


@lru_cache(maxsize=16_384)
def read_number(text: str) -> Figure:
    """Read a text that NUMBER matches: the last of two marks is the decimal one.

    `1,250` alone is 1.25 and `1.250` nobody's guess: both are ambiguous.
    """
    digits = text.replace(" ", "")
    marks = [character for character in digits if character in ".,"]
    if len(digits) > _LONGEST:
        return Figure(None)
    if len(set(marks)) == 2:
        return _two_marks(digits)
    if len(marks) > 1:
        grouped = _GROUPS.fullmatch(digits)
        return Figure(Decimal(re.sub(r"[.,]", "", digits)) if grouped else None)
    if _AMBIGUOUS.fullmatch(text):
        return Figure(Decimal(text.replace(",", ".")) if "," in text else None, True)
    return Figure(Decimal(digits.replace(",", ".")))


def _two_marks(digits: str) -> Figure:
    last = max(digits.rfind("."), digits.rfind(","))
    whole, decimals = digits[:last], digits[last + 1 :]
    if digits[last] in whole or not _GROUPS.fullmatch(whole):
        return Figure(None)
    return Figure(Decimal(re.sub(r"[.,]", "", whole) + "." + decimals))
