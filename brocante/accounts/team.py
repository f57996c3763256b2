"""Organisers and who works for them."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

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
from brocante.core.codes import new_code, new_token
from brocante.core.db import session
from brocante.core.errors import NotAllowed, NotFound
from brocante.core.text import slugify
from brocante.core.transaction import transactional


@transactional
def create_organiser(name: str, email: str, person: str = "") -> tuple[int, int]:
    """Make an organiser and its first owner; returns the organiser's and the account's id."""
    account_id = account_for(email, person)
    slug = slugify(name) or "organisateur"
    if session.scalar(select(Organiser.id).where(Organiser.slug == slug)) is not None:
        slug = f"{slug[:50]}-{new_code(4).lower()}"
    organiser = Organiser(
        slug=slug, name=name, email=rules.normalise_email(email), created_at=clock.now()
    )
    session.add(organiser)
    session.flush()
    _join(organiser.id, account_id, Role.OWNER)
    return organiser.id, account_id


@transactional
def invite(who: Identity, organiser_id: int, email: str, role: Role) -> None:
    """Invite a person by mail; a second invitation replaces the first."""
    _require_owner(who, organiser_id)
    email = rules.normalise_email(email)
    if _is_member(organiser_id, email):
        raise AlreadyMember
    session.execute(
        delete(OrganiserInvitation).where(
            OrganiserInvitation.organiser_id == organiser_id, OrganiserInvitation.email == email
        )
    )
    token, now = new_token(), clock.now()
    session.add(
        OrganiserInvitation(
            token_hash=hash_token(token),
            organiser_id=organiser_id,
            email=email,
            role=role,
            invited_by=who.id,
            created_at=now,
            expires_at=now + timedelta(days=rules.INVITATION_DAYS),
        )
    )
    emails.send_invitation(
        email, token, session.get_one(Organiser, organiser_id).name, organiser_id
    )


def _is_member(organiser_id: int, email: str) -> bool:
    return (
        session.scalar(
            select(OrganiserMember.account_id)
            .join(Account, Account.id == OrganiserMember.account_id)
            .where(OrganiserMember.organiser_id == organiser_id, Account.email == email)
        )
        is not None
    )


@transactional
def accept(token: str) -> int:
    """Accept an invitation once; returns the id of the account that now works there."""
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
    account_id = account_for(found.email)
    if session.get(OrganiserMember, (found.organiser_id, account_id)) is None:
        _join(found.organiser_id, account_id, found.role)
    return account_id


def _join(organiser_id: int, account_id: int, role: Role) -> None:
    session.add(
        OrganiserMember(
            organiser_id=organiser_id, account_id=account_id, role=role, since=clock.now()
        )
    )


@transactional
def change_role(who: Identity, organiser_id: int, account_id: int, role: Role) -> None:
    """Name somebody in charge, or no longer."""
    member = _member(who, organiser_id, account_id)
    if member.role is Role.OWNER and role is not Role.OWNER:
        _keep_an_owner(organiser_id)
    member.role = role


@transactional
def remove(who: Identity, organiser_id: int, account_id: int) -> None:
    """Let somebody go; one's own departure needs no right."""
    if who.id != account_id:
        _require_owner(who, organiser_id)
    member = session.get(OrganiserMember, (organiser_id, account_id))
    if member is None or organiser_id not in who.organisers:
        raise NotFound
    if member.role is Role.OWNER:
        _keep_an_owner(organiser_id)
    session.delete(member)


def _member(who: Identity, organiser_id: int, account_id: int) -> OrganiserMember:
    _require_owner(who, organiser_id)
    member = session.get(OrganiserMember, (organiser_id, account_id))
    if member is None:
        raise NotFound
    return member


def _require_owner(who: Identity, organiser_id: int) -> None:
    if organiser_id not in who.organisers:
        raise NotAllowed
    if who.organisers[organiser_id] is not Role.OWNER:
        raise OnlyOwners


def _keep_an_owner(organiser_id: int) -> None:
    owners = session.scalar(
        select(func.count())
        .select_from(OrganiserMember)
        .where(OrganiserMember.organiser_id == organiser_id, OrganiserMember.role == Role.OWNER)
    )
    if (owners or 0) < 2:
        raise LastOwner
