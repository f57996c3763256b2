"""Units of work: all or nothing, in one commit, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from brocante.accounts.models import Account
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import after_commit, end_reads, transactional
from tests.factories import make_account


@transactional
def _add(email: str, *, fail: bool = False) -> None:
    session.add(Account(email=email, created_at=clock.now()))
    after_commit(lambda: _seen.append(email))
    if fail:
        raise LookupError(email)


@transactional
def _add_two(*, fail: bool) -> None:
    _add("a@example.org")
    _add("b@example.org", fail=fail)


_seen: list[str] = []


def _count() -> int:
    return session.scalar(select(func.count()).select_from(Account)) or 0


def test_a_unit_is_stored_whole_and_its_hooks_run_after_it(app: Flask) -> None:
    _seen.clear()
    _add_two(fail=False)
    assert _count() == 2
    assert _seen == ["a@example.org", "b@example.org"]


def test_a_unit_that_fails_leaves_nothing(app: Flask) -> None:
    _seen.clear()
    with pytest.raises(LookupError):
        _add_two(fail=True)
    assert _count() == 0
    assert _seen == []


def test_instants_come_back_in_utc(app: Flask) -> None:
    account = make_account()
    session.expire_all()
    assert account.created_at.utcoffset() == timedelta(0)
    assert clock.now() - account.created_at < timedelta(minutes=5)


def test_a_hook_outside_a_unit_is_a_mistake(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        after_commit(lambda: None)


def test_ending_reads_inside_a_unit_throws_nothing_away(app: Flask) -> None:
    @transactional
    def add_and_read() -> None:
        _add("a@example.org")
        end_reads()

    add_and_read()
    assert _count() == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_is_prepared_survives_the_end_of_reads(app: Flask) -> None:
    """A ROLLBACK makes psycopg forget its statements, and each is planned anew for every page."""
    for _ in range(8):
        session.scalars(select(Account.id).where(Account.email == "nobody@example.org")).all()
        end_reads()
    prepared = session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    assert prepared is not None
    assert prepared >= 1
