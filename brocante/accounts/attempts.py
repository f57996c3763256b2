"""Guessing is slowed in the database, so that every process counts alike.

An attempt is written down before the password is looked at: many at once cannot all pass. Only
hashes are stored, for an hour or two.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from brocante.accounts import rules
from brocante.accounts.models import SignInAttempt
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional

KEPT = timedelta(hours=2)


@transactional
def take(email: str, address: str) -> None:
    """Count a sign-in of an account from a network address; raises TooManyAttempts."""
    account_key, address_key = _key("account", email), _key("address", address)
    now = clock.now()
    short, long = now - rules.SHORT_WINDOW, now - rules.LONG_WINDOW
    rules.check_attempts(
        _count(short, account_key=account_key, address_key=address_key),
        _count(short, address_key=address_key),
        _count(long, account_key=account_key),
    )
    _note(account_key, address_key, now)


@transactional
def forgive(email: str, address: str) -> None:
    """Forget the attempts of an account from an address: the password was right."""
    session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.account_key == _key("account", email),
            SignInAttempt.address_key == _key("address", address),
        )
    )


@transactional
def take_link(email: str, address: str) -> bool:
    """Count a request for a link, of a known mailbox or not; tell whether one may be mailed."""
    mailbox_key, address_key = _key("mailbox", email), _key("asking", address)
    now = clock.now()
    since = now - rules.LONG_WINDOW
    allowed = rules.may_mail_link(
        _count(since, account_key=mailbox_key), _count(since, address_key=address_key)
    )
    if allowed:
        _note(mailbox_key, address_key, now)
    return allowed


@transactional
def purge() -> int:
    """Delete what no longer counts; return how many."""
    old = delete(SignInAttempt).where(SignInAttempt.at < clock.now() - KEPT)
    return len(session.execute(old.returning(SignInAttempt.id)).all())


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _count(since: datetime, **keys: str) -> int:
    statement = select(func.count()).select_from(SignInAttempt).filter_by(**keys)
    return session.scalar(statement.where(SignInAttempt.at > since)) or 0


def _note(account_key: str, address_key: str, now: datetime) -> None:
    mine = or_(SignInAttempt.account_key == account_key, SignInAttempt.address_key == address_key)
    session.execute(delete(SignInAttempt).where(mine, SignInAttempt.at < now - KEPT))
    session.add(SignInAttempt(account_key=account_key, address_key=address_key, at=now))
