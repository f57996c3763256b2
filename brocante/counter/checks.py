"""Whether what is gone by the counters equals the ledger (R1), and the ledger their notes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import aliased

from brocante.catalogue.models import Listing, ListingStock
from brocante.core.db import QuantityType, session
from brocante.core.units import ZERO, Quantity
from brocante.counter.entries import EFFECTIVE, is_undone
from brocante.counter.models import EntryKind, Handover, JournalEntry
from brocante.reservations.models import ReservationLine

# Notes read at a time: a large installation needs no more memory than this many.
_BATCH = 2_000


def discrepancies() -> list[str]:
    """Return one sentence, in English, for each counter that is wrong; none when all is well."""
    return [
        *_wrong_stock(),
        *_wrong_lines(),
        *_wrong_undos(),
        *_wrong_notes(),
        *_wrong_undone_notes(),
    ]


def _wrong_stock() -> list[str]:
    gone = func.coalesce(func.sum(Handover.quantity), 0)
    rows = session.execute(
        select(Listing.code, ListingStock.handed_over, type_coerce(gone, QuantityType()))
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(Handover, Handover.listing_id == Listing.id)
        .group_by(Listing.id, Listing.code, ListingStock.handed_over)
        .having(ListingStock.handed_over != gone)
        .order_by(Listing.id)
    )
    return [
        f"listing {code}: stock says {handed_over} handed over, the ledger {total}"
        for code, handed_over, total in rows
    ]


def _wrong_lines() -> list[str]:
    gone = func.coalesce(func.sum(Handover.quantity), 0)
    rows = session.execute(
        select(ReservationLine.id, ReservationLine.handed_over, type_coerce(gone, QuantityType()))
        .outerjoin(Handover, Handover.reservation_line_id == ReservationLine.id)
        .group_by(ReservationLine.id, ReservationLine.handed_over)
        .having(ReservationLine.handed_over != gone)
        .order_by(ReservationLine.id)
    )
    return [
        f"reservation line {line}: says {handed_over} handed over, the ledger {total}"
        for line, handed_over, total in rows
    ]


def _wrong_undos() -> list[str]:
    """An undo takes back exactly the line it names."""
    undo, line = aliased(Handover), aliased(Handover)
    rows = session.scalars(
        select(undo.id)
        .join(line, line.id == undo.undoes_id)
        .where(
            (undo.quantity + line.quantity != 0)
            | (undo.amount_cents + line.amount_cents != 0)
            | (func.coalesce(undo.mass_g, 0) + func.coalesce(line.mass_g, 0) != 0)
            | (undo.listing_id != line.listing_id)
        )
        .order_by(undo.id)
    )
    return [f"ledger line {row}: is not the opposite of the line it undoes" for row in rows]


def _wrong_notes() -> Iterator[str]:
    """What a note says left is what it wrote into the ledger; nothing if refused or kept."""
    gone = (
        select(func.coalesce(func.sum(Handover.quantity), 0))
        .where(Handover.journal_entry_id == JournalEntry.id, Handover.undoes_id.is_(None))
        .scalar_subquery()
    )
    statement = (
        select(
            JournalEntry.id,
            JournalEntry.key,
            JournalEntry.kind,
            JournalEntry.state,
            JournalEntry.note,
            type_coerce(gone, QuantityType()),
        )
        .order_by(JournalEntry.id)
        .limit(_BATCH)
    )
    last = 0
    while rows := session.execute(statement.where(JournalEntry.id > last)).all():
        for last, key, kind, state, note, written in rows:  # noqa: B007 - where the next ones begin
            said = _noted(kind, note) if state in EFFECTIVE else ZERO
            if said != written:
                yield f"note {key}: says {said} left, the ledger {written}"


def _noted(kind: EntryKind, note: dict[str, Any]) -> Quantity:
    if kind is EntryKind.PICKUP:
        return Quantity(sum(line["quantity"] for line in note["lines"]))
    return Quantity(note["quantity"]) if kind is EntryKind.WALK_IN else ZERO


def _wrong_undone_notes() -> list[str]:
    """Of a note that was taken back nothing stands."""
    undo = aliased(Handover)
    rows = session.scalars(
        select(JournalEntry.key)
        .join(Handover, Handover.journal_entry_id == JournalEntry.id)
        .outerjoin(undo, undo.undoes_id == Handover.id)
        .where(Handover.undoes_id.is_(None), undo.id.is_(None), is_undone())
        .distinct()
        .order_by(JournalEntry.key)
    )
    return [f"note {key}: was taken back, but some of it stands in the ledger" for key in rows]
