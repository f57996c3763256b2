"""Taking an import back, some dozens of listings at a time."""

from __future__ import annotations

from sqlalchemy import select

from brocante.catalogue import intake
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.stocklists import queries
from brocante.stocklists.models import ImportState, StockListImport, StockListLine
from brocante.stocklists.rules import CHUNK
from brocante.stocklists.snapshots import restored


@transactional
def undo_part(import_id: int, store: Store, size: int = CHUNK) -> bool:
    """Take the next listings back; False once none is left.

    What was promised since stays as it is, and the line says so.
    """
    row = session.scalars(
        select(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.UNDOING)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    lines = list(
        session.scalars(
            select(StockListLine)
            .where(
                StockListLine.import_id == import_id,
                StockListLine.listing_id.is_not(None),
                StockListLine.note.is_(None),
            )
            .order_by(StockListLine.listing_id)
            .limit(size)
        )
    )
    access = queries.access_for(row.participation_id)
    for line in lines:
        if _taken_back(access, row, line, store):
            line.listing_id = None
        else:
            line.note = {"code": "promised"}
    row.done += len(lines)
    if not lines:
        row.state = ImportState.UNDONE
    row.updated_at = clock.now()
    return bool(lines)


def _taken_back(
    access: CompanyAccess, row: StockListImport, line: StockListLine, store: Store
) -> bool:
    listing_id = line.listing_id
    if listing_id is None or line.before == {}:
        return True
    if line.before is None:
        return intake.take_back_listing(access, listing_id, store)
    offer, state = restored(line.before)
    return intake.restore_listing(access, row.author_id, listing_id, offer, state)
