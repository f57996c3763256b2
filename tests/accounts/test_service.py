"""Accounts, sessions, passwords and organisers, below the pages."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import TimeMachineFixture
from werkzeug.security import check_password_hash, generate_password_hash

from brocante.accounts import service, signing_in
from brocante.accounts.errors import (
    PasswordTooCommon,
    TooManyAttempts,
    WrongPresentPassword,
)
from brocante.accounts.models import Account, AccountSession, Organiser, Role, SignInLink
from brocante.accounts.queries import find_identity, identity_of
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import NotAllowed
from brocante.outbox.errors import WrongRecipient
from tests.factories import make_account, make_session

OLD, NEW = "tuiles et parpaings", "parquet en chêne massif"
QUICK = "scrypt:1024:8:1"


def test_one_account_per_address(app: Flask) -> None:
    first = service.account_for(" Ann@Example.org", "", "en")
    second = service.account_for("ann@example.org", "Ann Example")
    third = service.account_for("ann@example.org", "Somebody else")
    assert first == second == third
    account = session.scalars(select(Account)).one()
    assert (account.email, account.name, account.language) == (
        "ann@example.org",
        "Ann Example",
        "en",
    )


@pytest.mark.parametrize("email", ["ann", "a@b", "a@example.org, b@example.org", "a@x.org\nBcc: b"])
def test_an_account_needs_one_proper_address(app: Flask, email: str) -> None:
    with pytest.raises(WrongRecipient):
        service.account_for(email)


@pytest.mark.race
def test_one_account_when_asked_for_at_once(app: Flask) -> None:
    start = threading.Barrier(4)

    def ask(_n: int) -> int:
        with app.app_context():
            start.wait()
            return service.account_for("ann@example.org")

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_an_organiser_begins_with_an_owner(app: Flask) -> None:
    made = service.create_organiser("ann@example.org", "La Fab'coop", "Ann Example")
    again = service.create_organiser("marc@example.org", "La Fab'coop")
    who = identity_of(made.account_id)
    assert who.organisers == {made.organiser_id: Role.OWNER}
    slugs = list(session.scalars(select(Organiser.slug).order_by(Organiser.id)))
    assert slugs[0] == "la-fab-coop"
    assert slugs[1].startswith("la-fab-coop-")
    assert again.organiser_id != made.organiser_id


def test_the_same_owner_gets_no_second_organiser_of_that_name(app: Flask) -> None:
    made = service.create_organiser("ann@example.org", "La Fab'coop")
    assert service.create_organiser("Ann@example.org", " La Fab'coop ") == made
    assert service.create_organiser("ann@example.org", "Coop'actions") != made


def test_a_session_ends_where_it_is_closed(app: Flask) -> None:
    account = make_account()
    here, there = make_session(account.id), make_session(account.id)
    foreign = make_session(make_account().id)
    service.close_session(here)
    assert find_identity(here) is None
    assert find_identity(there)
    service.close_other_sessions(identity_of(account.id), here)
    assert find_identity(there) is None
    assert find_identity(foreign)


def test_one_ends_only_ones_own_sessions(app: Flask) -> None:
    stranger, token = make_account(), make_session(make_account().id)
    session_id = session.scalars(select(AccountSession.id)).one()
    service.close_one_session(identity_of(stranger.id), session_id)
    assert find_identity(token)


def test_a_session_ends_by_itself(app: Flask, time_machine: TimeMachineFixture) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    token = service.open_session(make_account().id)
    time_machine.move_to(start + timedelta(days=29), tick=False)
    assert find_identity(token)
    time_machine.move_to(start + timedelta(days=30), tick=False)
    assert find_identity(token) is None


def _with_password() -> tuple[Account, str]:
    account = make_account(password_hash=generate_password_hash(OLD, QUICK))
    return account, make_session(account.id)


def test_a_password_change_ends_every_other_session_and_link(app: Flask) -> None:
    account, here = _with_password()
    there = make_session(account.id)
    signing_in.new_link(account.id)
    service.change_password(identity_of(account.id), OLD, NEW, here)
    assert find_identity(here)
    assert find_identity(there) is None
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0
    assert signing_in.sign_in(account.email, NEW, "10.0.0.1")[0].id == account.id


def test_the_present_password_is_asked_and_guessing_it_is_slowed(app: Flask) -> None:
    account, here = _with_password()
    who = identity_of(account.id)
    for _ in range(10):
        with pytest.raises(WrongPresentPassword):
            service.change_password(who, "wrong", NEW, here)
    with pytest.raises(TooManyAttempts):
        service.change_password(who, OLD, NEW, here)


def test_a_bad_new_password_changes_nothing(app: Flask) -> None:
    account, here = _with_password()
    with pytest.raises(PasswordTooCommon):
        service.change_password(identity_of(account.id), OLD, "motdepasse", here)
    hashed = session.scalars(select(Account.password_hash)).one()
    assert hashed
    assert check_password_hash(hashed, OLD)


def test_a_forgotten_password_is_replaced_after_a_link(
    app: Flask, time_machine: TimeMachineFixture
) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    account, _here = _with_password()
    who, by_link = signing_in.use_link(signing_in.new_link(account.id))
    time_machine.move_to(start + timedelta(minutes=31), tick=False)
    with pytest.raises(WrongPresentPassword):
        service.change_password(who, "", NEW, by_link)
    time_machine.move_to(start + timedelta(minutes=29), tick=False)
    service.change_password(who, "", NEW, by_link)
    hashed = session.scalars(select(Account.password_hash)).one()
    assert hashed
    assert check_password_hash(hashed, NEW)


def test_the_demonstration_password_exists_in_demonstrations_only(
    app: Flask, settings: Settings
) -> None:
    account = make_account()
    with pytest.raises(NotAllowed):
        service.set_demonstration_password(account.id, "brocante", settings)
    service.set_demonstration_password(account.id, "brocante", replace(settings, demo=True))
    assert signing_in.sign_in(account.email, "brocante", "10.0.0.1")[0].id == account.id


def test_what_ended_is_deleted(app: Flask, time_machine: TimeMachineFixture) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    account = make_account()
    service.close_session(service.open_session(account.id))
    kept = service.open_session(account.id)
    signing_in.new_link(account.id)
    time_machine.move_to(start + timedelta(days=1), tick=False)
    assert service.purge() == 2
    assert find_identity(kept)
