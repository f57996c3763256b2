"""The companies of the demonstration: registration, charter, approval, site, slots."""

from datetime import time
from random import Random

from stdnum import luhn

from brocante.accounts.queries import Identity, identity_of
from brocante.accounts.service import account_for
from brocante.companies import sites
from brocante.companies.models import Declaration, Equipment, ParticipationState
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.companies.registration import register_again, register_new
from brocante.companies.rules import Hours
from brocante.companies.service import CompanyDetails, decide, sign_charter
from brocante.core.gazetteer import find_communes
from brocante.core.geo import Point
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.demo.tables import DemoCompany
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.pickups.service import generate

DEPARTMENT = "24"
LONG = ((time(9), time(12)), (time(14), time(18)))
SHORT = ((time(9), time(12, 30)), (time(13, 30), time(17)))
ACCESS = (
    "Portail vert au bout de l'allée, se garer devant le bureau.",
    "Entrée poids lourds à droite du bâtiment. Sonner à l'accueil.",
    "Suivre les panneaux depuis la route ; demi-tour possible avec une remorque.",
)


@transactional
def open_company(
    organiser: Identity, edition: Edition, company: DemoCompany, number: int, email: str
) -> tuple[Identity, CompanyAccess, int]:
    """Make one company ready to list: returns who acts for it, as what, and its site."""
    who = identity_of(account_for(email, f"Équipe {company.name}"))
    participation_id = register_new(who, edition.id, _details(company, number, email))
    return _set_up(organiser, edition, company, number, who, participation_id)


@transactional
def come_again(
    organiser: Identity,
    edition: Edition,
    company: DemoCompany,
    number: int,
    who: Identity,
    company_id: int,
) -> tuple[Identity, CompanyAccess, int]:
    """Make a company that takes part in another edition ready to list there too."""
    participation_id = register_again(who, edition.id, company_id)
    return _set_up(organiser, edition, company, number, who, participation_id)


def _set_up(
    organiser: Identity,
    edition: Edition,
    company: DemoCompany,
    number: int,
    who: Identity,
    participation_id: int,
) -> tuple[Identity, CompanyAccess, int]:
    chance = Random(f"company {number}")
    decide(organiser, participation_id, ParticipationState.APPROVED)
    own = accesses_of(who.id)
    access = next(one for one in own if one.participation_id == participation_id)
    sign_charter(who, access, edition.charter_version, f"Direction de {company.name}")
    site_id = _open_site(access, edition, company, chance)
    generate(who, access, site_id, minutes=30, capacity=chance.randint(2, 5))
    return who, access, site_id


@transactional
def register_only(edition: Edition, name: str) -> None:
    """Register a company that has done nothing else yet: the organiser's page shows it."""
    email = f"{slugify(name)}@example.org"
    who = identity_of(account_for(email, name))
    register_new(who, edition.id, CompanyDetails(name=name, email=email, no_siret=True))


def _details(company: DemoCompany, number: int, email: str) -> CompanyDetails:
    return CompanyDetails(
        name=company.name,
        email=email,
        siret=fictional_siret(number),
        phone=f"+335530000{number:02d}",
        activity=company.activity,
        presentation=f"{company.activity} à {company.commune}. Entreprise inventée.",
    )


def fictional_siret(number: int) -> str:
    """Return a SIRET that passes the check of its digits, in a range given to no company."""
    siren = f"0000{number:04d}"
    siren += luhn.calc_check_digit(siren)
    establishment = f"{siren}0001"
    return f"{establishment}{luhn.calc_check_digit(establishment)}"


def _open_site(
    access: CompanyAccess, edition: Edition, company: DemoCompany, chance: Random
) -> int:
    commune = find_communes(company.commune, department=DEPARTMENT)[0]
    spans = LONG if company.opens_long else SHORT
    details = sites.SiteDetails(
        name="Dépôt" if company.opens_long else "Atelier",
        address=company.address,
        commune=commune,
        access_notes=chance.choice(ACCESS),
        equipment=tuple(Equipment(name) for name in company.equipment),
        declaration=chance.choice([Declaration.RECEIPT, Declaration.NOT_REQUIRED]),
        hours=tuple(
            Hours(day, opens, closes) for day in days_of(edition) for opens, closes in spans
        ),
    )
    # Near the town hall, never on it: real people live at real addresses.
    point = Point(
        commune.latitude + chance.uniform(-0.012, 0.012),
        commune.longitude + chance.uniform(-0.015, 0.015),
    )
    site_id = sites.create(access, details, point)
    sites.confirm_pin(access, site_id, point.latitude, point.longitude)
    return site_id
