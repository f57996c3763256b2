"""Who stands where: a member of a company at all of its sites, or a phone at the gate of one."""

from dataclasses import dataclass

from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter: whose goods, at which gates, and who confirms as the ledger keeps it.

    Either `account_id` (somebody signed in) or `phone_id` (a link started on a phone) is set.
    """

    edition_id: int
    company_id: int
    site_ids: tuple[int, ...]
    staff: str
    account_id: int | None = None
    phone_id: int | None = None


def company_counter(who: Identity, access: CompanyAccess) -> Counter:
    """Return the counter of somebody who acts for a company: all its sites in the edition."""
    sites = session.scalars(
        select(Site.id).where(Site.participation_id == access.participation_id).order_by(Site.id)
    )
    return Counter(
        access.edition_id, access.company_id, tuple(sites), who.label[:120], account_id=who.id
    )
