"""Reads about people and organisers."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from brocante.accounts.models import (
    Account,
    AccountSession,
    Organiser,
    OrganiserInvitation,
    OrganiserMember,
    Role,
)
from brocante.accounts.rules import LINK_STANDS_FOR_PASSWORD
from brocante.core import clock
from brocante.core.db import session


@dataclass(frozen=True, slots=True)
class Identity:
    """The acting person, detached from the database. `organisers` maps organiser id to role."""

    id: int
    email: str
    name: str
    language: str
    organisers: dict[int, Role] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the person is called on screen."""
        return self.name or self.email


def hash_token(token: str) -> str:
    """Return what is stored of a token: it has 160 random bits, a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_identity(session_token: str) -> Identity | None:
    """Return who holds a live session, or None. Two queries."""
    found = session.execute(
        select(Account.id, Account.email, Account.name, Account.language)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(
            AccountSession.token_hash == hash_token(session_token),
            AccountSession.ended_at.is_(None),
            AccountSession.expires_at > clock.now(),
        )
    ).first()
    return _identity(*found) if found else None


def identity_of(account_id: int) -> Identity:
    """Return the identity of an account that exists."""
    row = session.execute(
        select(Account.id, Account.email, Account.name, Account.language).where(
            Account.id == account_id
        )
    ).one()
    return _identity(*row)


def _identity(account_id: int, email: str, name: str, language: str) -> Identity:
    roles = session.execute(
        select(OrganiserMember.organiser_id, OrganiserMember.role).where(
            OrganiserMember.account_id == account_id
        )
    )
    return Identity(account_id, email, name, language, {row[0]: row[1] for row in roles})


def organiser(organiser_id: int) -> Organiser | None:
    """Return an organiser."""
    return session.get(Organiser, organiser_id)


def account(account_id: int) -> Account:
    """Return an account that exists."""
    return session.get_one(Account, account_id)


def has_name(email: str) -> bool:
    """Tell whether there is an account with that address whose person said how to be called."""
    found = select(Account.id).where(Account.email == email, Account.name != "")
    return session.scalar(found) is not None


def live_sessions(account_id: int) -> list[AccountSession]:
    """Return the browsers a person is signed in on, the latest first."""
    statement = (
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.expires_at > clock.now(),
        )
        .order_by(AccountSession.id.desc())
        .limit(20)
    )
    return list(session.scalars(statement))


def came_by_link(session_token: str | None) -> bool:
    """Tell whether a session was opened by a mailed link so recently that it proves the mailbox."""
    if not session_token:
        return False
    statement = select(AccountSession.id).where(
        AccountSession.token_hash == hash_token(session_token),
        AccountSession.by_link,
        AccountSession.created_at > clock.now() - LINK_STANDS_FOR_PASSWORD,
    )
    return session.scalar(statement) is not None


def team(organiser_id: int) -> list[OrganiserMember]:
    """Return the members of an organiser with their accounts."""
    statement = (
        select(OrganiserMember)
        .options(joinedload(OrganiserMember.account))
        .where(OrganiserMember.organiser_id == organiser_id)
        .order_by(OrganiserMember.since, OrganiserMember.account_id)
    )
    return list(session.scalars(statement))


def open_invitations(organiser_id: int) -> list[OrganiserInvitation]:
    """Return invitations nobody accepted yet."""
    statement = (
        select(OrganiserInvitation)
        .where(
            OrganiserInvitation.organiser_id == organiser_id,
            OrganiserInvitation.accepted_at.is_(None),
            OrganiserInvitation.expires_at > clock.now(),
        )
        .order_by(OrganiserInvitation.id.desc())
    )
    return list(session.scalars(statement))


def invitation(token: str) -> OrganiserInvitation | None:
    """Return an invitation that can still be accepted, with its organiser."""
    statement = (
        select(OrganiserInvitation)
        .options(joinedload(OrganiserInvitation.organiser))
        .where(
            OrganiserInvitation.token_hash == hash_token(token),
            OrganiserInvitation.accepted_at.is_(None),
            OrganiserInvitation.expires_at > clock.now(),
        )
    )
    return session.scalars(statement).one_or_none()
