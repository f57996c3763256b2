"""Reads of the journal: what counters noted, what still stands, what waits."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from brocante.companies.models import Site
from brocante.core.db import session
from brocante.counter.models import EntryKind, EntryState, Handover, JournalEntry

# What a note of these states says has its effect.
EFFECTIVE = (EntryState.APPLIED, EntryState.FLAGGED)


def is_undone(entry: type[JournalEntry] = JournalEntry) -> ColumnElement[bool]:
    """Return the condition that a note was taken back."""
    undo = aliased(JournalEntry)
    return exists().where(
        undo.undoes_key == entry.key, undo.kind == EntryKind.UNDO, undo.state.in_(EFFECTIVE)
    )


def stands(entry: type[JournalEntry] = JournalEntry) -> ColumnElement[bool]:
    """Return the condition that a note had its effect and was not taken back."""
    return entry.state.in_(EFFECTIVE) & ~is_undone(entry)


def standing_entries(pickup_id: int, kind: EntryKind) -> list[JournalEntry]:
    """Return the notes of one kind about a pickup that stand, in the order they arrived."""
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.pickup_id == pickup_id, JournalEntry.kind == kind, stands())
            .order_by(JournalEntry.id)
        )
    )


def standing_others(entry: JournalEntry) -> list[JournalEntry]:
    """Return the notes of the same kind about the same pickup that stand besides one."""
    if entry.pickup_id is None:
        return []
    found = standing_entries(entry.pickup_id, entry.kind)
    return [other for other in found if other.id != entry.id]


def entry_by_key(key: str, site_ids: Collection[int]) -> JournalEntry | None:
    """Return a note made at one of these sites."""
    return session.scalars(
        select(JournalEntry).where(JournalEntry.key == key, JournalEntry.site_id.in_(site_ids))
    ).one_or_none()


def entry_of_any_site(key: str) -> JournalEntry | None:
    """Return a note by its key, wherever it was made."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.key == key)
        .execution_options(populate_existing=True)
    ).one_or_none()


def entry_of(line: Handover) -> JournalEntry | None:
    """Return the note a line of the ledger comes from."""
    if line.journal_entry_id is None:
        return None
    return session.get(JournalEntry, line.journal_entry_id)


def entry_stands(entry: JournalEntry) -> bool:
    """Tell whether a note had its effect and was not taken back."""
    found = session.scalar(select(JournalEntry.id).where(JournalEntry.id == entry.id, stands()))
    return found is not None


def waiting_undos(key: str, site_id: int) -> list[JournalEntry]:
    """Return the undos that came before the note they take back."""
    return list(
        session.scalars(
            select(JournalEntry)
            .where(
                JournalEntry.undoes_key == key,
                JournalEntry.site_id == site_id,
                JournalEntry.kind == EntryKind.UNDO,
                JournalEntry.state == EntryState.KEPT,
            )
            .order_by(JournalEntry.id)
        )
    )


def entries_of_keys(keys: Collection[str], site_id: int) -> dict[str, JournalEntry]:
    """Return some notes of a site by key."""
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.key.in_(keys), JournalEntry.site_id == site_id)
    )
    return {entry.key: entry for entry in rows}


def hold_site(site_id: int) -> None:
    """Let the notes of one site follow each other: an undo must see what it takes back.

    The weaker lock: reservations that only refer to the site do not wait for it.
    """
    session.execute(select(Site.id).where(Site.id == site_id).with_for_update(key_share=True))
