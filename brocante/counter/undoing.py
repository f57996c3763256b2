"""What comes back at a counter: hand-overs and sales taken back, each by lines of their own.

Everything here runs inside a @transactional unit of the service or of the journal.
"""

from collections.abc import Iterable
from dataclasses import replace

from brocante.catalogue import stock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.units import ZERO
from brocante.counter.acts import Act
from brocante.counter.corrections import Correction, shrink, take_back
from brocante.counter.errors import UndoImpossible
from brocante.counter.ledger import Handing, other_handings
from brocante.counter.models import EntryKind, EntryState, Handover, JournalEntry
from brocante.reservations import handing
from brocante.reservations.models import PickupState
from brocante.reservations.tickets import Expected

# What a line of the ledger repeats of the line it undoes.
_FROZEN = (
    "kind",
    "edition_id",
    "company_id",
    "site_id",
    "listing_id",
    "reservation_line_id",
    "unit",
    "mass_origin",
    "family",
    "material",
    "condition",
    "commune_code",
    "title",
)


def undo_key(line: Handover) -> str:
    """Return the entry key of the only undo a line can have."""
    return f"undo-{line.id}"


def noted_undo(act: Act, entry: JournalEntry) -> Act:
    """Note on line that a note of a phone is taken back; return the act with that note."""
    undo = JournalEntry(
        key=new_token(),
        kind=EntryKind.UNDO,
        site_id=entry.site_id,
        phone_id=act.counter.phone_id,
        account_id=act.counter.account_id,
        staff=act.counter.staff,
        state=EntryState.APPLIED,
        flags=[],
        note={},
        pickup_id=entry.pickup_id,
        listing_id=entry.listing_id,
        undoes_key=entry.key,
        phone_at=act.at,
        received_at=act.at,
        clock_error_s=0,
    )
    session.add(undo)
    session.flush()
    return replace(act, entry_id=undo.id)


def undo_handing(act: Act, handed: Handing, pickup: Expected) -> None:
    """Take one hand-over of a pickup back; what another counter handed over stands.

    When nothing stands any more the pickup is open again. Where it is open, its goods are promised
    again as far as they are still free.
    """
    lines = {line.id: line for line in pickup.stop.lines}
    _hold({line.listing_id for line in lines.values()} | {one.listing_id for one in handed.lines})
    others = other_handings(pickup.stop.id, handed)
    opens = pickup.stop.state is PickupState.DONE and not others
    if opens or handed.ended_promises:
        for line in lines.values():
            take_back(line.listing_id, Correction.BROKEN, line.id, act.counter.account_id)
    if opens:
        handing.reopen_pickup(pickup.stop.id)
    is_open = opens or pickup.stop.state is PickupState.BOOKED
    gone = {one.reservation_line_id: one.quantity for one in handed.lines}
    for line in lines.values() if is_open else ():
        back = gone.get(line.id, ZERO)
        if (opens or back) and not handing.restore_line(line.id, back):
            raise UndoImpossible
    for one in handed.lines:
        if not is_open or one.reservation_line_id is None:
            _take_back_stock(one)
        undo_line(act, one)


def undo_sale_line(act: Act, line: Handover) -> None:
    """Take a sale on the spot back."""
    _hold({line.listing_id})
    _take_back_stock(line)
    undo_line(act, line)


def _take_back_stock(line: Handover) -> None:
    if line.reservation_line_id is None:
        is_back = stock.undo_hand_over(line.listing_id, line.quantity)
    else:
        is_back = handing.take_back_further(line.reservation_line_id, line.quantity)
    if not is_back:
        raise UndoImpossible


def _hold(listing_ids: Iterable[int]) -> None:
    for listing_id in sorted(listing_ids):
        stock.lock_stock(listing_id)


def undo_line(act: Act, line: Handover) -> None:
    """Write the line that takes another one back; the books need no more than what still left."""
    row = Handover(
        **{name: getattr(line, name) for name in _FROZEN},
        entry_key=undo_key(line),
        undoes_id=line.id,
        journal_entry_id=act.entry_id,
        quantity=-line.quantity,
        amount_cents=-line.amount_cents,
        mass_g=None if line.mass_g is None else -line.mass_g,
        account_id=act.counter.account_id,
        staff=act.counter.staff,
        at=act.at,
    )
    session.add(row)
    session.flush()
    shrink(line.listing_id, line.id, act.counter.account_id)
