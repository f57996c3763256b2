"""What search engines and social networks are told about a listing: nothing about persons.

Pictures are drawn in French: who asks for them are programs, which say no language.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from flask_babel import force_locale, gettext

from brocante.catalogue.addresses import CONDITION_NAMES
from brocante.catalogue.cards import family_label, price_of
from brocante.catalogue.models import Condition, Listing
from brocante.catalogue.rules import PriceKind
from brocante.catalogue.share_marks import Tag
from brocante.companies.models import Company, Site
from brocante.web.formats import days, dims, unit_name
from brocante.web.links import public_link

SPOKEN = "fr"
BRAND = "Brocante aux matériaux"

_CONDITIONS = {
    Condition.SURPLUS: "https://schema.org/NewCondition",
    Condition.DECLASSED: "https://schema.org/DamagedCondition",
    Condition.DEMO: "https://schema.org/UsedCondition",
}


def share_image(edition: "Days", listing: Listing) -> str:
    """Return the public address of the picture of a listing, its price tag with the photo."""
    return public_link(
        "sharing.listing_picture",
        edition=edition.slug,
        code=listing.code,
        v=listing_tag(edition, listing).mark,
    )


def company_image(
    edition: "Days", company: Company, sites: Sequence[Site], photos: Sequence[str]
) -> str:
    """Return the public address of the picture of a company."""
    return public_link(
        "sharing.company_picture",
        edition=edition.slug,
        slug=company.slug,
        v=company_tag(edition, company, sites, photos).mark,
    )


def listing_tag(edition: "Days", listing: Listing) -> Tag:
    """Return what the picture of a listing says. What is left changes too often to be in it."""
    with force_locale(SPOKEN):
        price, unit = price_of(listing)
        facts = [listing.company.name, listing.site.commune if listing.site else ""]
        if listing.condition in {Condition.DECLASSED, Condition.DEMO}:
            facts.insert(0, gettext(CONDITION_NAMES[listing.condition]))
        return Tag(
            title=listing.title,
            price=price,
            price_unit=unit,
            facts=tuple(fact for fact in facts if fact),
            brand=BRAND,
            event=_event(edition),
            photos=tuple(photo.key for photo in listing.photos[:1]),
        )


def company_tag(
    edition: "Days", company: Company, sites: Sequence[Site], photos: Sequence[str]
) -> Tag:
    """Return what the picture of a company says."""
    with force_locale(SPOKEN):
        communes = ", ".join(dict.fromkeys(site.commune for site in sites))
        return Tag(
            title=company.name,
            price="",
            price_unit="",
            facts=tuple(fact for fact in (company.activity, communes) if fact),
            brand=BRAND,
            event=_event(edition),
            photos=tuple(photos),
        )


def _event(edition: "Days") -> str:
    when: str = days(edition.starts_on, edition.ends_on)
    return when


class Days(Protocol):
    """What an offer takes from its edition."""

    @property
    def slug(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


def product_data(edition: Days, listing: Listing, *, is_left: bool) -> dict[str, Any]:
    """Return a listing as a schema.org Product with its Offer."""
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": listing.description or listing.defect or listing.title,
        "sku": listing.code,
        "category": family_label(listing.family),
        "image": [
            public_link("catalogue.photo", key=photo.key, size=1200) for photo in listing.photos
        ],
        "offers": _offer(edition, listing, is_left and listing.available),
    }
    if listing.condition:
        product["itemCondition"] = _CONDITIONS[listing.condition]
    if size := dims(listing):
        product["size"] = size
    return product


def _offer(edition: Days, listing: Listing, is_left: bool) -> dict[str, Any]:
    cents = 0 if listing.price_kind is PriceKind.FREE else listing.price_cents or 0
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": public_link("catalogue.listing", edition=edition.slug, code=listing.code),
        "price": f"{cents / 100:.2f}",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{'InStock' if is_left else 'SoldOut'}",
        "availabilityStarts": edition.starts_on.isoformat(),
        "availabilityEnds": edition.ends_on.isoformat(),
        "seller": {"@type": "Organization", "name": listing.company.name},
    }
    if listing.price_kind is PriceKind.UNIT:
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "price": offer["price"],
            "priceCurrency": "EUR",
            "valueAddedTaxIncluded": True,
            "unitText": unit_name(listing.unit),
        }
    if listing.site:
        offer["availableAtOrFrom"] = {
            "@type": "Place",
            "name": listing.site.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": listing.site.address,
                "postalCode": listing.site.postcode,
                "addressLocality": listing.site.commune,
                "addressCountry": "FR",
            },
        }
    return offer
