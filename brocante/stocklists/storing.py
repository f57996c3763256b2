"""What a reading found, stored as the lines of an import: all in one unit, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from brocante.catalogue.intake import Standing, standing_listings
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.stocklists import queries
from brocante.stocklists.apart import Refused, Understood
from brocante.stocklists.judging import Context, judge_all
from brocante.stocklists.matching import goods_of, goods_of_line, match
from brocante.stocklists.models import (
    Group,
    ImportState,
    Kind,
    StockListImport,
    StockListLine,
    StockListSource,
)

PART = 1000
LONGEST_SHEET = 200
_COLUMNS = (
    "import_id", "place", "sheet", "row", "parsed", "edited", "is_confirmed", "is_out", "stand",
    "reason", "kind", "match_id", "is_same", "listing_id", "before", "note",
)  # fmt: skip
_FAULTS = ("quantity", "unit", "price_cents", "dims", "issues")


@dataclass(slots=True)
class _Line:
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


def store_reading(import_id: int, result: Understood | Refused) -> bool:
    """Store what came of a reading; False when the import is not waiting for one any more.

    Thousands of lines are judged before the unit that stores them, which keeps others from writing
    on SQLite. Nobody corrects lines meanwhile; what becomes of listings is judged again when the
    lines are made listings.
    """
    row = session.get(StockListImport, import_id)
    if isinstance(result, Refused) or row is None:
        return _refuse(import_id, result) if isinstance(result, Refused) else False
    lines, found = _judged_lines(row, result)
    end_reads()
    return _store(import_id, result, lines, found)


@transactional
def _refuse(import_id: int, result: Refused) -> bool:
    row = _waiting(import_id)
    if row is None:
        return False
    row.state = ImportState.REFUSED
    row.refusal = {"code": result.code, "params": result.params}
    return True


@transactional
def _store(
    import_id: int, result: Understood, lines: list[_Line], found: Mapping[str, Any]
) -> bool:
    row = _waiting(import_id)
    if row is None:
        return False
    row.state, row.found, row.choices = (
        ImportState.CHECKING,
        dict(found),
        result.choices.to_json(),
    )
    row.total, row.done = sum(line.parsed is not None for line in lines), 0
    _keep_grid(import_id, result.grid)
    session.execute(delete(StockListLine).where(StockListLine.import_id == row.id))
    _insert(lines)
    return True


def _waiting(import_id: int) -> StockListImport | None:
    """Return an import that waits for its reading, which is over now; hold it."""
    row = session.scalars(
        select(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.READING)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is not None:
        row.updated_at, row.claimed_until, row.upload_key = clock.now(), None, None
    return row


def _keep_grid(import_id: int, grid: bytes) -> None:
    source = session.get(StockListSource, import_id)
    if source is None:
        session.add(StockListSource(import_id=import_id, grid=grid))
    else:
        source.grid = grid
    session.flush()


def _judged_lines(row: StockListImport, result: Understood) -> tuple[list[_Line], dict[str, Any]]:
    """Return the lines, with what somebody said of those at the same place, and what is asked."""
    access = queries.access_for(row.participation_id)
    known = {
        (line.sheet, line.row, line.match_id if line.parsed is None else None): line
        for line in session.scalars(select(StockListLine).where(StockListLine.import_id == row.id))
    }
    lines = [
        *_lines(row.id, result.lines, known),
        *_dropped(row.id, result.dropped, known),
    ]
    lines.sort(key=lambda line: line.place)
    asked = _match(access, row, lines, result, known)
    for place, line in enumerate(lines):
        line.place = place
    return lines, {**result.found, "asks": dict(asked)}


def _lines(
    import_id: int, found: Iterable[Mapping[str, Any]], known: Mapping[Any, StockListLine]
) -> Iterator[_Line]:
    sheets: dict[str | None, int] = {}
    for parsed in found:
        line = _line(import_id, parsed, sheets, known)
        line.parsed = dict(parsed)
        yield line


def _dropped(
    import_id: int, found: Iterable[Mapping[str, Any]], known: Mapping[Any, StockListLine]
) -> Iterator[_Line]:
    """Yield rows that are no articles as lines left out, that a person may take back."""
    sheets: dict[str | None, int] = {}
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
    sheets: dict[str | None, int],
    known: Mapping[Any, StockListLine],
) -> _Line:
    name = found["sheet"] and found["sheet"][:LONGEST_SHEET]
    number = sheets.setdefault(name, len(sheets))
    before = known.get((name, found["row"], None))
    return _Line(
        id=before.id if before else None,
        import_id=import_id,
        place=number * 2_000_000 + found["row"],
        sheet=name,
        row=found["row"],
        edited=before.edited if before else None,
        is_confirmed=before.is_confirmed if before else False,
        is_out=before.is_out if before else False,
        is_same=before.is_same if before else None,
        match_id=before.match_id if before else None,
    )


def _match(
    access: CompanyAccess,
    row: StockListImport,
    lines: list[_Line],
    result: Understood,
    known: Mapping[Any, StockListLine],
) -> Counter[str]:
    """Find the listings the lines are about, add those that are gone; return what is asked."""
    standing = standing_listings(access)
    context = queries.make_context(access, result.choices.to_json(), result.found, standing)
    if standing:
        _find_listings(lines, context, standing)
        _add_gone(access, row, lines, result.found, known)
    return judge_all(lines, context)


def _find_listings(lines: list[_Line], context: Context, standing: Mapping[int, Standing]) -> None:
    articles = {
        place: line
        for place, line in enumerate(lines)
        if not (line.parsed or {}).get("dropped") and not line.is_out
    }
    usual = context.choices.condition and context.choices.condition.value
    ours = [
        goods_of_line(place, line.parsed or {}, line.edited, usual)
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
    lines: list[_Line],
    found: dict[str, Any],
    known: Mapping[Any, StockListLine],
) -> None:
    matched = {line.match_id for line in lines}
    first = len(lines)
    for number, listing in enumerate(queries.earlier_listings(access, row, found)):
        if listing not in matched:
            before = known.get((None, 0, listing))
            lines.append(
                _Line(
                    id=before.id if before else None,
                    import_id=row.id,
                    place=first + number,
                    sheet=None,
                    row=0,
                    match_id=listing,
                    is_same=before.is_same if before else None,
                    stand=Group.GONE,
                )
            )


def _insert(lines: list[_Line]) -> None:
    """Add the lines, those known before under their old number: an open form finds them."""
    old = [line for line in lines if line.id is not None]
    new = [line for line in lines if line.id is None]
    for part, names in ((old, ("id", *_COLUMNS)), (new, _COLUMNS)):
        for start in range(0, len(part), PART):
            values = [
                {name: getattr(line, name) for name in names} for line in part[start : start + PART]
            ]
            session.connection().execute(insert(StockListLine), values)
