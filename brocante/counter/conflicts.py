"""Notes of counters that somebody should look at: flagged, refused, or without what they undo."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, select

from brocante.catalogue.models import Listing
from brocante.companies.models import Company, Site
from brocante.core.db import session
from brocante.counter.entries import is_undone
from brocante.counter.models import EntryKind, EntryState, JournalEntry
from brocante.counter.note_fields import true_time
from brocante.counter.rules import Flag
from brocante.reservations.models import Pickup, Reservation

MOST = 200
# A phone whose clock is wrong raises this with every note; all else would drown in it.
_ONLY_CLOCK = json.dumps([Flag.CLOCK])
_TO_SEE = (EntryState.FLAGGED, EntryState.REFUSED, EntryState.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A note with what people need to understand it. `at` is the phone's time put right."""

    key: str
    kind: EntryKind
    state: EntryState
    flags: tuple[str, ...]
    reason: str | None
    staff: str
    at: datetime
    phone_at: datetime
    received_at: datetime
    company: str
    site_name: str
    pickup_id: int | None
    ticket_code: str | None
    title: str | None


def conflicts(site_ids: Collection[int], limit: int = MOST) -> list[Conflict]:
    """Return what nobody has settled yet at some sites, the latest first. One query.

    What was taken back since needs nobody any more.
    """
    rows = session.execute(
        select(JournalEntry, Company.name, Site.name, Reservation.code, Listing.title)
        .join(Site, Site.id == JournalEntry.site_id)
        .join(Company, Company.id == Site.company_id)
        .outerjoin(Pickup, Pickup.id == JournalEntry.pickup_id)
        .outerjoin(Reservation, Reservation.id == Pickup.reservation_id)
        .outerjoin(Listing, Listing.id == JournalEntry.listing_id)
        .where(
            JournalEntry.site_id.in_(site_ids),
            JournalEntry.state.in_(_TO_SEE),
            JournalEntry.settled_at.is_(None),
            cast(JournalEntry.flags, Text) != _ONLY_CLOCK,
            ~is_undone(),
        )
        .order_by(JournalEntry.id.desc())
        .limit(limit)
    )
    return [
        Conflict(
            key=entry.key,
            kind=entry.kind,
            state=entry.state,
            flags=tuple(entry.flags),
            reason=entry.note.get("reason"),
            staff=entry.staff,
            at=true_time(entry.phone_at, entry.clock_error_s, entry.received_at),
            phone_at=entry.phone_at,
            received_at=entry.received_at,
            company=company,
            site_name=site_name,
            pickup_id=entry.pickup_id,
            ticket_code=code,
            title=title,
        )
        for entry, company, site_name, code, title in rows
    ]
