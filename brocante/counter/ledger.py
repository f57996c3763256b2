"""Reads of the ledger: what left, who handed it over, what was undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.counter.counters import Counter
from brocante.counter.models import Handover, HandoverKind
from brocante.reservations.models import Pickup, Reservation, ReservationLine


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the day's history, with the pickup it belongs to and the line that undid it."""

    id: int
    kind: HandoverKind
    at: datetime
    staff: str
    title: str
    quantity: Quantity
    unit: Unit
    amount_cents: int
    pickup_id: int | None
    ticket_code: str | None
    undoes_id: int | None
    undone_by_id: int | None


@dataclass(frozen=True, slots=True)
class Handing:
    """When a pickup was handed over and who confirmed it."""

    at: datetime
    staff: str


def entry_is_known(entry_key: str) -> bool:
    """Tell whether a form was stored before. A sheet's lines carry its key before a colon."""
    found = select(Handover.id).where(
        (Handover.entry_key == entry_key)
        | Handover.entry_key.startswith(f"{entry_key}:", autoescape=True)
    )
    return session.scalar(found.limit(1)) is not None


def own_handover(counter: Counter, handover_id: int) -> Handover | None:
    """Return a line of the ledger at one of the counter's sites."""
    return session.scalars(
        select(Handover)
        .where(
            Handover.id == handover_id,
            Handover.site_id.in_(counter.site_ids),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def standing_lines(pickup_id: int) -> list[Handover]:
    """Return the lines of a pickup that were not undone, in ascending listing order."""
    undo = aliased(Handover)
    return list(
        session.scalars(
            select(Handover)
            .join(ReservationLine, ReservationLine.id == Handover.reservation_line_id)
            .outerjoin(undo, undo.undoes_id == Handover.id)
            .where(
                ReservationLine.pickup_id == pickup_id,
                Handover.undoes_id.is_(None),
                undo.id.is_(None),
            )
            .order_by(Handover.listing_id, Handover.id)
            .execution_options(populate_existing=True)
        )
    )


def last_handing(pickup_id: int) -> Handing | None:
    """Return when goods of a pickup last left and who confirmed it; None when none did."""
    lines = standing_lines(pickup_id)
    if not lines:
        return None
    last = max(lines, key=lambda line: line.id)
    return Handing(last.at, last.staff)


def history(counter: Counter, start: datetime, end: datetime, limit: int = 60) -> list[Entry]:
    """Return what was handed over and undone in a span, the latest first. One query."""
    undo = aliased(Handover)
    statement: Select[*tuple[Any, ...]] = (
        select(
            Handover.id,
            Handover.kind,
            Handover.at,
            Handover.staff,
            Handover.title,
            Handover.quantity,
            Handover.unit,
            Handover.amount_cents,
            Pickup.id,
            Reservation.code,
            Handover.undoes_id,
            undo.id,
        )
        .outerjoin(undo, undo.undoes_id == Handover.id)
        .outerjoin(ReservationLine, ReservationLine.id == Handover.reservation_line_id)
        .outerjoin(Pickup, Pickup.id == ReservationLine.pickup_id)
        .outerjoin(Reservation, Reservation.id == Pickup.reservation_id)
        .where(
            Handover.site_id.in_(counter.site_ids),
            Handover.at >= start,
            Handover.at < end,
        )
        .order_by(Handover.id.desc())
        .limit(limit)
    )
    return [Entry(*row) for row in session.execute(statement)]
