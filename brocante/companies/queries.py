"""Reads about companies, their participation and their sites."""

from dataclasses import dataclass

from sqlalchemy import select

from brocante.accounts.models import Role
from brocante.companies.models import Company, CompanyMember, Participation, ParticipationState
from brocante.core.db import session
from brocante.editions.models import Edition


@dataclass(frozen=True, slots=True)
class CompanyAccess:
    """What a signed-in person may act for: one company in one edition."""

    participation_id: int
    company_id: int
    edition_id: int
    company_name: str
    edition_name: str
    role: Role
    state: ParticipationState


def accesses_of(account_id: int) -> list[CompanyAccess]:
    """Return the participations a person may act for, the latest edition first."""
    statement = (
        select(
            Participation.id,
            Company.id,
            Edition.id,
            Company.name,
            Edition.name,
            CompanyMember.role,
            Participation.state,
        )
        .join(CompanyMember, CompanyMember.company_id == Participation.company_id)
        .join(Company, Company.id == Participation.company_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .where(CompanyMember.account_id == account_id)
        .order_by(Edition.starts_on.desc(), Company.name, Participation.id)
    )
    return [CompanyAccess(*row) for row in session.execute(statement)]
