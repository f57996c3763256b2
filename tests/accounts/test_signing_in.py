"""Signing in by password and by link, below the pages."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import TimeMachineFixture
from werkzeug.security import generate_password_hash

from brocante.accounts import attempts, passwords, signing_in
from brocante.accounts.errors import LinkNotValid, TooManyAttempts, WrongSignIn
from brocante.accounts.models import AccountSession, SignInLink
from brocante.accounts.queries import find_identity
from brocante.core import clock
from brocante.core.db import db, session
from tests.factories import make_account
from tests.support.messages import stored
from tests.support.queries import count_queries

PASSWORD = "tuiles et parpaings"
QUICK = "scrypt:1024:8:1"


def _known(**changes: object) -> str:
    hashed = generate_password_hash(PASSWORD, QUICK)
    return make_account(password_hash=hashed, **changes).email


def test_the_right_password_opens_a_session(app: Flask) -> None:
    email = _known(name="Ann Example")
    who, token = signing_in.sign_in(f"  {email.upper()} ", PASSWORD, "10.0.0.1", "Firefox, Linux")
    assert who.name == "Ann Example"
    assert find_identity(token) == who
    assert session.scalars(select(AccountSession)).one().device == "Firefox, Linux"


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " "])
def test_a_wrong_password_opens_nothing(app: Flask, password: str) -> None:
    with pytest.raises(WrongSignIn):
        signing_in.sign_in(_known(), password, "10.0.0.1")
    assert session.scalar(select(func.count()).select_from(AccountSession)) == 0


def test_an_account_without_password_is_entered_by_link_only(app: Flask) -> None:
    email = make_account().email
    for password in ("", "None", "nobody has this password"):
        with pytest.raises(WrongSignIn):
            signing_in.sign_in(email, password, "10.0.0.1")


def test_known_and_unknown_cost_the_same_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is hashed in either case, by the same method, after as many queries."""
    methods = []

    def note(stored_hash: str, password: str) -> bool:
        methods.append(stored_hash.split("$", maxsplit=1)[0])
        return False

    monkeypatch.setattr(passwords, "check_password_hash", note)
    known = make_account(password_hash=generate_password_hash(PASSWORD, passwords.METHOD)).email
    counts = []
    for email in (known, "nobody@example.org", make_account().email):
        with count_queries(db.engine) as statements, pytest.raises(WrongSignIn):
            signing_in.sign_in(email, "wrong", "10.0.0.1")
        counts.append(len(statements))
    assert methods == [passwords.METHOD] * 3
    assert len(set(counts)) == 1


def test_slowing_down_does_not_even_look_at_the_password(app: Flask) -> None:
    email = _known()
    for _ in range(10):
        attempts.take(email, "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        signing_in.sign_in(email, PASSWORD, "10.0.0.1")


def test_the_owner_is_never_locked_out(app: Flask) -> None:
    """While somebody guesses from everywhere, the link still works."""
    email = _known()
    for n in range(100):
        attempts.take(email, f"10.0.0.{n}")
    with pytest.raises(TooManyAttempts):
        signing_in.sign_in(email, PASSWORD, "192.0.2.1")
    signing_in.send_link(email, "192.0.2.1")
    who, _token = signing_in.use_link(_token_of(stored()[0].text))
    assert who.email == email


def test_wrong_passwords_are_counted_and_forgiven(app: Flask) -> None:
    email = _known()
    for _ in range(9):
        with pytest.raises(WrongSignIn):
            signing_in.sign_in(email, "wrong", "10.0.0.1")
    signing_in.sign_in(email, PASSWORD, "10.0.0.1")
    with pytest.raises(WrongSignIn):
        signing_in.sign_in(email, "wrong", "10.0.0.1")


def test_a_link_is_mailed_to_known_addresses_only(app: Flask) -> None:
    email = make_account(language="en").email
    signing_in.send_link(email, "10.0.0.1", "/exposant/annonces")
    signing_in.send_link("nobody@example.org", "10.0.0.1", "/exposant/annonces")
    message = stored()[0]
    assert [m.recipient for m in stored()] == [email]
    assert message.subject == "Your link to sign in"
    assert "?next=/exposant/annonces" in message.text.replace("%2F", "/")
    assert message.html
    assert message.organiser_id is None


def test_at_most_five_links_for_25_requests(app: Flask) -> None:
    email = make_account().email
    for n in range(25):
        signing_in.send_link(email, f"10.0.0.{n}")
    assert len(stored()) == 5


def test_a_link_works_once(app: Flask) -> None:
    account = make_account()
    token = signing_in.new_link(account.id)
    who, session_token = signing_in.use_link(token, "Safari, iPhone")
    assert find_identity(session_token) == who
    with pytest.raises(LinkNotValid):
        signing_in.use_link(token)


def test_using_a_link_ends_the_others(app: Flask) -> None:
    account, other = make_account(), make_account()
    first, second = signing_in.new_link(account.id), signing_in.new_link(account.id)
    foreign = signing_in.new_link(other.id)
    signing_in.use_link(first)
    with pytest.raises(LinkNotValid):
        signing_in.use_link(second)
    assert signing_in.use_link(foreign)[0].id == other.id


def test_a_link_lives_ten_minutes(app: Flask, time_machine: TimeMachineFixture) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    account = make_account()
    old, young = signing_in.new_link(account.id), ""
    time_machine.move_to(start + timedelta(minutes=1), tick=False)
    young = signing_in.new_link(account.id)
    time_machine.move_to(start + timedelta(minutes=10), tick=False)
    with pytest.raises(LinkNotValid):
        signing_in.use_link(old)
    assert signing_in.use_link(young)[0].id == account.id


@pytest.mark.parametrize("token", ["", "x" * 27, "' OR 1=1 --"])
def test_a_made_up_link_opens_nothing(app: Flask, token: str) -> None:
    signing_in.new_link(make_account().id)
    with pytest.raises(LinkNotValid):
        signing_in.use_link(token)


def test_the_token_is_long_and_stored_as_a_hash(app: Flask) -> None:
    token = signing_in.new_link(make_account().id)
    assert len(token) >= 26  # 160 bits in base 64
    assert token not in session.scalars(select(SignInLink)).one().token_hash


@pytest.mark.race
def test_two_browsers_at_once_use_a_link_once(app: Flask) -> None:
    token = signing_in.new_link(make_account().id)
    start = threading.Barrier(4)

    def use(_n: int) -> bool:
        with app.app_context():
            start.wait()
            try:
                signing_in.use_link(token)
            except LinkNotValid:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]


def _token_of(text: str) -> str:
    return text.split("/connexion/lien/")[1].split(maxsplit=1)[0].split("?", maxsplit=1)[0]
