"""Prices in the middle of a message: `6e le sac`, `a prendre 80e`, `1e50 le ml TTC`."""

from __future__ import annotations

import re

from brocante.core.units import Unit
from brocante.stocklists.numbers import NUMBER
from brocante.stocklists.prices import UNKNOWN, Kind, PriceReading, read_price
from brocante.stocklists.unit_words import UNIT_PATTERN
from brocante.stocklists.words import any_of, folded

_MONEY = r"(?:€|euros?|eur|e)(?![a-z])"
_BASIS = r"(?:h\.?t\.?|ttc|hors taxes?)"
_PER = (
    rf"(?:(?:le |la |l'|les |par |/ ?|au |du )?(?:{UNIT_PATTERN})|(?:le |la |les )?tout)"
    r"(?![a-z0-9])"
)
_AFTER = rf"(?:\s*(?:{_BASIS}(?![a-z])|{_PER}))*"
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?:{NUMBER}\s?(?:€|e|euros?|eur)\d\d(?!\d)|{NUMBER}\s?{_MONEY}){_AFTER}"
    rf"|(?<![a-z])(?:prix|a prendre|pour|a)\s*:?\s*{NUMBER}(?=\s*(?:{_BASIS}|{_PER}))(?:{_AFTER})"
)
_FREE = any_of(["gratuits?", "gratuite?s?", "don", "a donner", "offerte?s?"])
_ON_REQUEST = any_of(
    [
        "sur devis",
        "(?:nous )?consulter",
        "a debattre",
        "a negocier",
        "faire (?:une )?offre",
    ]
)
_WHOLE = any_of([r"le tout", r"le lot", r"a prendre", r"l'ensemble", r"lot"])


# What a person types on one line; the rest is not searched.
LONGEST_LINE = 2000


def has_price_word(text: str) -> bool:
    """Tell whether a line speaks of a price."""
    plain = folded(text[:LONGEST_LINE])
    return any(word.search(plain) for word in (_AMOUNT, _FREE, _ON_REQUEST))


def find_price(text: str) -> PriceReading:
    """Read the one price of a line; several figures of money are none."""
    plain = folded(text[:LONGEST_LINE])
    found = _AMOUNT.findall(plain)
    if len(found) > 1:
        return UNKNOWN
    if not found:
        return _worded(plain)
    amount = re.sub(r"^(?:a prendre|pour|a|prix)\s*:?\s*(?=\d)", "", found[0])
    reading = read_price(amount)
    if reading.kind is Kind.PRICED and _ON_REQUEST.search(plain):
        reading = reading._replace(issues=(*reading.issues, "price-unclear"))
    if reading.per is None and _is_for_all(plain, found[0]):
        reading = reading._replace(per=Unit.LOT)
    return reading


def _is_for_all(plain: str, amount: str) -> bool:
    """Tell whether the words around the amount make it the price of all: `le tout 80e`."""
    before, _amount, after = plain.partition(amount)
    return bool(_WHOLE.search(before[-25:]) or _WHOLE.match(after.strip()))


def _worded(plain: str) -> PriceReading:
    is_free, is_asked = bool(_FREE.search(plain)), bool(_ON_REQUEST.search(plain))
    if is_free == is_asked:
        return UNKNOWN
    return PriceReading(Kind.FREE if is_free else Kind.ON_REQUEST)
