"""Addresses of the catalogue: criteria written as parameters, and what can be taken away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext

from brocante.catalogue.cards import family_label
from brocante.catalogue.criteria import Criteria, Cursor
from brocante.catalogue.finding import Found
from brocante.catalogue.rules import Condition
from brocante.core.text import N_
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
    return [
        Chip(label, address(base, found.criteria, **without))
        for label, without in (*_plain_chips(found.criteria), *_looked_up_chips(found))
    ]


def _plain_chips(criteria: Criteria) -> Iterator[tuple[str, dict[str, Any]]]:
    if criteria.text:
        yield f"« {criteria.text.strip()} »", {"text": ""}
    if criteria.family:
        yield family_label(criteria.family), {"family": None}
    if criteria.condition:
        yield gettext(CONDITION_NAMES[criteria.condition]), {"condition": None}
    if criteria.day:
        yield formats.day(criteria.day), {"day": None}
    if criteria.max_price_cents is not None:
        most = formats.money(criteria.max_price_cents)
        yield gettext("up to %(price)s", price=most), {"max_price_cents": None}
    if criteria.min_quantity:
        least = formats.number(criteria.min_quantity)
        yield gettext("at least %(quantity)s", quantity=least), {"min_quantity": None}
    if criteria.length_mm or criteria.width_mm:
        yield _size(criteria), {"length_mm": None, "width_mm": None, "tolerance_mm": None}


def _looked_up_chips(found: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    if found.company:
        yield found.company.name, {"company": ""}
    if found.place:
        name = found.place.name or gettext("where you are")
        radius = found.criteria.radius_km
        label = (
            gettext("%(km)s km around %(place)s", km=radius, place=name)
            if radius
            else gettext("around %(place)s", place=name)
        )
        yield label, {"near": "", "radius_km": None}


def _size(criteria: Criteria) -> str:
    sides = [formats.length(size) for size in (criteria.length_mm, criteria.width_mm) if size]
    return f"{' × '.join(sides)} ± {formats.length(criteria.tolerance)}"


def _cents(cents: int | None) -> str | None:
    return None if cents is None else str(Quantity(cents * 10)).replace(".", ",")


def _centimetres(millimetres: int | None) -> str | None:
    return None if millimetres is None else str(Quantity(millimetres * 100)).replace(".", ",")
