"""What may leave a yard. Pure: no clock, no database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from brocante.catalogue.rules import PriceKind
from brocante.core.units import ZERO, Quantity, Unit
from brocante.counter.errors import (
    CounterClosed,
    LotTakenApart,
    NothingTaken,
    NotWholePieces,
    TooEarlyToRelease,
    TooMuchAtOnce,
)
from brocante.editions.rules import EditionState

# A million of anything, in thousandths: more is a slip of the finger, and would not fit an amount.
MOST = Quantity(1_000_000_000)


class Flag(StrEnum):
    """What people should know about a note of a counter, the gravest first."""

    EDITION_OVER = "edition_over"  # archived: stored, not applied
    HANDED_TWICE = "handed_twice"  # another hand-over of the same pickup stands as well
    CANCELLED = "cancelled"  # the visitor had called it off
    PROMISED = "promised"  # goods promised to others left
    OVER_BOOKS = "over_books"  # more left than the books knew
    RELEASED = "released"  # one counter counted as absent whom another one served
    CHANGED = "changed"  # the ticket was changed since the phone fetched it
    ELSEWHERE = "elsewhere"  # the goods stand at another site by now
    AFTER_REVOCATION = "after_revocation"
    CLOCK = "clock"  # the phone's clock is more than ten minutes off


@dataclass(frozen=True, slots=True)
class Taken:
    """What left of one line. `broken`: what stays behind does not go back on sale."""

    quantity: Quantity
    broken: bool = False


def check_open(state: EditionState) -> None:
    """Goods leave in every edition that is neither in preparation nor archived."""
    if state in {EditionState.DRAFT, EditionState.ARCHIVED}:
        raise CounterClosed


def check_taken(
    quantity: Quantity, unit: Unit, price_kind: PriceKind, whole: Quantity, *, field: str
) -> None:
    """Counted goods leave in whole numbers, a lot as a whole (`whole`) or not at all."""
    if quantity > MOST:
        raise TooMuchAtOnce(field=field)
    if not unit.is_measured and not quantity.is_whole:
        raise NotWholePieces(field=field)
    if price_kind is PriceKind.LOT and quantity not in {ZERO, whole}:
        raise LotTakenApart(field=field, whole=whole)


def check_something(quantity: Quantity) -> None:
    """A sale on the spot is of something."""
    if quantity <= ZERO:
        raise NothingTaken


def check_over(ends_at: datetime, now: datetime) -> None:
    """Goods are released once the time to come for them is over."""
    if now < ends_at:
        raise TooEarlyToRelease
