"""Who works for an organiser: invitations, roles, departures."""

from sqlalchemy import ColumnElement, delete, func, select, update

from brocante.accounts import emails, rules
from brocante.accounts.errors import AlreadyMember, InvitationNotValid, LastOwner, OnlyOwners
from brocante.accounts.models import (
    Account,
    Organiser,
    OrganiserInvitation,
    OrganiserMember,
    Role,
)
from brocante.accounts.queries import Identity, hash_token
from brocante.accounts.service import account_for
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.errors import NotAllowed, NotFound
from brocante.core.transaction import transactional
from brocante.outbox.rules import plain_address


@transactional
def invite(who: Identity, organiser_id: int, email: str, role: Role) -> None:
    """Invite a person by mail; a second invitation replaces the first."""
    organiser = _locked(organiser_id)
    _require_owner(who, organiser_id)
    email = rules.normalise_email(plain_address(email.strip()))
    invited = session.scalars(select(Account).where(Account.email == email)).one_or_none()
    if invited and session.get(OrganiserMember, (organiser_id, invited.id)):
        raise AlreadyMember
    _drop_invitations(organiser_id, OrganiserInvitation.email == email)
    token, now = new_token(), clock.now()
    session.add(
        OrganiserInvitation(
            token_hash=hash_token(token),
            organiser_id=organiser_id,
            email=email,
            role=role,
            invited_by=who.id,
            created_at=now,
            expires_at=now + rules.INVITATION_LIFE,
        )
    )
    language = invited.language if invited else who.language
    emails.post_invitation(email, token, (organiser_id, organiser.name), who.label, language)


@transactional
def withdraw(who: Identity, organiser_id: int, invitation_id: int) -> None:
    """Take an invitation back: its link no longer opens anything."""
    _locked(organiser_id)
    _require_owner(who, organiser_id)
    if not _drop_invitations(organiser_id, OrganiserInvitation.id == invitation_id):
        raise NotFound


def _drop_invitations(organiser_id: int, condition: ColumnElement[bool]) -> int:
    dropped = session.execute(
        delete(OrganiserInvitation)
        .where(OrganiserInvitation.organiser_id == organiser_id, condition)
        .returning(OrganiserInvitation.id)
    )
    return len(dropped.all())


@transactional
def accept(token: str, name: str = "", language: str = "fr") -> int:
    """Accept an invitation once; returns the id of the account that now works there.

    The account is made when there is none. An earlier role in that organiser stays as it is.
    """
    now = clock.now()
    found = session.execute(
        update(OrganiserInvitation)
        .where(
            OrganiserInvitation.token_hash == hash_token(token),
            OrganiserInvitation.accepted_at.is_(None),
            OrganiserInvitation.expires_at > now,
        )
        .values(accepted_at=now)
        .returning(
            OrganiserInvitation.organiser_id, OrganiserInvitation.email, OrganiserInvitation.role
        )
    ).first()
    if found is None:
        raise InvitationNotValid
    account_id = account_for(found.email, name, language)
    if session.get(OrganiserMember, (found.organiser_id, account_id)) is None:
        session.add(
            OrganiserMember(
                organiser_id=found.organiser_id, account_id=account_id, role=found.role, since=now
            )
        )
    return account_id


@transactional
def change_role(who: Identity, organiser_id: int, account_id: int, role: Role) -> None:
    """Put somebody in charge, or no longer."""
    _locked(organiser_id)
    _require_owner(who, organiser_id)
    member = _member(organiser_id, account_id)
    if member.role is Role.OWNER and role is not Role.OWNER:
        _keep_an_owner(organiser_id)
    member.role = role


@transactional
def remove(who: Identity, organiser_id: int, account_id: int) -> None:
    """Let somebody go; one's own departure needs no right."""
    _locked(organiser_id)
    if who.id != account_id:
        _require_owner(who, organiser_id)
    member = _member(organiser_id, account_id)
    if member.role is Role.OWNER:
        _keep_an_owner(organiser_id)
    session.delete(member)


def _locked(organiser_id: int) -> Organiser:
    """Return the organiser, its team untouched by others until the unit ends.

    Two owners who remove each other at once must not leave nobody. The lock is of PostgreSQL; on
    SQLite the unit holds the write lock anyway.
    """
    statement = select(Organiser).where(Organiser.id == organiser_id)
    found = session.scalars(statement.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _require_owner(who: Identity, organiser_id: int) -> None:
    """Ask the database, not the identity: it was read when the request began."""
    own = session.get(OrganiserMember, (organiser_id, who.id), populate_existing=True)
    if own is None:
        raise NotAllowed
    if own.role is not Role.OWNER:
        raise OnlyOwners


def _member(organiser_id: int, account_id: int) -> OrganiserMember:
    found = session.get(OrganiserMember, (organiser_id, account_id), populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _keep_an_owner(organiser_id: int) -> None:
    owners = select(func.count()).where(
        OrganiserMember.organiser_id == organiser_id, OrganiserMember.role == Role.OWNER
    )
    if (session.scalar(owners) or 0) < 2:
        raise LastOwner
