"""The rules of a reservation, without application and database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.rules import PriceKind
from brocante.core.text import fold
from brocante.core.units import ZERO, Quantity
from brocante.core.vehicles import Vehicle
from brocante.reservations.errors import (
    BasketFull,
    OnlyLess,
    SoldInSteps,
    SoldWholeOnly,
)
from brocante.reservations.rules import (
    MAX_LINES,
    Order,
    Visitor,
    check_asked,
    check_reduction,
    check_size,
    line_cents,
    line_mass,
    names_match,
    sellable,
)

ANN = Visitor(name="Ann", vehicle=Vehicle.CAR, phone="+33600000000")


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


def test_the_digest_tells_content_apart_and_nothing_else() -> None:
    order = Order("key", {"A": q(1), "B": q(2)}, {1: 10, 2: 20})
    same = Order("other", {"B": q(2), "A": q(1)}, {2: 20, 1: 10})
    english = Visitor(name="Ann", vehicle=Vehicle.CAR, phone="+33600000000", language="en")
    assert order.digest(ANN) == same.digest(ANN) == order.digest(english)
    others = [
        Order("key", {"A": q(1), "B": q(3)}, {1: 10, 2: 20}).digest(ANN),
        Order("key", {"A": q(1), "B": q(2)}, {1: 10, 2: 21}).digest(ANN),
        order.digest(Visitor(name="Bob", vehicle=Vehicle.CAR, phone="+33600000000")),
        order.digest(Visitor(name="Ann", vehicle=Vehicle.VAN, phone="+33600000000")),
    ]
    assert len({order.digest(ANN), *others}) == 5


def test_an_order_has_a_limit() -> None:
    check_size(Order("key", {str(n): q(1) for n in range(MAX_LINES)}, {}))
    with pytest.raises(BasketFull):
        check_size(Order("key", {str(n): q(1) for n in range(MAX_LINES + 1)}, {}))


def test_wanting_more_than_is_left_is_no_mistake() -> None:
    check_asked("Brique", q(20), q(3), q(2), sold_whole=False)
    check_asked("Brique", q(3), q(3), q(2), sold_whole=False)
    with pytest.raises(SoldInSteps):
        check_asked("Brique", q(3), q(9), q(2), sold_whole=False)
    with pytest.raises(SoldWholeOnly):
        check_asked("Brique", q(3), q(9), q(1), sold_whole=True)


def test_a_promise_only_becomes_smaller_in_whole_steps() -> None:
    for new in (ZERO, q(2), q(6)):
        check_reduction("Brique", new, q(6), q(2), sold_whole=False)
    with pytest.raises(OnlyLess):
        check_reduction("Brique", q(8), q(6), q(2), sold_whole=False)
    with pytest.raises(SoldInSteps):
        check_reduction("Brique", q(3), q(6), q(2), sold_whole=False)
    check_reduction("Lot", ZERO, q(6), q(1), sold_whole=True)
    with pytest.raises(SoldWholeOnly):
        check_reduction("Lot", q(5), q(6), q(1), sold_whole=True)


@given(st.integers(1, 60_000), st.integers(0, 60_000), st.integers(1, 7_000), st.booleans())
def test_what_can_be_had_can_be_sold(
    asked: int, available: int, smallest: int, sold_whole: bool
) -> None:
    had = sellable(Quantity(asked), Quantity(available), Quantity(smallest), sold_whole=sold_whole)
    assert ZERO <= had <= Quantity(available)
    if had:
        check_asked("Any", had, Quantity(available), Quantity(smallest), sold_whole=sold_whole)
    else:
        assert available == 0


@pytest.mark.parametrize(
    ("kind", "cents", "quantity", "total"),
    [
        (PriceKind.UNIT, 333, "2,5", 833),
        (PriceKind.LOT, 9_000, "6", 9_000),
        (PriceKind.LOT, 9_000, "0", 0),
        (PriceKind.FREE, 500, "6", 0),
        (PriceKind.UNIT, None, "6", 0),
    ],
)
def test_what_a_line_costs(kind: PriceKind, cents: int | None, quantity: str, total: int) -> None:
    assert line_cents(kind, cents, q(quantity)) == total


def test_an_unknown_mass_stays_unknown() -> None:
    assert line_mass(None, q(3)) is None
    assert line_mass(333, q("1,5")) == 500


def test_a_name_is_recognised_by_its_words() -> None:
    stored = fold("Élodie Martin-Dubois")
    assert names_match(fold("elodie"), stored)
    assert names_match(fold("MARTIN-DUBOIS Élodie"), stored)
    assert not names_match(fold("e"), stored)
    assert not names_match(fold("Élodie Durand"), stored)
    assert not names_match("", stored)
    assert not names_match("'", stored)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Mary O'Neil", "oneil"),
        ("Mary O’Neil", "O'NEIL"),
        ("Mary O Neil", "oneil mary"),
        ("Mary ONeil", "o'neil"),
        ("Mary ONeil", "O Neil"),
        ("Jean-Pierre Dupont", "jean pierre"),
        ("Jean Pierre Dupont", "jeanpierre"),
        ("Anne de la Tour", "delatour"),
        ("Ô", "o"),
    ],
)
def test_how_a_name_is_joined_does_not_count(name: str, typed: str) -> None:
    assert names_match(fold(typed), fold(name))
    assert not names_match("o", fold("Mary O'Neil"))
