"""How opening hours are cut into slots. Pure functions on UTC instants.

Lengths are counted in real time, so that the night of a change of hour gives as many slots as the
site is really open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from brocante.pickups.errors import (
    NoOpeningHours,
    NoSlotFits,
    SlotEndsBeforeStart,
    SlotOutsideEdition,
    SlotOverlaps,
    TooManySlots,
)

LENGTHS_MIN = (10, 15, 20, 30, 45, 60, 90, 120)
MAX_CAPACITY = 500
MAX_SLOTS = 400
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """From one instant to a later one, both UTC; the end is not part of it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share some time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def plan_slots(openings: Iterable[Span], minutes: int) -> list[Span]:
    """Cut opening hours into slots of `minutes` each, in order.

    A rest shorter than a slot at the end of an opening is left out: nobody is expected when the
    site closes. Raises when there are no hours, when none is long enough, when there are too many.
    """
    openings = sorted(openings)
    if not openings:
        raise NoOpeningHours
    length = timedelta(minutes=minutes)
    planned = [
        Span(opening.starts_at + n * length, opening.starts_at + (n + 1) * length)
        for opening in openings
        for n in range((opening.ends_at - opening.starts_at) // length)
    ]
    if not planned:
        raise NoSlotFits
    if len(planned) > MAX_SLOTS:
        raise TooManySlots(count=len(planned), limit=MAX_SLOTS)
    return planned


def free_of(planned: Iterable[Span], existing: Iterable[Span]) -> list[Span]:
    """Return what is planned at times when there is no slot yet; slots never overlap."""
    taken = sorted(existing)
    return [span for span in planned if not any(span.overlaps(other) for other in taken)]


def check_span(span: Span) -> None:
    """A slot ends after it begins, and lasts a day at most."""
    if not timedelta(0) < span.ends_at - span.starts_at <= LONGEST:
        raise SlotEndsBeforeStart


def check_days(span: Span, days: tuple[date, date], time_zone: str) -> None:
    """A slot begins on one of the days of the edition, on its own calendar."""
    first, last = days
    if not first <= span.starts_at.astimezone(ZoneInfo(time_zone)).date() <= last:
        raise SlotOutsideEdition


def check_overlap(span: Span, existing: Iterable[Span]) -> None:
    """Two slots of a site never overlap: the crowd would come twice."""
    if any(span.overlaps(other) for other in existing):
        raise SlotOverlaps
