"""Stock: promises are never broken, `available` is right, every correction leaves a trace."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from brocante.catalogue import stock
from brocante.catalogue.models import Listing, ListingState, ListingStock, StockCorrection
from brocante.core.db import db, session
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from tests.factories import make_listing, make_stall

ONE = Quantity(1000)


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


@transactional
def _set(listing_id: int, quantity: str, reserved: str = "0", handed_over: str = "0") -> None:
    row = session.get_one(ListingStock, listing_id)
    row.quantity, row.reserved, row.handed_over = q(quantity), q(reserved), q(handed_over)


def _books(listing_id: int) -> tuple[str, str, str]:
    end_reads()
    row = session.execute(
        select(ListingStock.quantity, ListingStock.reserved, ListingStock.handed_over).where(
            ListingStock.listing_id == listing_id
        )
    ).one()
    return str(row[0]), str(row[1]), str(row[2])


def _available(listing_id: int) -> bool:
    end_reads()
    return bool(session.scalar(select(Listing.available).where(Listing.id == listing_id)))


@pytest.mark.parametrize(
    ("call", "before", "answer", "after"),
    [
        (lambda i: stock.reserve(i, q("2,5")), ("10", "7", "0"), True, ("10", "9.5", "0")),
        (lambda i: stock.reserve(i, q(3)), ("10", "7", "0"), True, ("10", "10", "0")),
        (lambda i: stock.reserve(i, q("3,001")), ("10", "7", "0"), False, ("10", "7", "0")),
        (lambda i: stock.release(i, q(2)), ("10", "2", "0"), True, ("10", "0", "0")),
        (lambda i: stock.release(i, q(3)), ("10", "2", "0"), False, ("10", "2", "0")),
        (
            lambda i: stock.hand_over_reserved(i, q(4), q(6)),
            ("10", "6", "0"),
            True,
            ("10", "0", "4"),
        ),
        (
            lambda i: stock.hand_over_reserved(i, q(8), q(6)),
            ("10", "8", "0"),
            True,
            ("10", "2", "8"),
        ),
        (
            lambda i: stock.hand_over_reserved(i, q(9), q(6)),
            ("10", "8", "0"),
            False,
            ("10", "8", "0"),
        ),
        (
            lambda i: stock.hand_over_reserved(i, q(1), q(6)),
            ("10", "5", "0"),
            False,
            ("10", "5", "0"),
        ),
        (lambda i: stock.hand_over_free(i, q(3)), ("10", "5", "2"), True, ("10", "5", "5")),
        (lambda i: stock.hand_over_free(i, q(4)), ("10", "5", "2"), False, ("10", "5", "2")),
        (lambda i: stock.undo_hand_over(i, q(3), q(2)), ("10", "0", "3"), True, ("10", "2", "0")),
        (lambda i: stock.undo_hand_over(i, q(4)), ("10", "0", "3"), False, ("10", "0", "3")),
        (lambda i: stock.undo_hand_over(i, q(2), q(5)), ("10", "6", "2"), False, ("10", "6", "2")),
    ],
)
def test_each_move_keeps_the_promises(
    app: Flask,
    call: Callable[[int], bool],
    before: tuple[str, str, str],
    answer: bool,
    after: tuple[str, str, str],
) -> None:
    listing = make_stall()[2].id
    _set(listing, *before)
    assert transactional(call)(listing) is answer
    assert _books(listing) == after


def test_available_follows_what_is_left(app: Flask) -> None:
    listing = make_stall(quantity=2)[2].id
    seen = []
    for move in (
        lambda: stock.reserve(listing, ONE),
        lambda: stock.reserve(listing, ONE),
        lambda: stock.hand_over_reserved(listing, ONE, ONE),
        lambda: stock.release(listing, ONE),
        lambda: stock.hand_over_free(listing, ONE),
        lambda: stock.undo_hand_over(listing, ONE, ONE),
        lambda: stock.add_quantity(listing, ONE, reason="found", account_id=None),
        lambda: stock.correct_quantity(listing, q(2), reason="edited", account_id=None),
    ):
        assert transactional(move)()
        seen.append(_available(listing))
    assert seen == [True, False, False, True, False, False, True, False]


def test_rows_loaded_before_show_the_stock_as_it_is(app: Flask) -> None:
    listing_id = make_stall(quantity=1)[2].id

    @transactional
    def left_after_reserving() -> tuple[str, bool]:
        listing = session.get_one(Listing, listing_id)
        row = session.get_one(ListingStock, listing_id)
        assert (str(row.left), listing.available) == ("1", True)
        stock.reserve(listing_id, ONE)
        return str(row.left), listing.available

    assert left_after_reserving() == ("0", False)


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.WITHDRAWN])
def test_only_a_published_listing_is_reserved(app: Flask, state: ListingState) -> None:
    listing = make_listing(make_stall()[1], state=state).id
    assert not transactional(stock.reserve)(listing, ONE)
    assert _books(listing) == ("10", "0", "0")


def test_a_correction_is_traced_once_and_never_goes_below_the_promises(app: Flask) -> None:
    listing = make_stall()[2].id
    _set(listing, "10", "3", "2")
    correct = transactional(stock.correct_quantity)
    assert not correct(listing, q("4,999"), reason="edited", account_id=None)
    assert correct(listing, q(5), reason="edited", account_id=None)
    assert correct(listing, q(5), reason="edited", account_id=None)
    assert not transactional(stock.add_quantity)(listing, -ONE, reason="broken", account_id=None)
    assert transactional(stock.add_quantity)(listing, q(2), reason="found", account_id=None)
    end_reads()
    traces = [
        (str(c.before), str(c.after), c.reason) for c in session.scalars(select(StockCorrection))
    ]
    assert traces == [("10", "5", "edited"), ("5", "7", "found")]
    assert not correct(listing + 1, q(5), reason="edited", account_id=None)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 6)), min_size=5, max_size=15
    )
)
def test_no_sequence_of_moves_breaks_the_books(
    app: Flask, moves: list[tuple[int, int, int]]
) -> None:
    listing = make_stall(quantity=5)[2].id
    for kind, a, b in moves:
        calls: list[Callable[[], bool]] = [
            partial(stock.reserve, listing, q(a)),
            partial(stock.release, listing, q(a)),
            partial(stock.hand_over_reserved, listing, q(a), q(b)),
            partial(stock.hand_over_free, listing, q(a)),
            partial(stock.undo_hand_over, listing, q(a), q(b)),
            partial(stock.correct_quantity, listing, q(a), reason="edited", account_id=None),
        ]
        assert transactional(calls[kind])() in {True, False}
        quantity, reserved, handed_over = (float(n) for n in _books(listing))
        assert reserved >= 0
        assert handed_over >= 0
        assert reserved + handed_over <= quantity
        assert _available(listing) is (reserved + handed_over < quantity)


@pytest.mark.race
def test_quantity_lowered_while_being_reserved(app: Flask) -> None:
    """Whatever the order, what was promised stays covered and `available` stays right."""
    listing = make_stall(quantity=30)[2].id
    end_reads()
    barrier = Barrier(12)
    answers: list[bool] = []

    def reserve_five() -> None:
        _reserve_each(app, barrier, lambda: stock.reserve(listing, ONE), answers)

    def lower() -> None:
        def once() -> bool:
            return stock.add_quantity(listing, Quantity(-2000), reason="edited", account_id=None)

        _reserve_each(app, barrier, once, [])

    threads = [Thread(target=reserve_five) for _ in range(8)] + [
        Thread(target=lower) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    quantity, reserved, handed_over = _books(listing)
    assert int(reserved) == sum(answers)
    assert int(reserved) <= int(quantity)
    assert handed_over == "0"
    assert _available(listing) is (int(reserved) < int(quantity))
    traced = [
        c.before.thousandths - c.after.thousandths for c in session.scalars(select(StockCorrection))
    ]
    assert 30_000 - sum(traced) == int(quantity) * 1000


def _reserve_each(
    app: Flask, barrier: Barrier, move: Callable[[], bool], answers: list[bool]
) -> None:
    """Make the same move five times in a thread of its own, as five requests would."""
    with app.app_context():
        barrier.wait()
        answers.extend(transactional(move)() for _ in range(5))
        db.session.remove()
