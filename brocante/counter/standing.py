"""Whether a link to a counter works now, and the phones on which it was started. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from brocante.core import clock
from brocante.counter.errors import AccessDatesReversed, AccessNameMissing
from brocante.editions.rules import EditionState

# Counters may be tried out well before the edition, and keyed in for a week after it.
MOST_DAYS = 60
MOST_NAME = 60


class Standing(StrEnum):
    """Where a link, or a phone it was started on, stands."""

    OPEN = "open"
    SOON = "soon"
    OVER = "over"
    REVOKED = "revoked"
    CLOSED = "closed"  # on this phone, by whoever held it
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a link works, as instants."""

    opens_at: datetime
    ends_at: datetime


def standing(
    span: Span,
    now: datetime,
    state: EditionState,
    *,
    revoked: bool = False,
    closed: bool = False,
) -> Standing:
    """Return where a link stands at a moment; what people did comes before what the clock says."""
    if revoked:
        return Standing.REVOKED
    if state is EditionState.ARCHIVED:
        return Standing.ARCHIVED
    if closed:
        return Standing.CLOSED
    if now >= span.ends_at:
        return Standing.OVER
    return Standing.SOON if now < span.opens_at else Standing.OPEN


def span_of_days(first: date, last: date, time_zone: str) -> Span:
    """Return the span from the first moment of a day to the last of another.

    Raises AccessDatesReversed for days in the wrong order, or more than any edition needs.
    """
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        raise AccessDatesReversed(days=MOST_DAYS)
    begin, end = (
        clock.to_utc(datetime.combine(day, time()), time_zone)
        for day in (first, last + timedelta(days=1))
    )
    return Span(begin, end)


def usual_days(starts_on: date, ends_on: date) -> tuple[date, date]:
    """Return the days a link works unless somebody says otherwise: from the eve on."""
    return starts_on - timedelta(days=1), ends_on


def check_name(name: str) -> str:
    """Return the name of a counter, without blanks around. Raises AccessNameMissing."""
    name = " ".join(name.split())[:MOST_NAME]
    if not name:
        raise AccessNameMissing
    return name
