"""How sentences of visitors say sizes, amounts, vehicles, places and prices, as patterns.

All are for plain letters: no accents, no capitals. A number stands in the first group, its unit in
the next one.
"""

import re
from collections.abc import Callable
from importlib.resources import files

from brocante.catalogue.sizes import NUMBER
from brocante.core.carriers import CARRIERS, Carrier
from brocante.core.units import Unit

_N = rf"({NUMBER})"
_U = r"(mm|cm|m|metres?|meters?)"
_FROM = r"(?<![\w.,/])"
_TO = r"(?![\w/]|[.,]\d)"
_BY = r"\s*(?:x|\*|par|by|sur)\s*"
_LESS = (
    r"(?:≤|<=?|max(?:imum)?\.?|au plus|inferieure? a|moins de|jusqu'?\s?a|under|up to|at most"
    r"|less than|no longer than)\s*(?:de\s+)?"
)
_MORE = (
    r"(?:≥|>=?|min(?:imum)?\.?|au moins|superieure? a|plus de|at least|over|more than)\s*(?:de\s+)?"
)
# One after another, too: "besoin d'au moins".
_NEEDED = (
    r"(?:(?:≥|>=?|au moins|minimum|min\.?|at least|plus de|more than|besoin d[e']|need|faut|environ"
    r"|about|cherche|recherche|voudrais|looking for|want)\s*(?:de\s+|d')?)+"
)
_LONG = r"(?:de\s+long(?:ueur)?|long(?:ue|ues|s)?|in length)\b"
_HEAD = r"(?:longueurs?|long\.?|length)\s*:?\s*"

TOLERANCE = re.compile(
    r"(?:±|\+\s?/?\s?-|plus ou moins|give or take|tolerance\s*(?:de\s*)?|within)"
    rf"\s*{_N}\s*{_U}?{_TO}"
    rf"|(?<!\w)a\s+{_N}\s*{_U}\s+pres\b"
)
FACE = re.compile(
    rf"{_FROM}(?:[hl]\s?)?{_N}\s*{_U}?{_BY}(?:[hl]\s?)?{_N}\s*{_U}?(?:{_BY}{_N}\s*{_U}?)?{_TO}"
)
FACE_NAMED = re.compile(
    rf"\b[hl](?:auteur|argeur)?\.?\s*{_N}\s*{_U}?\s*(?:x|,|et|and|par|/)?\s*"
    rf"\b[hl](?:auteur|argeur)?\.?\s*{_N}\s*{_U}?{_TO}"
)
SHORTER = re.compile(rf"(?:{_HEAD})?{_LESS}{_N}\s*{_U}{_TO}(?:\s*{_LONG})?")
# "Une poutre d'au moins 4 m": of one piece; "au moins 4 m de poutre": of all together.
LONGER = re.compile(
    rf"{_HEAD}{_MORE}{_N}\s*{_U}?{_TO}|{_MORE}{_N}\s*{_U}\s*{_LONG}"
    rf"|(?<!besoin )\b(?:d'|de\s+)(?:au moins|plus de)\s*{_N}\s*{_U}{_TO}(?!\s+d[e'])"
)
LENGTH = re.compile(rf"{_HEAD}(?:de\s+)?{_N}\s*{_U}?{_TO}|{_FROM}{_N}\s*{_U}\s*{_LONG}")
WIDTH = re.compile(
    rf"(?:largeurs?|width)\s*:?\s*(?:de\s+)?{_N}\s*{_U}?{_TO}"
    rf"|{_FROM}{_N}\s*{_U}\s*(?:de\s+larg(?:e|eur)|wide|in width)\b"
)
DOOR = re.compile(
    r"\b(?:(?:bloc[ -]?)?portes?|doors?)\b(?:\s+[a-z'-]+){0,3}?\s+(\d{2,3})"
    r"(?:\s*cm)?(?![\w.,]|\s*(?:x|mm\b|m\b|m2|€|km|pieces))"
)
HANDED = re.compile(r"\bpoussante?s?\s+(?=droit|gauche)")
PACKED = re.compile(
    r"(?:sacs?|rouleaux?|seaux?|pots?|bidons?|boites?|cartons?|couronnes?|bags?|rolls?|cans?"
    r"|buckets?|boxes|box)\s+(?:de\s+|of\s+|d')?$"
)
_UNITS = {
    Unit.SQUARE_METRE: r"m2|metres? carres?|sqm|sq\.? ?m|square (?:metre|meter)s?",
    Unit.CUBIC_METRE: r"m3|metres? cubes?|cubic (?:metre|meter)s?",
    Unit.LINEAR_METRE: r"ml|metres? lineaires?|linear (?:metre|meter)s?",
    Unit.TONNE: r"tonnes?|tons?|t",
    Unit.PIECE: r"pieces?|pcs?|unites?|units?|elements?|exemplaires?",
}
# What goods are described by as often as asked for: only after "au moins", "il me faut", before
# "de", or when no bag holds as much.
_UNITS_IF_NEEDED = {
    Unit.KILOGRAM: r"kg|kilos?",
    Unit.LITRE: r"l|litres?|liters?",
    Unit.LINEAR_METRE: r"m|metres?|meters?",
}
NEEDS = [
    *(
        (unit, re.compile(rf"(?:{_NEEDED})?{_FROM}{_N}\s*(?:{words}){_TO}(?:\s*min(?:imum)?\b)?"))
        for unit, words in _UNITS.items()
    ),
    *(
        (unit, re.compile(rf"{_NEEDED}{_N}\s*(?:{words}){_TO}"))
        for unit, words in _UNITS_IF_NEEDED.items()
    ),
    *(
        (unit, re.compile(rf"{_FROM}{_N}\s*(?:{words}){_TO}(?=\s+(?:de\s|d'|of\s))"))
        for unit, words in _UNITS_IF_NEEDED.items()
        if unit is not Unit.LINEAR_METRE
    ),
    (
        Unit.KILOGRAM,
        re.compile(rf"(?<!remorque )(?<!trailer ){_FROM}([1-9]\d{{2,4}})\s*(?:kg|kilos?){_TO}"),
    ),
]
COUNTED = re.compile(rf"(?:^\s*|{_NEEDED})(\d{{1,5}})\s+(?=[a-z]{{3,}}[sx]\b)")
PRICE = re.compile(
    rf"(?:(?:(?:a|pour|for)\s+)?(?:{_LESS}|budget\s*(?:de\s+)?))?"
    rf"(?:{_FROM}{_N}\s*(?:€|euros?\b|eur\b)|€\s?{_N}){_TO}"
    r"(?:\s*max(?:imum)?\b|\s*(?:/|le|par|per|the)\s*(?:m2|metre|piece|sac|u)\b)?"
)
FREE = re.compile(r"(?<![\w-])(?:gratuite?s?|gratuitement|a donner|free|for free)(?![\w-])")
RADIUS = re.compile(
    rf"(?:(?:a|dans un rayon de|within|in a radius of)\s+)?(?:{_LESS})?{_FROM}{_N}\s*km\b"
    r"(?:\s*max(?:imum)?\b)?"
)
OF_PLACE = re.compile(r"\s+(?:autour\s+|a la ronde\s+)?(?:de|d'|du|of|from|around|pres de)\s*")
NEAR = re.compile(
    r"\b(?:(?:tout\s+)?pres d[eu]|autour d[eu]|a cote d[eu]|aux? (?:alentours|environs) d[eu]"
    r"|a proximite d[eu]|pres d'|autour d'|vers|near(?: to)?|around|close to)\s*"
)
AT = re.compile(r"\b(?:a|sur|in|at)\s+")
PLACE_WORD = re.compile(r"[\s'-]*([a-z]+|\d{5})(?![\w])")
NO_PLACE = frozenset(
    [
        "dans",
        "avec",
        "pour",
        "in",
        "into",
        "with",
        "for",
        "et",
        "and",
        "a",
        "moins",
        "max",
        "within",
        "ou",
        "or",
        "si",
        "qui",
        "my",
        "ma",
        "mon",
    ]
)


def _fillers() -> str:
    source = files("brocante.catalogue") / "data" / "fillers.txt"
    phrases = source.read_text(encoding="utf-8").split("\n")
    return "|".join(map(re.escape, sorted(filter(None, phrases), key=len, reverse=True)))


FILLERS = re.compile(rf"\b(?:{_fillers()})(?!\w)")


def _names(pick: Callable[[Carrier], tuple[str, ...]]) -> str:
    names = sorted((name for carrier in CARRIERS for name in pick(carrier)), key=len, reverse=True)
    return "|".join(map(re.escape, names))


_SURE = _names(lambda carrier: carrier.names)
_UNSURE = _names(lambda carrier: carrier.unsure)
_OWN = r"(?:(?:ma|mon|notre|nos|une?|la|le|les|my|our|a|an|the|petite?|small|grand|grande)\s+)*?"
_INTO = r"(?:(?:qui\s+)?(?:passe(?:nt)?|tien(?:t|nent)|rentre(?:nt)?|va|fits?|goes)\s+)?"
# After a figure, "sur" and "by" mean times: "60 sur 207" is no Peugeot 207.
_PREPOSITION = r"(?:dans|into|in|en|avec|with|(?<!\d )(?:by|sur)|on|a)\s*:?\s+"
_FOR_MINE = r"(?:pour|for)\s+(?:ma|mon|notre|nos|my|our)\s+"
_LOAD = r"(?:\s*(?:de\s+)?\d+\s*kg)?"
_EVERY = f"{_SURE}|{_UNSURE}"
VEHICLE = re.compile(
    rf"\b{_INTO}(?:(?:{_PREPOSITION}{_OWN}|{_FOR_MINE})(?P<in>{_EVERY})|{_OWN}(?P<bare>{_SURE}))s?\b{_LOAD}"
    rf"(?P<more>(?:\s*(?:,|ou|or|/)\s*{_OWN}(?:{_EVERY})s?\b{_LOAD})*)"
)
ANY_VEHICLE = re.compile(rf"\b(?:{_EVERY})\b")
