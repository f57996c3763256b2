"""A family nobody wrote, guessed from the title when the trade word in it leaves no doubt."""

from __future__ import annotations

from functools import cache, lru_cache

from brocante.materials.queries import family, suggest_material, trade_words
from brocante.materials.rules import normalise
from brocante.materials.vocabulary import ACCESSORY_WORDS

# Stands for any word that is none of the trade: such a word only keeps its neighbours apart.
_OTHER = "inconnu"


def guess_family(title: str) -> str | None:
    """Return the French name of the family a title means, None when in doubt."""
    return _guess(" ".join(map(_told, title.split())))


@lru_cache(maxsize=1024)
def _guess(trade: str) -> str | None:
    suggestion = suggest_material(trade)
    if suggestion is None or suggestion.to_confirm:
        return None
    return family(suggestion.material.family).label_fr


@lru_cache(maxsize=1024)
def _told(text: str) -> str:
    """Return what a piece of a title between blanks says in words of the trade."""
    known = trade_vocabulary()
    return " ".join(word if word in known else _OTHER for word in normalise(text).split())


@cache
def trade_vocabulary() -> frozenset[str]:
    """Return the words, normalised, that may tell a family or make one doubtful."""
    accessories = " ".join(ACCESSORY_WORDS).split()
    return (trade_words() | frozenset(accessories)) - {_OTHER}
