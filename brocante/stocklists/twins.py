"""Lines that look the same, as their import keeps them: which comes first, what they are together.

The reader only marks them (duplicates.py); what becomes of them is asked once for the whole list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from brocante.core.units import Unit
from brocante.stocklists.duplicates import bare_title, groups_of
from brocante.stocklists.results import Line

LONGEST_PLACE = 80
_SAME = "possible-duplicate"


class Twins(StrEnum):
    """What lines that look the same are."""

    APART = "apart"  # different goods
    SUM = "sum"  # the same goods in several places
    FIRST = "first"  # one line, written more than once


def twins_of(lines: Sequence[Line]) -> dict[int, dict[str, Any]]:
    """Return by place what is kept of lines that look the same.

    `rank` is 0 for the first of them; `total` is the quantity of all together and `location`
    where they stand, both None unless they differ in nothing but quantity and place.
    """
    found: dict[int, dict[str, Any]] = {}
    for places in _joined(lines):
        together = [lines[place] for place in places]
        total = _total(together)
        kept = {"total": total, "location": _location(together) if total else None}
        found |= {place: {"rank": rank, **kept} for rank, place in enumerate(places)}
    return found


def is_twin_out(
    parsed: Mapping[str, Any], edited: Mapping[str, Any] | None, said: Twins | None
) -> bool:
    """Tell whether a line is left out because it is part of another one, or written twice."""
    twin = parsed.get("twin")
    if twin is None or not twin["rank"]:
        return False
    if said is Twins.FIRST:
        return "is_apart" not in (edited or {})
    return said is Twins.SUM and twin["total"] is not None


def is_settled(parsed: Mapping[str, Any], edited: Mapping[str, Any], said: Twins | None) -> bool:
    """Tell whether somebody said what a line is that looks like others."""
    twin = parsed.get("twin")
    if said is Twins.SUM and twin is not None:
        return twin["total"] is not None
    return said is not None or "is_apart" in edited


def together(parsed: Mapping[str, Any], said: Twins | None) -> Mapping[str, Any]:
    """Return the first of some lines that are added up with the quantity and places of all."""
    twin = parsed.get("twin")
    if said is not Twins.SUM or twin is None or twin["rank"] or twin["total"] is None:
        return parsed
    return {**parsed, "quantity": twin["total"], "location": twin["location"]}


def _joined(lines: Sequence[Line]) -> list[list[int]]:
    """Return groups of which no two share a line."""
    joined: list[set[int]] = []
    for places in groups_of(lines):
        own = set(places)
        for other in [one for one in joined if one & own]:
            own |= other
            joined.remove(other)
        joined.append(own)
    return [sorted(one) for one in joined]


def _total(lines: Sequence[Line]) -> str | None:
    """Return the quantity of all lines, when nothing else is asked of them than of the first."""
    first, asked = lines[0], _asked(lines[0])
    is_one_lot = first.price.per is Unit.LOT and first.unit is not Unit.LOT
    if first.unit is None or first.content is not None or is_one_lot:
        return None
    total = Decimal(0)
    for line in lines:
        is_same = _bare(line) == _bare(first) and _asked(line) <= asked
        if line.quantity is None or not is_same:
            return None
        total += line.quantity
    return format(total, "f")


def _asked(line: Line) -> set[str]:
    return {issue.code for issue in line.issues if issue.is_blocking and issue.code != _SAME}


def _bare(line: Line) -> Line:
    """Return a line without what may differ between the places of the same goods."""
    return replace(
        line,
        row=0,
        sheet=None,
        title=bare_title(line.title or ""),
        quantity=None,
        location=None,
        issues=(),
        raw={},
        staff_note=None,
        photos=(),
        available_from=None,
    )


def _location(lines: Sequence[Line]) -> str | None:
    """Return all places in the order of the list, the first one when they are too many to write."""
    places = list(dict.fromkeys(line.location for line in lines if line.location))
    text = ", ".join(places)
    return (text if len(text) <= LONGEST_PLACE else places[0]) if places else None
