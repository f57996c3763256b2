"""What a company's poster and picture show of its goods: photos of the newest, and families."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from brocante.catalogue.models import Listing, ListingState, Photo
from brocante.core.db import session

MOST_PHOTOS = 4


def company_photos(edition_id: int, company_id: int) -> tuple[str, ...]:
    """Return the first photo of a company's newest listings that have one."""
    other = aliased(Photo)
    first = select(func.min(other.position)).where(other.listing_id == Photo.listing_id)
    newest = session.scalars(
        select(Photo.key)
        .join(Listing, Listing.id == Photo.listing_id)
        .where(
            Listing.edition_id == edition_id,
            Listing.company_id == company_id,
            Listing.state == ListingState.PUBLISHED,
            Listing.available,
            Photo.position == first.scalar_subquery(),
        )
        .order_by(Listing.id.desc())
        .limit(MOST_PHOTOS)
    )
    return tuple(dict.fromkeys(newest))


def families_of(edition_id: int, company_id: int) -> dict[str, int]:
    """Return how many listings a company shows of each family, the most first."""
    rows = session.execute(
        select(Listing.family, func.count())
        .where(
            Listing.edition_id == edition_id,
            Listing.company_id == company_id,
            Listing.state == ListingState.PUBLISHED,
            Listing.available,
            Listing.family.is_not(None),
        )
        .group_by(Listing.family)
        .order_by(func.count().desc(), Listing.family)
    )
    return {family: count for family, count in rows if family}
