"""Whether what is gone by the counters equals the ledger (R1)."""

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import aliased

from brocante.catalogue.models import Listing, ListingStock
from brocante.core.db import QuantityType, session
from brocante.counter.models import Handover
from brocante.reservations.models import ReservationLine


def discrepancies() -> list[str]:
    """Return one sentence, in English, for each counter that is wrong; none when all is well."""
    return [*_wrong_stock(), *_wrong_lines(), *_wrong_undos()]


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
