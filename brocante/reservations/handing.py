"""What the counter does with reservations: find a pickup, hand over its lines, undo.

Everything that writes runs inside a @transactional unit of the counter, which writes the ledger.
A unit holds its pickups first (`hold_pickups`), then goes through their lines in ascending listing
order: so does every change a visitor makes. Reads are limited to the sites of those who ask (R6).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, update

from brocante.catalogue import stock
from brocante.companies.models import Site
from brocante.core import clock
from brocante.core.codes import is_code, read_code
from brocante.core.db import session
from brocante.core.text import fold, parts
from brocante.core.units import ZERO, Quantity
from brocante.pickups.models import PickupSlot
from brocante.reservations.changes import hold_pickups
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine
from brocante.reservations.queries import expected
from brocante.reservations.rules import name_begins
from brocante.reservations.tickets import Expected

__all__ = [
    "Elsewhere",
    "close_pickup",
    "find_elsewhere",
    "find_pickups",
    "hold_pickups",
    "mark_no_show",
    "pickup_for_counter",
    "pickups_between",
    "pickups_of_slot",
    "record_further",
    "record_handed",
    "reopen_pickup",
    "reopen_released",
    "restore_line",
    "take_back_further",
]

_TICKETS = "/r/"
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where and when a ticket is expected: nothing about the person. The time is UTC."""

    site_name: str
    commune: str
    starts_at: datetime
    state: PickupState


def find_pickups(site_ids: Collection[int], text: str, limit: int = 20) -> list[Expected]:
    """Return the pickups at some sites by scanned address, token, code or beginning of a name.

    Names match by the beginning of any word, without accents, capitals, hyphens and apostrophes.
    Empty for an empty text: a full list would show everybody's name.
    """
    matches = _ticket_matches(text)
    if _TICKETS not in text:
        matches.append(Reservation.id.in_(_named(site_ids, fold(text))))
    return expected(
        Pickup.site_id.in_(site_ids),
        Reservation.erased_at.is_(None),
        or_(false(), *matches),
        limit=limit,
    )


def find_elsewhere(edition_id: int, text: str, site_ids: Collection[int]) -> list[Elsewhere]:
    """Return where a ticket, given by address, token or code, is expected but at these sites."""
    rows = session.execute(
        select(Site.name, Site.commune, PickupSlot.starts_at, Pickup.state)
        .join(Pickup, Pickup.site_id == Site.id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .where(
            Reservation.edition_id == edition_id,
            Reservation.erased_at.is_(None),
            or_(false(), *_ticket_matches(text)),
            Site.id.not_in(site_ids),
        )
        .order_by(PickupSlot.starts_at, Pickup.id)
    )
    return [Elsewhere(*row) for row in rows]


def _named(site_ids: Collection[int], name: str) -> list[int]:
    """Return the reservations at some sites whose name, or a word of it, begins so."""
    if len("".join(parts(name))) < _SHORTEST_NAME:
        return []
    rows = session.execute(
        select(Reservation.id, Reservation.folded_name)
        .join(Pickup, Pickup.reservation_id == Reservation.id)
        .where(Pickup.site_id.in_(site_ids), Reservation.erased_at.is_(None))
    )
    return [row[0] for row in rows if name_begins(name, row[1])]


def _ticket_matches(text: str) -> list[ColumnElement[bool]]:
    token = text.strip().partition(_TICKETS)[2] or text.strip()
    token = token.split("?")[0].split("#")[0].strip("/")
    code = read_code(text)
    matches: list[ColumnElement[bool]] = [Reservation.token == token] if token else []
    return [*matches, Reservation.code == code] if is_code(code) else matches


def pickup_for_counter(
    pickup_id: int, site_ids: Collection[int], *, also_erased: bool = False
) -> Expected | None:
    """Return a pickup at one of these sites; None when it is not there."""
    present = [] if also_erased else [Reservation.erased_at.is_(None)]
    found = expected(Pickup.id == pickup_id, Pickup.site_id.in_(site_ids), *present)
    return found[0] if found else None


def pickups_of_slot(slot_id: int, site_ids: Collection[int]) -> list[Expected]:
    """Return everybody expected in a slot of one of these sites; called off ones are left out."""
    return expected(
        Pickup.slot_id == slot_id,
        Pickup.site_id.in_(site_ids),
        Pickup.state != PickupState.CANCELLED,
        Reservation.erased_at.is_(None),
        limit=1_000,
    )


def pickups_between(
    site_ids: Collection[int], start: datetime, end: datetime, limit: int = 2_000
) -> list[Expected]:
    """Return everybody still expected at some sites in a span, by slot and name."""
    found = expected(
        Pickup.site_id.in_(site_ids),
        PickupSlot.starts_at >= start,
        PickupSlot.starts_at < end,
        Pickup.state != PickupState.CANCELLED,
        Reservation.erased_at.is_(None),
        limit=limit,
    )
    return sorted(found, key=lambda one: (one.stop.starts_at, one.stop.site_name, one.name))


@dataclass(frozen=True, slots=True)
class _Held:
    """A line whose pickup this unit holds."""

    id: int
    listing_id: int
    state: PickupState
    asked: Quantity
    reserved: Quantity
    handed_over: Quantity


def _lines(*conditions: ColumnElement[bool]) -> list[_Held]:
    """Hold the pickups concerned, then return their lines in ascending listing order."""
    statement = (
        select(
            ReservationLine.id,
            ReservationLine.listing_id,
            Pickup.state,
            ReservationLine.asked,
            ReservationLine.reserved,
            ReservationLine.handed_over,
        )
        .join(Pickup, Pickup.id == ReservationLine.pickup_id)
        .where(*conditions)
        .order_by(ReservationLine.listing_id)
    )
    hold_pickups(session.scalars(statement.with_only_columns(Pickup.id).distinct().order_by(None)))
    return [_Held(*row) for row in session.execute(statement)]


def record_handed(line_id: int, quantity: Quantity) -> bool:
    """End the promise of a line: `quantity` leaves, maybe none, and the rest is free again.

    More than promised is possible while that much is left. False, and nothing changed, when it is
    not, or when the pickup is not open.
    """
    for line in _lines(ReservationLine.id == line_id):
        if line.state is not PickupState.BOOKED or quantity < ZERO:
            return False
        if not stock.hand_over_reserved(line.listing_id, quantity, line.reserved):
            return False
        # `asked` keeps what was promised, for an undo.
        _write(line.id, line.reserved, ZERO, line.handed_over + quantity)
        return True
    return False


def record_further(line_id: int, quantity: Quantity) -> bool:
    """Note that `quantity` left for a line once more, after its pickup was done.

    False, and nothing changed, when that much is not free or the pickup is not done.
    """
    for line in _lines(ReservationLine.id == line_id):
        if line.state is not PickupState.DONE or quantity < ZERO:
            return False
        if not stock.hand_over_free(line.listing_id, quantity):
            return False
        _write(line.id, line.asked, line.reserved, line.handed_over + quantity)
        return True
    return False


def take_back_further(line_id: int, quantity: Quantity) -> bool:
    """Undo one of several hand-overs of a line: `quantity` is free again, its pickup stays done.

    False, and nothing changed, when less was handed over.
    """
    for line in _lines(ReservationLine.id == line_id):
        if line.handed_over < quantity or not stock.undo_hand_over(line.listing_id, quantity):
            return False
        _write(line.id, line.asked, line.reserved, line.handed_over - quantity)
        return True
    return False


def restore_line(line_id: int, quantity: Quantity) -> bool:
    """Undo a hand-over of `quantity`: it is promised again, and the rest as far as still free.

    False, and nothing changed, when less was handed over. Reopen the pickup first.
    """
    for line in _lines(ReservationLine.id == line_id):
        after = line.handed_over - quantity
        if line.state is not PickupState.BOOKED or after < ZERO:
            return False
        promise = max(ZERO, line.asked - line.reserved - after)
        for back in (promise, min(promise, quantity)):
            if stock.undo_hand_over(line.listing_id, quantity, back):
                _write(line.id, line.asked, line.reserved + back, after)
                return True
    return False


def close_pickup(pickup_id: int, done_at: datetime | None = None) -> bool:
    """Note that a site is done with a pickup; False when it was not open or goods still wait.

    `done_at` is now unless it was noted earlier.
    """
    if any(line.reserved for line in _lines(Pickup.id == pickup_id)):
        return False
    return _move(pickup_id, {PickupState.BOOKED}, PickupState.DONE, done_at)


def mark_no_show(pickup_id: int, done_at: datetime | None = None) -> bool:
    """Note that nobody came: what was promised is free again; False when it was not open."""
    lines = _lines(Pickup.id == pickup_id)
    if any(line.handed_over for line in lines):
        return False
    if not _move(pickup_id, {PickupState.BOOKED}, PickupState.NO_SHOW, done_at):
        return False
    for line in lines:
        if line.reserved:
            stock.release(line.listing_id, line.reserved)
        _write(line.id, line.reserved, ZERO, ZERO)
    return True


def reopen_pickup(pickup_id: int) -> bool:
    """Open a pickup again that was done or missed; False when it was neither.

    What a missed pickup was promised is promised again as far as still free.
    """
    lines = _lines(Pickup.id == pickup_id)
    missed = any(line.state is PickupState.NO_SHOW for line in lines)
    if not _move(pickup_id, {PickupState.DONE, PickupState.NO_SHOW}, PickupState.BOOKED):
        return False
    for line in lines if missed else []:
        # Not stock.reserve: a listing withdrawn meanwhile still owes what it had promised.
        back = line.asked if stock.undo_hand_over(line.listing_id, ZERO, line.asked) else ZERO
        _write(line.id, line.asked, back, line.handed_over)
    return True


def reopen_released(pickup_id: int) -> bool:
    """Wait again for a visitor who was counted as absent; False when they were not."""
    is_released = any(line.state is PickupState.NO_SHOW for line in _lines(Pickup.id == pickup_id))
    return is_released and reopen_pickup(pickup_id)


def _move(
    pickup_id: int,
    before: set[PickupState],
    after: PickupState,
    done_at: datetime | None = None,
) -> bool:
    is_over = after is not PickupState.BOOKED
    moved = session.execute(
        update(Pickup)
        .where(Pickup.id == pickup_id, Pickup.state.in_(before))
        .values(state=after, done_at=(done_at or clock.now()) if is_over else None)
        .returning(Pickup.id)
        .execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def _write(line_id: int, asked: Quantity, reserved: Quantity, handed_over: Quantity) -> None:
    session.execute(
        update(ReservationLine)
        .where(ReservationLine.id == line_id)
        .values(asked=asked, reserved=reserved, handed_over=handed_over)
        .execution_options(synchronize_session=False)
    )
