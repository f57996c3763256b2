"""The only source of time. Everything stored is UTC; zones belong to editions (R5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretending(instant: datetime) -> Iterator[None]:
    """Let it be another instant: for the demonstration alone, whose past must obey the rules."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)


def today(time_zone: str) -> date:
    """Return the current day on the calendar of `time_zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def to_utc(local: datetime, time_zone: str) -> datetime:
    """Return the instant of a wall-clock time of `time_zone`.

    A time that occurs twice (October) is the first one; one that is skipped (March) is moved
    forward by the length of the gap, as a person who arrives then would experience it.
    """
    return local.replace(tzinfo=ZoneInfo(time_zone), fold=0).astimezone(UTC)


def to_local(instant: datetime, time_zone: str) -> datetime:
    """Return `instant` on the wall clock of `time_zone`."""
    return instant.astimezone(ZoneInfo(time_zone))
