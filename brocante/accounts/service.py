"""Writes about people: accounts, organisers, sessions, passwords."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update

from brocante.accounts import attempts, queries, rules
from brocante.accounts.errors import WrongPresentPassword
from brocante.accounts.models import (
    Account,
    AccountSession,
    Organiser,
    OrganiserInvitation,
    OrganiserMember,
    Role,
    SignInLink,
)
from brocante.accounts.passwords import hash_password, matches
from brocante.accounts.queries import Identity, hash_token
from brocante.config import Settings
from brocante.core import clock
from brocante.core.codes import new_code, new_token
from brocante.core.db import insert_new, session
from brocante.core.errors import NotAllowed
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.outbox.rules import plain_address

LANGUAGES = ("fr", "en")


class NewOrganiser(NamedTuple):
    """What was made: the organiser and the account of its first owner."""

    organiser_id: int
    account_id: int


@transactional
def account_for(email: str, name: str = "", language: str = "fr") -> int:
    """Return the id of the account with that address; make it when there is none.

    A name is only written where there is none yet. Raises WrongRecipient for an address that
    cannot be written to.
    """
    email, name = rules.normalise_email(plain_address(email.strip())), name.strip()[:120]
    insert_new(
        Account,
        "email",
        email=email,
        name=name,
        language=language if language in LANGUAGES else LANGUAGES[0],
        created_at=clock.now(),
    )
    found = session.scalars(select(Account).where(Account.email == email)).one()
    found.name = found.name or name
    return found.id


@transactional
def create_organiser(email: str, name: str, person: str = "") -> NewOrganiser:
    """Make an organiser called `name` and its first owner, found or made by address.

    Who owns one of that name already keeps it: the command is repeated when its link is too old.
    """
    account_id = account_for(email, person)
    name = name.strip()[:120]
    present = _organiser_owned(account_id, name)
    if present is not None:
        return NewOrganiser(present, account_id)
    slug = slugify(name) or "organisateur"
    if session.scalar(select(Organiser.id).where(Organiser.slug == slug)) is not None:
        slug = f"{slug[:50]}-{new_code(4).lower()}"
    now = clock.now()
    organiser = Organiser(slug=slug, name=name, email=rules.normalise_email(email), created_at=now)
    session.add(organiser)
    session.flush()
    session.add(
        OrganiserMember(
            organiser_id=organiser.id, account_id=account_id, role=Role.OWNER, since=now
        )
    )
    return NewOrganiser(organiser.id, account_id)


def _organiser_owned(account_id: int, name: str) -> int | None:
    return session.scalar(
        select(Organiser.id)
        .join(OrganiserMember, OrganiserMember.organiser_id == Organiser.id)
        .where(
            Organiser.name == name,
            OrganiserMember.account_id == account_id,
            OrganiserMember.role == Role.OWNER,
        )
        .limit(1)
    )


@transactional
def open_session(account_id: int, device: str = "", *, by_link: bool = False) -> str:
    """Start a session of an account; returns the token its browser will hold.

    `device` is what the person sees in the list of sessions; `by_link` says that the mailbox, not
    the password, was proven.
    """
    token, now = new_token(), clock.now()
    session.get_one(Account, account_id).last_seen_on = now.date()
    session.add(
        AccountSession(
            token_hash=hash_token(token),
            account_id=account_id,
            device=device[:120],
            by_link=by_link,
            created_at=now,
            expires_at=now + rules.SESSION_LIFE,
        )
    )
    return token


@transactional
def close_session(token: str) -> None:
    """End the session a browser holds: a copy of its cookie is worth nothing afterwards."""
    _end(AccountSession.token_hash == hash_token(token))


@transactional
def close_one_session(who: Identity, session_id: int) -> None:
    """End one of one's own sessions; another person's is left alone."""
    _end(AccountSession.account_id == who.id, AccountSession.id == session_id)


@transactional
def close_other_sessions(who: Identity, token: str | None) -> None:
    """End all of one's sessions but the one of `token`."""
    _end(AccountSession.account_id == who.id, AccountSession.token_hash != hash_token(token or ""))


def _end(*conditions: ColumnElement[bool]) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.ended_at.is_(None), *conditions)
        .values(ended_at=clock.now())
    )


@transactional
def change_profile(who: Identity, name: str, language: str) -> None:
    """Change how a person is called and written to."""
    account = session.get_one(Account, who.id)
    account.name = name.strip()[:120]
    account.language = language if language in LANGUAGES else account.language


def change_password(who: Identity, present: str, password: str, token: str | None) -> None:
    """Set a password and end every session but the one of `token`.

    The present password is asked when there is one, unless the session was opened by a mailed
    link a short while ago (a forgotten password). Wrong ones are counted as sign-ins are.
    """
    account = queries.account(who.id)
    if account.password_hash and not queries.came_by_link(token):
        attempts.take(who.email, "own page")
        if not matches(account.password_hash, present):
            raise WrongPresentPassword
        attempts.forgive(who.email, "own page")
    rules.check_password(password, who.email)
    _store_password(who, password, token)


@transactional
def _store_password(who: Identity, password: str, token: str | None) -> None:
    account = session.get_one(Account, who.id)
    account.password_hash = hash_password(password)
    session.execute(delete(SignInLink).where(SignInLink.account_id == who.id))
    close_other_sessions(who, token)


@transactional
def set_demonstration_password(account_id: int, password: str, settings: Settings) -> None:
    """Give a demonstration account its published password; refused anywhere else."""
    if not settings.demo:
        raise NotAllowed
    account = session.get_one(Account, account_id)
    account.password_hash = hash_password(password)


@transactional
def purge() -> int:
    """Delete sessions, links and invitations that ended long ago; return how many rows."""
    now = clock.now()
    ended = (AccountSession.expires_at < now) | AccountSession.ended_at.is_not(None)
    deleted = [
        session.execute(statement.returning(identifier)).all()
        for statement, identifier in (
            (delete(AccountSession).where(ended), AccountSession.id),
            (delete(SignInLink).where(SignInLink.expires_at < now), SignInLink.id),
            (
                delete(OrganiserInvitation).where(OrganiserInvitation.expires_at < now),
                OrganiserInvitation.id,
            ),
        )
    ]
    return sum(map(len, deleted)) + attempts.purge()
