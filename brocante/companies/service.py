"""Writes about companies and their participation in an edition."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from brocante.accounts.models import Role
from brocante.accounts.queries import Identity
from brocante.companies import emails, queries, rules
from brocante.companies.errors import (
    CharterChanged,
    CharterEmpty,
    CharterNameMissing,
    CompanyNotFound,
    NotThisDecision,
    ParticipationStopped,
    SiretMissing,
    SiretTaken,
)
from brocante.companies.models import Company, CompanyMember, Participation, ParticipationState
from brocante.companies.people import Person, companies_of, members_of
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.codes import new_code
from brocante.core.db import session
from brocante.core.errors import NotAllowed
from brocante.core.text import fold, slugify
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.editions.queries import own_edition


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDetails:
    """What a company says of itself; `siret` as it was typed, `no_siret` when it has none yet."""

    name: str
    email: str
    siret: str = ""
    no_siret: bool = False
    phone: str | None = None
    activity: str = ""
    presentation: str = ""
    website: str | None = None


def take_part(edition: Edition, company_id: int, state: ParticipationState) -> int:
    """Add a participation, once; the organiser is told of a new one. Part of a unit of work."""
    known = queries.participation_of(edition.id, company_id)
    if known is not None:
        return known.id
    participation = add_participation(edition, company_id, state)
    company = session.get_one(Company, company_id)
    contact = ", ".join(filter(None, (company.email, company.phone)))
    emails.tell_organiser(edition, company.name, contact)
    return participation.id


def add_participation(
    edition: Edition, company_id: int, state: ParticipationState
) -> Participation:
    """Store a participation; part of a unit of work."""
    now = clock.now()
    decided = None if state is ParticipationState.REGISTERED else now
    participation = Participation(
        edition_id=edition.id,
        company_id=company_id,
        state=state,
        created_at=now,
        decided_at=decided,
    )
    session.add(participation)
    session.flush()
    return participation


def add_company(details: CompanyDetails) -> int:
    """Store a company nobody works for yet; returns its id. Part of a unit of work."""
    company = Company(slug=_free_slug(details.name), created_at=clock.now())
    _write(company, details)
    session.add(company)
    _flush()
    return company.id


def add_member(company_id: int, account_id: int, role: Role) -> None:
    """Store who works for a company, once. Part of a unit of work."""
    if session.get(CompanyMember, (company_id, account_id)) is None:
        session.add(
            CompanyMember(
                company_id=company_id, account_id=account_id, role=role, since=clock.now()
            )
        )
        session.flush()


def own_company(account_id: int, details: CompanyDetails) -> int:
    """Return the person's company of that name, made when there is none. Part of a unit of work.

    The same form may be sent twice, and companies come back with the next edition.
    """
    same = [c.id for c in companies_of(account_id) if fold(c.name) == fold(details.name)]
    if same:
        return same[0]
    company_id = add_company(details)
    add_member(company_id, account_id, Role.OWNER)
    return company_id


def join_invited(company_id: int, edition: Edition) -> int:
    """Let an invited company take part: inviting it was approving it. Part of a unit of work."""
    known = queries.participation_of(edition.id, company_id)
    if known is None:
        return take_part(edition, company_id, ParticipationState.APPROVED)
    if known.state is ParticipationState.REGISTERED:
        known.state, known.decided_at = ParticipationState.APPROVED, clock.now()
    return known.id


def _free_slug(name: str) -> str:
    slug = slugify(name, limit=50) or "entreprise"
    if session.scalar(select(Company.id).where(Company.slug == slug)) is None:
        return slug
    return f"{slug}-{new_code(4).lower()}"


def _write(company: Company, details: CompanyDetails) -> None:
    company.name = details.name
    company.siret = _checked_siret(company.id, details)
    company.email = details.email.strip().lower()
    company.phone = details.phone
    company.activity = details.activity
    company.presentation = details.presentation
    company.website = details.website


def _checked_siret(company_id: int | None, details: CompanyDetails) -> str | None:
    if not details.siret.strip():
        if not details.no_siret:
            raise SiretMissing
        return None
    siret = rules.check_siret(details.siret)
    with session.no_autoflush:
        other = queries.company_with_siret(siret)
    if other is not None and other.id != company_id:
        raise SiretTaken
    return siret


def _flush() -> None:
    """Two people may register the same number at the same moment: the database decides."""
    try:
        session.flush()
    except IntegrityError:
        raise SiretTaken from None


@transactional
def change_profile(access: CompanyAccess, details: CompanyDetails) -> None:
    """Change what a company says of itself. Its address stays: it may be printed."""
    _write(session.get_one(Company, access.company_id), details)
    _flush()


@transactional
def sign_charter(who: Identity, access: CompanyAccess, version: int, name: str) -> None:
    """Sign the charter as it is now, by typing one's name; text and version are kept.

    `version` is the one the person read: a newer one is not signed unread.
    """
    participation = queries.participation(access.participation_id)
    if not rules.takes_part(participation.state):
        raise ParticipationStopped
    edition = participation.edition
    if not edition.charter_text:
        raise CharterEmpty
    if edition.charter_version != version:
        raise CharterChanged
    if len(name.strip()) < 3:
        raise CharterNameMissing
    participation.charter_version = version
    participation.charter_text = edition.charter_text
    participation.charter_name = name.strip()
    participation.charter_signed_at = clock.now()
    participation.charter_signed_by = who.id


_FROM = {
    ParticipationState.APPROVED: set(ParticipationState) - {ParticipationState.APPROVED},
    ParticipationState.REFUSED: {ParticipationState.REGISTERED},
    ParticipationState.WITHDRAWN: {ParticipationState.APPROVED},
}


@transactional
def decide(who: Identity, participation_id: int, state: ParticipationState) -> None:
    """Approve, refuse or withdraw a participation of one's own edition, and tell the company."""
    participation = queries.participation(participation_id)
    if participation.edition.organiser_id not in who.organisers:
        raise CompanyNotFound
    if participation.state not in _FROM.get(state, set()):
        raise NotThisDecision
    participation.state, participation.decided_at = state, clock.now()
    emails.tell_decision(
        participation.edition,
        recipients(participation.company, members_of(participation.company_id)),
        participation.company.name,
        state,
    )


def recipients(company: Company, members: list[Person]) -> list[Person]:
    """Return whom letters to a company go to: those in charge, else the company's own address."""
    in_charge = [person for person in members if person.role is Role.OWNER]
    return in_charge or [Person(0, company.email, "", "fr", Role.OWNER)]


@transactional
def remind(who: Identity, edition_id: int, participation_id: int | None = None) -> int:
    """Mail what is lacking to one company, or to all that lack something; returns how many.

    At most one reminder a day and person: a second press sends nothing more.
    """
    edition = own_edition(who, edition_id)
    lacking = [
        status
        for status in queries.participations_with_lacks(edition.id, only_lacking=True)
        if participation_id in {None, status.id}
    ]
    if participation_id is not None and not lacking:
        raise NotAllowed
    day = clock.today(edition.time_zone)
    told = 0
    for status in lacking:
        # Waiting for approval is the organiser's part, not the company's.
        theirs = [lack for lack in status.lacks if lack is not rules.Lack.APPROVAL]
        if theirs:
            key = f"reminder:{status.id}:{day}"
            people = recipients(status.company, status.members)
            emails.remind(edition, people, status.company.name, theirs, key)
            told += 1
    return told
