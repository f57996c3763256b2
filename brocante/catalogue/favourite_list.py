"""The listings a visitor put aside, as they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import bindparam, select, type_coerce

from brocante.catalogue.cards import Card, make_cards
from brocante.catalogue.favourites import Change, Seen, Standing, changes
from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.catalogue.queries import of_approved_company
from brocante.catalogue.rules import PriceKind
from brocante.companies.models import Company, Site
from brocante.core.db import Lookup, QuantityType
from brocante.core.text import N_
from brocante.web import formats

_left = type_coerce(
    ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over, QuantityType()
)
_photo = (
    select(Photo.key)
    .where(Photo.listing_id == Listing.id)
    .order_by(Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
_LISTINGS = Lookup(
    select(
        Listing.code,
        Listing.title,
        Listing.family,
        Listing.condition,
        Listing.unit,
        Listing.state,
        Listing.price_kind,
        Listing.price_cents,
        Listing.comparison,
        Listing.comparison_cents,
        Listing.comparison_attested_at,
        Listing.site_id,
        _left.label("left"),
        ListingStock.reserved,
        Company.name.label("company"),
        Site.commune,
        _photo.label("photo"),
        of_approved_company.label("is_shown"),
    )
    .join(ListingStock, ListingStock.listing_id == Listing.id)
    .join(Company, Company.id == Listing.company_id)
    .outerjoin(Site, Site.id == Listing.site_id)
    .where(Listing.edition_id == bindparam("edition"), Listing.state != ListingState.DRAFT),
    Listing.code,
)


@dataclass(frozen=True, slots=True)
class Favourite:
    """A listing put aside: its tag, what became of it in words, what the device is to note."""

    code: str
    card: Card
    words: tuple[str, ...]
    is_there: bool
    left: int
    cents: int


def favourites(edition_id: int, seen: Sequence[Seen]) -> tuple[list[Favourite], int]:
    """Return favourites as they stand, in the order of the device, and how many are unknown."""
    if not seen:
        return [], 0
    codes = [note.code for note in seen]
    rows = {row.code: row for row in _LISTINGS.rows(codes, edition=edition_id)}
    known = [note for note in seen if note.code in rows]
    cards = make_cards(rows[note.code] for note in known)
    found = []
    for note, card in zip(known, cards, strict=True):
        row = rows[note.code]
        standing = Standing(
            state=row.state if row.is_shown else ListingState.WITHDRAWN,
            left=row.left,
            reserved=row.reserved,
            cents=0 if row.price_kind is PriceKind.FREE else row.price_cents or 0,
        )
        words = tuple(_words(change, note, card) for change in changes(note, standing))
        left = max(0, standing.left.thousandths) if standing.is_there else 0
        found.append(Favourite(note.code, card, words, standing.is_there, left, standing.cents))
    return found, len(seen) - len(known)


_SENTENCES = {
    Change.WITHDRAWN: N_("Withdrawn by the seller."),
    Change.ALL_RESERVED: N_("All of it is reserved now. Some may come back: look again."),
    Change.ALL_GONE: N_("Nothing is left."),
    Change.FEWER: N_("Less is left than when you looked: %(left)s."),
    Change.BACK: N_("Some of it is free again: %(left)s."),
    Change.CHEAPER: N_("Price lowered: it was %(price)s."),
    Change.DEARER: N_("Price raised: it was %(price)s."),
}


def _words(change: Change, seen: Seen, card: Card) -> str:
    price = formats.money(seen.cents or 0)
    return gettext(_SENTENCES[change], left=card.quantity_text, price=price)
