"""The lines of a reading before they are stored: what was said of them, their listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from brocante.catalogue.intake import Standing, standing_listings
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.units import ZERO
from brocante.stocklists import contexts, queries
from brocante.stocklists.apart import Understood
from brocante.stocklists.judging import Context
from brocante.stocklists.matching import goods_of, goods_of_line, match
from brocante.stocklists.models import Group, Kind, StockListImport, StockListLine
from brocante.stocklists.twins import is_twin_out, together

LONGEST_SHEET = 200
# Lines keep their place however often a list is understood: rows in the order of the sheets,
# before them the listings that are gone.
ROWS, MOST_SHEETS, GONE = 2_000_000, 1_000, -2_000_000_000
_FAULTS = ("quantity", "unit", "price_cents", "dims", "issues")


@dataclass(slots=True)
class NewLine:
    """A line about to be stored: plain, as there are thousands at once."""

    id: int | None
    import_id: int
    place: int
    sheet: str | None
    row: int
    parsed: dict[str, Any] | None = None
    edited: dict[str, Any] | None = None
    is_confirmed: bool = False
    is_out: bool = False
    stand: Group = Group.CHECK
    kind: Kind = Kind.NEW
    reason: str = ""
    match_id: int | None = None
    is_same: bool | None = None
    listing_id: int | None = None
    before: dict[str, Any] | None = None
    note: dict[str, Any] | None = None


def known_lines(import_id: int) -> dict[Any, StockListLine]:
    """Return the lines of an earlier reading, by where they stood or which listing is gone."""
    rows = session.scalars(select(StockListLine).where(StockListLine.import_id == import_id))
    return {
        (line.sheet, line.row, line.match_id if line.parsed is None else None): line
        for line in rows
    }


def matched_lines(
    row: StockListImport, result: Understood, known: Mapping[Any, StockListLine]
) -> tuple[list[NewLine], Context, dict[str, Any]]:
    """Return the lines, with what somebody said of those at the same place, and their context.

    The last is what is stored of the list beside them.
    """
    access = queries.access_for(row.participation_id)
    sheets = {sheet["name"]: n for n, sheet in enumerate(result.found["sheets"])}
    lines = [
        *_lines(row.id, result.lines, sheets, known),
        *_dropped(row.id, result.dropped, sheets, known),
    ]
    lines.sort(key=lambda line: line.place)
    for one, after in pairwise(lines):
        after.place = max(after.place, one.place + 1)
    standing = standing_listings(access)
    found = {**result.found, "gone": _left(row, standing)}
    context = contexts.make_context(access, result.choices.to_json(), found, standing)
    if standing:
        _find_listings(lines, context, standing)
        _add_gone(access, row, lines, result.found, known)
    return lines, context, found


def _left(row: StockListImport, standing: Mapping[int, Standing]) -> dict[str, int]:
    """Return the thousandths that had left of listings when the list was first read."""
    before: dict[str, int] | None = (row.found or {}).get("gone")
    if before is not None:
        return before
    return {str(one.id): one.gone.thousandths for one in standing.values() if one.gone > ZERO}


def _lines(
    import_id: int,
    found: Iterable[Mapping[str, Any]],
    sheets: Mapping[str | None, int],
    known: Mapping[Any, StockListLine],
) -> Iterator[NewLine]:
    for parsed in found:
        line = _line(import_id, parsed, sheets, known)
        line.parsed = dict(parsed)
        yield line


def _dropped(
    import_id: int,
    found: Iterable[Mapping[str, Any]],
    sheets: Mapping[str | None, int],
    known: Mapping[Any, StockListLine],
) -> Iterator[NewLine]:
    """Yield rows that are no articles as lines left out, that a person may take back."""
    for dropped in found:
        line = _line(import_id, dropped, sheets, known)
        line.parsed = {
            "title": dropped["text"],
            "dropped": dropped["reason"],
            "raw": {"A": dropped["text"]},
            "issues": [{"code": "free-text", "field": "title"}],
            **dict.fromkeys(_FAULTS[:3]),
        }
        if (line.sheet, line.row, None) not in known:
            line.is_out = True
        yield line


def _line(
    import_id: int,
    found: Mapping[str, Any],
    sheets: Mapping[str | None, int],
    known: Mapping[Any, StockListLine],
) -> NewLine:
    name = found["sheet"] and found["sheet"][:LONGEST_SHEET]
    number = min(sheets[found["sheet"]], MOST_SHEETS)
    before = known.get((name, found["row"], None))
    return NewLine(
        id=before.id if before else None,
        import_id=import_id,
        place=number * ROWS + found["row"],
        sheet=name,
        row=found["row"],
        edited=before.edited if before else None,
        is_confirmed=before.is_confirmed if before else False,
        is_out=before.is_out if before else False,
        is_same=before.is_same if before else None,
        match_id=before.match_id if before else None,
    )


def _find_listings(
    lines: list[NewLine], context: Context, standing: Mapping[int, Standing]
) -> None:
    said = context.choices.twins
    articles = {
        place: line
        for place, line in enumerate(lines)
        if not (line.parsed or {}).get("dropped")
        and not line.is_out
        and not is_twin_out(line.parsed or {}, line.edited, said)
    }
    usual = context.choices.condition and context.choices.condition.value
    ours = [
        goods_of_line(place, together(line.parsed or {}, said), line.edited, usual)
        for place, line in articles.items()
    ]
    theirs = [goods_of(one.id, one.offer, one.code) for one in standing.values()]
    found = match(ours, theirs)
    for place, line in articles.items():
        matched = found.get(place)
        listing = matched.listing if matched else None
        if listing != line.match_id or (matched and matched.is_sure):
            line.is_same = True if matched and matched.is_sure else None
        line.match_id = listing


def _add_gone(
    access: CompanyAccess,
    row: StockListImport,
    lines: list[NewLine],
    found: dict[str, Any],
    known: Mapping[Any, StockListLine],
) -> None:
    matched = {line.match_id for line in lines}
    for listing in contexts.earlier_listings(access, row, found):
        if listing not in matched:
            before = known.get((None, 0, listing))
            lines.append(
                NewLine(
                    id=before.id if before else None,
                    import_id=row.id,
                    place=GONE + listing,
                    sheet=None,
                    row=0,
                    match_id=listing,
                    is_same=before.is_same if before else None,
                    stand=Group.GONE,
                )
            )
