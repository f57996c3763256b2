"""Reads of imports, each limited to the company and edition that asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from brocante.accounts.models import Role
from brocante.companies.models import Company, Participation
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.editions.models import Edition
from brocante.stocklists.choices import Choices, read_choices
from brocante.stocklists.errors import ImportNotFound, LineNotFound
from brocante.stocklists.models import (
    Group,
    ImportState,
    StockListHabit,
    StockListImport,
    StockListLine,
    StockListPhoto,
)
from brocante.stocklists.rules import MOST_HABITS, MOVING

PAGE_SIZE = 50
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as lists of imports show it."""

    id: int
    name: str
    origin: str
    state: ImportState
    created_at: datetime
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class LinePage:
    """Some lines of a group in the order of the list, with the places to ask neighbours for."""

    lines: list[StockListLine]
    before: int | None
    after: int | None


def own_import(access: CompanyAccess, import_id: int) -> StockListImport:
    """Return an own import as it is now; raises ImportNotFound."""
    found = session.scalars(
        select(StockListImport)
        .where(
            StockListImport.id == import_id,
            StockListImport.participation_id == access.participation_id,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise ImportNotFound
    return found


def imports_of(access: CompanyAccess) -> list[ImportRow]:
    """Return the latest imports of a company in an edition, the newest first."""
    rows = session.execute(
        select(
            StockListImport.id,
            StockListImport.name,
            StockListImport.origin,
            StockListImport.state,
            StockListImport.created_at,
            StockListImport.total,
            StockListImport.done,
        )
        .where(StockListImport.participation_id == access.participation_id)
        .order_by(StockListImport.id.desc())
        .limit(MOST_SHOWN)
    )
    return [ImportRow(*row) for row in rows]


def open_imports(access: CompanyAccess) -> list[ImportRow]:
    """Return the imports that wait for somebody or for the worker."""
    waiting = {*MOVING, ImportState.CHECKING}
    return [row for row in imports_of(access) if row.state in waiting]


def is_busy(access: CompanyAccess) -> bool:
    """Tell whether a list of the company is being read."""
    states = [ImportState.WAITING, ImportState.READING]
    statement = select(StockListImport.id).where(
        StockListImport.participation_id == access.participation_id,
        StockListImport.state.in_(states),
    )
    return session.scalar(statement.limit(1)) is not None


def counts_by_group(import_id: int) -> dict[Group, int]:
    """Return how many lines stand in each group."""
    rows = session.execute(
        select(StockListLine.stand, func.count())
        .where(StockListLine.import_id == import_id)
        .group_by(StockListLine.stand)
    )
    return {row[0]: row[1] for row in rows}


def counts_by(import_id: int, group: Group, column: Any) -> list[tuple[str, int]]:
    """Return how many lines of a group share a value of a column, the most frequent first."""
    rows = session.execute(
        select(column, func.count())
        .where(StockListLine.import_id == import_id, StockListLine.stand == group)
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    return [(str(row[0]), row[1]) for row in rows]


def reasons_of(import_id: int, group: Group) -> list[tuple[str, int]]:
    """Return why lines stand in a group, the most frequent reason first."""
    return counts_by(import_id, group, StockListLine.reason)


def kinds_of(import_id: int, group: Group) -> dict[str, int]:
    """Return how many lines of a group are new, changed, the same."""
    return dict(counts_by(import_id, group, StockListLine.kind))


def agreed_gone(import_id: int) -> int:
    """Return how many listings that are gone somebody agreed to hide."""
    statement = select(func.count()).where(
        *in_group(import_id, Group.GONE), StockListLine.is_same.is_(True)
    )
    return session.scalar(statement) or 0


def page_of_lines(
    import_id: int,
    group: Group,
    *,
    reason: str = "",
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
) -> LinePage:
    """Return a page of the lines of a group, in the order of the list."""
    statement = select(StockListLine).where(*in_group(import_id, group, reason))
    if before is not None:
        statement = statement.where(StockListLine.place < before)
        rows = list(session.scalars(statement.order_by(StockListLine.place.desc()).limit(size + 1)))
        has_before, has_after = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        if after is not None:
            statement = statement.where(StockListLine.place > after)
        rows = list(session.scalars(statement.order_by(StockListLine.place).limit(size + 1)))
        has_before, has_after = after is not None, len(rows) > size
        rows = rows[:size]
    return LinePage(
        rows,
        rows[0].place if rows and has_before else None,
        rows[-1].place if rows and has_after else None,
    )


def in_group(import_id: int, group: Group, reason: str = "") -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the lines of a group, for one reason only when given."""
    conditions = (StockListLine.import_id == import_id, StockListLine.stand == group)
    return (*conditions, StockListLine.reason == reason) if reason else conditions


def line_of(import_id: int, line_id: int) -> StockListLine:
    """Return a line of an import as it is now; raises LineNotFound."""
    found = session.scalars(
        select(StockListLine)
        .where(StockListLine.id == line_id, StockListLine.import_id == import_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise LineNotFound
    return found


def photos_of_import(import_id: int) -> dict[str, StockListPhoto]:
    """Return the photos sent with a list, by the folded name of their file."""
    rows = session.scalars(select(StockListPhoto).where(StockListPhoto.import_id == import_id))
    return {row.name: row for row in rows}


def habits_of(company_id: int) -> dict[str, Choices]:
    """Return what a company is used to, by the headers of its lists, the latest first."""
    rows = session.scalars(
        select(StockListHabit)
        .where(StockListHabit.company_id == company_id)
        .order_by(StockListHabit.used_at.desc())
        .limit(MOST_HABITS)
    )
    return {row.signature: read_choices(row.choices) for row in rows}


def access_for(participation_id: int) -> CompanyAccess:
    """Return what the worker and the command may act for: one company in one edition."""
    row = session.execute(
        select(
            Participation.id,
            Company.id,
            Edition.id,
            Company.name,
            Edition.name,
            Participation.state,
        )
        .join(Company, Company.id == Participation.company_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .where(Participation.id == participation_id)
    ).one()
    return CompanyAccess(
        participation_id=row[0],
        company_id=row[1],
        edition_id=row[2],
        company_name=row[3],
        edition_name=row[4],
        role=Role.MEMBER,
        state=row[5],
    )


def participation_of(edition_id: int, company_slug: str) -> int | None:
    """Return the participation of a company in an edition, by the word of its address."""
    return session.scalar(
        select(Participation.id)
        .join(Company, Company.id == Participation.company_id)
        .where(Company.slug == company_slug, Participation.edition_id == edition_id)
    )
