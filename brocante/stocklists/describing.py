"""What a list says beside title, price and size, as a sentence for visitors: packs, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from brocante.catalogue.rules import Offer
from brocante.core.units import Unit

LONGEST = 3000
# A listing speaks the language of its seller, whatever the page around it speaks.
_NAMES = {
    Unit.PIECE: ("pièce", "pièces"),
    Unit.PALLET: ("palette", "palettes"),
    Unit.BAG: ("sac", "sacs"),
    Unit.ROLL: ("rouleau", "rouleaux"),
    Unit.BOX: ("boîte", "boîtes"),
    Unit.PACK: ("paquet", "paquets"),
    Unit.SHEET: ("plaque", "plaques"),
    Unit.BAR: ("barre", "barres"),
    Unit.BUCKET: ("seau", "seaux"),
    Unit.CAN: ("bidon", "bidons"),
    Unit.PAIR: ("paire", "paires"),
    Unit.SET: ("ensemble", "ensembles"),
    Unit.LOT: ("lot", "lots"),
    Unit.SQUARE_METRE: ("m²", "m²"),
    Unit.CUBIC_METRE: ("m³", "m³"),
    Unit.LINEAR_METRE: ("m", "m"),
    Unit.KILOGRAM: ("kg", "kg"),
    Unit.TONNE: ("t", "t"),
    Unit.LITRE: ("L", "L"),
}


def described(offer: Offer, parsed: Mapping[str, Any]) -> Offer:
    """Return an offer whose description also tells of packs and of a date, if there are any."""
    parts = [offer.description, *_packs(offer, parsed), *_date(parsed)]
    if parsed.get("defect") and len(parsed["defect"]) > len(offer.defect) > 0:
        parts.append(parsed["defect"])
    text = "\n".join(dict.fromkeys(part for part in parts if part))
    return replace(offer, description=text[:LONGEST])


def _packs(offer: Offer, parsed: Mapping[str, Any]) -> Iterator[str]:
    content = parsed.get("content")
    if not content:
        return
    inner = _amount(content["count"], content["unit"])
    outer = _amount(parsed.get("quantity"), parsed.get("unit"))
    packs = inner if content["unit"] == parsed.get("unit") else f"{outer}, soit {inner}"
    if content["per"] is not None:
        each = _amount(content["per"], content["total_unit"])
        whole = _amount(content["total"], content["total_unit"])
        yield f"{packs} de {each}, {whole} en tout."
    elif content["unit"] != offer.unit.value:
        yield f"{packs}."


def _date(parsed: Mapping[str, Any]) -> Iterator[str]:
    told = parsed.get("available_from")
    if told:
        yield f"Disponible à partir du {date.fromisoformat(told):%d/%m/%Y}."


def _amount(number: str | None, unit: str | None) -> str:
    if number is None or unit is None:
        return ""
    value = Decimal(number)
    name = _NAMES[Unit(unit)][value >= 2]
    return f"{f'{value:f}'.replace('.', ',')} {name}"
