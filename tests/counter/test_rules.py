"""What may leave: whole pieces, whole lots, something; released only when the time is over."""

from datetime import UTC, datetime, timedelta

import pytest

from brocante.catalogue.rules import PriceKind
from brocante.core.errors import DomainError
from brocante.core.units import ZERO, Quantity, Unit
from brocante.counter.errors import (
    CounterClosed,
    LotTakenApart,
    NothingTaken,
    NotWholePieces,
    TooEarlyToRelease,
    TooMuchAtOnce,
)
from brocante.counter.rules import check_open, check_over, check_something, check_taken
from brocante.editions.rules import EditionState

NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


@pytest.mark.parametrize(
    ("amount", "unit", "kind", "refusal"),
    [
        ("2,5", Unit.PIECE, PriceKind.UNIT, NotWholePieces),
        ("2,5", Unit.SQUARE_METRE, PriceKind.UNIT, None),
        ("0", Unit.PIECE, PriceKind.UNIT, None),
        ("7", Unit.PIECE, PriceKind.UNIT, None),
        ("4", Unit.PIECE, PriceKind.LOT, LotTakenApart),
        ("5", Unit.PIECE, PriceKind.LOT, None),
        ("0", Unit.PIECE, PriceKind.LOT, None),
        ("1000000", Unit.PIECE, PriceKind.UNIT, None),
        ("1000001", Unit.PIECE, PriceKind.UNIT, TooMuchAtOnce),
    ],
)
def test_what_leaves_of_a_line_of_five(
    amount: str, unit: Unit, kind: PriceKind, refusal: type[DomainError] | None
) -> None:
    if refusal is None:
        check_taken(q(amount), unit, kind, q(5), field="taken_1")
        return
    with pytest.raises(refusal) as caught:
        check_taken(q(amount), unit, kind, q(5), field="taken_1")
    assert caught.value.field == "taken_1"


def test_a_sale_is_of_something() -> None:
    check_something(q("0,001"))
    with pytest.raises(NothingTaken):
        check_something(ZERO)


def test_goods_are_released_when_the_time_is_over() -> None:
    check_over(NOW, NOW)
    with pytest.raises(TooEarlyToRelease):
        check_over(NOW + timedelta(minutes=1), NOW)


@pytest.mark.parametrize("state", EditionState)
def test_goods_leave_in_editions_that_live(state: EditionState) -> None:
    if state in {EditionState.DRAFT, EditionState.ARCHIVED}:
        with pytest.raises(CounterClosed):
            check_open(state)
    else:
        check_open(state)
