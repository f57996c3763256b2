"""Companies that register themselves to an edition."""

from sqlalchemy import select

from brocante.accounts.models import Role
from brocante.accounts.queries import Identity
from brocante.accounts.service import account_for
from brocante.companies import emails
from brocante.companies.errors import CompanyNotFound, RegistrationClosed
from brocante.companies.membership import new_invitation
from brocante.companies.models import Company, ParticipationState
from brocante.companies.people import Person, companies_of
from brocante.companies.service import CompanyDetails, add_company, own_company, take_part
from brocante.core import clock
from brocante.core.db import session
from brocante.core.text import fold
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.editions.rules import may_register


@transactional
def register(
    edition_id: int, details: CompanyDetails, contact_name: str, language: str = "fr"
) -> None:
    """Register a company by somebody who is not signed in, and mail that person a way in.

    Nobody proved the address yet: who opens the mailed link and accepts becomes the one in charge.
    The same form sent twice registers once and mails another link.
    """
    edition = _open_edition(edition_id)
    address = details.email.strip().lower()
    account_id = account_for(address, contact_name, language)
    company_id = _registered_before(address, details.name)
    if company_id is None:
        company_id = add_company(details)
    take_part(edition, company_id, ParticipationState.REGISTERED)
    token = new_invitation(None, address, company_id=company_id)
    person = Person(account_id, address, contact_name, language, Role.OWNER)
    emails.confirm_registration(edition, person, details.name, token)


@transactional
def register_new(who: Identity, edition_id: int, details: CompanyDetails) -> int:
    """Register a new company of a signed-in person; returns the participation's id."""
    edition = _open_edition(edition_id)
    return take_part(edition, own_company(who.id, details), ParticipationState.REGISTERED)


@transactional
def register_again(who: Identity, edition_id: int, company_id: int) -> int:
    """Register a company one works for to another edition; returns the participation's id."""
    edition = _open_edition(edition_id)
    if company_id not in {company.id for company in companies_of(who.id)}:
        raise CompanyNotFound
    return take_part(edition, company_id, ParticipationState.REGISTERED)


def _open_edition(edition_id: int) -> Edition:
    edition = session.get(Edition, edition_id)
    if edition is None or not may_register(edition, clock.now()):
        raise RegistrationClosed
    return edition


def _registered_before(address: str, name: str) -> int | None:
    """Return the company of that address and name."""
    same = session.execute(select(Company.id, Company.name).where(Company.email == address))
    return next((row.id for row in same if fold(row.name) == fold(name)), None)
