"""Guessing is slowed, by counting in the database; time is moved, not waited for."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import TimeMachineFixture

from brocante.accounts import attempts
from brocante.accounts.errors import TooManyAttempts
from brocante.accounts.models import SignInAttempt
from brocante.core import clock
from brocante.core.db import session


def _let_through(tries: list[tuple[str, str]]) -> int:
    passed = 0
    for email, address in tries:
        try:
            attempts.take(email, address)
        except TooManyAttempts:
            break
        passed += 1
    return passed


def test_one_account_from_one_address(app: Flask) -> None:
    assert _let_through([("ann@example.org", "10.0.0.1")] * 20) == 10
    attempts.take("ann@example.org", "10.0.0.2")
    attempts.take("marc@example.org", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        attempts.take("ann@example.org", "10.0.0.1")


def test_one_address_on_many_accounts(app: Flask) -> None:
    assert _let_through([(f"p{n}@example.org", "10.0.0.1") for n in range(60)]) == 50
    attempts.take("p1@example.org", "10.0.0.2")


def test_one_account_from_many_addresses(app: Flask) -> None:
    assert _let_through([("ann@example.org", f"10.0.0.{n}") for n in range(120)]) == 100
    with pytest.raises(TooManyAttempts) as refused:
        attempts.take("ann@example.org", "10.0.1.1")
    assert refused.value.params == {"minutes": 60}


def test_it_passes_with_time(app: Flask, time_machine: TimeMachineFixture) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    assert _let_through([("ann@example.org", "10.0.0.1")] * 20) == 10
    time_machine.move_to(start + timedelta(minutes=14), tick=False)
    assert _let_through([("ann@example.org", "10.0.0.1")]) == 0
    time_machine.move_to(start + timedelta(minutes=15, seconds=1), tick=False)
    assert _let_through([("ann@example.org", "10.0.0.1")] * 20) == 10


def test_a_right_password_clears_the_slate(app: Flask) -> None:
    _let_through([("ann@example.org", "10.0.0.1")] * 9)
    attempts.take("ann@example.org", "10.0.0.2")
    attempts.forgive("ann@example.org", "10.0.0.1")
    assert _let_through([("ann@example.org", "10.0.0.1")] * 20) == 10


def test_five_links_an_hour_to_a_mailbox(app: Flask, time_machine: TimeMachineFixture) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    asked = [attempts.take_link("ann@example.org", f"10.0.0.{n}") for n in range(25)]
    assert sum(asked) == 5
    time_machine.move_to(start + timedelta(hours=1, seconds=1), tick=False)
    assert attempts.take_link("ann@example.org", "10.0.0.1")


def test_one_address_cannot_ask_for_everybody(app: Flask) -> None:
    asked = [attempts.take_link(f"p{n}@example.org", "10.0.0.1") for n in range(60)]
    assert sum(asked) == 40
    assert attempts.take_link("p1@example.org", "10.0.0.2")


def test_links_and_passwords_are_counted_apart(app: Flask) -> None:
    _let_through([("ann@example.org", "10.0.0.1")] * 10)
    assert attempts.take_link("ann@example.org", "10.0.0.1")


def test_only_hashes_are_kept_and_not_for_long(
    app: Flask, time_machine: TimeMachineFixture
) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    attempts.take("ann@example.org", "10.0.0.1")
    stored = session.scalars(select(SignInAttempt)).one()
    assert "ann" not in stored.account_key
    assert "10.0" not in stored.address_key
    time_machine.move_to(start + timedelta(hours=3), tick=False)
    assert attempts.purge() == 1
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0
