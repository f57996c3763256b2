"""How listings are written for visitors: the words of a price tag, made once for each tag."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from brocante.catalogue.models import Listing
from brocante.catalogue.queries import CardRow
from brocante.catalogue.rules import ComparisonKind, PriceKind, reduction_percent
from brocante.core.text import N_
from brocante.core.units import Quantity, Unit
from brocante.materials.queries import find_family
from brocante.materials.rules import MassOrigin
from brocante.web import formats
from brocante.web.fragments import fragment
from brocante.web.languages import current_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the price tag macro shows; every text is final."""

    url: str
    title: str
    family: str
    price_text: str
    price_unit_text: str
    condition: str
    quantity_text: str
    company: str
    commune: str
    photo_url: str
    photo_small_url: str
    reference_note: str
    gone: bool
    distance_km: str | None = None
    photo_alt: str = ""
    photo_width: int = 400
    photo_height: int = 300


@dataclass(frozen=True, slots=True)
class PhotoLinks:
    """A photo in the gallery; sizes in pixels of the large one."""

    large_url: str
    small_url: str
    width: int
    height: int
    alt: str


def make_cards(rows: Iterable[CardRow], distances: Mapping[int, float] | None = None) -> list[Card]:
    """Return the tags of some rows, with the way to each in km when known."""
    # Two addresses built for all tags: building one costs more than the rest of a tag.
    words = _Words(
        current_language(),
        url_for("catalogue.listing", code="-")[:-1],
        *url_for("catalogue.photo", key="-", size=0).split("--0", 1),
    )
    far = distances or {}
    return [_card(row, words, far.get(row.site_id)) for row in rows]


def tag_html(card: Card, eager: bool, heading: str) -> Markup:
    """Return a price tag as the macro writes it, written once for each content."""
    return fragment("components/listings.html", "price_tag", card, eager, heading)


@dataclass(frozen=True, slots=True)
class _Words:
    """What all tags of a page have in common."""

    language: str
    listing_url: str
    photo_url: str
    photo_end: str

    def photo(self, key: str | None, width: int) -> str:
        """Return the address of a photo's rendition; empty without photo."""
        return f"{self.photo_url}{key}-{width}{self.photo_end}" if key else ""


# What a tag shows is all in its key: a tag kept is never an old one. Most of a busy day's lists
# show the same newest listings.


@lru_cache(maxsize=1_024)
def _card(row: CardRow, words: _Words, distance: float | None) -> Card:
    language = words.language
    return Card(
        url=words.listing_url + row.code,
        title=row.title,
        family=row.family or "hardware",
        price_text=_price(row.price_kind, row.price_cents, language),
        price_unit_text=_price_unit(row.price_kind, row.unit, language),
        condition=row.condition or "surplus",
        quantity_text=_left(row.left, row.unit, language),
        company=row.company,
        commune=row.commune or "",
        photo_url=words.photo(row.photo, 400),
        photo_small_url=words.photo(row.photo, 200),
        reference_note=_reduction(row),
        gone=row.left.thousandths <= 0,
        distance_km=None if distance is None else _kilometres(distance),
    )


def price_of(listing: Listing) -> tuple[str, str]:
    """Return the price and what it pays for, "12,50 €" and "/ m²"."""
    language = current_language()
    return (
        _price(listing.price_kind, listing.price_cents, language),
        _price_unit(listing.price_kind, listing.unit, language),
    )


def percent_of(listing: Listing | CardRow) -> int | None:
    """Return the reduction that may be shown, in whole per cent."""
    return reduction_percent(
        listing.price_kind,
        listing.price_cents,
        listing.comparison,
        listing.comparison_cents,
        attested=listing.comparison_attested_at is not None,
    )


def photo_links(listing: Listing) -> list[PhotoLinks]:
    """Return the photos of a listing as the gallery shows them."""
    return [
        PhotoLinks(
            large_url=url_for("catalogue.photo", key=photo.key, size=1200),
            small_url=url_for("catalogue.photo", key=photo.key, size=400),
            width=photo.width,
            height=photo.height,
            alt=gettext("%(title)s, photo %(number)s", title=listing.title, number=number),
        )
        for number, photo in enumerate(listing.photos, start=1)
    ]


_ORIGINS = {
    MassOrigin.WEIGHED: N_("weighed by the seller"),
    MassOrigin.DECLARED: N_("given by the seller"),
    MassOrigin.ESTIMATED: N_("estimated from the kind of material"),
}


def mass_of(listing: Listing) -> str:
    """Return the mass of one unit and how it is known; an unknown one says so (R7)."""
    text: str = formats.mass(listing.unit_mass_g)
    if listing.unit_mass_g is None or listing.mass_origin not in _ORIGINS:
        return text
    origin = gettext(_ORIGINS[listing.mass_origin])
    return f"{text} {gettext('per %(unit)s', unit=formats.unit_name(listing.unit))} ({origin})"


def family_label(code: str | None) -> str:
    """Return the name of a family in the reader's language; empty when it has none."""
    found = find_family(code)
    return found.label(current_language()) if found else ""


# Formats of Babel cost 20 to 60 µs each; a catalogue has few different prices and quantities.
# The language is part of the key, so that a text is never kept for readers of another one.


@lru_cache(maxsize=8_192)
def _price(kind: PriceKind, cents: int | None, _language: str) -> str:
    text: str = gettext("Free") if kind is PriceKind.FREE else formats.money(cents or 0)
    return text


@lru_cache(maxsize=256)
def _price_unit(kind: PriceKind, unit: Unit, _language: str) -> str:
    if kind is PriceKind.FREE:
        return ""
    if kind is PriceKind.LOT:
        return gettext("the lot")
    return f"/\u00a0{formats.unit_name(unit)}"


@lru_cache(maxsize=8_192)
def _left(left: Quantity, unit: Unit, _language: str) -> str:
    if left.thousandths <= 0:
        return gettext("nothing left")
    return formats.quantity(left, unit)


def _kilometres(distance: float) -> str:
    """Below ten kilometres a round figure would say "0 km" of the next village."""
    return f"{distance:.0f}" if distance >= 1 else "<\u00a01"


def _reduction(row: CardRow) -> str:
    if row.comparison is not ComparisonKind.LOWEST_30_DAYS:
        return ""
    percent = percent_of(row)
    return f"−{percent}\u00a0%" if percent else ""
