"""Reads about companies, their participation, and the sites visitors may see."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from brocante.accounts.models import Role
from brocante.companies import rules
from brocante.companies.errors import CompanyNotFound
from brocante.companies.models import (
    Company,
    CompanyMember,
    Participation,
    ParticipationState,
    Site,
)
from brocante.companies.people import Person, members_of, people_of
from brocante.companies.places import site_facts
from brocante.core import clock
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


@dataclass(frozen=True, slots=True)
class ParticipationStatus:
    """A participation with its members and what it still lacks."""

    id: int
    state: ParticipationState
    company: Company
    members: list[Person]
    lacks: list[rules.Lack]
    sites: tuple[rules.SiteFacts, ...] = field(default=())


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


def approved_companies(edition_id: int) -> list[Company]:
    """Return the companies visitors may see in an edition, by name."""
    statement = (
        select(Company)
        .join(Participation, Participation.company_id == Company.id)
        .where(
            Participation.edition_id == edition_id,
            Participation.state == ParticipationState.APPROVED,
        )
        .order_by(Company.name, Company.id)
    )
    return list(session.scalars(statement))


def count_approved(edition_id: int) -> int:
    """Return how many companies visitors may see in an edition."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Participation)
            .where(
                Participation.edition_id == edition_id,
                Participation.state == ParticipationState.APPROVED,
            )
        )
        or 0
    )


def company_by_slug(edition_id: int, slug: str) -> Company | None:
    """Return a company visitors may see in an edition."""
    statement = (
        select(Company)
        .join(Participation, Participation.company_id == Company.id)
        .where(
            Company.slug == slug,
            Participation.edition_id == edition_id,
            Participation.state == ParticipationState.APPROVED,
        )
    )
    return session.scalars(statement).one_or_none()


def _shown() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a site visitors may see: approved company, confirmed pin."""
    return (
        Participation.id == Site.participation_id,
        Participation.state == ParticipationState.APPROVED,
        Site.pin_confirmed_at.is_not(None),
    )


def sites_of_edition(edition_id: int, *, openings: bool = False) -> list[Site]:
    """Return the sites visitors may see in an edition with their company, by commune."""
    statement = (
        select(Site)
        .join(Participation, Participation.id == Site.participation_id)
        .where(Site.edition_id == edition_id, *_shown())
        .options(joinedload(Site.company), *_openings(openings))
        .order_by(Site.commune, Site.name, Site.id)
    )
    return list(session.scalars(statement))


def sites_of_company(edition_id: int, company_id: int) -> list[Site]:
    """Return the sites visitors may see of a company, with their opening hours."""
    statement = (
        select(Site)
        .join(Participation, Participation.id == Site.participation_id)
        .where(Site.edition_id == edition_id, Site.company_id == company_id, *_shown())
        .options(joinedload(Site.company), *_openings(True))
        .order_by(Site.name, Site.id)
    )
    return list(session.scalars(statement))


def _openings(wanted: bool) -> list[ExecutableOption]:
    return [selectinload(Site.openings)] if wanted else []


def count_sites(edition_id: int) -> int:
    """Return how many sites visitors may see in an edition."""
    statement = (
        select(func.count())
        .select_from(Site)
        .join(Participation, Participation.id == Site.participation_id)
        .where(Site.edition_id == edition_id, *_shown())
    )
    return session.scalar(statement) or 0


def site_with_openings(site_id: int) -> Site | None:
    """Return a site visitors may see, with its company and opening hours."""
    statement = (
        select(Site)
        .join(Participation, Participation.id == Site.participation_id)
        .where(Site.id == site_id, *_shown())
        .options(joinedload(Site.company), selectinload(Site.openings))
    )
    return session.scalars(statement).one_or_none()


def participation(participation_id: int) -> Participation:
    """Return a participation with its company and edition; raises CompanyNotFound."""
    found = session.scalars(
        select(Participation)
        .where(Participation.id == participation_id)
        .options(joinedload(Participation.company), joinedload(Participation.edition))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise CompanyNotFound
    return found


def participation_of(edition_id: int, company_id: int) -> Participation | None:
    """Return the participation of a company in an edition."""
    return session.scalars(
        select(Participation).where(
            Participation.edition_id == edition_id, Participation.company_id == company_id
        )
    ).one_or_none()


def company(company_id: int) -> Company:
    """Return a company that exists."""
    return session.get_one(Company, company_id, populate_existing=True)


def participations_with_lacks(
    edition_id: int, *, only_lacking: bool = False
) -> list[ParticipationStatus]:
    """Return every participation of an edition with what it lacks, by company name.

    Four queries whatever the number of companies. An edition has 20 to 100 of them, therefore what
    is lacking is decided here by the rules, not by SQL; pages show a slice.
    """
    rows = list(
        session.scalars(
            select(Participation)
            .join(Company, Company.id == Participation.company_id)
            .where(Participation.edition_id == edition_id)
            .options(joinedload(Participation.company))
            .order_by(func.lower(Company.name), Participation.id)
        )
    )
    people = people_of([row.company_id for row in rows])
    facts = site_facts(edition_id)
    edition = edition_facts(edition_id)
    statuses = [
        ParticipationStatus(
            id=row.id,
            state=row.state,
            company=row.company,
            members=people.get(row.company_id, []),
            sites=facts.get(row.id, ()),
            lacks=rules.lacks(_facts(row, facts.get(row.id, ())), edition),
        )
        for row in rows
    ]
    return [status for status in statuses if status.lacks or not only_lacking]


def status_of(participation_id: int) -> ParticipationStatus:
    """Return one participation with what it lacks; raises CompanyNotFound."""
    row = participation(participation_id)
    sites = site_facts(row.edition_id, participation_id).get(row.id, ())
    return ParticipationStatus(
        id=row.id,
        state=row.state,
        company=row.company,
        members=members_of(row.company_id),
        sites=sites,
        lacks=rules.lacks(_facts(row, sites), edition_facts(row.edition_id)),
    )


def edition_facts(edition_id: int) -> rules.EditionFacts:
    """Return what of an edition decides what its companies lack, today."""
    version, starts_on, time_zone = session.execute(
        select(Edition.charter_version, Edition.starts_on, Edition.time_zone).where(
            Edition.id == edition_id
        )
    ).one()
    today: date = clock.today(time_zone)
    return rules.EditionFacts(version, starts_on, today)


def _facts(row: Participation, sites: tuple[rules.SiteFacts, ...]) -> rules.ParticipationFacts:
    return rules.ParticipationFacts(row.state, row.company.siret, row.charter_version, sites)


def company_with_siret(siret: str) -> Company | None:
    """Return the company registered with a number."""
    return session.scalars(select(Company).where(Company.siret == siret)).one_or_none()
