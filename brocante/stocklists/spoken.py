"""Numbers as people say them, written in figures: "douze plaques à huit euros cinquante".

What a telephone writes of dictated French; each line stays a line for a human to check.
"""

from __future__ import annotations

import itertools
import re

_UNITS = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_HUNDRED = frozenset({"cent", "cents"})
_THOUSAND = frozenset({"mille", "milles"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_BREAK = re.compile(
    r"[\s,.]*\b(?:nouvelle ligne|à la ligne|retour à la ligne|article suivant)\b[\s,.:]*",
    re.IGNORECASE,
)
_POINT = re.compile(r"(\d)\s+(?:virgule|point)\s+(\d)", re.IGNORECASE)
_EUROS = re.compile(
    r"(\d+)\s*(?:euros?|€)\s+(?:et\s+)?(\d\d)"
    r"(?=\s*(?:$|[,.;]|(?:le|la|les|du|par|pi[èe]ce|chacune?|ht|ttc|l)\b))",
    re.IGNORECASE,
)
# Tens that are followed by ten to sixteen: soixante-douze, quatre-vingt-quinze.
_LONG = frozenset({0, 60, 80})
# "neuf" says new and "une" is an article more often than a count: what follows tells.
_DOUBTFUL = frozenset({"neuf", "un", "une"})


def in_figures(text: str) -> str:
    """Return a dictated text with its numbers in figures and one article a line."""
    lines = _BREAK.sub("\n", text).splitlines()
    return "\n".join(_line(line) for line in lines)


def _line(line: str) -> str:
    pieces: list[str] = []
    place = 0
    words = list(_WORD.finditer(line))
    at = 0
    while at < len(words):
        value, taken = _number([word[0].lower() for word in words[at:]], _gaps(line, words[at:]))
        if taken and not _is_no_count(line, words, at, taken):
            pieces += [line[place : words[at].start()], str(value)]
            place = words[at + taken - 1].end()
            at += taken
        else:
            at += 1
    pieces.append(line[place:])
    written = _POINT.sub(r"\1,\2", "".join(pieces))
    return _EUROS.sub(r"\1,\2 €", written)


def _gaps(line: str, words: list[re.Match[str]]) -> list[bool]:
    """Tell for each word whether only blanks or a hyphen part it from the next."""
    pairs = itertools.pairwise(words)
    return [line[one.end() : two.start()].strip(" -") == "" for one, two in pairs] + [False]


def _is_no_count(line: str, words: list[re.Match[str]], at: int, taken: int) -> bool:
    """ "Neuf" at the end says new; "un" within a line is an article, at its head a count."""
    word = words[at][0].lower()
    following = words[at + 1][0].lower() if at + 1 < len(words) else ""
    if following.endswith("aine"):
        return True  # "une vingtaine" is no exact count
    if taken > 1 or word not in _DOUBTFUL:
        return False
    if word == "neuf":
        return at > 0
    return line[: words[at].start()].strip(" -•*") != ""


def _number(words: list[str], joined: list[bool]) -> tuple[int, int]:
    """Return the number the first words say, and how many they are; 0 words for none."""
    total, current, taken, place = 0, 0, 0, 0
    while place < len(words):
        step = _step(words, place, total, current, is_first=taken == 0)
        if step is None:
            break
        total, current, used = step
        place += used
        taken = place
        if not joined[place - 1]:
            break
    return total + current, taken


def _step(
    words: list[str], place: int, total: int, current: int, *, is_first: bool
) -> tuple[int, int, int] | None:
    """Take the next word into the number: total, current, words taken; None when it is no part."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "et" and not is_first:
        joins = following in {"un", "une", "onze"} and current % 10 == 0 and current >= 20
        return (total, current + _UNITS[following], 2) if joins else None
    if word in _THOUSAND and total == 0:
        return max(current, 1) * 1000, 0, 1
    if word in {"vingt", "vingts"} and current % 100 == 4 and not is_first:
        raised: int | None = current - 4 + 80
    elif word in _HUNDRED and current < 10:
        raised = max(current, 1) * 100
    else:
        added = _added(word, current % 100)
        raised = None if added is None else current + added
    return None if raised is None else (total, raised, 1)


def _added(word: str, tail: int) -> int | None:
    """Return what a word adds to a number whose last two figures are `tail`."""
    if word in _TENS:
        return _TENS[word] if tail == 0 else None
    value = _UNITS.get(word)
    if value is None:
        return None
    fits = tail < 10 if value == 0 else tail % 10 == 0 and (value < 10 or tail in _LONG)
    is_teen = tail != 10 or 7 <= value <= 9
    return value if fits and is_teen else None
