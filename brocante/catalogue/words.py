"""How text becomes search words: the same for what is indexed and for what is looked for.

A word of the index is ASCII letters, digits and `_` (the decimal mark of codes such as R3,15),
which the tokenizers of SQLite and PostgreSQL both leave whole. Three kinds are kept of each text:
the word as written, for beginnings of words; its stem, for plurals; one token per material named,
for the words of the trade (placo = BA13 = plaque de plâtre).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import Stemmer

from brocante.core.text import fold
from brocante.materials.queries import expand_terms, synonym_tokens

LONGEST_WORD = 40
LONGEST_QUERY = 120
MOST_PARTS = 12
# A word that begins so early in typing would match half of the catalogue.
SHORTEST_BEGINNING = 2
STOP_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "au",
        "aux",
        "avec",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "for",
        "in",
        "l",
        "la",
        "le",
        "les",
        "of",
        "on",
        "ou",
        "par",
        "pour",
        "qu",
        "sans",
        "sous",
        "sur",
        "the",
        "to",
        "un",
        "une",
        "with",
        "x",
    )
)
# Series whose number people write apart: "BA 13", "R 3,15". Of OSB one digit only: "OSB 18" says
# how thick it is.
_SERIES = "ba|ipn|ipe|hea|heb|upn|ha|dn|ral|gr|r|ctbh|ep"
_UNITS = "mm|cm|m2|m3|ml|m|kg|kw|kva|l|v|w"
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_BY = re.compile(r"(?<=\d)\s*(?:mm|cm|m)?\s*[x*×]\s*(?=\d)")
_APART = re.compile(rf"\b(?:({_SERIES})\s*-?\s+(?=\d)|(osb)\s+(?=[1-4]\b))")
_MEASURED = re.compile(rf"(?<=\d)\s+(?=(?:{_UNITS})\b)")
_WORD = re.compile(r"[a-z0-9_]+")
_NUMBER_AND_UNIT = re.compile(rf"(\d[\d_]*)(?:{_UNITS})")
_LETTERS_AND_NUMBER = re.compile(r"([a-z]{2,})\d[\d_]*")
_SIZES = re.compile(r"(\d[\d_]*x\d[\d_]*)(?:x\d[\d_]*)?(?:mm|cm|m)?")

_MEASURE = re.compile(rf"\d[\dx_]*(?:{_UNITS})?")
_MARK = "zz"
_MARKED = re.compile(rf"(?<=\d){_MARK}(?=\d)")

_stemmer = Stemmer.Stemmer("french")
_one_at_a_time = Lock()  # the stemmer keeps the word it works on


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a search asks for: any of `choices`, each a group of words that go together.

    `text` is what was typed; `beginning`, when set, is the start of a word still being typed.
    """

    text: str
    choices: tuple[tuple[str, ...], ...]
    beginning: str | None = None


def analyse(text: str) -> list[str]:
    """Return the words of a text in order: no accents, codes and sizes joined, no small words."""
    return [word for word in _all_words(text) if word not in STOP_WORDS]


def _all_words(text: str) -> list[str]:
    plain = fold(text.replace("²", "2").replace("³", "3"))
    plain = _DECIMAL.sub("_", plain)
    plain = _BY.sub("x", plain)
    plain = _MEASURED.sub("", _APART.sub(r"\1\2", plain))
    words = (word.strip("_")[:LONGEST_WORD] for word in _WORD.findall(plain))
    return [word for word in words if word]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what is common to a word, its plural and its feminine; codes stay as they are."""
    if not word.isalpha():
        return word
    with _one_at_a_time:
        stemmed: str = _stemmer.stemWord(word)
    return stemmed


def index_words(text: str) -> list[str]:
    """Return everything by which a text can be found, none twice."""
    words = analyse(text)
    found = [*words, *map(stem, words), *synonym_tokens(text)]
    for word in words:
        found += _parts(word)
    return list(dict.fromkeys(found))


def _parts(word: str) -> list[str]:
    """Return what else a code is known by: "osb3" also as osb, "18mm" as 18, 20x20x50 as 20x20."""
    parts = []
    for pattern in (_NUMBER_AND_UNIT, _LETTERS_AND_NUMBER, _SIZES):
        found = pattern.fullmatch(word)
        if found and found[1] != word:
            parts.append(found[1])
    return parts


def asked_words(text: str) -> list[Asked]:
    """Cut a search into what it asks for; the last word counts as the beginning of a word too."""
    # Terms are found among words cut at every sign: letters stand for the decimal mark meanwhile.
    plain = " ".join(_all_words(text[:LONGEST_QUERY])).replace("_", _MARK)
    parts = [(_MARKED.sub("_", part.text), part.token) for part in expand_terms(plain)]
    asked = [found for found in (_asked(*part) for part in parts) if found is not None]
    if asked and not text[-1:].isspace():
        asked[-1] = _begun(asked[-1])
    return asked[:MOST_PARTS]


def _asked(text: str, token: str | None) -> Asked | None:
    words = analyse(text)
    choices: list[tuple[str, ...]] = []
    if token is not None:
        # "Carrelage 60 x 60" asks for tiles of that size, not for every tile.
        choices.append((token, *(word for word in words if _MEASURE.fullmatch(word))))
    if words:
        choices.append(tuple(map(stem, words)))
    return Asked(text, tuple(choices)) if choices else None


def _begun(last: Asked) -> Asked:
    words = analyse(last.text)
    if len(words) != 1 or len(words[0]) < SHORTEST_BEGINNING:
        return last
    return Asked(last.text, last.choices, words[0])
