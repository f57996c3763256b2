"""The gist of a title: what it says but for words and numbers that tell nothing here.

Titles of one kind of goods share it, whatever their makers and models, so that what is read in it
is read once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from brocante.materials.rules import normalise
from brocante.stocklists import conditions, goods, unit_words
from brocante.stocklists.families import trade_vocabulary
from brocante.stocklists.words import folded

# Stands for any word that tells nothing.
_WORD, _NUMBER = "truc", "0"
_MUTE = frozenset({_WORD, "n°", "N°", "Réf", "réf", ""})
# Names of people and batches are told by their neighbours: such titles are left whole.
_NAMING = re.compile(
    r"[@+]|(?<!\w)(?:M(?:[.rM]|me|lle|rs|$)|(?i:voir|chez|demander|appeler|contacter|bain))"
)
_MORE = "epais haut larg long diam sect rouleau rlx couronne bobine touret porte classe"
_LONGEST_NUMBER = 7
_LONGEST_TEXT = 1000


def gist_of(title: str) -> str:
    """Return what a title, its blanks collapsed, says to those who read words and sizes in it."""
    if len(title) > _LONGEST_TEXT:
        return title
    pieces = title.split(" ")
    told = [_piece(piece) for piece in pieces]
    if None in told:
        return title
    if "porte" in title.lower():
        # The width of a door may stand apart.
        return " ".join(told)  # type: ignore[arg-type]
    around = ["", *told, ""]
    for place, piece in enumerate(pieces):
        # A number counts by the words beside it.
        if piece.isdigit() and around[place] in _MUTE and around[place + 2] in _MUTE:
            told[place] = piece if len(piece) > _LONGEST_NUMBER else _NUMBER
    return " ".join(told)  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def _piece(piece: str) -> str | None:
    """Return a piece of a title as it counts; None when the whole title must be read."""
    if _NAMING.search(piece):
        return None
    word = folded(piece)
    if len(word) < 3 or not word.isalpha() or not word.isascii():
        return piece
    is_known = normalise(word) in trade_vocabulary() or _telling().search(word)
    return piece if is_known else _WORD


@cache
def _telling() -> re.Pattern[str]:
    """Return what a word holds that any pattern of titles may look for: its literal letters."""
    literals = {literal for source in _sources() for literal in _literals(source)}
    beginnings = "|".join(sorted(word for word in literals if len(word) == 3))
    anywhere = "|".join(sorted(word for word in literals if len(word) > 3))
    return re.compile(rf"^(?:ep|{beginnings})|{anywhere}")


def _sources() -> Iterator[str]:
    yield from goods.WORDS.values()
    yield from (pattern for words in conditions.WORDS.values() for pattern in words)
    yield from unit_words.SPELLINGS.values()
    for pattern in (
        goods.ALIEN,
        conditions.OTHER_SENSE,
        conditions.NEGATED,
        unit_words.MILLILITRES,
    ):
        yield pattern.pattern
    yield _MORE


def _literals(source: str) -> list[str]:
    """List the runs of letters of a pattern without those that may be missing."""
    plain = re.sub(r"[a-z]\?", " ", re.sub(r"\\[a-zA-Z]", " ", source))
    return re.findall(r"[a-z]{3,}", folded(plain))
