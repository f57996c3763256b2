"""Reads of the ledger: what left, who handed it over, what was undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.counter.counters import Counter
from brocante.counter.entries import standing_entries
from brocante.counter.models import EntryKind, Handover, HandoverKind, JournalEntry
from brocante.counter.note_fields import true_time
from brocante.counter.rules import Flag
from brocante.reservations.models import Pickup, Reservation, ReservationLine


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the day's history, with the pickup it belongs to and the line that undid it.

    `entry_key`, `flags`, `seen` and `received_at` are of the note of a phone it comes from: what
    the phone showed when it was tapped, and when the server heard of it.
    """

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
    entry_key: str | None
    flags: tuple[str, ...]
    seen: Mapping[str, Any]
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handing:
    """One hand-over of a pickup that stands: when, who confirmed it, what left.

    `entry` is the note of a phone it comes from. `ended_promises`: it was the first of its pickup.
    """

    at: datetime
    staff: str
    key: str
    lines: tuple[Handover, ...] = ()
    entry: JournalEntry | None = None

    @property
    def ended_promises(self) -> bool:
        """Tell whether the promises of the pickup ended with it; not so for a second one."""
        others = {Flag.HANDED_TWICE, Flag.CANCELLED}
        return self.entry is None or others.isdisjoint(self.entry.flags)


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


def standing_lines(*conditions: ColumnElement[bool]) -> list[Handover]:
    """Return lines of the ledger that were not undone, in ascending listing order."""
    undo = aliased(Handover)
    return list(
        session.scalars(
            select(Handover)
            .outerjoin(undo, undo.undoes_id == Handover.id)
            .where(*conditions, Handover.undoes_id.is_(None), undo.id.is_(None))
            .order_by(Handover.listing_id, Handover.id)
            .execution_options(populate_existing=True)
        )
    )


def handings(pickup_id: int) -> list[Handing]:
    """Return the hand-overs of a pickup that stand, the latest last. Three queries.

    Usually there is one at most; two when two counters off line handed over the same.
    """
    entries = {entry.key: entry for entry in standing_entries(pickup_id, EntryKind.PICKUP)}
    line_ids = session.scalars(
        select(ReservationLine.id).where(ReservationLine.pickup_id == pickup_id)
    ).all()
    lines = standing_lines(
        Handover.reservation_line_id.in_(line_ids)
        | Handover.journal_entry_id.in_([entry.id for entry in entries.values()])
    )
    by_form: dict[str, list[Handover]] = {key: [] for key in entries}
    for line in lines:
        by_form.setdefault(line.entry_key.rpartition(":")[0], []).append(line)
    found = [_handing(key, tuple(of_form), entries.get(key)) for key, of_form in by_form.items()]
    return sorted(found, key=lambda each: (each.at, each.key))


def _handing(key: str, lines: tuple[Handover, ...], entry: JournalEntry | None) -> Handing:
    if lines:
        return Handing(lines[0].at, lines[0].staff, key, lines, entry)
    if entry is None:
        raise ValueError(key)
    return Handing(happened_at(entry), entry.staff, key, (), entry)


def happened_at(entry: JournalEntry) -> datetime:
    """Return when what was noted happened, the clock of the phone put right."""
    return true_time(entry.phone_at, entry.clock_error_s, entry.received_at)


def other_handings(pickup_id: int, handed: Handing) -> list[Handing]:
    """Return the hand-overs of a pickup that stand besides one of them."""
    return [other for other in handings(pickup_id) if other.key != handed.key]


def last_handing(pickup_id: int) -> Handing | None:
    """Return the latest hand-over of a pickup that stands; None when none does."""
    return next(reversed(handings(pickup_id)), None)


def history(counter: Counter, start: datetime, end: datetime, limit: int = 60) -> list[Entry]:
    """Return what was handed over and undone in a span, the latest first. One query.

    Each line stands as staff saw it then, with the flags of the note it comes from.
    """
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
            JournalEntry.key,
            JournalEntry.flags,
            JournalEntry.note,
            JournalEntry.received_at,
        )
        .outerjoin(undo, undo.undoes_id == Handover.id)
        .outerjoin(JournalEntry, JournalEntry.id == Handover.journal_entry_id)
        .outerjoin(ReservationLine, ReservationLine.id == Handover.reservation_line_id)
        .outerjoin(
            Pickup, Pickup.id == func.coalesce(ReservationLine.pickup_id, JournalEntry.pickup_id)
        )
        .outerjoin(Reservation, Reservation.id == Pickup.reservation_id)
        .where(
            Handover.site_id.in_(counter.site_ids),
            Handover.at >= start,
            Handover.at < end,
        )
        .order_by(Handover.at.desc(), Handover.id.desc())
        .limit(limit)
    )
    found = []
    for *line, key, flags, note, received_at in session.execute(statement):
        seen = (note or {}).get("seen", {})
        found.append(Entry(*[*line, key, tuple(flags or ()), seen, received_at]))
    return found
