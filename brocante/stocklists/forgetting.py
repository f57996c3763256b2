"""Imports whose time is over are forgotten: nobody needs their cells, lines and files any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from brocante.catalogue.album import forget_files
from brocante.companies.models import Participation
from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.stocklists.models import (
    ImportState,
    StockListHabit,
    StockListImport,
    StockListPhoto,
    StockListSource,
)
from brocante.stocklists.rules import KEPT_HABIT, KEPT_OPEN

ARRIVAL = timedelta(hours=1)


@transactional
def forget_imports(store: Store) -> int:
    """Delete what is over; return how many imports.

    A file that never arrived goes after an hour, cells and imports nobody went on with after six
    weeks, the others six weeks after the last day of their edition.
    """
    now = clock.now()
    over = select(Participation.id).join(Edition, Edition.id == Participation.edition_id)
    over = over.where(Edition.ends_on < (now - KEPT_OPEN).date())
    is_left = StockListImport.updated_at < now - KEPT_OPEN
    unfinished = StockListImport.state.not_in([ImportState.DONE, ImportState.CREATING])
    lost = (StockListImport.state == ImportState.WAITING) & (
        StockListImport.created_at < now - ARRIVAL
    )
    rows = list(
        session.scalars(
            select(StockListImport).where(
                (is_left & unfinished) | lost | StockListImport.participation_id.in_(over)
            )
        )
    )
    for row in rows:
        forget_import(row, store)
    left = select(StockListImport.id).where(is_left)
    session.execute(delete(StockListSource).where(StockListSource.import_id.in_(left)))
    session.execute(delete(StockListHabit).where(StockListHabit.used_at < now - KEPT_HABIT))
    return len(rows)


def forget_import(row: StockListImport, store: Store) -> None:
    """Delete an import with its lines, its cells, its files; only inside a unit."""
    for key in (row.upload_key, row.photos_key):
        if key:
            store.delete(key)
    keys = session.scalars(select(StockListPhoto.key).where(StockListPhoto.import_id == row.id))
    forget_files(list(keys), store)
    session.execute(delete(StockListImport).where(StockListImport.id == row.id))
