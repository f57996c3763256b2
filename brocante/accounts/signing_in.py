"""Signing in, by password or by a one-use link sent to the mailbox."""

from sqlalchemy import select, update

from brocante.accounts import attempts, emails, rules
from brocante.accounts.errors import LinkNotValid, WrongSignIn
from brocante.accounts.models import Account, SignInLink
from brocante.accounts.passwords import matches
from brocante.accounts.queries import Identity, hash_token, identity_of
from brocante.accounts.service import open_session
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.transaction import transactional


def sign_in(email: str, password: str, address: str, device: str = "") -> tuple[Identity, str]:
    """Return who signs in, and the token of a new session.

    `address` is the network address the request comes from. Raises TooManyAttempts without
    looking at the password, and WrongSignIn alike for an unknown address and a wrong password.
    """
    email = rules.normalise_email(email)
    attempts.take(email, address)
    account_id = _account_with(email, password)
    if account_id is None:
        raise WrongSignIn
    attempts.forgive(email, address)
    token = open_session(account_id, device)
    return identity_of(account_id), token


def _account_with(email: str, password: str) -> int | None:
    found = session.execute(
        select(Account.id, Account.password_hash).where(Account.email == email)
    ).first()
    good = matches(found.password_hash if found else None, password)
    return found.id if found and good else None


@transactional
def send_link(email: str, address: str, target: str = "") -> None:
    """Mail a sign-in link to a known address, a few an hour; tell nothing of unknown ones.

    `target` is the page to open afterwards, a path of this site. The letter is written in either
    case, so that the answer takes the same time.
    """
    email = rules.normalise_email(email)
    if not attempts.take_link(email, address):
        return
    account = session.scalars(select(Account).where(Account.email == email)).one_or_none()
    token = new_token()
    letter = emails.link_letter(token, target, account.language if account else "fr")
    if account is not None:
        _store_link(account.id, token)
        emails.post_link(account.email, letter)


@transactional
def new_link(account_id: int) -> str:
    """Return the token of a new one-use link, for whoever runs the installation."""
    token = new_token()
    _store_link(account_id, token)
    return token


def _store_link(account_id: int, token: str) -> None:
    now = clock.now()
    session.add(
        SignInLink(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=now,
            expires_at=now + rules.LINK_LIFE,
        )
    )


@transactional
def use_link(token: str, device: str = "") -> tuple[Identity, str]:
    """Consume a link once, also when two browsers send it at the same moment.

    Returns who signs in and the token of a new session; the person's other links end with it.
    """
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
    session.execute(
        update(SignInLink)
        .where(SignInLink.account_id == used.account_id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )
    return identity_of(used.account_id), open_session(used.account_id, device, by_link=True)
