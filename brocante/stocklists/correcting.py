"""What a person says of single lines, or of all lines of a group at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, func, select

from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.stocklists import contexts, queries
from brocante.stocklists.errors import ImportNotFound, LineChanged, NotNow
from brocante.stocklists.judging import Judgement, apply, judge, judge_all
from brocante.stocklists.models import Group, ImportState, StockListImport, StockListLine
from brocante.stocklists.rules import EDITABLE
from brocante.stocklists.twins import Twins

PART = 500
# Where an import keeps what shall be said of many lines, until the worker has said it.
WAITS = "correction"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a person says of many lines at once; None leaves a decision as it is."""

    edits: Mapping[str, Any] = field(default_factory=dict)
    is_confirmed: bool = False
    is_out: bool | None = None
    is_same: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said."""
        return self == Saying()


def mark_of(line: StockListLine) -> str:
    """Return what changes with every correction of a line: a form carries it and is compared."""
    state = [line.edited, line.is_confirmed, line.is_out, line.is_same]
    return sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:12]


@transactional
def edit_line(
    access: CompanyAccess, import_id: int, line_id: int, edits: Mapping[str, Any], *, mark: str
) -> Judgement:
    """Write over a line what a person typed, which settles all its questions.

    `mark` is the line as the person saw it; raises LineChanged when another device was quicker.
    """
    row = _held(access, import_id)
    line = queries.line_of(import_id, line_id)
    if mark_of(line) != mark:
        raise LineChanged
    _check_open(line)
    line.edited = {**(line.edited or {}), **edits} or None
    line.is_confirmed, line.is_out = True, False
    return _judged(access, row, line)


@transactional
def set_out(access: CompanyAccess, import_id: int, line_ids: Sequence[int], *, is_out: bool) -> int:
    """Leave lines out, or take them back; return how many."""
    row = _held(access, import_id)
    lines = [line for line in _lines(import_id, line_ids) if line.listing_id is None]
    for line in lines:
        _set_out(line, is_out=is_out)
    _judge(access, row, lines)
    return len(lines)


@transactional
def set_same(access: CompanyAccess, import_id: int, line_id: int, *, is_same: bool) -> Judgement:
    """Say whether a line is the listing it resembles; of one that is gone, whether to hide it."""
    row = _held(access, import_id)
    line = queries.line_of(import_id, line_id)
    _check_open(line)
    line.is_same = is_same
    return _judged(access, row, line)


@transactional
def correct_group(
    access: CompanyAccess, import_id: int, group: Group, saying: Saying, *, reason: str = ""
) -> int | None:
    """Say the same of all lines of a group, of one reason only when given; return how many.

    None when they are so many that the worker does it.
    """
    row = _held(access, import_id)
    ids = _next_ids(import_id, group, reason, 0, PART + 1)
    if len(ids) <= PART:
        _say(access, row, ids, saying)
        return len(ids)
    row.found = {
        **(row.found or {}),
        WAITS: {
            "group": group.value,
            "reason": reason,
            "saying": asdict(saying),
            "after": 0,
            "before": [row.state.value, row.total, row.done],
        },
    }
    row.state, row.done, row.total = ImportState.CORRECTING, 0, _count(import_id, group, reason)
    return None


@transactional
def correct_part(import_id: int) -> bool:
    """Say of the next lines what waits to be said of a group; False once none is left.

    Lines are taken in the order of their numbers: one that was corrected stays behind, whatever
    group it stands in afterwards.
    """
    row = session.scalars(
        select(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.CORRECTING)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    found = row.found or {}
    asked = found[WAITS]
    ids = _next_ids(import_id, Group(asked["group"]), asked["reason"], asked["after"], PART)
    if ids:
        _say(queries.access_for(row.participation_id), row, ids, Saying(**asked["saying"]))
        row.found = {**found, WAITS: {**asked, "after": ids[-1]}}
        row.done += len(ids)
    else:
        row.found = {name: value for name, value in found.items() if name != WAITS}
        state, row.total, row.done = asked["before"]
        row.state = ImportState(state)
    row.updated_at = clock.now()
    return bool(ids)


def _say(access: CompanyAccess, row: StockListImport, ids: Sequence[int], saying: Saying) -> None:
    lines = _lines(row.id, ids)
    for line in lines:
        if saying.edits:
            line.edited = {**(line.edited or {}), **saying.edits}
        line.is_confirmed = line.is_confirmed or saying.is_confirmed
        if saying.is_out is not None:
            _set_out(line, is_out=saying.is_out)
        line.is_same = line.is_same if saying.is_same is None else saying.is_same
    _judge(access, row, lines)


def _set_out(line: StockListLine, *, is_out: bool) -> None:
    """Leave a line out, or take it back: one that seemed written twice is goods apart then."""
    line.is_out = is_out
    if not is_out and line.reason == Twins.FIRST:
        line.edited = {**(line.edited or {}), "is_apart": True}


def _open(import_id: int, group: Group, reason: str) -> tuple[ColumnElement[bool], ...]:
    return (*queries.in_group(import_id, group, reason), StockListLine.listing_id.is_(None))


def _next_ids(import_id: int, group: Group, reason: str, after: int, most: int) -> list[int]:
    statement = select(StockListLine.id).where(
        *_open(import_id, group, reason), StockListLine.id > after
    )
    return list(session.scalars(statement.order_by(StockListLine.id).limit(most)))


def _count(import_id: int, group: Group, reason: str) -> int:
    statement = select(func.count()).where(*_open(import_id, group, reason))
    return session.scalar(statement) or 0


def _held(access: CompanyAccess, import_id: int) -> StockListImport:
    found = session.scalar(
        select(StockListImport.id).where(StockListImport.id == import_id).with_for_update()
    )
    if found is None:
        raise ImportNotFound
    row = queries.own_import(access, import_id)
    if row.state not in EDITABLE:
        raise NotNow
    row.updated_at = clock.now()
    return row


def _check_open(line: StockListLine) -> None:
    if line.listing_id is not None:
        raise NotNow


def _lines(import_id: int, line_ids: Iterable[int]) -> list[StockListLine]:
    return list(
        session.scalars(
            select(StockListLine)
            .where(StockListLine.import_id == import_id, StockListLine.id.in_(list(line_ids)))
            .order_by(StockListLine.id)
        )
    )


def _judged(access: CompanyAccess, row: StockListImport, line: StockListLine) -> Judgement:
    judgement = judge(line, contexts.context_of(access, row, [line]))
    apply(line, judgement)
    return judgement


def _judge(access: CompanyAccess, row: StockListImport, lines: Sequence[StockListLine]) -> None:
    judge_all(lines, contexts.context_of(access, row, lines))
