"""Reads about who works for a company, and who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from brocante.accounts.models import Account, Role
from brocante.accounts.queries import hash_token
from brocante.companies import rules
from brocante.companies.models import (
    Company,
    CompanyInvitation,
    CompanyMember,
    Participation,
    ParticipationState,
)
from brocante.core import clock
from brocante.core.db import session


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a company, as those who write to it need to know."""

    account_id: int
    email: str
    name: str
    language: str
    role: Role


def companies_of(account_id: int) -> list[Company]:
    """Return the companies a person is a member of, by name."""
    statement = (
        select(Company)
        .join(CompanyMember, CompanyMember.company_id == Company.id)
        .where(CompanyMember.account_id == account_id)
        .order_by(Company.name, Company.id)
    )
    return list(session.scalars(statement))


def members_of(company_id: int) -> list[Person]:
    """Return who works for a company, those in charge first."""
    return people_of([company_id]).get(company_id, [])


def people_of(company_ids: list[int]) -> dict[int, list[Person]]:
    """Return who works for each of some companies, those in charge first. One query."""
    statement = (
        select(
            CompanyMember.company_id,
            Account.id,
            Account.email,
            Account.name,
            Account.language,
            CompanyMember.role,
        )
        .join(Account, Account.id == CompanyMember.account_id)
        .where(CompanyMember.company_id.in_(company_ids))
        .order_by(CompanyMember.role.desc(), CompanyMember.since, Account.id)
    )
    found: dict[int, list[Person]] = {}
    for row in session.execute(statement):
        person = Person(row.id, row.email, row.name, row.language, row.role)
        found.setdefault(row.company_id, []).append(person)
    return found


def live_invitation(token: str) -> CompanyInvitation | None:
    """Return an invitation that can still be accepted."""
    return session.scalars(
        select(CompanyInvitation).where(
            CompanyInvitation.token_hash == hash_token(token),
            CompanyInvitation.accepted_at.is_(None),
            CompanyInvitation.expires_at > clock.now(),
        )
    ).one_or_none()


def open_invitations(
    *, edition_id: int | None = None, company_id: int | None = None
) -> list[CompanyInvitation]:
    """Return the invitations of an edition, or of a company, that nobody accepted yet."""
    mine = (
        CompanyInvitation.company_id == company_id
        if company_id is not None
        else CompanyInvitation.edition_id == edition_id
    )
    statement = (
        select(CompanyInvitation)
        .where(mine, CompanyInvitation.accepted_at.is_(None))
        .order_by(CompanyInvitation.created_at.desc(), CompanyInvitation.id.desc())
        .limit(rules.MOST_ADDRESSES)
    )
    return list(session.scalars(statement))


def participations_of_addresses(edition_id: int, addresses: Sequence[str]) -> dict[str, int]:
    """Return by address the participation of whoever works for a company that takes part."""
    statement = (
        select(Account.email, Participation.id)
        .join(CompanyMember, CompanyMember.account_id == Account.id)
        .join(Participation, Participation.company_id == CompanyMember.company_id)
        .where(
            Account.email.in_(addresses),
            Participation.edition_id == edition_id,
            Participation.state.in_([s for s in ParticipationState if rules.takes_part(s)]),
        )
        .order_by(Participation.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def known_name(address: str) -> str:
    """Return the name of the account with an address, empty when there is none."""
    return session.scalar(select(Account.name).where(Account.email == address)) or ""


def companies_of_address(address: str) -> list[Company]:
    """Return the companies the account with an address works for."""
    account_id = session.scalar(select(Account.id).where(Account.email == address))
    return companies_of(account_id) if account_id is not None else []
