"""What kind of goods a title speaks of, as far as the reading of its dimensions depends on it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from brocante.stocklists.words import folded


class Goods(StrEnum):
    """Kinds of goods whose sizes are written in their own way."""

    TILES = "tiles"
    TIMBER = "timber"
    BOARDS = "boards"
    INSULATION = "insulation"
    DOORS = "doors"
    GARAGE_DOORS = "garage-doors"
    WINDOWS = "windows"
    SANITARY = "sanitary"
    BLOCKS = "blocks"
    FLOORS = "floors"
    HARDWARE = "hardware"
    OTHER = "other"


# Folded beginnings of words; the word that stands first in a title decides.
WORDS: dict[Goods, str] = {
    Goods.TILES: r"carrelages? carreaux? carr\.? gres grs faiences? fai\.? mosaiques? mosa\.?",
    Goods.TIMBER: r"chevrons? bastaings? bastings? madriers? tasseaux? liteaux? lames? voliges?"
    r" poutres? bois",
    Goods.BOARDS: r"plaques? plq\.? panneaux? pann\.? ba\s?(?:6|10|13|15|18|25) osb\s?[1-4]? mdf"
    r" ctb[hx]? contreplaques? contre-plaques? cp placo ppx medium agglo agglomere",
    Goods.INSULATION: r"laines? isolants? isolations? iso\.? ldv ldr ldb gr\s?3[025]"
    r" polystyrenes? pse xps polyurethane ouate",
    Goods.GARAGE_DOORS: r"portes?\s+(?:de\s+)?garages?",
    Goods.DOORS: r"portes? blocs?-?\s?portes? bp porte-fenetres?",
    Goods.WINDOWS: r"fenetres? fen\.? chassis volets? menuiseries? menuis\.? baies?",
    Goods.SANITARY: r"receveurs? vasques? baignoires?",
    Goods.BLOCKS: r"parpaings? blocs? briques? bordures? agglos",
    Goods.FLOORS: r"parquets? stratifies? lambris bardages? planchers? lino vinyles?",
    Goods.HARDWARE: r"vis visseries? boulons? chevilles? clous? ecrous? rondelles? tiges? cables?"
    r" fils? gaines? forets? goujons? disques? pointes? agrafes? chaines? cordes?",
}
_KINDS = list(WORDS)
_PATTERN = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(
        f"(?P<k{place}>(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})(?![a-z]))"
        for place, words in enumerate(WORDS.values())
    )
    + ")"
)
# Not what they seem by their first word.
ALIEN = re.compile(
    r"(?<![a-z])(?:porte-(?!fenetre)\w+|portes?[ -](?:serviette|manteau|outil|savon|rouleau)\w*"
    r"|bloc[ -](?:wc|evier|prise|secours)|joints?|colles?|enduits?|profiles?|rails?"
    r"|poignees?|serrures?|quincaillerie|paumelles?|croisillons?)(?![a-z])"
)
_THICK = frozenset({Goods.BOARDS, Goods.INSULATION, Goods.TIMBER, Goods.FLOORS})
_METRIC = frozenset(
    {
        Goods.BOARDS,
        Goods.INSULATION,
        Goods.DOORS,
        Goods.GARAGE_DOORS,
        Goods.WINDOWS,
        Goods.SANITARY,
        Goods.BLOCKS,
    }
)


@lru_cache(maxsize=1024)
def goods_of(title: str) -> Goods:
    """Return the kind of goods the first telling word of a title means."""
    text = folded(title)
    found = _PATTERN.search(text)
    alien = ALIEN.search(text)
    if found is None or found.lastgroup is None:
        return Goods.OTHER
    if alien is not None and alien.start() <= found.start():
        return Goods.OTHER
    return _KINDS[int(found.lastgroup[1:])]


def goods_of_line(title: str | None, family: str | None) -> Goods:
    """Return the kind of goods by the title, else by the family."""
    kind = goods_of(title) if title else Goods.OTHER
    return goods_of(family) if kind is Goods.OTHER and family else kind


def has_lone_thickness(kind: Goods) -> bool:
    """Tell whether a lone `18mm` on these goods is their thickness."""
    return kind in _THICK


def is_metric(kind: Goods) -> bool:
    """Tell whether sizes of these goods from 500 on are millimetres, below centimetres."""
    return kind in _METRIC
