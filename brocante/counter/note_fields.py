"""Single values of a note as a phone sends them, and its clock put right. Pure."""

import re
from datetime import UTC, datetime, timedelta

# How long before its arrival a note may say something happened.
LONGEST_OFFLINE = timedelta(days=7)

_KEY = re.compile(r"[A-Za-z0-9_-]{22,40}")
_YEARS = range(1900, 2200)
_MOST_ERROR_S = 2**31 - 1


def is_key(sent: object) -> bool:
    """Tell whether something is a number a phone makes for a note."""
    return isinstance(sent, str) and _KEY.fullmatch(sent) is not None


def read_time(sent: object) -> datetime | None:
    """Return an instant in UTC; None for everything else, also for a time without its zone."""
    if not isinstance(sent, str) or len(sent) > 40:
        return None
    try:
        found = datetime.fromisoformat(sent)
        if found.tzinfo is None or found.year not in _YEARS:
            return None
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_whole(sent: object, *, least: int = 0, most: int) -> int | None:
    """Return a whole number within bounds; None for everything else (1.0 and true are none)."""
    if isinstance(sent, bool) or not isinstance(sent, int):
        return None
    return sent if least <= sent <= most else None


def clock_error(phone_time: datetime, received_at: datetime) -> int:
    """Return how many seconds the clock of a phone is ahead; negative when it is behind."""
    seconds = round((phone_time - received_at).total_seconds())
    return max(-_MOST_ERROR_S, min(_MOST_ERROR_S, seconds))


def true_time(phone_at: datetime, error_s: int, received_at: datetime) -> datetime:
    """Return when something happened: as the phone says, its clock put right.

    Never after it was received, and at most seven days before.
    """
    meant = phone_at - timedelta(seconds=error_s)
    return min(received_at, max(received_at - LONGEST_OFFLINE, meant))
