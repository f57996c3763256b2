"""Companies and sites of an earlier edition, brought over to the next one."""

from collections.abc import Sequence

from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.companies import emails
from brocante.companies.models import (
    Company,
    Declaration,
    Participation,
    ParticipationState,
    Site,
)
from brocante.companies.people import people_of
from brocante.companies.service import add_participation, recipients
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.editions.queries import own_edition

# What is true of a place whatever the year. Hours, the declaration and the charter are not.
_LASTING = (
    "company_id",
    "name",
    "address",
    "commune_code",
    "commune",
    "postcode",
    "latitude",
    "longitude",
    "pin_confirmed_at",
    "access_notes",
    "equipment",
    "phone",
)


def companies_to_bring(edition_id: int, source_id: int) -> list[Company]:
    """Return the companies that took part in `source_id` and are not yet in `edition_id`."""
    here = select(Participation.company_id).where(Participation.edition_id == edition_id)
    statement = (
        select(Company)
        .join(Participation, Participation.company_id == Company.id)
        .where(
            Participation.edition_id == source_id,
            Participation.state == ParticipationState.APPROVED,
            Company.id.not_in(here),
        )
        .order_by(Company.name, Company.id)
    )
    return list(session.scalars(statement))


@transactional
def bring_over(who: Identity, edition_id: int, source_id: int, company_ids: Sequence[int]) -> int:
    """Put companies of an earlier edition on the list of another; returns how many.

    Their sites come along. They sign the new charter, give their hours and check the declaration
    again: nothing dated is copied. They are registered, not approved: visitors see a company only
    once it said yes to this edition.
    """
    edition = own_edition(who, edition_id)
    own_edition(who, source_id)
    chosen = [c for c in companies_to_bring(edition.id, source_id) if c.id in set(company_ids)]
    people = people_of([company.id for company in chosen])
    for company in chosen:
        participation = add_participation(edition, company.id, ParticipationState.REGISTERED)
        _copy_sites(edition, source_id, participation)
        emails.tell_brought_over(
            edition, recipients(company, people.get(company.id, [])), company.name
        )
    return len(chosen)


def _copy_sites(edition: Edition, source_id: int, participation: Participation) -> None:
    earlier = session.scalars(
        select(Site)
        .where(Site.edition_id == source_id, Site.company_id == participation.company_id)
        .order_by(Site.id)
    )
    for site in list(earlier):
        session.add(
            Site(
                participation_id=participation.id,
                edition_id=edition.id,
                declaration=Declaration.UNKNOWN,
                created_at=clock.now(),
                **{name: getattr(site, name) for name in _LASTING},
            )
        )
    session.flush()
