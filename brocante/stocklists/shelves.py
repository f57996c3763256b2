"""The family of the catalogue that a section of a list, or the first word of a title, means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from brocante.materials.queries import families, find_family, suggest_material
from brocante.stocklists.words import folded, singular, words_of

_SECTIONS = {
    "masonry": "maconnerie oeuvre parpaing brique agglo beton ciment bordure",
    "outdoor": "exterieur granulat pave dallage gravier sable jardin voirie cloture grillage gazon",
    "roofing": "toiture couverture etancheite tuile ardoise zinguerie gouttiere",
    "timber": "charpente bois chevron bastaing madrier tasseau liteau volige poutre",
    "panels": "panneau contreplaque",
    "drywall": "platrerie placo cloison platre",
    "insulation": "isolation isolant",
    "tiles": "carrelage faience carreau mosaique",
    "floors": "parquet stratifie lambris sol moquette lino",
    "windows": "fenetre vitrage vitrerie velux chassis porte-fenetre",
    "doors": "porte volet portail bloc-porte",
    "bathroom-kitchen": "sanitaire bain cuisine evier lavabo vasque baignoire receveur",
    "plumbing-heating": "plomberie chauffage ventilation robinetterie evacuation radiateur"
    " chaudiere mitigeur",
    "electrical": "electricite eclairage luminaire ampoule disjoncteur",
    "metals": "metaux metal acier profile ferronnerie",
    "mortars-paints": "mortier colle peinture enduit",
    "hardware": "quincaillerie visserie outillage divers",
}
_FAMILIES: Mapping[str, str] = {
    singular(word): code for code, words in _SECTIONS.items() for word in words.split()
}


@lru_cache(maxsize=16_384)
def family_of(section: str | None, title: str) -> str | None:
    """Return the family of goods: as their section says, else as their title means.

    Of a section that names several families, the title chooses one.
    """
    named = _families_named(section) if section else frozenset()
    if len(named) > 1:
        leaning = suggest_material(title)
        family = leaning.material.family if leaning else None
        return family if family in named else _family_of_title(title)
    return next(iter(named), None) or _family_of_title(title)


@lru_cache(maxsize=4096)
def _families_named(section: str) -> frozenset[str]:
    plain = folded(section)
    for row in families():
        if plain in {folded(row.code), folded(row.label_fr), folded(row.label_en)}:
            return frozenset([row.code])
    words = frozenset(_FAMILIES[word] for word in words_of(section) if word in _FAMILIES)
    meant = _family_meant(section) if not words else None
    return frozenset([meant]) if meant else words


def _family_of_title(title: str) -> str | None:
    """Return the family a title means without doubt: by a trade term, else by its first word."""
    meant = _family_meant(title)
    if meant is not None or not title.split():
        return meant
    return _FAMILIES.get(singular(folded(title.split(maxsplit=1)[0]).strip(".,;:")))


def _family_meant(text: str) -> str | None:
    suggestion = suggest_material(text) if text else None
    if suggestion is None or suggestion.to_confirm:
        return None
    found = find_family(suggestion.material.family)
    return found.code if found else None
