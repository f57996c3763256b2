"""Writing what an offer says into its listing, whoever brings it: the form or a stock list."""

from brocante.catalogue.models import ComparisonKind, Listing
from brocante.catalogue.reading import Reading
from brocante.catalogue.rules import Offer, PriceKind
from brocante.core import clock

# Fields of an offer that are stored under the same name.
SAME_NAME = (
    "title",
    "description",
    "family",
    "material",
    "condition",
    "defect",
    "site_id",
    "unit",
    "smallest",
    "price_kind",
    "length_mm",
    "width_mm",
    "height_mm",
    "thickness_mm",
    "diameter_mm",
    "reference",
    "batch",
    "location",
)


def fill_listing(account_id: int | None, listing: Listing, reading: Reading) -> None:
    """Store everything but the quantity; `account_id` is who vouches for a comparison."""
    offer = reading.offer
    for name in SAME_NAME:
        setattr(listing, name, getattr(offer, name))
    listing.indivisible = offer.is_sold_whole
    listing.price_cents = None if offer.price_kind is PriceKind.FREE else offer.price_cents
    listing.unit_mass_g, listing.mass_origin = reading.unit_mass_g, reading.mass_origin
    _attest(account_id, listing, offer)


def _attest(account_id: int | None, listing: Listing, offer: Offer) -> None:
    """Say who vouches for a comparison and when; a new amount needs a new word."""
    is_same = listing.comparison_cents == offer.comparison_cents
    listing.comparison, listing.comparison_cents = offer.comparison, offer.comparison_cents
    if offer.comparison is not ComparisonKind.LOWEST_30_DAYS or not offer.attested:
        listing.comparison_attested_at = listing.comparison_attested_by = None
    elif listing.comparison_attested_at is None or not is_same:
        listing.comparison_attested_at = clock.now()
        listing.comparison_attested_by = account_id
