"""What a reading found, stored as the lines of an import.

Lines are judged and stored some hundreds in each unit: thousands at once would keep everybody else
from writing on SQLite. Nobody sees or corrects them before the last unit says that they are all
there; a storing that was cut off is done again, and finds what was said of the lines so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.stocklists.apart import Refused, Understood
from brocante.stocklists.arrivals import NewLine, known_lines, matched_lines
from brocante.stocklists.judging import judge_all
from brocante.stocklists.models import (
    ImportState,
    StockListImport,
    StockListLine,
    StockListSource,
)
from brocante.stocklists.rules import LEASE

PART = 500
_COLUMNS = (
    "import_id", "place", "sheet", "row", "parsed", "edited", "is_confirmed", "is_out", "stand",
    "reason", "kind", "match_id", "is_same", "listing_id", "before", "note",
)  # fmt: skip


def store_reading(import_id: int, result: Understood | Refused) -> bool:
    """Store what came of a reading; False when the import is not waiting for one any more.

    What becomes of listings is judged again when the lines are made listings.
    """
    row = session.get(StockListImport, import_id)
    if isinstance(result, Refused) or row is None:
        return _refuse(import_id, result) if isinstance(result, Refused) else False
    lines, context, found = matched_lines(row, result, known_lines(import_id))
    old = _moved(import_id, lines)
    end_reads()
    parts = (old[start : start + PART] for start in range(0, len(old), PART))
    if not all(_remove(import_id, part) for part in parts):
        return False
    asked: Counter[str] = Counter()
    for start in range(0, len(lines), PART):
        part = lines[start : start + PART]
        asked += judge_all(part, context)
        if not _store_part(import_id, part):
            return False
    total = sum(line.parsed is not None for line in lines)
    return _finish(import_id, result, {**found, "asks": dict(asked)}, total)


@transactional
def _refuse(import_id: int, result: Refused) -> bool:
    row = _waiting(import_id)
    if row is None:
        return False
    row.state = ImportState.REFUSED
    row.refusal = {"code": result.code, "params": result.params}
    return True


def _moved(import_id: int, lines: Iterable[NewLine]) -> list[int]:
    """Return the stored lines that are in the list no more, or stand elsewhere in it."""
    places = {line.id: line.place for line in lines}
    stored = session.execute(
        select(StockListLine.id, StockListLine.place).where(StockListLine.import_id == import_id)
    )
    return [number for number, place in stored if places.get(number) != place]


@transactional
def _remove(import_id: int, ids: list[int]) -> bool:
    if not renew(import_id):
        return False
    session.execute(delete(StockListLine).where(StockListLine.id.in_(ids)))
    return True


@transactional
def _store_part(import_id: int, lines: list[NewLine]) -> bool:
    """Store some lines, those known before under their old number: an open form finds them."""
    if not renew(import_id):
        return False
    old = [line.id for line in lines if line.id is not None]
    if old:
        session.execute(delete(StockListLine).where(StockListLine.id.in_(old)))
    _insert([line for line in lines if line.id is not None], ("id", *_COLUMNS))
    _insert([line for line in lines if line.id is None], _COLUMNS)
    return True


def _insert(lines: list[NewLine], names: Iterable[str]) -> None:
    # Most lines say nothing in half of the columns.
    said = [name for name in names if any(getattr(line, name) is not None for line in lines)]
    values = [{name: getattr(line, name) for name in said} for line in lines]
    if values:
        session.connection().execute(insert(StockListLine), values)


@transactional
def _finish(import_id: int, result: Understood, found: Mapping[str, Any], total: int) -> bool:
    row = _waiting(import_id)
    if row is None:
        return False
    row.state, row.found, row.choices = (
        ImportState.CHECKING,
        dict(found),
        result.choices.to_json(),
    )
    row.total, row.done = total, 0
    _keep_grid(import_id, result.grid)
    return True


@transactional
def renew(import_id: int) -> bool:
    """Keep a reading from other workers for a while; False when it is not waited for any more."""
    this = (StockListImport.id == import_id, StockListImport.state == ImportState.READING)
    if session.scalar(select(StockListImport.id).where(*this).with_for_update()) is None:
        return False
    until = clock.now() + LEASE
    session.execute(update(StockListImport).where(*this).values(claimed_until=until))
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
