"""How text becomes search words: the same for what is indexed and for what is looked for.

A word of the index is ASCII letters, digits and `_` (the decimal mark of codes such as R3,15),
which the tokenizers of SQLite and PostgreSQL both leave whole. Three kinds are kept of each text:
the word as written, for beginnings of words; its stem, for plurals; one token per material named,
for the words of the trade (placo = BA13 = plaque de plâtre). What visitors say otherwise, above all
in English, is looked for in the words sellers use as well: `data/wordings.csv`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from threading import Lock

import Stemmer

from brocante.core.text import fold
from brocante.materials.queries import expand_terms, synonym_tokens

LONGEST_WORD = 40
LONGEST_QUERY = 120
MOST_PARTS = 12
LONGEST_WORDING = 3
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
_LITRES = re.compile(r"(?<=\d)\s*(?:litres?|liters?)\b")
_KILOS = re.compile(r"(?<=\d)\s*(?:kilos?|kilogrammes?)\b")
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

    `text` is what was typed; `beginning`, when set, is the start of a word still being typed;
    `is_term` tells a term of the trade.
    """

    text: str
    choices: tuple[tuple[str, ...], ...]
    beginning: str | None = None
    is_term: bool = False


def analyse(text: str) -> list[str]:
    """Return the words of a text in order: no accents, codes and sizes joined, no small words."""
    return [word for word in _all_words(text) if word not in STOP_WORDS]


def _all_words(text: str) -> list[str]:
    plain = fold(text.replace("²", "2").replace("³", "3"))
    plain = _DECIMAL.sub("_", plain)
    plain = _KILOS.sub("kg", _LITRES.sub("l", _BY.sub("x", plain)))
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


@lru_cache(maxsize=4_096)
def index_words(text: str) -> tuple[str, ...]:
    """Return everything by which a text can be found, none twice."""
    words = analyse(text)
    found = [*words, *map(stem, words), *synonym_tokens(text)]
    for word in words:
        found += _parts(word)
    return tuple(dict.fromkeys(found))


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
    words = _all_words(text[:LONGEST_QUERY])
    asked = [found for piece in _pieces(words) for found in _asked_of(piece)]
    if asked and not text[-1:].isspace():
        asked[-1] = as_beginning(asked[-1], SHORTEST_BEGINNING) or asked[-1]
    return asked[:MOST_PARTS]


def _pieces(words: list[str]) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Yield runs of words, each with what sellers say for them; the longest wordings first."""
    start = 0
    run: list[str] = []
    while start < len(words):
        for length in range(min(LONGEST_WORDING, len(words) - start), 0, -1):
            phrase = words[start : start + length]
            meant = _wordings().get(" ".join(phrase))
            if meant:
                if run:
                    yield run, ()
                    run = []
                yield phrase, meant
                start += length
                break
        else:
            run.append(words[start])
            start += 1
    if run:
        yield run, ()


def _asked_of(piece: tuple[list[str], tuple[str, ...]]) -> Iterator[Asked]:
    words, meant = piece
    if meant:
        choices = [tuple(map(stem, (w for w in words if w not in STOP_WORDS)))]
        choices += [choice for phrase in meant for choice in _choices(phrase)]
        yield Asked(" ".join(words), tuple(dict.fromkeys(filter(None, choices))))
        return
    # Terms are found among words cut at every sign: letters stand for the decimal mark meanwhile.
    for part in expand_terms(" ".join(words).replace("_", _MARK)):
        found = _asked(_MARKED.sub("_", part.text), part.token)
        if found is not None:
            yield found


@lru_cache(maxsize=512)
def _choices(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return how a wording of sellers is looked for: its words, and the material it names."""
    parts = [_asked(part.text, part.token) for part in expand_terms(phrase)]
    token = parts[0].choices[0] if len(parts) == 1 and parts[0] else ()
    return tuple(filter(None, (tuple(map(stem, analyse(phrase))), token)))


@lru_cache(maxsize=1)
def _wordings() -> dict[str, tuple[str, ...]]:
    source = files("brocante.catalogue") / "data" / "wordings.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["said"]: tuple(row["meant"].split("|")) for row in rows}


def _asked(text: str, token: str | None) -> Asked | None:
    words = analyse(text)
    choices: list[tuple[str, ...]] = []
    if token is not None:
        # "Carrelage 60 x 60" asks for tiles of that size, not for every tile.
        choices.append((token, *(word for word in words if _MEASURE.fullmatch(word))))
    if words:
        choices.append(tuple(map(stem, words)))
    return Asked(text, tuple(choices), is_term=token is not None) if choices else None


def as_beginning(part: Asked, shortest: int = 4) -> Asked | None:
    """Return what finds words that begin so as well; None when it is no single, long word."""
    words = analyse(part.text)
    if len(words) != 1 or len(words[0]) < shortest:
        return None
    return replace(part, beginning=words[0])
