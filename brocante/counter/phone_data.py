"""What a phone takes with it: its site's pickups, lines and listings, and nobody's number.

Plain data for JSON: times ISO 8601 in UTC, quantities integer thousandths, money integer cents TTC.
A constant number of queries, however many come.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import aliased

from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.rules import PriceKind
from brocante.core.db import session
from brocante.core.vehicles import Vehicle
from brocante.counter.entries import stands
from brocante.counter.models import EntryKind, Handover, JournalEntry
from brocante.counter.phones import Phone
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import (
    Pickup,
    PickupState,
    Reservation,
    ReservationLine,
)

PROTOCOL = 1
# A phone finds a scanned ticket by so many hexadecimal digits of its token's hash.
KEY_DIGITS = 24

Row = dict[str, Any]


def ticket_key(token: str) -> str:
    """Return under which name a phone knows a ticket: it opens nothing."""
    return hashlib.sha256(token.lower().encode()).hexdigest()[:KEY_DIGITS]


def iso(instant: datetime) -> str:
    """Return an instant as JSON holds it."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def data_of(phone: Phone, edition: Edition, vehicle_word: Callable[[Vehicle], str]) -> Row:
    """Return all a phone holds of its site; `vehicle_word` says a vehicle in its language."""
    link = phone.link
    pickups = _pickups(link.site_id, vehicle_word)
    return {
        "protocol": PROTOCOL,
        "access": {"name": link.name, "ends_at": iso(link.ends_at)},
        "edition": {"name": edition.name, "slug": edition.slug, "time_zone": edition.time_zone},
        "site": {
            "id": link.site_id,
            "name": link.site_name,
            "commune": link.commune,
            "company": link.company_name,
        },
        "slots": _slots(link.site_id),
        "pickups": pickups,
        "listings": _listings(link.company_id, link.edition_id, link.site_id),
    }


def _slots(site_id: int) -> list[Row]:
    rows = session.execute(
        select(PickupSlot.id, PickupSlot.starts_at, PickupSlot.ends_at)
        .where(PickupSlot.site_id == site_id)
        .order_by(PickupSlot.starts_at, PickupSlot.id)
    )
    return [{"id": id_, "starts_at": iso(start), "ends_at": iso(end)} for id_, start, end in rows]


def _pickups(site_id: int, vehicle_word: Callable[[Vehicle], str]) -> list[Row]:
    lines, ends = _lines(site_id), _ends(site_id)
    rows = session.execute(
        select(
            Pickup.id,
            Pickup.slot_id,
            Pickup.state,
            Pickup.done_at,
            Reservation.code,
            Reservation.name,
            Reservation.token,
            Reservation.vehicle,
        )
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .where(Pickup.site_id == site_id, Reservation.erased_at.is_(None))
        .order_by(Pickup.id)
    )
    pickups = []
    for id_, slot, state, done_at, code, name, token, vehicle in rows:
        by, entry = ends.get((id_, state), (None, None))
        pickups.append(
            {
                "id": id_,
                "code": code,
                "name": name,
                "key": ticket_key(token),
                "slot": slot,
                "state": state,
                "vehicle": vehicle_word(vehicle),
                "done_at": iso(done_at) if done_at else None,
                "done_by": by,
                "done_entry": entry,
                "lines": lines.get(id_, []),
            }
        )
    return pickups


def _lines(site_id: int) -> dict[int, list[Row]]:
    rows = session.execute(
        select(
            ReservationLine.pickup_id,
            ReservationLine.id,
            ReservationLine.listing_id,
            ReservationLine.title,
            ReservationLine.unit,
            ReservationLine.asked,
            ReservationLine.reserved,
            ReservationLine.handed_over,
            ReservationLine.price_kind,
            ReservationLine.price_cents,
        )
        .join(Pickup, Pickup.id == ReservationLine.pickup_id)
        .where(Pickup.site_id == site_id)
        .order_by(ReservationLine.id)
    )
    lines: dict[int, list[Row]] = {}
    for pickup_id, id_, listing, title, unit, asked, reserved, gone, kind, cents in rows:
        lines.setdefault(pickup_id, []).append(
            {
                "id": id_,
                "listing": listing,
                "title": title,
                "unit": unit,
                "asked": asked.thousandths,
                "reserved": reserved.thousandths,
                "handed_over": gone.thousandths,
                "price_kind": kind,
                "price_cents": cents,
            }
        )
    return lines


def _ends(site_id: int) -> dict[tuple[int, PickupState], tuple[str, str | None]]:
    """Return who ended a pickup, by its state, and by which note, so that any phone may undo it."""
    undo = aliased(Handover)
    ends: dict[tuple[int, PickupState], tuple[str, str | None]] = {}
    rows = session.execute(
        select(ReservationLine.pickup_id, Handover.staff, JournalEntry.key)
        .join(ReservationLine, ReservationLine.id == Handover.reservation_line_id)
        .outerjoin(undo, undo.undoes_id == Handover.id)
        .outerjoin(JournalEntry, JournalEntry.id == Handover.journal_entry_id)
        .where(Handover.site_id == site_id, Handover.undoes_id.is_(None), undo.id.is_(None))
        .order_by(Handover.id)
    )
    for pickup_id, staff, key in rows:
        ends[pickup_id, PickupState.DONE] = (staff, key)
    state_of = {EntryKind.PICKUP: PickupState.DONE, EntryKind.RELEASE: PickupState.NO_SHOW}
    notes = session.execute(
        select(JournalEntry.pickup_id, JournalEntry.kind, JournalEntry.staff, JournalEntry.key)
        .where(JournalEntry.site_id == site_id, JournalEntry.kind.in_(state_of), stands())
        .order_by(JournalEntry.id)
    )
    for noted, kind, staff, key in notes:
        if noted is not None:
            ends.setdefault((noted, state_of[kind]), (staff, key))
    return ends


def _listings(company_id: int, edition_id: int, site_id: int) -> list[Row]:
    rows = session.execute(
        select(
            Listing.id,
            Listing.code,
            Listing.title,
            Listing.unit,
            Listing.smallest,
            Listing.indivisible,
            Listing.price_kind,
            Listing.price_cents,
            Listing.location,
            Listing.condition,
            Listing.defect,
            ListingStock.quantity,
            ListingStock.reserved,
            ListingStock.handed_over,
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .where(
            Listing.company_id == company_id,
            Listing.edition_id == edition_id,
            Listing.site_id == site_id,
            Listing.state != ListingState.DRAFT,
            Listing.family.is_not(None),
        )
        .order_by(Listing.id)
    )
    return [_listing(row) for row in rows.mappings()]


def _listing(row: RowMapping) -> Row:
    unit, price_kind = row["unit"], row["price_kind"]
    is_whole = row["indivisible"] or price_kind is PriceKind.LOT
    present = row["quantity"] - row["handed_over"]
    as_is = ("id", "code", "title", "price_cents", "location", "defect")
    amounts = ("smallest", "quantity", "reserved", "handed_over")
    return {
        **{name: row[name] for name in as_is},
        **{name: row[name].thousandths for name in amounts},
        "unit": unit,
        "measured": unit.is_measured,
        "usual": (present if is_whole else row["smallest"]).thousandths,
        "price_kind": price_kind,
        "condition": row["condition"],
    }
