"""How people write units in French lists: the spellings of each, and how one is recognised."""

from __future__ import annotations

import re
from functools import lru_cache

from brocante.core.units import Unit
from brocante.stocklists.words import folded, singular

SPELLINGS: dict[Unit, str] = {
    Unit.PIECE: "u un unite pce pc pcs piece p",
    Unit.SQUARE_METRE: "m2,m carre,metre carre,m²",
    Unit.CUBIC_METRE: "m3,m cube,metre cube,m³",
    Unit.LINEAR_METRE: "ml,m,m lin,metre,metre lin,metre lineaire,m lineaire,mlin,m l,mt,mtr",
    Unit.KILOGRAM: "kg kilo kilogramme",
    Unit.TONNE: "t tonne",
    Unit.LITRE: "l litre",
    Unit.PALLET: "pal plt palette",
    Unit.BAG: "sac sc",
    Unit.ROLL: "rlx rl rouleau rouleaux rlx",
    Unit.BOX: "bte boite crt carton ctn",
    Unit.PACK: "pq pqt paquet botte fardeau fardeaux",
    Unit.SHEET: "plq plaque panneau panneaux feuille",
    Unit.BAR: "barre",
    Unit.BUCKET: "seau seaux pot",
    Unit.CAN: "bdn bidon",
    Unit.PAIR: "paire",
    Unit.SET: "ens ensemble jeu jeux kit",
    Unit.LOT: "lot forfait",
}
# What goods are packed in, as against what is measured.
PACKS = frozenset(
    {
        Unit.PALLET,
        Unit.BAG,
        Unit.ROLL,
        Unit.BOX,
        Unit.PACK,
        Unit.SHEET,
        Unit.BAR,
        Unit.BUCKET,
        Unit.CAN,
        Unit.PAIR,
        Unit.SET,
        Unit.LOT,
    }
)
BASES = frozenset(
    {
        Unit.SQUARE_METRE,
        Unit.CUBIC_METRE,
        Unit.LINEAR_METRE,
        Unit.KILOGRAM,
        Unit.LITRE,
    }
)
WHOLE_ENOUGH = BASES | {Unit.TONNE, Unit.PALLET}
# Sold by the cartridge or the pot: `ml` on these may be a millilitre.
MILLILITRES = re.compile(r"(?<![a-z])(?:mastic|silicone|colle|resine|peinture)s?(?![a-z])")


def _spelled() -> dict[str, Unit]:
    table = {}
    for unit, spellings in SPELLINGS.items():
        separator = "," if "," in spellings else " "
        for spelling in spellings.split(separator):
            table[spelling] = unit
    return table


_UNITS = _spelled()


def unit_pattern(*units: Unit) -> str:
    """Return a regular expression of the spellings of some units, or of all, in folded text."""
    words = {word for word, unit in _UNITS.items() if not units or unit in units}
    written = {word for word in words if not word.endswith(("²", "³"))}
    # The longest spelling wins; dots and blanks may stand between its words.
    longest = sorted(written, key=len, reverse=True)
    spelled = (re.escape(word).replace(r"\ ", r"\.?\s*") + r"s?\.?" for word in longest)
    return f"(?:{'|'.join(spelled)})"


UNIT_PATTERN = unit_pattern()


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """Return the unit a text spells and nothing else: any case, dots and plural or not."""
    bare = re.sub(r"\((?:s|x)\)", "", folded(text))
    bare = " ".join(bare.replace("/", "").replace(".", " ").replace("-", " ").split())
    for form in (bare, bare.replace(" ", ""), " ".join(map(singular, bare.split()))):
        if form in _UNITS:
            return _UNITS[form]
    return _UNITS.get(singular(bare))


@lru_cache(maxsize=1024)
def holds_millilitres(title: str) -> bool:
    """Tell whether `ml` on these goods may be a millilitre."""
    return bool(MILLILITRES.search(folded(title)))
