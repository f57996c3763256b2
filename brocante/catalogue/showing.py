"""One listing as visitors see it, and what may do as well."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from brocante.catalogue.models import Listing, ListingState, Photo
from brocante.catalogue.queries import CardRow, of_approved_company, shown_cards
from brocante.companies.models import SiteOpening
from brocante.core.codes import read_code
from brocante.core.db import run, session

MOST_SIMILAR = 4
_SHOWN = (
    select(Listing)
    .where(
        Listing.edition_id == bindparam("edition"),
        Listing.code == bindparam("code"),
        Listing.state != ListingState.DRAFT,
        of_approved_company,
    )
    .options(joinedload(Listing.company), joinedload(Listing.stock), joinedload(Listing.site))
    .execution_options(populate_existing=True)
)
# Built once, and added by hand: selectinload builds its statements anew for each page, which takes
# three times as long as everything else here.
_PHOTOS = select(Photo).where(Photo.listing_id == bindparam("listing")).order_by(Photo.position)
_OPENINGS = (
    select(SiteOpening)
    .where(SiteOpening.site_id == bindparam("site"))
    .order_by(SiteOpening.opens_at)
)
_SIMILAR = (
    shown_cards.where(Listing.id.not_in(bindparam("known", expanding=True)))
    .order_by(Listing.id.desc())
    .limit(bindparam("limit"))
)
_SAME_MATERIAL = _SIMILAR.where(Listing.material == bindparam("material"))
_SAME_FAMILY = _SIMILAR.where(Listing.family == bindparam("family"))


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
        _SHOWN, {"edition": edition_id, "code": read_code(code)}
    ).one_or_none()
    if listing is None:
        return None
    photos = session.scalars(_PHOTOS, {"listing": listing.id}).all()
    set_committed_value(listing, "photos", list(photos))
    if listing.site is not None:
        openings = session.scalars(_OPENINGS, {"site": listing.site.id}).all()
        set_committed_value(listing.site, "openings", list(openings))
    return Shown(listing, listing.state is ListingState.WITHDRAWN)


def similar_listings(listing: Listing) -> list[CardRow]:
    """Return other listings by the same material, else of the same family, the newest first."""
    found: list[CardRow] = []
    shared = {"material": listing.material, "family": listing.family}
    for statement, name in ((_SAME_MATERIAL, "material"), (_SAME_FAMILY, "family")):
        if len(found) == MOST_SIMILAR or not shared[name]:
            continue
        asked = {
            "edition": listing.edition_id,
            name: shared[name],
            "known": [listing.id, *(row.id for row in found)],
            "limit": MOST_SIMILAR - len(found),
        }
        found += run(statement, asked)
    return found
