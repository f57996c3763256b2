"""What a listing said before an import changed it, kept to be put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from brocante.catalogue.intake import Standing
from brocante.catalogue.rules import ComparisonKind, Condition, ListingState, Offer, PriceKind
from brocante.core.units import Quantity, Unit

_ENUMS: Mapping[str, type[StrEnum]] = {
    "condition": Condition,
    "unit": Unit,
    "price_kind": PriceKind,
    "comparison": ComparisonKind,
}
_QUANTITIES = frozenset({"quantity", "smallest"})


def snapshot(present: Standing) -> dict[str, Any]:
    """Return a listing as JSON: its state and everything its offer says."""
    said = {field.name: _plain(getattr(present.offer, field.name)) for field in fields(Offer)}
    return {"state": present.state.value, "offer": said}


def restored(kept: Mapping[str, Any]) -> tuple[Offer, ListingState]:
    """Return the offer and the state of a snapshot."""
    values = {name: _value(name, value) for name, value in kept["offer"].items()}
    return Offer(**values), ListingState(kept["state"])


def _plain(value: object) -> object:
    if isinstance(value, Quantity):
        return value.thousandths
    return value.value if isinstance(value, StrEnum) else value


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _QUANTITIES:
        return Quantity(value)
    return _ENUMS[name](value) if name in _ENUMS else value
