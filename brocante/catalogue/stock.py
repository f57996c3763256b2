"""Writing the stock of listings: one conditional UPDATE each, never a read and then a write (R1).

Everything here runs inside a @transactional unit. A unit that touches several listings takes them
in ascending id order and touches the stock of a listing before the listing itself, so that two
units can never wait for each other. A call that returns False has changed nothing.
"""

from sqlalchemy import CursorResult, exists, select, type_coerce, update
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql import ColumnElement

from brocante.catalogue.models import Listing, ListingState, ListingStock, StockCorrection
from brocante.core import clock
from brocante.core.db import QuantityType, session
from brocante.core.units import ZERO, Quantity

# SQL arithmetic forgets that both sides are quantities; said again for what is compared with them.
_held = type_coerce(ListingStock.reserved + ListingStock.handed_over, QuantityType())
_left = type_coerce(ListingStock.quantity - _held, QuantityType())


def reserve(listing_id: int, quantity: Quantity) -> bool:
    """Promise `quantity` of a published listing; False when less is left or it is not shown."""
    taken = _change(
        listing_id,
        {ListingStock.reserved: ListingStock.reserved + quantity},
        _left >= quantity,
    )
    if not taken:
        return False
    # Asked after the stock row is ours: a withdrawal takes that row first, so its outcome is seen.
    if _is_published(listing_id):
        return True
    release(listing_id, quantity)
    return False


def release(listing_id: int, quantity: Quantity) -> bool:
    """Give a promise of `quantity` back; False when less than that is promised."""
    return _change(
        listing_id,
        {ListingStock.reserved: ListingStock.reserved - quantity},
        ListingStock.reserved >= quantity,
    )


def hand_over_reserved(listing_id: int, quantity: Quantity, reserved: Quantity) -> bool:
    """End a promise of `reserved`: `quantity` leaves the yard, the rest is free again.

    `quantity` may be more than was promised as long as that much is left besides; False otherwise.
    """
    return _change(
        listing_id,
        {
            ListingStock.reserved: ListingStock.reserved - reserved,
            ListingStock.handed_over: ListingStock.handed_over + quantity,
        },
        ListingStock.reserved >= reserved,
        _left >= quantity - reserved,
    )


def hand_over_free(listing_id: int, quantity: Quantity) -> bool:
    """Let `quantity` leave without a reservation; False when that would break promises."""
    return _change(
        listing_id,
        {ListingStock.handed_over: ListingStock.handed_over + quantity},
        _left >= quantity,
    )


def undo_hand_over(listing_id: int, quantity: Quantity, back_to_reserved: Quantity = ZERO) -> bool:
    """Take `quantity` back and promise `back_to_reserved` again; the rest is free.

    False when less was handed over, or when so much is no longer free to promise.
    """
    return _change(
        listing_id,
        {
            ListingStock.reserved: ListingStock.reserved + back_to_reserved,
            ListingStock.handed_over: ListingStock.handed_over - quantity,
        },
        ListingStock.handed_over >= quantity,
        _left >= back_to_reserved - quantity,
    )


def correct_quantity(
    listing_id: int, quantity: Quantity, *, reason: str, account_id: int | None
) -> bool:
    """Set what there is in all, with a trace; False when it is less than promised and gone."""
    before = lock_stock(listing_id)
    if before is None:
        return False
    if before == quantity:
        return True
    return _correct(listing_id, before, quantity, reason, account_id)


def add_quantity(listing_id: int, change: Quantity, *, reason: str, account_id: int | None) -> bool:
    """Change what there is by `change`, which may be negative, with a trace.

    The books follow the yard by it: more left than was known, or goods are broken. False when
    what remains would not cover what is promised and gone.
    """
    before = lock_stock(listing_id)
    if before is None:
        return False
    return not change or _correct(listing_id, before, before + change, reason, account_id)


def lock_stock(listing_id: int) -> Quantity | None:
    """Hold the stock row until the unit ends and return its quantity; None without such a row.

    SQLite drops FOR UPDATE; there every unit holds the only write lock from its beginning.
    """
    return session.scalar(
        select(ListingStock.quantity).where(ListingStock.listing_id == listing_id).with_for_update()
    )


def _correct(
    listing_id: int, before: Quantity, after: Quantity, reason: str, account_id: int | None
) -> bool:
    changed = _change(
        listing_id,
        {ListingStock.quantity: after},
        ListingStock.quantity == before,
        _held <= after,
    )
    if changed:
        session.add(
            StockCorrection(
                listing_id=listing_id,
                before=before,
                after=after,
                reason=reason,
                account_id=account_id,
                at=clock.now(),
            )
        )
    return changed


def _change(
    listing_id: int, values: dict[object, object], *conditions: ColumnElement[bool]
) -> bool:
    """Apply `values` to a stock row that meets every condition, and keep `available` right."""
    result = session.execute(
        update(ListingStock)
        .where(ListingStock.listing_id == listing_id, *conditions)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    if _rows(result) == 0:
        return False
    _follow(listing_id)
    _refresh(listing_id)
    return True


def _follow(listing_id: int) -> None:
    """Bring `available` in line with the stock row, which this unit holds until it ends.

    Writes nothing (no index entry, no row version) unless what is left crossed zero.
    """
    some_left = exists().where(ListingStock.listing_id == listing_id, _left > ZERO)
    session.execute(
        update(Listing)
        .where(Listing.id == listing_id, Listing.available != some_left)
        .values(available=some_left)
        .execution_options(synchronize_session=False)
    )


def _refresh(listing_id: int) -> None:
    """Make rows that somebody loaded before show the stock as it is now."""
    for model, names in (
        (ListingStock, ("quantity", "reserved", "handed_over")),
        (Listing, ("available",)),
    ):
        row = session.identity_map.get(identity_key(model, listing_id))
        if row is not None:
            session.expire(row, names)


def _is_published(listing_id: int) -> bool:
    state = session.scalar(select(Listing.state).where(Listing.id == listing_id))
    return state is ListingState.PUBLISHED


def _rows(result: object) -> int:
    """Return how many rows a write touched."""
    return result.rowcount if isinstance(result, CursorResult) else 0
