"""Words of condition: surplus, declassed or demonstration; and the defect that is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from brocante.stocklists.words import any_of, folded


class State(StrEnum):
    """The conditions of the contract, the strongest first."""

    DEMO = "demo"
    DECLASSED = "declassed"
    SURPLUS = "surplus"


_CHOICE = r"(?:2e|2\s?eme|2nde?|2d|2 ?°|seconde?|deuxieme)\s?(?:choix|ch\b\.?)"
_END = r"fins? (?:de )?(?:serie|stock|chantier)s?"
WORDS: dict[State, tuple[str, ...]] = {
    State.DEMO: (r"expo(?:sition)?s?", r"demo(?:nstration)?s?"),
    State.DECLASSED: (
        _CHOICE,
        r"declassee?s?",
        r"abimee?s?",
        r"ebrechee?s?",
        r"rayee?s?",
        r"cassee?s?",
        r"fissuree?s?",
        r"tachee?s?",
        r"jaunie?s?",
        r"defauts?",
        r"chocs?",
        r"incompl(?:et|ete)s?",
        r"h\.?s\.?",
    ),
    State.SURPLUS: (
        r"neufs?",
        r"neuves?",
        r"surplus",
        r"sur-?stocks?",
        _END,
        r"retours? (?:de )?chantiers?",
        r"restes?",
        r"reliquats?",
        r"invendue?s?",
        r"dormante?s?",
    ),
}
_ANY = any_of(word for words in WORDS.values() for word in words)
_PATTERNS = {state: any_of(words) for state, words in WORDS.items()}
# What tells no defect by itself, with the small words around it.
_BARE = any_of(
    [
        *WORDS[State.DEMO],
        *WORDS[State.SURPLUS],
        _CHOICE,
        r"declassee?s?",
        r"modeles?",
        r"materiels?",
        r"articles?",
        r"produits?",
        r"etat",
        "d'",
        *["de", "du", "en", "et", "le", "la", "les", "un", "une", "a"],
    ]
)
# Not that word: a colour, an idiom, a property, goods that are second hand.
OTHER_SENSE = re.compile(
    r"(?<![a-z])(?:blancs? casses?|par defaut|anti-?\s?chocs?|pare-?chocs?"
    r"|(?:aux?|contre les?) chocs?"
    r"|(?:remise?s? a|comme|quasi(?:ment)?|presque|quasi-) ?neu(?:f|ve)s?|casse-\w+)(?![a-z])"
)
NEGATED = re.compile(
    r"(?<![a-z])(?:sans|aucune?|pas|non|ni|jamais)(?: (?:de |d'|un |une |tres )?)\s*$"
)


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """The condition, the defect as it is written, and what remains unclear."""

    state: State | None = None
    defect: str | None = None
    issues: tuple[str, ...] = ()


def read_condition(
    state: str, remark: str, title: str, words: Mapping[str, State]
) -> ConditionReading:
    """Read the state cell, else the remark, else the title.

    `words` are the meanings somebody gave to other state cells, by their folded text.
    """
    if _says_something(state):
        found = words.get(folded(state)) or find_state(state)
        if found is None:
            return ConditionReading(issues=("condition-unclear",))
    else:
        found = find_state(remark) or find_state(title)
    if found is None or found is State.SURPLUS:
        return ConditionReading(found)
    defect = " - ".join(cell for cell in _texts((state, remark)) if _tells_defect(cell)) or None
    is_missing = found is State.DECLASSED and defect is None
    return ConditionReading(found, defect, ("defect-missing",) if is_missing else ())


@lru_cache(maxsize=1024)
def find_state(text: str) -> State | None:
    """Return the strongest condition a text names, None when it names none."""
    if not _ANY.search(folded(text)):
        return None
    plain = OTHER_SENSE.sub(lambda found: "_" * len(found[0]), folded(text))
    for state, pattern in _PATTERNS.items():
        if any(not NEGATED.search(plain[: one.start()]) for one in pattern.finditer(plain)):
            return state
    return None


@lru_cache(maxsize=1024)
def _tells_defect(text: str) -> bool:
    """Tell whether a cell says more than bare words of condition."""
    return bool(re.search(r"[a-z0-9]", _BARE.sub(" ", folded(text))))


def _says_something(text: str) -> bool:
    return any(character.isalnum() or character == "?" for character in text)


def _texts(cells: Iterable[str]) -> list[str]:
    return [collapsed for cell in cells if (collapsed := " ".join(cell.split()))]
