"""The day at the counter: which one is shown, and its history by visit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from brocante.core import clock
from brocante.counter.counters import Counter
from brocante.counter.ledger import Entry
from brocante.counter.models import HandoverKind
from brocante.counter.queries import next_slot_start


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the calendar of an edition, with its bounds as instants."""

    day: date
    start: datetime
    end: datetime


@dataclass(slots=True)
class Visit:
    """What one form did: lines handed over, or taken back, together."""

    at: datetime
    staff: str
    pickup_id: int | None
    ticket_code: str | None
    is_undo: bool
    was_undone: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def cents(self) -> int:
        """What was paid, TTC; negative when taken back."""
        return sum(entry.amount_cents for entry in self.entries)

    @property
    def flags(self) -> tuple[str, ...]:
        """What people should know about the note it comes from."""
        return self.entries[0].flags

    @property
    def seen_state(self) -> str | None:
        """What the phone showed of the ticket when it was tapped; None for what was on line."""
        state: str | None = self.entries[0].seen.get("state")
        return state

    @property
    def seen_from(self) -> datetime | None:
        """When the data were fetched that the phone showed."""
        fetched = self.entries[0].seen.get("data_from")
        return datetime.fromisoformat(fetched) if fetched else None

    @property
    def sale_id(self) -> int | None:
        """The line to undo, if this was a sale on the spot that stands."""
        first = self.entries[0]
        stands = not self.is_undo and not self.was_undone
        return first.id if stands and first.kind is HandoverKind.WALK_IN else None


def day_of(instant: datetime, time_zone: str) -> Day:
    """Return the day of an instant; 23 or 25 hours long when the clocks change."""
    day = clock.to_local(instant, time_zone).date()
    return Day(day, *bounds_of(day, time_zone))


def bounds_of(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """Return the first instant of a day and the first of the next."""
    start, end = (
        clock.to_utc(datetime.combine(each, time()), time_zone)
        for each in (day, day + timedelta(days=1))
    )
    return start, end


def day_to_show(counter: Counter, now: datetime, time_zone: str) -> Day:
    """Return today when the counter has slots today or none to come, else the next day with one."""
    today = day_of(now, time_zone)
    coming = next_slot_start(counter, today.start)
    return day_of(coming, time_zone) if coming is not None else today


def join_visits(entries: Iterable[Entry]) -> list[Visit]:
    """Join the lines one form made, in the order given."""
    visits: list[Visit] = []
    for entry in entries:
        last = visits[-1] if visits else None
        is_undo = entry.undoes_id is not None
        same = (
            last is not None
            and entry.pickup_id is not None
            and (last.pickup_id, last.at, last.is_undo) == (entry.pickup_id, entry.at, is_undo)
            and last.entries[0].entry_key == entry.entry_key
        )
        if last is None or not same:
            last = Visit(
                entry.at,
                entry.staff,
                entry.pickup_id,
                entry.ticket_code,
                is_undo=is_undo,
                was_undone=entry.undone_by_id is not None,
            )
            visits.append(last)
        last.entries.append(entry)
    return visits
