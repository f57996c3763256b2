"""Words as the lists of this package compare them: any case, accents or not, dots or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

_INITIALS = re.compile(r"\b((?:[a-z]\.\s?)+[a-z])\b\.?")
_SAYING = re.compile(r"[^\W_]")
_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[a-z0-9]+|[ø%€]")
# Letters a plural s belongs to, or that would change meaning without it.
_KEPT = frozenset(
    {"us", "hors", "sans", "dans", "sous", "tous", "ens", "pcs", "obs", "frs", "epais"}
)


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return a text without accents, case and repeated blanks; remembered, as cells repeat."""
    if text.isascii():
        return " ".join(text.lower().split())
    try:
        known = text.encode("latin-1").translate(_LATIN)
    except UnicodeEncodeError:
        return " ".join(_unmarked(text).split())
    plain = _unmarked(text) if _UNKNOWN in known else known.decode("latin-1")
    return " ".join(plain.split())


def _unmarked(text: str) -> str:
    plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe").replace("\u200b", "")
    return _MARKS.sub("", normalize("NFKD", plain)).casefold()


def _latin_table() -> bytes:
    """Return what each character of Latin 1 becomes, a zero where that is no single one."""
    forms = (_unmarked(chr(code)) for code in range(256))
    codes = (ord(form) if len(form) == 1 else 0 for form in forms)
    return bytes(code if code < 256 else 0 for code in codes)


# French accents are in Latin 1: one table look-up for a whole text.
_LATIN = _latin_table()
_UNKNOWN = b"\0"


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """Cut a text into folded words in the singular; initials such as P.U. are one word."""
    joined = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[1]), folded(text))
    return tuple(singular(word) for word in _WORD.findall(joined))


def singular(word: str) -> str:
    """Return a folded word without the s of its plural."""
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss") and word not in _KEPT:
        return word[:-1]
    return word


def is_worded(text: str) -> bool:
    """Tell whether a text holds a letter or a figure."""
    return _SAYING.search(text) is not None


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile folded phrases, the longest first, to find them as whole words of a folded text.

    Phrases may use regular expressions.
    """
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(ordered)})(?![a-z0-9])")
