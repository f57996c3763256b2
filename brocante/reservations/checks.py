"""Whether the counters of stock and slots equal the lines they sum (R1)."""

from sqlalchemy import Select, func, select, type_coerce

from brocante.catalogue.models import Listing, ListingStock
from brocante.core.db import QuantityType, session
from brocante.core.units import ZERO, Quantity
from brocante.pickups.models import SlotPlaces
from brocante.reservations.models import Pickup, PickupState, ReservationLine


def discrepancies() -> list[str]:
    """Return one sentence, in English, for each counter that is wrong; none when all is well."""
    return [*_wrong_stock(), *_impossible_stock(), *_wrong_slots(), *_wrong_pickups()]


def _wrong_stock() -> list[str]:
    promised = func.coalesce(func.sum(ReservationLine.reserved), 0)
    statement: Select[str, Quantity, Quantity] = (
        select(
            Listing.code, ListingStock.reserved, type_coerce(promised, QuantityType()).label("sum")
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(ReservationLine, ReservationLine.listing_id == Listing.id)
        .group_by(Listing.id, Listing.code, ListingStock.reserved)
        .having(ListingStock.reserved != promised)
        .order_by(Listing.id)
    )
    return [
        f"listing {code}: stock says {reserved} reserved, the lines {total}"
        for code, reserved, total in session.execute(statement)
    ]


def _impossible_stock() -> list[str]:
    held = ListingStock.reserved + ListingStock.handed_over
    statement = (
        select(Listing.code)
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .where(
            (ListingStock.reserved < ZERO)
            | (ListingStock.handed_over < ZERO)
            | (held > ListingStock.quantity)
        )
        .order_by(Listing.id)
    )
    return [
        f"listing {code}: more is promised and gone than there is"
        for code in session.scalars(statement)
    ]


def _wrong_slots() -> list[str]:
    expected = func.count(Pickup.id)
    statement = (
        select(SlotPlaces.slot_id, SlotPlaces.booked, SlotPlaces.capacity, expected)
        .outerjoin(
            Pickup,
            (Pickup.slot_id == SlotPlaces.slot_id) & (Pickup.state != PickupState.CANCELLED),
        )
        .group_by(SlotPlaces.slot_id, SlotPlaces.booked, SlotPlaces.capacity)
        .having((SlotPlaces.booked != expected) | (SlotPlaces.booked > SlotPlaces.capacity))
        .order_by(SlotPlaces.slot_id)
    )
    return [
        f"slot {slot}: {booked} of {capacity} places taken, {pickups} pickups expected"
        for slot, booked, capacity, pickups in session.execute(statement)
    ]


def _wrong_pickups() -> list[str]:
    """Goods wait only for open pickups, and none were handed over for one called off."""
    waiting = func.coalesce(func.sum(ReservationLine.reserved), 0)
    handed = func.coalesce(func.sum(ReservationLine.handed_over), 0)
    statement = (
        select(Pickup.id, Pickup.state)
        .outerjoin(ReservationLine, ReservationLine.pickup_id == Pickup.id)
        .group_by(Pickup.id, Pickup.state)
        .having(
            ((Pickup.state != PickupState.BOOKED) & (waiting != 0))
            | ((Pickup.state == PickupState.CANCELLED) & (handed != 0))
        )
        .order_by(Pickup.id)
    )
    return [
        f"pickup {pickup} is {state}, but goods wait or were handed over"
        for pickup, state in session.execute(statement)
    ]
