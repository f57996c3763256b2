"""Writes about who works for a company, and about invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from brocante.accounts.models import Role
from brocante.accounts.queries import Identity, hash_token
from brocante.accounts.service import account_for
from brocante.companies import emails, rules
from brocante.companies.errors import (
    AlreadyMember,
    CompanyNotFound,
    InvitationNotValid,
    InvitationOfAnother,
    LastOwner,
    OnlyOwners,
)
from brocante.companies.models import Company, CompanyInvitation, CompanyMember
from brocante.companies.people import (
    companies_of,
    live_invitation,
    members_of,
    participations_of_addresses,
)
from brocante.companies.queries import CompanyAccess
from brocante.companies.service import CompanyDetails, add_member, join_invited, own_company
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.editions.queries import own_edition


@dataclass(frozen=True, slots=True)
class Invited:
    """How many invitations leave, and the participations of those who need none."""

    sent: int
    taking_part: list[int]


@transactional
def invite_companies(who: Identity, edition_id: int, addresses: Sequence[str]) -> Invited:
    """Invite people to take part with their company, but those whose company does already.

    An address invited before gets a new link, and the earlier one ends.
    """
    edition = own_edition(who, edition_id)
    known = participations_of_addresses(edition.id, addresses)
    addresses = [address for address in addresses if address not in known]
    session.execute(
        delete(CompanyInvitation).where(
            CompanyInvitation.edition_id == edition.id,
            CompanyInvitation.accepted_at.is_(None),
            CompanyInvitation.email.in_(addresses),
        )
    )
    for address in addresses:
        token = new_invitation(who, address, edition_id=edition.id)
        emails.invite_company(edition, address, token)
    return Invited(len(addresses), sorted(set(known.values())))


@transactional
def invite_member(who: Identity, access: CompanyAccess, address: str, role: Role) -> None:
    """Invite somebody to join a company; only those in charge may."""
    _require_owner(access)
    address = address.strip().lower()
    if address in {person.email for person in members_of(access.company_id)}:
        raise AlreadyMember
    session.execute(
        delete(CompanyInvitation).where(
            CompanyInvitation.company_id == access.company_id, CompanyInvitation.email == address
        )
    )
    token = new_invitation(who, address, company_id=access.company_id, role=role)
    emails.invite_member(address, token, access.company_name, who.label)


def new_invitation(
    who: Identity | None,
    address: str,
    *,
    edition_id: int | None = None,
    company_id: int | None = None,
    role: Role = Role.OWNER,
) -> str:
    """Store an invitation; returns the token of its link. Part of a unit of work."""
    token, now = new_token(), clock.now()
    session.add(
        CompanyInvitation(
            token_hash=hash_token(token),
            edition_id=edition_id,
            company_id=company_id,
            email=address,
            role=role,
            invited_by=who.id if who else None,
            created_at=now,
            expires_at=now + timedelta(days=rules.INVITATION_DAYS),
        )
    )
    return token


@transactional
def withdraw_company_invitation(who: Identity, edition_id: int, invitation_id: int) -> None:
    """End an invitation to an edition; what is not there any more is already ended."""
    edition = own_edition(who, edition_id)
    _withdraw(invitation_id, CompanyInvitation.edition_id == edition.id)


@transactional
def withdraw_member_invitation(access: CompanyAccess, invitation_id: int) -> None:
    """End an invitation to a company; only those in charge may."""
    _require_owner(access)
    _withdraw(invitation_id, CompanyInvitation.company_id == access.company_id)


def _withdraw(invitation_id: int, own: ColumnElement[bool]) -> None:
    session.execute(
        delete(CompanyInvitation).where(
            CompanyInvitation.id == invitation_id, own, CompanyInvitation.accepted_at.is_(None)
        )
    )


@transactional
def join_company(who: Identity | None, token: str, name: str, language: str) -> int:
    """Accept the invitation to join a company; returns the account's id.

    The link came by mail, so it proves the address: no password is asked.
    """
    invitation = _taken(who, token)
    if invitation.company_id is None:
        raise InvitationNotValid
    account_id = account_for(invitation.email, name, language)
    add_member(invitation.company_id, account_id, invitation.role)
    return account_id


@transactional
def take_part(
    who: Identity | None, token: str, details: CompanyDetails, contact_name: str, language: str
) -> tuple[int, int]:
    """Accept the organiser's invitation with a new company; returns account and participation."""
    invitation = _taken(who, token)
    account_id = account_for(invitation.email, contact_name, language)
    company_id = own_company(account_id, details)
    return account_id, join_invited(company_id, _edition(invitation))


@transactional
def take_part_with(who: Identity | None, token: str, company_id: int) -> tuple[int, int]:
    """Accept the organiser's invitation with a company the invited person works for already."""
    invitation = _taken(who, token)
    account_id = account_for(invitation.email)
    if company_id not in {company.id for company in companies_of(account_id)}:
        raise CompanyNotFound
    return account_id, join_invited(company_id, _edition(invitation))


def _edition(invitation: CompanyInvitation) -> Edition:
    if invitation.edition_id is None:
        raise InvitationNotValid
    return session.get_one(Edition, invitation.edition_id)


def _taken(who: Identity | None, token: str) -> CompanyInvitation:
    """Use up an invitation, once, also when two browsers send it at the same moment."""
    invitation = live_invitation(token)
    if invitation is None:
        raise InvitationNotValid
    if who is not None and who.email != invitation.email:
        raise InvitationOfAnother
    used = session.execute(
        update(CompanyInvitation)
        .where(CompanyInvitation.id == invitation.id, CompanyInvitation.accepted_at.is_(None))
        .values(accepted_at=clock.now())
        .returning(CompanyInvitation.id)
    ).first()
    if used is None:
        raise InvitationNotValid
    return invitation


@transactional
def change_role(access: CompanyAccess, account_id: int, role: Role) -> None:
    """Change what a member may do; somebody stays in charge."""
    member = _member(access, account_id)
    if role is Role.MEMBER:
        _check_not_last(member)
    member.role = role


@transactional
def remove_member(who: Identity, access: CompanyAccess, account_id: int) -> None:
    """Take a member out; one may always leave oneself, except as the last in charge."""
    if account_id != who.id:
        _require_owner(access)
    member = _row(access, account_id)
    _check_not_last(member)
    session.delete(member)


def _member(access: CompanyAccess, account_id: int) -> CompanyMember:
    _require_owner(access)
    return _row(access, account_id)


def _row(access: CompanyAccess, account_id: int) -> CompanyMember:
    # Two people in charge who remove each other at the same moment take turns.
    session.execute(select(Company.id).where(Company.id == access.company_id).with_for_update())
    found = session.get(CompanyMember, (access.company_id, account_id), populate_existing=True)
    if found is None:
        raise CompanyNotFound
    return found


def _require_owner(access: CompanyAccess) -> None:
    if access.role is not Role.OWNER:
        raise OnlyOwners


def _check_not_last(member: CompanyMember) -> None:
    if member.role is not Role.OWNER:
        return
    owners = session.scalar(
        select(func.count())
        .select_from(CompanyMember)
        .where(CompanyMember.company_id == member.company_id, CompanyMember.role == Role.OWNER)
    )
    if (owners or 0) < 2:
        raise LastOwner
