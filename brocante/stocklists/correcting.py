"""What a person says of single lines, or of all lines of a group at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.stocklists import queries
from brocante.stocklists.errors import ImportNotFound, LineChanged, NotNow
from brocante.stocklists.judging import Judgement, apply, judge, judge_all
from brocante.stocklists.models import Group, StockListImport, StockListLine
from brocante.stocklists.rules import EDITABLE

PART = 500


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
        line.is_out = is_out
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


def correct_group(
    access: CompanyAccess,
    import_id: int,
    group: Group,
    edits: Mapping[str, Any],
    *,
    reason: str = "",
    is_confirmed: bool = False,
    is_out: bool | None = None,
    is_same: bool | None = None,
) -> int:
    """Do the same to all lines of a group, of one reason only when given; return how many.

    Some hundreds in each unit: thousands at once would keep everybody else from writing.
    """
    ids = _ids(access, import_id, group, reason)

    @transactional
    def correct(part: Sequence[int]) -> None:
        row = _held(access, import_id)
        lines = _lines(import_id, part)
        for line in lines:
            if edits:
                line.edited = {**(line.edited or {}), **edits}
            line.is_confirmed = line.is_confirmed or is_confirmed
            line.is_out = line.is_out if is_out is None else is_out
            line.is_same = line.is_same if is_same is None else is_same
        _judge(access, row, lines)

    for start in range(0, len(ids), PART):
        correct(ids[start : start + PART])
        session.expunge_all()
    return len(ids)


@transactional
def _ids(access: CompanyAccess, import_id: int, group: Group, reason: str) -> list[int]:
    _held(access, import_id)
    return list(
        session.scalars(
            select(StockListLine.id)
            .where(*queries.in_group(import_id, group, reason))
            .where(StockListLine.listing_id.is_(None))
            .order_by(StockListLine.id)
        )
    )


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
    judgement = judge(line, queries.context_of(access, row, [line]))
    apply(line, judgement)
    return judgement


def _judge(access: CompanyAccess, row: StockListImport, lines: Sequence[StockListLine]) -> None:
    judge_all(lines, queries.context_of(access, row, lines))
