"""What search engines and social networks are told about a listing: nothing about persons."""

from datetime import date
from typing import Any, Protocol

from flask import url_for

from brocante.catalogue.cards import family_label
from brocante.catalogue.models import Condition, Listing
from brocante.catalogue.rules import PriceKind
from brocante.web.formats import dims, unit_name
from brocante.web.links import public_link, settings

_CONDITIONS = {
    Condition.SURPLUS: "https://schema.org/NewCondition",
    Condition.DECLASSED: "https://schema.org/DamagedCondition",
    Condition.DEMO: "https://schema.org/UsedCondition",
}


def share_image(listing: Listing) -> str:
    """Return the public address of the first photo, else of the brand's picture.

    The drawings of families are SVG, which social networks do not show.
    """
    if listing.photos:
        return public_link("catalogue.photo", key=listing.photos[0].key, size=1200)
    return settings().base_url + url_for("static", filename="img/brand/share.png")


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
