"""Writes about people: accounts, sessions, sign-in links, passwords."""

import hashlib
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from brocante.accounts import emails, rules
from brocante.accounts.errors import LinkNotValid, WrongPresentPassword, WrongSignIn
from brocante.accounts.models import Account, AccountSession, SignInAttempt, SignInLink
from brocante.accounts.queries import Identity, hash_token, identity_of
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.errors import NotFound
from brocante.core.transaction import transactional

METHOD = "scrypt"
# Compared against when the address is unknown, so that both cases take the same time.
_NOBODY = generate_password_hash("nobody has this password", METHOD)


@transactional
def account_for(email: str, name: str = "", language: str = "fr") -> int:
    """Return the id of the account with that address; make it when there is none."""
    email = rules.normalise_email(email)
    found = session.scalars(select(Account).where(Account.email == email)).one_or_none()
    if found is None:
        found = Account(email=email, name=name, language=language, created_at=clock.now())
        session.add(found)
        session.flush()
    elif name and not found.name:
        found.name = name
    return found.id


@transactional
def open_session(account_id: int, device: str = "") -> str:
    """Start a session of an account; returns the token its browser will hold."""
    token, now = new_token(), clock.now()
    session.get_one(Account, account_id).last_seen_on = now.date()
    session.add(
        AccountSession(
            token_hash=hash_token(token),
            account_id=account_id,
            device=device[:120],
            created_at=now,
            expires_at=now + timedelta(days=rules.SESSION_DAYS),
        )
    )
    return token


@transactional
def close_session(token: str) -> None:
    """End the session a browser holds: a copy of its cookie is worth nothing afterwards."""
    _end(AccountSession.token_hash == hash_token(token))


@transactional
def close_sessions(who: Identity, *, keep: str | None = None, only: int | None = None) -> None:
    """End one's sessions: a single one by its id, or all but the present browser's."""
    own = AccountSession.account_id == who.id
    if only is not None:
        _end(own, AccountSession.id == only)
    elif keep is not None:
        _end(own, AccountSession.token_hash != hash_token(keep))
    else:
        _end(own)


def _end(*conditions: ColumnElement[bool]) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.ended_at.is_(None), *conditions)
        .values(ended_at=clock.now())
    )


def sign_in(email: str, password: str, address: str, device: str = "") -> tuple[Identity, str]:
    """Return who signs in and a new session's token.

    Raises TooManyAttempts before looking at the password, WrongSignIn alike for an unknown
    address and a wrong password. The failure is stored even though the sign-in is refused.
    """
    email = rules.normalise_email(email)
    account_key, address_key = _key("account", email), _key("address", address)
    rules.check_attempts(*_failures(account_key, address_key))
    account_id = _account_with(email, password)
    if account_id is None:
        _note_failure(account_key, address_key)
        raise WrongSignIn
    token = open_session(account_id, device)
    return identity_of(account_id), token


def _account_with(email: str, password: str) -> int | None:
    found = session.execute(
        select(Account.id, Account.password_hash).where(Account.email == email)
    ).first()
    stored = found.password_hash if found and found.password_hash else _NOBODY
    good = check_password_hash(stored, password[: rules.LONGEST])
    return found.id if good and found and found.password_hash else None


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _failures(account_key: str, address_key: str) -> tuple[int, int, int]:
    since = clock.now() - timedelta(minutes=rules.WINDOW_MINUTES)
    recent = SignInAttempt.at > since
    by_account, by_address = (
        SignInAttempt.account_key == account_key,
        SignInAttempt.address_key == address_key,
    )

    def count(*conditions: ColumnElement[bool]) -> int:
        statement = select(func.count()).select_from(SignInAttempt).where(recent, *conditions)
        return session.scalar(statement) or 0

    return count(by_account, by_address), count(by_address), count(by_account)


@transactional
def _note_failure(account_key: str, address_key: str) -> None:
    session.add(SignInAttempt(account_key=account_key, address_key=address_key, at=clock.now()))
    session.execute(
        delete(SignInAttempt).where(SignInAttempt.at < clock.now() - timedelta(hours=2))
    )


@transactional
def send_link(email: str) -> None:
    """Mail a sign-in link to a known address, a few an hour; say nothing of unknown ones."""
    email = rules.normalise_email(email)
    account = session.scalars(select(Account).where(Account.email == email)).one_or_none()
    if account is None:
        return
    hour_ago = clock.now() - timedelta(hours=1)
    recent = (
        select(func.count())
        .select_from(SignInLink)
        .where(SignInLink.account_id == account.id, SignInLink.created_at > hour_ago)
    )
    if (session.scalar(recent) or 0) < rules.MOST_LINKS:
        emails.send_link(account.email, new_link(account.id), account.language)


@transactional
def new_link(account_id: int, *, minutes: int = rules.LINK_MINUTES) -> str:
    """Return the token of a new one-use link for an account."""
    token, now = new_token(), clock.now()
    session.add(
        SignInLink(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=now,
            expires_at=now + timedelta(minutes=minutes),
        )
    )
    return token


@transactional
def use_link(token: str, device: str = "") -> tuple[Identity, str]:
    """Consume a link once, also when two browsers send it at the same moment."""
    now = clock.now()
    used = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == hash_token(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.account_id)
    ).first()
    if used is None:
        raise LinkNotValid
    return identity_of(used.account_id), open_session(used.account_id, device)


@transactional
def change_profile(who: Identity, name: str, language: str) -> None:
    """Change how a person is called and written to."""
    account = session.get_one(Account, who.id)
    account.name, account.language = name, language


@transactional
def change_password(who: Identity, present: str | None, password: str, *, keep: str | None) -> None:
    """Set a password and end every other session. The present one is asked if there is one."""
    account = session.get_one(Account, who.id)
    if account.password_hash and not check_password_hash(account.password_hash, present or ""):
        raise WrongPresentPassword
    rules.check_password(password, account.email)
    account.password_hash = generate_password_hash(password, METHOD)
    close_sessions(who, keep=keep)


@transactional
def set_demonstration_password(account_id: int, password: str, *, demo: bool) -> None:
    """Give a demonstration account its published password; refused anywhere else."""
    if not demo:
        raise NotFound
    account = session.get_one(Account, account_id)
    account.password_hash = generate_password_hash(password, METHOD)
