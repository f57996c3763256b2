"""Words that may not stand in the text of a listing, whatever their accents and case."""

import re
from functools import lru_cache

from brocante.catalogue.errors import PercentageInText, PriceWithoutTax, ReconditionedWord
from brocante.core.text import fold

# "12 € HT", "prix HT", "hors taxes"; not "HT" alone, which is also high voltage.
_WITHOUT_TAX = re.compile(
    r"(?:€|\beur(?:os?)?\b)\s*(?:/\s*\w+\s*)?h\.?\s?t\b|\bprix\s+(?:\w+\s+)?h\.?\s?t\b"
    r"|\bh\.?\s?t\.?\s*[:=]?\s*\d+(?:[.,]\d+)?\s*(?:€|eur)"
    r"|\bhors[ -]taxes?\b|\b(?:excl|ex)\.? vat\b"
)
# "-50 %", "moins 50 %", "50 % de remise"; not "pente de 2-5 %" nor "acier à 80 % recyclé".
_PERCENTAGE = re.compile(
    r"(?<!\d)(?<!\d )(?<!\w)[-−–]\s?\d{1,2}(?:[.,]\d)?\s?%|\b(?:moins|jusqu\'?a) \d{1,2} ?%"
    r"|\b\d{1,2} ?% (?:de (?:remise|reduction|rabais|moins)|moins cher|off\b|cheaper)"
    r"|\b(?:remise|reduction|rabais|discount) (?:de |of )?\d{1,2} ?%"
)
# Kept by decree 2022-190 for used products that were tested and wiped.
_RECONDITIONED = re.compile(r"\bre[ -]?conditionn\w*|\brefurbish\w*|\breconditioned\b")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def check_tax_included(text: str) -> None:
    """No price without tax is written in the text."""
    if _WITHOUT_TAX.search(_plain(text)):
        raise PriceWithoutTax


def check_no_percentage(text: str) -> None:
    """A reduction in per cent is only shown by the application, which asks for the attestation."""
    if _PERCENTAGE.search(_plain(text)):
        raise PercentageInText


def check_no_reconditioned(text: str) -> None:
    """Goods are reused, surplus, declassed; "reconditionné" says something else in law."""
    found = _RECONDITIONED.search(_plain(text))
    if found:
        raise ReconditionedWord(found=found[0])


@lru_cache(maxsize=1_024)
def _plain(text: str) -> str:
    return fold(text.translate(_INVISIBLE))
