"""Addresses of the catalogue: criteria written as parameters, and what can be taken away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext

from brocante.catalogue.amounts import Need
from brocante.catalogue.cards import family_label
from brocante.catalogue.criteria import Criteria, Cursor
from brocante.catalogue.finding import Found
from brocante.catalogue.rules import Condition
from brocante.catalogue.sizes import MAX_MM
from brocante.catalogue.wishes import Face, Kind, Wish
from brocante.catalogue.words import STOP_WORDS
from brocante.core.carriers import LABELS
from brocante.core.text import N_, fold
from brocante.core.units import Quantity
from brocante.web import formats

CONDITION_NAMES = {
    Condition.SURPLUS: N_("Surplus"),
    Condition.DECLASSED: N_("Declassed"),
    Condition.DEMO: N_("Demo item"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A criterion in words, and the address of the list without it."""

    label: str
    url: str


def parameters(criteria: Criteria) -> dict[str, str]:
    """Return criteria as the parameters of an address; what is not asked is left out."""
    written: Mapping[str, object] = {
        "q": criteria.text.strip(),
        "famille": criteria.family,
        "etat": criteria.condition,
        "jour": criteria.day.isoformat() if criteria.day else None,
        "prix_max": _cents(criteria.max_price_cents),
        "quantite_min": criteria.need,
        "longueur": _centimetres(criteria.length_mm),
        "largeur": _centimetres(criteria.width_mm),
        "longueur_max": _centimetres(criteria.max_length_mm),
        "vehicule": criteria.vehicle,
        "tolerance": _centimetres(criteria.tolerance_mm),
        "pres_de": criteria.near,
        "rayon_km": criteria.radius_km,
        "entreprise": criteria.company,
        "tri": criteria.sort,
        "page": criteria.cursor,
    }
    return {name: str(value) for name, value in written.items() if value not in {None, ""}}


def address(base: str, criteria: Criteria, **changes: Any) -> str:
    """Return the address of the list for criteria; another list begins at its first page."""
    asked = parameters(replace(criteria, **{"cursor": None, **changes}))
    return f"{base}?{urlencode(asked)}" if asked else base


def page_address(base: str, criteria: Criteria, cursor: Cursor | None) -> str | None:
    """Return the address of a neighbouring page, None when there is none."""
    return address(base, criteria, cursor=cursor) if cursor else None


def chips(base: str, found: Found) -> list[Chip]:
    """Return what narrows a list, each with the address that takes it away."""
    every = (*_word_chips(found), *_field_chips(found))
    return [Chip(label, address(base, found.criteria, **without)) for label, without in every]


def field_count(found: Found) -> int:
    """Return how many criteria stand in fields of the sheet, not in the search field."""
    return len(_field_chips(found))


def _field_chips(found: Found) -> list[tuple[str, dict[str, Any]]]:
    criteria = found.criteria
    return [*_plain_chips(criteria), *_size_chips(criteria), *_looked_up_chips(found)]


def _word_chips(found: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the words of the sentence, then each thing understood of it."""
    wish, text = found.wish, found.criteria.text.strip()
    if not text:
        return
    words = _bare(wish.words) if wish.spans else text
    if words:
        yield f"« {words} »", {"text": wish.text_of_spans()}
    for kind in wish.kinds():
        yield _understood(kind, found), {"text": wish.text_without(kind)}


def _bare(words: str) -> str:
    """Return words without the small ones at either end."""
    pieces = words.replace(",", " ").strip(" ;.?!").split()
    while pieces and fold(pieces[-1]) in STOP_WORDS:
        pieces.pop()
    while pieces and fold(pieces[0]) in STOP_WORDS:
        pieces.pop(0)
    return " ".join(pieces)


def _up_to(cents: int) -> str:
    return gettext("up to %(price)s", price=formats.money(cents)) if cents else gettext("free")


def _understood(kind: Kind, found: Found) -> str:
    wish = found.wish
    if kind is Kind.FACE and wish.face:
        return _face(wish.face)
    if kind is Kind.NEED and wish.need:
        return _needed(wish.need)
    if kind is Kind.VEHICLE and wish.vehicle:
        return _carried(wish.vehicle)
    if kind is Kind.PRICE and wish.max_price_cents is not None:
        return _up_to(wish.max_price_cents)
    if kind is Kind.NEAR:
        return _around(found, wish.radius_km) if found.place else wish.near
    return _lengths(wish)


def _lengths(wish: Wish) -> str:
    parts = []
    if wish.longest_mm:
        least, most = wish.longest_mm
        parts += [f"≥ {formats.length(least)}"] if least else []
        parts += [f"≤ {formats.length(most)}"] if most <= MAX_MM else []
        return gettext("length %(size)s", size=" ".join(parts))
    if wish.length_mm:
        return gettext("length %(size)s", size=formats.length(wish.length_mm))
    return gettext("width %(size)s", size=formats.length(wish.width_mm or 0))


def _face(face: Face) -> str:
    return _sides(face.readings[0], face.tolerance_mm)


def _sides(sides: Sequence[int], tolerance: int | None) -> str:
    """Return sides in cm, "60 × 75 cm ± 2 cm"."""
    written = " × ".join(formats.number(Quantity(side * 100)) for side in sides) + "\u00a0cm"
    margin = f" ±\u00a0{formats.number(Quantity(tolerance * 100))}\u00a0cm" if tolerance else ""
    return f"{written}{margin}"


def _needed(need: Need) -> str:
    amount = formats.quantity(need.amount, need.unit) if need.unit else formats.number(need.amount)
    return gettext("at least %(quantity)s", quantity=amount)


def _carried(vehicle: str) -> str:
    return gettext("fits: %(vehicle)s", vehicle=gettext(LABELS[vehicle]))


def _around(found: Found, radius: int | None) -> str:
    name = (found.place.name if found.place else "") or gettext("where you are")
    if radius:
        return gettext("%(km)s km around %(place)s", km=radius, place=name)
    return gettext("around %(place)s", place=name)


def _plain_chips(criteria: Criteria) -> Iterator[tuple[str, dict[str, Any]]]:
    if criteria.family:
        yield family_label(criteria.family), {"family": None}
    if criteria.condition:
        yield gettext(CONDITION_NAMES[criteria.condition]), {"condition": None}
    if criteria.day:
        yield formats.day(criteria.day), {"day": None}
    if criteria.max_price_cents is not None:
        yield _up_to(criteria.max_price_cents), {"max_price_cents": None}


def _size_chips(criteria: Criteria) -> Iterator[tuple[str, dict[str, Any]]]:
    if criteria.need:
        yield _needed(criteria.need), {"min_quantity": None, "unit": None}
    if criteria.max_length_mm:
        most = f"≤ {formats.length(criteria.max_length_mm)}"
        yield gettext("length %(size)s", size=most), {"max_length_mm": None}
    if criteria.vehicle:
        yield _carried(criteria.vehicle), {"vehicle": None}
    if criteria.length_mm or criteria.width_mm:
        yield _size(criteria), {"length_mm": None, "width_mm": None, "tolerance_mm": None}


def _looked_up_chips(found: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    if found.company:
        yield found.company.name, {"company": ""}
    if found.place and found.criteria.near:
        yield _around(found, found.criteria.radius_km), {"near": "", "radius_km": None}


def _size(criteria: Criteria) -> str:
    sides = [size for size in (criteria.length_mm, criteria.width_mm) if size]
    return _sides(sides, criteria.tolerance)


def _cents(cents: int | None) -> str | None:
    return None if cents is None else str(Quantity(cents * 10)).replace(".", ",")


def _centimetres(millimetres: int | None) -> str | None:
    return None if millimetres is None else str(Quantity(millimetres * 100)).replace(".", ",")
