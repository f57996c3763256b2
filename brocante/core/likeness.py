"""How alike two spellings are."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

# How French spells one sound in several ways, the longer spellings first.
_SPELLINGS = (
    ("eau", "o"),
    ("au", "o"),
    ("qu", "k"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("ai", "e"),
    ("ei", "e"),
    ("y", "i"),
)
_HARD_C = re.compile(r"c(?![eih])")
_TWICE = re.compile(r"(.)\1")
_SILENT = re.compile(r"(?<=..)(?:e?[stxd]|e|ent)+$")


def most_alike(
    word: str,
    candidates: Sequence[str],
    *,
    least: float,
    limit: int,
    heard: Callable[[str], str] | None = None,
) -> list[tuple[str, float, int]]:
    """Return the candidates most like `word`, with their likeness (0-100) and their place.

    Likeness is the share of letters in common, in order (rapidfuzz ratio); below `least` a
    candidate is another word. `heard` gives what is compared instead of the words themselves.
    """
    # Here, not above: a web process that never corrects a word is 4 MB lighter.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    return process.extract(
        word, candidates, scorer=fuzz.ratio, processor=heard, score_cutoff=least, limit=limit
    )


@lru_cache(maxsize=20_000)
def as_heard(word: str) -> str:
    """Return about how a word of plain letters sounds in French: "parket" like "parquet"."""
    sound = word
    for spelling, letter in _SPELLINGS:
        sound = sound.replace(spelling, letter)
    sound = _TWICE.sub(r"\1", _HARD_C.sub("k", sound))
    return _SILENT.sub("", sound) or sound
