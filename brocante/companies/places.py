"""Reads about the sites of one company, and what decides whether sites are ready."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from brocante.companies.errors import SiteNotFound
from brocante.companies.models import Site, SiteOpening
from brocante.companies.rules import SiteFacts
from brocante.core.db import session


def own_sites(participation_id: int) -> list[Site]:
    """Return every site of a participation with its opening hours, by name."""
    statement = (
        select(Site)
        .where(Site.participation_id == participation_id)
        .options(selectinload(Site.openings))
        .order_by(Site.name, Site.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def own_site(participation_id: int, site_id: int) -> Site:
    """Return a site of a participation with its opening hours; raises SiteNotFound."""
    found = session.scalars(
        select(Site)
        .where(Site.id == site_id, Site.participation_id == participation_id)
        .options(selectinload(Site.openings))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise SiteNotFound
    return found


def site_facts(
    edition_id: int, participation_id: int | None = None
) -> dict[int, tuple[SiteFacts, ...]]:
    """Return what decides whether sites are ready, by participation. One query."""
    has_hours = select(SiteOpening.id).where(SiteOpening.site_id == Site.id).exists()
    statement = (
        select(
            Site.participation_id,
            Site.id,
            Site.name,
            Site.pin_confirmed_at.is_not(None),
            has_hours,
            Site.declaration,
        )
        .where(Site.edition_id == edition_id)
        .order_by(Site.name, Site.id)
    )
    if participation_id is not None:
        statement = statement.where(Site.participation_id == participation_id)
    found: dict[int, tuple[SiteFacts, ...]] = {}
    for owner, site_id, name, pinned, hours, declaration in session.execute(statement):
        facts = SiteFacts(site_id, name, bool(pinned), bool(hours), declaration)
        found[owner] = (*found.get(owner, ()), facts)
    return found
