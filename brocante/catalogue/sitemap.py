"""The public pages, for search engines: no ticket, no basket, nothing about persons."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, select

from brocante.catalogue.models import Listing, ListingState
from brocante.catalogue.queries import hidden_companies
from brocante.companies.queries import approved_companies, sites_of_edition
from brocante.core.db import session
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import public_editions
from brocante.editions.rules import reached
from brocante.web.links import public_link

# A list of pages holds 50,000 at most (sitemaps.org); the oldest listings are left out before.
MOST_LISTINGS = 45_000


def sitemap_addresses() -> list[str]:
    """Return where the list of each public edition is."""
    return [
        public_link("catalogue.edition_sitemap", edition=edition.slug)
        for edition in public_editions()
    ]


class Page(NamedTuple):
    """A page and when its content changed last, as far as known."""

    address: str
    changed_at: datetime | None = None


def edition_addresses(edition: Edition, *, with_listings: bool) -> Iterator[Page]:
    """Yield an edition's pages: its own, companies, sites, then listings with their last change."""
    slug = edition.slug
    for endpoint in ("pages.home", "pages.help"):
        yield Page(public_link(endpoint))
    for endpoint in ("pages.edition_home", "catalogue.map_page", "catalogue.companies"):
        yield Page(public_link(endpoint, edition=slug))
    if reached(edition.state, EditionState.CLOSING):  # as impact/rules.py, above this feature
        yield Page(public_link("impact.results", edition=slug))
    for company in approved_companies(edition.id):
        yield Page(public_link("catalogue.company", edition=slug, slug=company.slug))
    for site in sites_of_edition(edition.id):
        yield Page(public_link("catalogue.site", edition=slug, site_id=site.id))
    if with_listings:
        base = public_link("catalogue.index", edition=slug)
        yield Page(base)
        yield from (Page(f"{base}/{row.code}", row.updated_at) for row in _listings(edition.id))


def _listings(edition_id: int) -> list[Row[str, datetime]]:
    statement = (
        select(Listing.code, Listing.updated_at)
        .where(
            Listing.edition_id == edition_id,
            Listing.state == ListingState.PUBLISHED,
            Listing.available,
            Listing.company_id.not_in(hidden_companies(edition_id)),
        )
        .order_by(Listing.id.desc())
        .limit(MOST_LISTINGS)
    )
    return list(session.execute(statement))
