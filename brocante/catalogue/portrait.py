"""What of a listing's page stays the same until its seller changes something.

Every reservation changes what is left of a listing, and so its page; all the rest of the page is
worked out once for each content and language. What a portrait shows is all in its key: a portrait
kept is never an old one.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from brocante.catalogue.cards import family_label, mass_of, percent_of, photo_links, price_of
from brocante.catalogue.models import Listing
from brocante.catalogue.sharing import product_data, share_image
from brocante.catalogue.showing import Record
from brocante.editions.models import Edition
from brocante.web.languages import current_language
from brocante.web.links import public_link

_MACROS = "catalogue/_listing.html"


class Days(NamedTuple):
    """What a listing's page takes from its edition."""

    slug: str
    time_zone: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Portrait:
    """A listing with its words, and the parts of its page that are written already."""

    listing: Listing
    price_text: str
    price_unit_text: str
    percent: int | None
    canonical: str
    image: str
    product: Markup
    crumbs: Markup
    gallery: Markup
    facts: Markup
    place: Markup


def portrait_of(record: Record, edition: Edition, *, is_left: bool) -> Portrait:
    """Return the portrait of a listing in the reader's language."""
    days = Days(edition.slug, edition.time_zone, edition.starts_on, edition.ends_on)
    return _draw(current_language(), record, days, is_left)


@lru_cache(maxsize=256)
def _draw(_language: str, record: Record, days: Days, is_left: bool) -> Portrait:
    listing = record.listing()
    family = family_label(listing.family)
    price_text, price_unit_text = price_of(listing)
    canonical = public_link("catalogue.listing", edition=days.slug, code=listing.code)
    return Portrait(
        listing=listing,
        price_text=price_text,
        price_unit_text=price_unit_text,
        percent=percent_of(listing),
        canonical=canonical,
        image=share_image(days, listing),
        product=_written("product", product_data(days, listing, is_left=is_left)),
        crumbs=_written("crumbs", listing, family),
        gallery=_written("gallery", listing, photo_links(listing), family),
        facts=_written("facts", listing, mass_of(listing), family),
        place=_written("place", listing, days),
    )


def _written(macro: str, *values: object) -> Markup:
    written: Markup = get_template_attribute(_MACROS, macro)(*values)
    return written
