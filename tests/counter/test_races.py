"""Many hands at one gate: real threads, each with its own connection, on both databases."""

from collections import Counter
from collections.abc import Callable, Sequence
from threading import Barrier, Thread

import pytest
from flask import Flask

from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import end_reads
from brocante.core.units import Quantity
from brocante.counter import checks, service
from brocante.counter.models import Handover
from brocante.counter.rules import Taken
from brocante.reservations import changes
from brocante.reservations import checks as promises
from tests.factories.counter import make_arrival, make_gate

pytestmark = pytest.mark.race


def at_once(app: Flask, calls: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run all calls at the same moment; return how each ended: "done" or the refusal's name."""
    start = Barrier(len(calls))
    ends: list[str] = []

    def run(call: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                call()
            except DomainError as refusal:
                ends.append(type(refusal).__name__)
            except Exception as error:  # noqa: BLE001 - any other end fails the test by its name
                ends.append(f"{type(error).__name__}: {error}")
            else:
                ends.append("done")

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end_reads()
    assert checks.discrepancies() == []
    assert promises.discrepancies() == []
    return Counter(ends)


def sold() -> list[str]:
    return [str(row) for row in session.scalars(session.query(Handover.quantity).statement)]


def test_twenty_sales_of_ten_pieces_sell_ten(app: Flask) -> None:
    gate = make_gate(10)
    one = Quantity.of(1)
    counter, code = gate.counter, gate.listing.code
    ends = at_once(
        app,
        [lambda: service.sell_on_the_spot(counter, code, new_token(), one)] * 20,
    )
    assert ends == {"done": 10, "MoreThanBooks": 10}
    assert sold() == ["1"] * 10


def test_the_same_forms_sent_eight_times_at_once_count_once(app: Flask) -> None:
    gate = make_gate(10)
    visitor = make_arrival(gate, 4)
    taken = {visitor.line_id: Taken(Quantity.of(4))}
    counter, code, pickup_id = gate.counter, gate.listing.code, visitor.pickup_id
    ends = at_once(
        app,
        [lambda: service.hand_over(counter, pickup_id, "a sheet of the gate", taken)] * 4
        + [lambda: service.sell_on_the_spot(counter, code, "a sale on the spot", Quantity.of(2))]
        * 4,
    )
    assert ends == {"done": 8}
    assert sorted(sold()) == ["2", "4"]


def test_two_scanners_and_the_visitor_leave_one_outcome(app: Flask) -> None:
    gate = make_gate(10)
    visitor = make_arrival(gate, 4)
    taken = {visitor.line_id: Taken(Quantity.of(4))}
    counter, pickup_id = gate.counter, visitor.pickup_id
    ends = at_once(
        app,
        [
            lambda: service.hand_over(counter, pickup_id, new_token(), taken),
            lambda: service.hand_over(counter, pickup_id, new_token(), taken),
            lambda: changes.cancel_all(visitor.token),
        ],
    )
    assert ends["done"] == 1
    assert len(sold()) <= 1
    assert set(ends) <= {"done", "AlreadyHandedOver", "PickupCancelled"}
