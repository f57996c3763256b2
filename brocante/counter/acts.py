"""What leaves at a counter, however it was noted: lines of the ledger, books that follow the yard.

What comes back is in `undoing`; nothing else writes the ledger. Everything here runs inside a
@transactional unit of the service or of the journal, which holds pickups and stock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from brocante.catalogue import stock
from brocante.catalogue.rules import PriceKind
from brocante.companies.models import Site
from brocante.core import clock
from brocante.core.db import session
from brocante.core.units import ZERO, Quantity
from brocante.counter.corrections import Correction, correct
from brocante.counter.counters import Counter
from brocante.counter.errors import (
    CounterClosed,
    GoodsArePromised,
    GoodsNotFound,
    MoreThanBooks,
    SheetOutdated,
    TooMuchAtOnce,
)
from brocante.counter.models import Handover, HandoverKind
from brocante.counter.queries import Goods, goods_by_id
from brocante.counter.rules import Flag, Taken, check_open
from brocante.editions.queries import edition
from brocante.reservations import handing
from brocante.reservations.rules import line_cents, line_mass
from brocante.reservations.tickets import Line
from brocante.web import formats

# What a column of the ledger holds, in cents or grams.
_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Act:
    """One form or note of a counter: who sent it, when it happened, and how far it may go.

    `entry_id` is the note it comes from; `flags` collects what people should know about it.
    """

    counter: Counter
    at: datetime
    entry_key: str = ""
    overrule: bool = False
    entry_id: int | None = None
    flags: set[Flag] = field(default_factory=set)


def begin(counter: Counter, entry_key: str = "", *, overrule: bool = False) -> Act:
    """Start a unit for a counter; refused when nothing leaves in its edition any more."""
    found = edition(counter.edition_id)
    if found is None:
        raise CounterClosed
    check_open(found.state)
    return Act(counter, clock.now(), entry_key, overrule)


def hand_line(act: Act, line: Line, goods: Goods, taken: Taken, site_id: int) -> None:
    """End the promise of one line: some leaves, the rest is free again or broken."""
    written = None
    if taken.quantity:
        written = write_line(act, goods, taken.quantity, site_id, line)
    if not handing.record_handed(line.id, taken.quantity):
        if written is None:
            raise SheetOutdated
        follow_the_yard(act, written, line_field(line.id), line.reserved)
        handing.record_handed(line.id, taken.quantity)
    stays = line.reserved - taken.quantity
    if taken.broken and stays > ZERO:
        correct(line.listing_id, -stays, Correction.BROKEN, line.id, act.counter.account_id)


def hand_further(act: Act, line: Line, goods: Goods, quantity: Quantity, site_id: int) -> None:
    """Let more leave for a line whose pickup another counter was done with."""
    written = write_line(act, goods, quantity, site_id, line)
    _leave(
        act,
        written,
        lambda: handing.record_further(line.id, quantity),
        line_field(line.id),
    )


def sell(
    act: Act, goods: Goods, quantity: Quantity, site_id: int, promised: Line | None = None
) -> None:
    """Let goods leave without a reservation, or with one that was called off at its price."""
    written = write_line(act, goods, quantity, site_id, promised, is_sale=True)
    _leave(act, written, lambda: stock.hand_over_free(goods.id, quantity), "quantity")


def _leave(act: Act, written: Handover, leave: Callable[[], bool], form_field: str) -> None:
    if not leave():
        follow_the_yard(act, written, form_field)
        leave()


def follow_the_yard(act: Act, written: Handover, form_field: str, own: Quantity = ZERO) -> None:
    """Correct the books so that a line can leave, `own` of it promised to who takes it.

    Refused unless the act may overrule. The promises of others stay as they are: whether they can
    be kept is for people to find out.
    """
    stock.lock_stock(written.listing_id)
    goods = goods_by_id(act.counter, ids=[written.listing_id])[written.listing_id]
    others = goods.reserved - own
    kind = Correction.OVERRULED if others > ZERO else Correction.FOUND
    if not act.overrule:
        refusal = GoodsArePromised if others > ZERO else MoreThanBooks
        raise refusal(
            field=form_field,
            left=formats.quantity(goods.left + own, goods.unit),
            reserved=formats.quantity(others, goods.unit),
        )
    act.flags.add(Flag.PROMISED if others > ZERO else Flag.OVER_BOOKS)
    lacking = written.quantity - own - goods.left
    correct(goods.id, lacking, kind, written.id, act.counter.account_id)


def check_amount(
    goods: Goods, quantity: Quantity, line: Line | None, form_field: str = "quantity"
) -> None:
    """What leaves at once costs and weighs what the ledger can hold. Raises TooMuchAtOnce."""
    if max(_cents(goods, quantity, line), line_mass(goods.unit_mass_g, quantity) or 0) > _MOST:
        raise TooMuchAtOnce(field=form_field)


def write_line(
    act: Act,
    goods: Goods,
    quantity: Quantity,
    site_id: int,
    line: Line | None = None,
    *,
    is_sale: bool = False,
) -> Handover:
    """Write a line of the ledger with everything a figure needs, as it is at this moment.

    `line` is what was promised of these goods: its price and name count, also in a sale.
    """
    if goods.family is None or goods.condition is None:
        raise GoodsNotFound
    is_sale = is_sale or line is None
    check_amount(goods, quantity, line, line_field(line.id) if line else "quantity")
    row = Handover(
        entry_key=f"{act.entry_key}:{line.id}" if line else act.entry_key,
        kind=HandoverKind.WALK_IN if is_sale else HandoverKind.PICKUP,
        edition_id=act.counter.edition_id,
        company_id=act.counter.company_id,
        site_id=site_id,
        listing_id=goods.id,
        reservation_line_id=line.id if line and not is_sale else None,
        journal_entry_id=act.entry_id,
        quantity=quantity,
        unit=line.unit if line else goods.unit,
        amount_cents=_cents(goods, quantity, line),
        mass_g=line_mass(goods.unit_mass_g, quantity),
        mass_origin=goods.mass_origin,
        family=goods.family,
        material=goods.material,
        condition=goods.condition,
        commune_code=_commune(goods, site_id),
        title=line.title if line else goods.title,
        account_id=act.counter.account_id,
        staff=act.counter.staff,
        at=act.at,
    )
    session.add(row)
    session.flush()
    return row


def _commune(goods: Goods, site_id: int) -> str:
    """Return the code of the commune where goods leave; a listing may stand elsewhere by now."""
    if goods.site_id == site_id and goods.commune_code is not None:
        return goods.commune_code
    return session.scalars(select(Site.commune_code).where(Site.id == site_id)).one()


def _cents(goods: Goods, quantity: Quantity, line: Line | None) -> int:
    """Return the amount: what was promised keeps the price it was promised at."""
    if line is not None:
        return line_cents(line.price_kind, line.price_cents, quantity)
    kind: PriceKind = goods.price_kind
    return line_cents(kind, goods.price_cents, quantity)


def line_field(line_id: int) -> str:
    """Return the name of the form field for what left of a reservation line."""
    return f"taken_{line_id}"
