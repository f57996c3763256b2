"""Imports with lines, written straight to the database."""

from typing import Any

from brocante.companies.models import Participation
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.stocklists.choices import Choices
from brocante.stocklists.models import (
    Group,
    ImportState,
    Origin,
    StockListImport,
    StockListLine,
)


@transactional
def make_import(
    participation: Participation,
    lines: list[dict[str, Any]] | None = None,
    state: ImportState = ImportState.CHECKING,
) -> int:
    """An import whose lines all wait to be checked; returns its number."""
    row = StockListImport(
        participation_id=participation.id,
        created_at=clock.now(),
        updated_at=clock.now(),
        name="stock.csv",
        origin=Origin.FILE,
        state=state,
        choices=Choices().to_json(),
        found={"sheets": [], "is_table": True, "issues": []},
    )
    session.add(row)
    session.flush()
    session.add_all(
        StockListLine(
            import_id=row.id, place=place, row=place + 1, parsed=parsed, stand=Group.CHECK
        )
        for place, parsed in enumerate(lines or [])
    )
    return row.id
