"""Writing the stock of listings: one conditional UPDATE each, never a read and then a write (R1).

Everything here runs inside a @transactional unit. A unit that touches several listings takes them
in ascending id order and touches the stock of a listing before the listing itself, so that two
units can never wait for each other. A call that returns False has changed nothing.
"""

from sqlalchemy import CursorResult, bindparam, exists, select, type_coerce, update
from sqlalchemy.orm.util import identity_key

from brocante.catalogue.models import Listing, ListingState, ListingStock, StockCorrection
from brocante.core import clock
from brocante.core.db import QuantityType, run, session
from brocante.core.units import ZERO, Quantity

# SQL arithmetic forgets that both sides are quantities; said again for what is compared with them.
_held = type_coerce(ListingStock.reserved + ListingStock.handed_over, QuantityType())
_left = type_coerce(ListingStock.quantity - _held, QuantityType())
_some_left = exists().where(ListingStock.listing_id == Listing.id, _left > ZERO)

# Every reservation and every hand-over runs these: built once, they cost a quarter.
_promised = bindparam("promised", type_=QuantityType())
_gone = bindparam("gone", type_=QuantityType())
_MOVE = (
    update(ListingStock)
    .where(
        ListingStock.listing_id == bindparam("listing"),
        ListingStock.reserved + _promised >= 0,
        ListingStock.handed_over + _gone >= 0,
        _left >= _promised + _gone,
    )
    .values(
        reserved=ListingStock.reserved + _promised,
        handed_over=ListingStock.handed_over + _gone,
    )
    .returning(_left)
    .execution_options(synchronize_session=False)
)
# Brings `available` in line with the stock row, which the unit holds until it ends. Writes nothing
# (no index entry, no row version) unless what is left crossed zero.
_FOLLOW = (
    update(Listing)
    .where(Listing.id == bindparam("listing"), Listing.available != _some_left)
    .values(available=_some_left)
    .execution_options(synchronize_session=False)
)
_STATE = select(Listing.state).where(Listing.id == bindparam("listing"))


def reserve(listing_id: int, quantity: Quantity) -> bool:
    """Promise `quantity` of a published listing; False when less is left or it is not shown."""
    if not _move(listing_id, promised=quantity):
        return False
    # Asked after the stock row is ours: a withdrawal takes that row first, so its outcome is seen.
    if run(_STATE, {"listing": listing_id}).scalar() is ListingState.PUBLISHED:
        return True
    release(listing_id, quantity)
    return False


def release(listing_id: int, quantity: Quantity) -> bool:
    """Give a promise of `quantity` back; False when less than that is promised."""
    return _move(listing_id, promised=-quantity)


def hand_over_reserved(listing_id: int, quantity: Quantity, reserved: Quantity) -> bool:
    """End a promise of `reserved`: `quantity` leaves the yard, the rest is free again.

    `quantity` may be more than was promised as long as that much is left besides; False otherwise.
    """
    return _move(listing_id, promised=-reserved, gone=quantity)


def hand_over_free(listing_id: int, quantity: Quantity) -> bool:
    """Let `quantity` leave without a reservation; False when that would break promises."""
    return _move(listing_id, gone=quantity)


def undo_hand_over(listing_id: int, quantity: Quantity, back_to_reserved: Quantity = ZERO) -> bool:
    """Take `quantity` back and promise `back_to_reserved` again; the rest is free.

    False when less was handed over, or when so much is no longer free to promise.
    """
    return _move(listing_id, promised=back_to_reserved, gone=-quantity)


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
    result = session.execute(
        update(ListingStock)
        .where(
            ListingStock.listing_id == listing_id, ListingStock.quantity == before, _held <= after
        )
        .values(quantity=after)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount):
        return False
    run(_FOLLOW, {"listing": listing_id})
    _refresh(listing_id)
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
    return True


def _move(listing_id: int, *, promised: Quantity = ZERO, gone: Quantity = ZERO) -> bool:
    """Change what is promised and what is gone, if both stay possible and enough is left."""
    values = {"listing": listing_id, "promised": promised, "gone": gone}
    left = run(_MOVE, values).scalar()
    if left is None:
        return False
    # Most moves leave something, before and after: `available` stays as it is.
    if not (left > ZERO and left + promised + gone > ZERO):
        run(_FOLLOW, {"listing": listing_id})
    _refresh(listing_id)
    return True


def _refresh(listing_id: int) -> None:
    """Make rows that somebody loaded before show the stock as it is now."""
    for model, names in (
        (ListingStock, ("quantity", "reserved", "handed_over")),
        (Listing, ("available",)),
    ):
        row = session.identity_map.get(identity_key(model, listing_id))
        if row is not None:
            session.expire(row, names)
