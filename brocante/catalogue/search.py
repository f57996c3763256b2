"""What a text search finds, the same on both databases.

They only keep sets of words (`catalogue/shelf.py`). Every word of a title is there a second time
with a mark; so the order of answers is ours: listings whose title (or material) has all that was
asked, then the others, each the newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brocante.catalogue.search_index import (
    index_listing,
    index_listings,
    reindex,
    remove_listing,
)
from brocante.catalogue.shelf import Group, Shelf
from brocante.catalogue.vocabulary import used_words
from brocante.catalogue.words import Asked, as_beginning, asked_words
from brocante.core.db import session
from brocante.core.likeness import as_heard, most_alike
from brocante.materials.queries import trade_words
from brocante.materials.rules import normalise

__all__ = [
    "MOST_MATCHES",
    "Correction",
    "Group",
    "Matches",
    "find_matches",
    "index_listing",
    "index_listings",
    "newest_with",
    "reindex",
    "remove_listing",
]

# As many of the newest matches are ranked, counted and paged; beyond, "more than 1,000".
MOST_MATCHES = 1_000
# Below that share of matching letters (rapidfuzz ratio, 0-100) a word is another word.
LIKENESS = 74
# From that share on a word sounds the same, and goes before those merely spelt alike.
SAME_SOUND = 92
SHORTEST_CORRECTED = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """A word nobody uses here, and the one looked for in its place."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Ids of listings in the order of a text search, at most MOST_MATCHES of them.

    The first `in_title` have all that was asked in their title. `left_out` are words that were
    not looked for, because nothing has them together with the others.
    """

    ids: tuple[int, ...]
    corrections: tuple[Correction, ...] = ()
    has_more: bool = False
    in_title: int = 0
    left_out: tuple[str, ...] = ()


def find_matches(edition_id: int, typed: str, groups: Sequence[Group] = ()) -> Matches | None:
    """Return what a search finds in an edition; None when no word of it asks for anything.

    When nothing has all the words, those that nobody uses here are replaced by the likeliest that
    somebody does, then some are left out; the answer says which. `groups` narrow without that.
    """
    asked = asked_words(typed)
    if not asked:
        return None
    shelf = Shelf(edition_id)
    found = _ranked(shelf, asked, groups)
    if found.ids or (groups and shelf.newest(asked, limit=1)):
        return found
    settled = _settled(shelf, asked)
    if settled.asked == asked:
        return found
    again = _ranked(shelf, settled.asked, groups)
    left_out = tuple(_as_typed(word, typed) for word in settled.left_out)
    return replace(again, corrections=settled.corrections, left_out=left_out)


def _as_typed(part: str, typed: str) -> str:
    """Return a part of a search in the letters of whoever typed it."""
    return next((word for word in typed.split() if normalise(word) == part), part)


def newest_with(edition_id: int, groups: Sequence[Group]) -> Matches:
    """Return the newest listings of an edition that have a word of each group."""
    found = Shelf(edition_id).newest([], groups, MOST_MATCHES + 1)
    return Matches(tuple(found[:MOST_MATCHES]), has_more=len(found) > MOST_MATCHES)


def _ranked(shelf: Shelf, asked: list[Asked], groups: Sequence[Group]) -> Matches:
    """Return the newest listings that have all that is asked, those by title first."""
    everywhere = shelf.newest(asked, groups, MOST_MATCHES + 1)
    in_title = shelf.in_title(asked, groups, everywhere, MOST_MATCHES)
    ranked = tuple(dict.fromkeys((*in_title, *everywhere)))
    more = len(everywhere) > MOST_MATCHES
    return Matches(ranked[:MOST_MATCHES], has_more=more, in_title=len(in_title))


# ── When nothing has all the words ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Settled:
    """Words that find something together."""

    asked: list[Asked]
    corrections: tuple[Correction, ...] = ()
    left_out: tuple[str, ...] = ()


def _settled(shelf: Shelf, asked: list[Asked]) -> _Settled:
    """Correct words nobody uses here; then keep as many as find something together."""
    corrected, corrections = _corrected(shelf, asked)
    if corrections and shelf.newest(corrected):
        return _Settled(corrected, tuple(corrections))
    # Terms of the trade say most; the others narrow it as far as they can.
    kept: list[Asked] = []
    for part in sorted(corrected, key=lambda one: not one.is_term):
        for choice in (part, as_beginning(part)):
            if choice and shelf.newest([*kept, choice]):
                kept.append(choice)
                break
    texts = {part.text for part in kept}
    if not kept:
        return _Settled(asked)
    used = tuple(correction for correction in corrections if correction.used in texts)
    typed = {correction.used: correction.typed for correction in corrections}
    left_out = tuple(typed.get(p.text, p.text) for p in corrected if p.text not in texts)
    return _Settled(kept, used, left_out)


def _corrected(shelf: Shelf, asked: list[Asked]) -> tuple[list[Asked], list[Correction]]:
    vocabulary: list[str] = []
    corrected, corrections = [], []
    for part in asked:
        can_be_wrong = part.text.isalpha() and len(part.text) >= SHORTEST_CORRECTED
        begun = as_beginning(part)
        if not can_be_wrong or shelf.newest([part]) or (begun and shelf.newest([begun])):
            corrected.append(part)
            continue
        vocabulary = vocabulary or _vocabulary(shelf)
        used = _likeliest(shelf, part.text, vocabulary)
        corrected.append(used or part)
        if used:
            corrections.append(Correction(part.text, used.text))
    return corrected, corrections


def _likeliest(shelf: Shelf, word: str, vocabulary: list[str]) -> Asked | None:
    """Return the word most like `word` that finds something; among equals the most used."""
    heard = most_alike(word, vocabulary, least=SAME_SOUND, limit=2, heard=as_heard)
    spelt = most_alike(word, vocabulary, least=LIKENESS, limit=4)
    for candidate, _likeness, _place in [*heard, *spelt]:
        asked = asked_words(f"{candidate} ")
        if asked and shelf.newest(asked):
            return asked[0]
    return None


def _vocabulary(shelf: Shelf) -> list[str]:
    """Return the words of titles and companies, the most used first, then those of the trade.

    Made anew with each new listing; a word proposed is looked up before it is used.
    """
    own = used_words(session.get_bind(), shelf.edition_id, shelf.newest_of_all())
    every = dict.fromkeys([*own, *sorted(trade_words())])
    return [word for word in every if word.isalpha() and len(word) >= SHORTEST_CORRECTED]
