"""One form at the counter at work: ledger lines written and taken back, books that follow the yard.

Everything here runs inside a @transactional unit of the service, which holds pickups and stock.
"""

from dataclasses import dataclass
from datetime import datetime

from brocante.catalogue import stock
from brocante.core import clock
from brocante.core.db import session
from brocante.core.units import ZERO, Quantity
from brocante.counter.corrections import Correction, correct, take_back
from brocante.counter.counters import Counter
from brocante.counter.errors import (
    CounterClosed,
    GoodsArePromised,
    GoodsNotFound,
    MoreThanBooks,
    UndoImpossible,
)
from brocante.counter.models import Handover, HandoverKind
from brocante.counter.queries import Goods, goods_by_id
from brocante.counter.rules import check_open
from brocante.editions.queries import edition
from brocante.reservations.rules import line_cents, line_mass
from brocante.reservations.tickets import Line
from brocante.web import formats

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


@dataclass(frozen=True, slots=True)
class Act:
    """One form at a counter: who sent it, when, and how far it may go."""

    counter: Counter
    at: datetime
    entry_key: str = ""
    overrule: bool = False


def begin(counter: Counter, entry_key: str = "", *, overrule: bool = False) -> Act:
    """Start a unit for a counter; refused when nothing leaves in its edition any more."""
    found = edition(counter.edition_id)
    if found is None:
        raise CounterClosed
    check_open(found.state)
    return Act(counter, clock.now(), entry_key, overrule)


def follow_the_yard(
    act: Act, written: Handover, quantity: Quantity, line: Line | None = None
) -> None:
    """Correct the books so that `quantity` can leave; refused unless the form says so.

    The promises of others stay as they are: whether they can be kept is for people to find out.
    """
    stock.lock_stock(written.listing_id)
    goods = goods_by_id(act.counter, ids=[written.listing_id])[written.listing_id]
    own = line.reserved if line else ZERO
    others = goods.reserved - own
    kind = Correction.OVERRULED if others > ZERO else Correction.FOUND
    if not act.overrule:
        refusal = GoodsArePromised if others > ZERO else MoreThanBooks
        raise refusal(
            field=line_field(line.id) if line else "quantity",
            left=formats.quantity(goods.left + own, goods.unit),
            reserved=formats.quantity(others, goods.unit),
        )
    correct(goods.id, quantity - own - goods.left, kind, written.id, act.counter.account_id)


def write_line(act: Act, goods: Goods, quantity: Quantity, line: Line | None = None) -> Handover:
    """Write a line of the ledger with everything a figure needs, as it is at this moment."""
    if goods.family is None or goods.condition is None or goods.commune_code is None:
        raise GoodsNotFound
    row = Handover(
        entry_key=f"{act.entry_key}:{line.id}" if line else act.entry_key,
        kind=HandoverKind.PICKUP if line else HandoverKind.WALK_IN,
        edition_id=act.counter.edition_id,
        company_id=act.counter.company_id,
        site_id=goods.site_id,
        listing_id=goods.id,
        reservation_line_id=line.id if line else None,
        quantity=quantity,
        unit=line.unit if line else goods.unit,
        amount_cents=_cents(goods, quantity, line),
        mass_g=line_mass(goods.unit_mass_g, quantity),
        mass_origin=goods.mass_origin,
        family=goods.family,
        material=goods.material,
        condition=goods.condition,
        commune_code=goods.commune_code,
        title=line.title if line else goods.title,
        account_id=act.counter.account_id,
        staff=act.counter.staff,
        at=act.at,
    )
    session.add(row)
    session.flush()
    return row


def _cents(goods: Goods, quantity: Quantity, line: Line | None) -> int:
    """Return the amount: what was promised keeps the price it was promised at."""
    priced = line or goods
    return line_cents(priced.price_kind, priced.price_cents, quantity)


def undo_key(line: Handover) -> str:
    """Return the entry key of the only undo a line can have."""
    return f"undo-{line.id}"


def undo_line(act: Act, line: Handover) -> None:
    """Write the line that takes another one back, and take back the correction made for it."""
    row = Handover(
        **{name: getattr(line, name) for name in _FROZEN},
        entry_key=undo_key(line),
        undoes_id=line.id,
        quantity=-line.quantity,
        amount_cents=-line.amount_cents,
        mass_g=None if line.mass_g is None else -line.mass_g,
        account_id=act.counter.account_id,
        staff=act.counter.staff,
        at=act.at,
    )
    session.add(row)
    session.flush()
    take_back_corrections(act, line.listing_id, (Correction.OVERRULED, Correction.FOUND), line.id)


def take_back_corrections(
    act: Act, listing_id: int, kinds: tuple[Correction, ...], reference: int
) -> None:
    """Undo the corrections of some kinds that were made for `reference`."""
    for kind in kinds:
        if not take_back(listing_id, kind, reference, act.counter.account_id):
            raise UndoImpossible


def line_field(line_id: int) -> str:
    """Return the name of the form field for what left of a reservation line."""
    return f"taken_{line_id}"
