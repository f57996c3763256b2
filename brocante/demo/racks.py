"""The listings of the demonstration: imported from the company's list, completed and published."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from brocante.accounts.queries import Identity
from brocante.catalogue import service
from brocante.catalogue.album import Upload, add_photo, copy_photos
from brocante.catalogue.company_queries import offer_of, own_listing, own_listing_id
from brocante.catalogue.models import Listing
from brocante.catalogue.rules import ComparisonKind, Offer, PriceKind
from brocante.catalogue.swatches import MATERIALS, draw_swatch
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.units import Quantity
from brocante.demo.tables import Addition, additions, plain
from brocante.materials.queries import suggest_material
from brocante.stocklists.creating import create_part

# One listing in so many has no photo, as on a real yard: the drawing of its family stands in.
WITHOUT_PHOTO = 12


@dataclass
class Pictures:
    """Drawn photos, made once for a material and shared by its listings."""

    store: Store
    first: dict[str, int] = field(default_factory=dict)

    def put(self, access: CompanyAccess, code: str, offer: Offer) -> None:
        """Give a listing the picture of its material; only inside a unit."""
        suggestion = suggest_material(offer.title)
        material = suggestion.material.code if suggestion else ""
        scenes = (scene for start, scene in MATERIALS if material.startswith(start))
        scene = next(scenes, None) if material else None
        family = offer.family or ""
        key = scene.__name__ if scene else family
        listing_id = own_listing_id(access, code)
        if key in self.first:
            copy_photos(self.first[key], listing_id)
            return
        picture = draw_swatch(family, 1, {"material": material})
        add_photo(access, code, Upload(picture), self.store)
        self.first[key] = listing_id


@dataclass
class Racks:
    """One company at its site: its list, of which `left` lines are to become listings, by code."""

    who: Identity
    access: CompanyAccess
    site_id: int
    slug: str
    import_id: int
    left: int
    offers: dict[str, Offer] = field(default_factory=dict)
    _additions: dict[str, Addition] = field(default_factory=dict)

    def list_next(self, pictures: Pictures) -> None:
        """Make a listing of the next line and complete it as its company does, inside a unit."""
        code, offer = self._draft_next()
        if self.left % WITHOUT_PHOTO != WITHOUT_PHOTO - 1:
            pictures.put(self.access, code, offer)
        service.publish_listing(self.access, code)
        self.offers[code] = offer

    def leave_draft(self) -> None:
        """Leave a listing half written: its price is missing."""
        code, offer = self._draft_next()
        service.save_listing(self.who, self.access, code, replace(offer, price_cents=None))

    def close(self) -> None:
        """End the import once all its lines are listings."""
        create_part(self.import_id)

    def _draft_next(self) -> tuple[str, Offer]:
        create_part(self.import_id, size=1)
        self.left -= 1
        code = session.scalars(
            select(Listing.code).where(
                Listing.id == select(func.max(Listing.id)).scalar_subquery(),
                Listing.company_id == self.access.company_id,
            )
        ).one()
        listing = own_listing(self.access, code)
        self._additions = self._additions or additions(self.slug)
        addition = self._additions[plain(listing.title)]
        offer = completed(offer_of(listing, listing.stock.quantity), addition)
        service.save_listing(self.who, self.access, code, offer)
        return code, offer


def completed(offer: Offer, addition: Addition) -> Offer:
    """Return an offer with what its list could not say."""
    values: dict[str, Any] = {
        "description": "\n".join(filter(None, (addition.description, offer.description)))
    }
    if addition.kg:
        values["unit_mass_g"] = int(Decimal(addition.kg) * 1000)
        values["weighed"] = addition.is_weighed
    if addition.smallest:
        values["smallest"] = Quantity.of(addition.smallest)
    if addition.lowest_price and offer.price_kind is PriceKind.UNIT:
        values["comparison"] = ComparisonKind.LOWEST_30_DAYS
        values["comparison_cents"] = int(addition.lowest_price) * 100
        values["attested"] = True
    return replace(offer, **values)
