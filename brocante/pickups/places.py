"""Taking and freeing places in slots: one conditional UPDATE each (R1).

Everything here runs inside a @transactional unit. A unit that touches several slots takes them in
ascending id order, after the stock of listings, so that two units can never wait for each other.
"""

from sqlalchemy import CursorResult, bindparam, select, update

from brocante.core.db import run, session
from brocante.pickups.models import PickupSlot, SlotPlaces, SlotState

# Built once: every reservation runs them.
_booked = SlotPlaces.booked + bindparam("change")
_MOVE = (
    update(SlotPlaces)
    .where(SlotPlaces.slot_id == bindparam("slot"), _booked >= 0, _booked <= SlotPlaces.capacity)
    .values(booked=_booked)
    .execution_options(synchronize_session=False)
)
_STATE = select(PickupSlot.state).where(PickupSlot.id == bindparam("slot"))


def take_place(slot_id: int) -> bool:
    """Take a place for one vehicle; False when the slot is full, closed or gone."""
    if not _change(slot_id, 1):
        return False
    # Asked after the row is ours: whoever closes a slot takes that row first, so it is seen here.
    if run(_STATE, {"slot": slot_id}).scalar() is SlotState.OPEN:
        return True
    free_place(slot_id)
    return False


def free_place(slot_id: int) -> bool:
    """Give a place back; False when none was taken."""
    return _change(slot_id, -1)


def set_capacity(slot_id: int, capacity: int) -> bool:
    """Set how many vehicles can come; False when more are expected already."""
    return _rows(
        session.execute(
            update(SlotPlaces)
            .where(SlotPlaces.slot_id == slot_id, SlotPlaces.booked <= capacity)
            .values(capacity=capacity)
            .execution_options(synchronize_session=False)
        )
    )


def hold_places(slot_id: int) -> int | None:
    """Hold the places of a slot until the unit ends; return how many are taken, None if gone.

    SQLite drops FOR UPDATE; there every unit holds the only write lock from its beginning.
    """
    return session.scalar(
        select(SlotPlaces.booked).where(SlotPlaces.slot_id == slot_id).with_for_update()
    )


def _change(slot_id: int, change: int) -> bool:
    return _rows(run(_MOVE, {"slot": slot_id, "change": change}))


def _rows(result: object) -> bool:
    """Tell whether a write touched a row."""
    return isinstance(result, CursorResult) and result.rowcount > 0
