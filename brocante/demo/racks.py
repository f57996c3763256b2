"""The listings of the demonstration: saved, photographed and published as a company does it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from brocante.accounts.queries import Identity
from brocante.catalogue import service
from brocante.catalogue.album import Upload, add_photo, copy_photos
from brocante.catalogue.company_queries import own_listing_id
from brocante.catalogue.rules import Offer
from brocante.catalogue.swatches import MATERIALS, draw_swatch
from brocante.companies.queries import CompanyAccess
from brocante.core.codes import ALPHABET
from brocante.core.storage import Store
from brocante.demo.offers import make_offer
from brocante.demo.tables import DemoGoods, goods_of
from brocante.materials.queries import suggest_material

# One listing in so many has no photo, as on a real yard: the drawing of its family stands in.
WITHOUT_PHOTO = 12


@dataclass
class Pictures:
    """Drawn photos, made once for a material and shared by its listings."""

    store: Store
    first: dict[str, int] = field(default_factory=dict)

    def put(self, access: CompanyAccess, code: str, goods: DemoGoods) -> None:
        """Give a listing the picture of its material; only inside a unit."""
        suggestion = suggest_material(goods.title)
        material = suggestion.material.code if suggestion else ""
        scenes = (scene for start, scene in MATERIALS if material.startswith(start))
        scene = next(scenes, None) if material else None
        key = scene.__name__ if scene else goods.family
        listing_id = own_listing_id(access, code)
        if key in self.first:
            copy_photos(self.first[key], listing_id)
            return
        picture = draw_swatch(goods.family, 1, {"material": material})
        add_photo(access, code, Upload(picture), self.store)
        self.first[key] = listing_id


@dataclass
class Racks:
    """One company at its site: its goods still to list, and what it lists, by code."""

    who: Identity
    access: CompanyAccess
    site_id: int
    goods: list[DemoGoods]
    chance: Random
    offers: dict[str, Offer] = field(default_factory=dict)

    def list_next(self, pictures: Pictures) -> None:
        """List the next goods as the company's form does; only inside a unit."""
        goods = self.goods.pop()
        offer = make_offer(goods, self.site_id, self.chance)
        code = self._save(offer)
        if len(self.goods) % WITHOUT_PHOTO != WITHOUT_PHOTO - 1:
            pictures.put(self.access, code, goods)
        service.publish_listing(self.access, code)
        self.offers[code] = offer

    def leave_draft(self) -> None:
        """Leave a listing half written: its price is missing."""
        offer = make_offer(self.goods.pop(), self.site_id, self.chance)
        self._save(replace(offer, price_cents=None))

    def _save(self, offer: Offer) -> str:
        code = "".join(self.chance.choice(ALPHABET) for _ in range(6))
        service.start_listing(self.access, code)
        service.save_listing(self.who, self.access, code, offer)
        return code


def choose_goods(trades: Sequence[str], number: int, chance: Random) -> list[DemoGoods]:
    """Return what one company has: most of what its trades know, never twice the same title."""
    known = {goods.title: goods for goods in goods_of(trades)}
    return chance.sample(list(known.values()), min(number, len(known)))
