"""What waits for the worker, the oldest first."""

from __future__ import annotations

from sqlalchemy import select

from brocante.core import clock
from brocante.core.db import session
from brocante.stocklists.models import (
    ImportState,
    StockListImport,
)
from brocante.stocklists.rules import MOVING, WORKING


def next_to_read() -> int | None:
    """Return the oldest import that waits to be read and nobody is reading."""
    return session.scalar(
        select(StockListImport.id)
        .where(
            StockListImport.state == ImportState.READING,
            StockListImport.claimed_until.is_(None) | (StockListImport.claimed_until < clock.now()),
        )
        .order_by(StockListImport.id)
        .limit(1)
    )


def next_with_photos() -> int | None:
    """Return the oldest import whose photos wait to be made small; listings wait for them."""
    return session.scalar(
        select(StockListImport.id)
        .where(
            StockListImport.state.in_([ImportState.CHECKING, ImportState.CREATING]),
            StockListImport.photos_key.is_not(None),
        )
        .order_by(StockListImport.id)
        .limit(1)
    )


def next_to_move() -> int | None:
    """Return the oldest import whose lines wait to be created, corrected or taken back."""
    return session.scalar(
        select(StockListImport.id)
        .where(StockListImport.state.in_(MOVING - WORKING))
        .order_by(StockListImport.updated_at, StockListImport.id)
        .limit(1)
    )
