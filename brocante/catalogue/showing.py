"""One listing as visitors see it, and what may do as well."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from brocante.catalogue.models import Listing, ListingState
from brocante.catalogue.queries import CardRow, hidden_companies, newest_cards
from brocante.companies.models import Site
from brocante.core.codes import read_code
from brocante.core.db import session

MOST_SIMILAR = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing with its stock, photos, company, site and opening hours."""

    listing: Listing
    is_withdrawn: bool

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing is left to reserve."""
        return not self.listing.stock.left


def find_shown(edition_id: int, code: str) -> Shown | None:
    """Return a listing that visitors see or once saw; None for drafts and hidden companies."""
    listing = session.scalars(
        select(Listing)
        .where(
            Listing.edition_id == edition_id,
            Listing.code == read_code(code),
            Listing.state != ListingState.DRAFT,
        )
        .options(
            joinedload(Listing.company),
            joinedload(Listing.stock),
            joinedload(Listing.site).selectinload(Site.openings),
            selectinload(Listing.photos),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if listing is None or listing.company_id in hidden_companies(edition_id):
        return None
    return Shown(listing, is_withdrawn=listing.state is ListingState.WITHDRAWN)


def similar_listings(listing: Listing) -> list[CardRow]:
    """Return other listings by the same material, else of the same family, the newest first."""
    family = Listing.family == listing.family
    found: list[CardRow] = []
    if listing.material:
        found = newest_cards(
            listing.edition_id,
            [Listing.material == listing.material, Listing.id != listing.id],
            MOST_SIMILAR,
        )
    if len(found) < MOST_SIMILAR:
        known = [listing.id, *(row.id for row in found)]
        found += newest_cards(
            listing.edition_id, [family, Listing.id.not_in(known)], MOST_SIMILAR - len(found)
        )
    return found
