"""Names, telephone numbers and addresses of people, which are never shown to the public."""

from __future__ import annotations

import re
from functools import lru_cache

from brocante.stocklists.words import folded

_PHONE = r"(?:(?:\+|00)33[\s.]?(?:\(0\)\s?)?|\b0)[1-9](?:[\s.\-/]?\d{2}){4}(?!\d)"
_TELEPHONE = re.compile(
    rf"(?:\b(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|mob|gsm)\b\.?\s*(?:au\s+)?:?\s*)?{_PHONE}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_TITLED = re.compile(
    rf"(?<!\w)(?:M\.|Mr\.?|MM\.|Mme\.?|Mlle\.?|Mrs\.?|M(?=\s[A-ZÀ-Þ]))\s*(?:{_NAME})(?:\s{_NAME})*"
)
_ASKED = re.compile(
    rf"(?<!\w)(?i:voir|demander|chez|appeler|contacter)\s+(?:(?i:avec|à|a|le|la)\s+)?({_NAME})"
)
# What one is sent to see that is nobody: places, papers, things.
_THINGS = frozenset(
    [
        "depot",
        "hangar",
        "cour",
        "rack",
        "allee",
        "bureau",
        "magasin",
        "atelier",
        "accueil",
        "comptoir",
        "photo",
        "photos",
        "notice",
        "annexe",
        "plan",
        "liste",
        "etiquette",
        "detail",
        "details",
        "fiche",
        "image",
        "fichier",
        "batiment",
        "zone",
        "quai",
        "parc",
        "entree",
        "sortie",
        "showroom",
        "responsable",
        "chantier",
        "local",
        "garage",
        "cave",
        "grenier",
        "mezzanine",
        "container",
        "conteneur",
        "site",
        "stock",
        "devis",
        "catalogue",
        "site",
        "fournisseur",
        "fabricant",
        "client",
        "patron",
        "chef",
        "direction",
        "commercial",
        "gardien",
        "magasinier",
        "remarque",
        "note",
        "observation",
        "tarif",
        "onglet",
        "feuille",
        "page",
        "lot",
        "palette",
        "reference",
        "modele",
        "dossier",
        "descriptif",
        "pdf",
        "facture",
        "commande",
        "nous",
        "interphone",
        "la",
        "le",
        "les",
        "un",
        "une",
        "avec",
        "sur",
        "dans",
        "cote",
        "rayon",
        "etagere",
        "casier",
        "travee",
        "porte",
        "portail",
        "dessous",
        "dessus",
        "ci",
        "tableau",
        "schema",
    ]
)
_TITLE = re.compile(r"M(?:[.rM\s]|me|lle|rs)")
_PAIR = re.compile(r"[1-9](?:[\s.\-/]?\d\d){4}")
_PIECE, _SEAM = 1000, 60
_ENDING = " \t\r\n,;:.-–(/+&["


@lru_cache(maxsize=1024)
def find_person(text: str) -> int | None:
    """Return where a person begins to be told in a text, None when there is nobody."""
    if not _may_tell(text):
        return None
    # Long texts are searched piece by piece, so that none takes long; names straddle no seam.
    for start in range(0, len(text), _PIECE):
        found = _find(text[max(start - _SEAM, 0) : start + _PIECE])
        if found is not None:
            return max(start - _SEAM, 0) + found
    return None


def _find(text: str) -> int | None:
    starts = [one.start() for one in (_TELEPHONE.search(text), _EMAIL.search(text)) if one]
    starts += [one.start() for one in _TITLED.finditer(text)]
    starts += [one.start() for one in _ASKED.finditer(text) if _is_name(one[1])]
    return min(starts, default=None)


def _may_tell(text: str) -> bool:
    """Tell cheaply whether any pattern may find somebody: most texts tell of nobody."""
    if "@" in text or _TITLE.search(text) or _PAIR.search(text):
        return True
    low = text.lower()
    return (
        "voir" in low
        or "chez" in low
        or "demander" in low
        or "appeler" in low
        or "contacter" in low
    )


def before_person(text: str) -> str | None:
    """Return a text without the person and what follows; None when nothing is left."""
    start = find_person(text)
    if start is None:
        return text
    return text[:start].strip().rstrip(_ENDING) or None


def _is_name(word: str) -> bool:
    return folded(word).split("'")[0].split("-")[0] not in _THINGS
