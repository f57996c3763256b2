"""Reserving: the form, the stock, the places and the letter in one unit of work.

The row of the reservation comes first: its form key is unique, so that the same form sent twice
waits for itself and finds its own ticket. Then stock in ascending listing order, then places in
ascending slot order: two units can never wait for each other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, update

from brocante.catalogue import stock
from brocante.core import clock
from brocante.core.codes import new_code, new_token
from brocante.core.db import dialect_insert, run, session
from brocante.core.errors import NotFound
from brocante.core.text import fold
from brocante.core.transaction import transactional
from brocante.core.units import ZERO, Quantity
from brocante.editions.models import Edition
from brocante.editions.rules import reservations_are_open
from brocante.pickups.places import take_place
from brocante.pickups.queries import Slot, slots_by_id
from brocante.reservations import emails
from brocante.reservations.errors import (
    EverythingGone,
    FormUsed,
    ReservationsClosed,
    SlotGone,
    SlotMissing,
)
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine
from brocante.reservations.queries import (
    Offered,
    count_live,
    left_of,
    offered,
    opening_for,
    ticket_of,
)
from brocante.reservations.rules import (
    Order,
    Visitor,
    check_asked,
    check_contact,
    check_live_reservations,
    check_reservations_of_browser,
    check_size,
)

# After the last day of an edition, how long names, numbers and addresses of visitors are kept.
KEPT_DAYS = 42
_CODE_TRIES = 5
# Built once: every reservation runs them.
_ADD_PICKUPS = insert(Pickup).returning(Pickup.site_id, Pickup.id)
_ADD_LINES = insert(ReservationLine)


@cache
def _claim_row(database: str) -> Any:
    new = dialect_insert(database)(Reservation)
    return new.on_conflict_do_nothing().returning(Reservation.id)


@dataclass(frozen=True, slots=True)
class Granted:
    """A listing somebody asked for, and how much of it is theirs now; maybe nothing."""

    offer: Offered
    asked: Quantity
    quantity: Quantity


@transactional
def reserve(
    visitor: Visitor, edition_id: int, order: Order, earlier_tickets: Collection[str] = ()
) -> str:
    """Reserve what is asked, and return the token of the ticket.

    `earlier_tickets` are those known to the visitor's browser; too many that still stand raise
    TooManyOnDevice, as too many with one number or address raise TooManyReservations.

    The same form again returns the same ticket; with other content it raises FormUsed. What went
    to somebody else meanwhile is left out or reduced, and the ticket says so; when nothing is
    left, or a time is no longer free, nothing is stored and the refusal says which.
    """
    check_contact(visitor)
    check_size(order)
    now = clock.now()
    claimed = _claim(visitor, edition_id, order, now)
    if claimed is None:
        return _earlier(visitor, order)
    reservation_id, token = claimed
    opening = opening_for(edition_id, visitor.phone, visitor.email)
    if opening is None or not reservations_are_open(opening, now):
        raise ReservationsClosed
    check_live_reservations(opening.live - 1)
    check_reservations_of_browser(count_live(edition_id, earlier_tickets))
    offers = offered(edition_id, order.lines.keys())
    slots = _chosen_slots(offers, order.slots, now)
    granted = _take_stock(offers, order.lines)
    _take_places(granted, slots)
    _store_pickups(reservation_id, granted, slots)
    if visitor.email:
        _write_confirmation(reservation_id, edition_id)
    return token


def _claim(
    visitor: Visitor, edition_id: int, order: Order, now: datetime
) -> tuple[int, str] | None:
    """Store the reservation; None when its form was used before. A code taken is drawn again."""
    kind = session.get_bind().dialect.name
    for _ in range(_CODE_TRIES):
        token = new_token()
        values = {
            "edition_id": edition_id,
            "token": token,
            "code": new_code(),
            "form_key": order.form_key,
            "form_digest": order.digest(visitor),
            "name": visitor.name,
            "folded_name": fold(visitor.name)[:120],
            "phone": visitor.phone,
            "email": visitor.email,
            "vehicle": visitor.vehicle,
            "commune_code": visitor.commune_code,
            "language": visitor.language,
            "created_at": now,
        }
        new_id = run(_claim_row(kind), values).scalar()
        if new_id is not None:
            return new_id, token
        if _form_is_known(order.form_key):
            return None
    raise RuntimeError("no free ticket code was found")


def _form_is_known(form_key: str) -> bool:
    found = select(Reservation.id).where(Reservation.form_key == form_key)
    return session.scalar(found) is not None


def _earlier(visitor: Visitor, order: Order) -> str:
    """Return the ticket a form made before, if it said the same."""
    row = session.execute(
        select(Reservation.token, Reservation.form_digest).where(
            Reservation.form_key == order.form_key
        )
    ).one()
    if row.form_digest != order.digest(visitor):
        raise FormUsed
    return str(row.token)


def _chosen_slots(
    offers: list[Offered], chosen: Mapping[int, int], now: datetime
) -> dict[int, Slot]:
    """Return the slot chosen for each site concerned: of that site, to come, open."""
    found = slots_by_id([chosen[o.site_id] for o in offers if o.site_id in chosen])
    slots = {}
    for offer in offers:
        if offer.site_id in slots:
            continue
        field = f"slot-{offer.site_id}"
        slot = found.get(chosen.get(offer.site_id, 0))
        if slot is None or slot.site_id != offer.site_id:
            raise SlotMissing(site=offer.company_name, field=field)
        if slot.starts_at <= now or not slot.is_open:
            raise SlotGone(site=offer.company_name, field=field)
        slots[offer.site_id] = slot
    return slots


def _take_stock(offers: list[Offered], lines: Mapping[str, Quantity]) -> list[Granted]:
    """Promise what is asked, or what is left of it, in ascending listing order."""
    granted = [
        Granted(offer, lines[offer.code], _take(offer, lines[offer.code]))
        for offer in sorted(offers, key=lambda o: o.id)
    ]
    if not any(line.quantity for line in granted):
        raise EverythingGone
    return granted


def _take(offer: Offered, asked: Quantity) -> Quantity:
    """Promise `asked` of a listing, else all that is left; return how much."""
    check_asked(offer.title, asked, offer.available, offer.smallest, sold_whole=offer.sold_whole)
    if stock.reserve(offer.id, asked):
        return asked
    # Nobody else changes the stock row from here on: what is left now can be promised.
    stock.lock_stock(offer.id)
    rest = min(asked, left_of(offer.id))
    return rest if rest > ZERO and stock.reserve(offer.id, rest) else ZERO


def _take_places(granted: list[Granted], slots: dict[int, Slot]) -> None:
    """Take a place at every site where something is reserved."""
    names = {line.offer.site_id: line.offer.company_name for line in granted if line.quantity}
    for slot in sorted(slots.values(), key=lambda s: s.id):
        if slot.site_id in names and not take_place(slot.id):
            raise SlotGone(site=names[slot.site_id], field=f"slot-{slot.site_id}")


def _store_pickups(reservation_id: int, granted: list[Granted], slots: dict[int, Slot]) -> None:
    """Store pickups and lines. Where nothing was left, a pickup called off says what was asked."""
    sites = sorted({line.offer.site_id for line in granted})
    busy = {line.offer.site_id for line in granted if line.quantity}
    pickups = run(
        _ADD_PICKUPS,
        [
            {
                "reservation_id": reservation_id,
                "site_id": site_id,
                "slot_id": slots[site_id].id,
                "state": PickupState.BOOKED if site_id in busy else PickupState.CANCELLED,
            }
            for site_id in sites
        ],
    )
    ids = {row.site_id: row.id for row in pickups}
    run(
        _ADD_LINES,
        [
            {
                "pickup_id": ids[line.offer.site_id],
                "listing_id": line.offer.id,
                "asked": line.asked,
                "reserved": line.quantity,
                "handed_over": ZERO,
                "title": line.offer.title,
                "unit": line.offer.unit,
                "price_kind": line.offer.price_kind,
                "price_cents": line.offer.price_cents,
            }
            for line in granted
        ],
    )


def _write_confirmation(reservation_id: int, edition_id: int) -> None:
    ticket, edition = ticket_of(reservation_id), session.get(Edition, edition_id)
    if ticket is None or edition is None:
        raise NotFound
    emails.send_confirmation(ticket, edition)


@transactional
def purge(days: int = KEPT_DAYS) -> int:
    """Erase who visitors were, `days` after the last day of their edition; return how many.

    What was reserved and collected stays, without a person: name, telephone, e-mail address,
    their hash and the address of the ticket are gone.
    """
    now = clock.now()
    last_day = (now - timedelta(days=days)).date()
    old = select(Edition.id).where(Edition.ends_on < last_day)
    erased = session.execute(
        update(Reservation)
        .where(Reservation.edition_id.in_(old), Reservation.erased_at.is_(None))
        .values(
            name="",
            folded_name="",
            phone=None,
            email=None,
            form_digest="",
            token=literal("erased-").concat(cast(Reservation.id, String)),
            erased_at=now,
        )
        .returning(Reservation.id)
        .execution_options(synchronize_session=False)
    )
    return len(erased.all())
