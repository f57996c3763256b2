"""How an import goes on, and in which of its groups a line stands: pure functions.

    waiting → reading → checking → creating → done;  refused from reading;  undoing → undone

While many lines are corrected at once, an import is correcting, then what it was before. One that
is done goes on when lines are left in it: creating may be asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum

# A worker that says nothing for so long is gone: another one takes its reading over.
LEASE = timedelta(seconds=20)
MOST_ATTEMPTS = 2
# What was read and not asked for again is forgotten after this time; so is an import's trace.
KEPT_OPEN = timedelta(days=42)
KEPT_HABIT = timedelta(days=3 * 365)
MOST_HABITS = 50
CHUNK = 100


class ImportState(StrEnum):
    """How far an import has come."""

    WAITING = "waiting"  # its file is on its way to where it waits
    READING = "reading"
    CHECKING = "checking"
    CORRECTING = "correcting"  # many lines at once
    CREATING = "creating"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"


class Origin(StrEnum):
    """How a list came in."""

    FILE = "file"
    TEXT = "text"
    SPOKEN = "spoken"


class Group(StrEnum):
    """Where a line of an import stands; each line stands in exactly one group."""

    READY = "ready"
    CHECK = "check"
    OUT = "out"
    GONE = "gone"  # a listing of an earlier import that this list no longer holds
    MADE = "made"


class Kind(StrEnum):
    """What a line is for the listings there were before."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LIKELY = "likely"  # resembles a listing: somebody must say whether it is the same


WORKING = frozenset({ImportState.WAITING, ImportState.READING})
MOVING = WORKING | {ImportState.CORRECTING, ImportState.CREATING, ImportState.UNDOING}
OPEN = MOVING | {ImportState.CHECKING}
EDITABLE = frozenset({ImportState.CHECKING, ImportState.DONE})


def group_of(
    *, is_made: bool, is_gone: bool, is_out: bool, is_open: bool, problems: Collection[object]
) -> Group:
    """Return where a line stands: `is_open` while a question of its reading has no answer."""
    if is_made:
        return Group.MADE
    if is_out:
        return Group.OUT
    if is_gone:
        return Group.GONE
    return Group.CHECK if is_open or problems else Group.READY


def open_questions(codes: Iterable[str], answered: Collection[str]) -> list[str]:
    """Return the blocking issues of a line that nothing said since has settled, each once."""
    return [code for code in dict.fromkeys(codes) if code not in answered]
