"""Listings that come and go by the hundred, as a stock list brings them: same rules, fewer steps.

Everything here runs inside a @transactional unit of a few dozen listings; as everywhere, stock
rows are taken in ascending id order, each before its listing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from brocante.catalogue import stock
from brocante.catalogue.album import drop_photos
from brocante.catalogue.company_queries import free_codes, offer_of, own
from brocante.catalogue.errors import SiteIsPromised, UnitIsPromised
from brocante.catalogue.filling import fill_listing
from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.reading import read_offer
from brocante.catalogue.rules import Offer
from brocante.catalogue.search import index_listings, remove_listing
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.core.units import ZERO, Quantity

# What a list says of a listing it already knows, where it says something.
_SAID = (
    "title", "family", "condition", "defect", "site_id", "reference", "batch", "location",
    "length_mm", "width_mm", "height_mm", "thickness_mm", "diameter_mm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """An own listing as it is now: what it says, what is promised or gone of it, what is gone."""

    id: int
    code: str
    state: ListingState
    offer: Offer
    promised: Quantity
    gone: Quantity


def standing_listings(
    access: CompanyAccess, listing_ids: Sequence[int] | None = None
) -> dict[int, Standing]:
    """Return own listings by id, all of them or those named, in one read of each table."""
    statement = select(Listing).where(*own(access)).options(selectinload(Listing.stock))
    if listing_ids is not None:
        statement = statement.where(Listing.id.in_(listing_ids))
    rows = session.scalars(statement.execution_options(populate_existing=True))
    return {
        row.id: Standing(
            row.id,
            row.code,
            row.state,
            offer_of(row, row.stock.quantity),
            row.stock.reserved + row.stock.handed_over,
            row.stock.handed_over,
        )
        for row in rows
    }


def add_listings(
    access: CompanyAccess, account_id: int | None, offers: Sequence[Offer], *, is_shown: bool
) -> list[int]:
    """Store offers as new listings, drafts or shown at once; return their ids in order.

    The caller has asked the rules: nothing is refused here.
    """
    now = clock.now()
    listings = []
    for code, offer in zip(free_codes(len(offers)), offers, strict=True):
        quantity = offer.quantity or ZERO
        listing = Listing(
            code=code,
            edition_id=access.edition_id,
            company_id=access.company_id,
            state=ListingState.PUBLISHED if is_shown else ListingState.DRAFT,
            available=quantity > ZERO,
            created_at=now,
            updated_at=now,
            published_at=now if is_shown else None,
            stock=ListingStock(quantity=quantity),
        )
        fill_listing(account_id, listing, read_offer(offer))
        listings.append(listing)
    session.add_all(listings)
    session.flush()
    ids = [listing.id for listing in listings]
    if is_shown and ids:
        index_listings(ids)
    return ids


def change_listing(
    access: CompanyAccess, account_id: int | None, listing_id: int, offer: Offer, *, is_shown: bool
) -> None:
    """Store what a list says anew of an own listing, without touching any promise.

    A quantity below what is promised and gone becomes that much. Raises UnitIsPromised and
    SiteIsPromised; then nothing has changed. A withdrawn listing is shown again when asked.
    """
    stock.lock_stock(listing_id)
    present = standing_listings(access, [listing_id])[listing_id]
    problem = promise_problem(present, offer)
    if problem is not None:
        raise problem
    quantity = max(offer.quantity or ZERO, present.promised)
    stock.correct_quantity(listing_id, quantity, reason="imported", account_id=account_id)
    listing = session.get_one(Listing, listing_id)
    fill_listing(account_id, listing, read_offer(offer))
    listing.typed = None
    listing.updated_at = clock.now()
    if is_shown:
        listing.state = ListingState.PUBLISHED
        listing.published_at = listing.published_at or clock.now()
    session.flush()
    index_listings([listing_id])


def promise_problem(present: Standing, offer: Offer) -> DomainError | None:
    """Return why an offer cannot follow another: what is promised keeps its unit and its place."""
    if not present.promised:
        return None
    if offer.unit is not present.offer.unit:
        return UnitIsPromised()
    return SiteIsPromised() if offer.site_id != present.offer.site_id else None


def hide_listing(access: CompanyAccess, listing_id: int) -> bool:
    """Take a shown listing away from visitors; False while something of it is promised."""
    stock.lock_stock(listing_id)
    present = standing_listings(access, [listing_id]).get(listing_id)
    if present is None:
        return True
    if session.get_one(ListingStock, listing_id).reserved:
        return False
    if present.state is ListingState.PUBLISHED:
        _set_state(listing_id, ListingState.WITHDRAWN)
    return True


def take_back_listing(access: CompanyAccess, listing_id: int, store: Store) -> bool:
    """Make an own listing as if it had never been; False when something of it is promised or gone.

    One that somebody once reserved, though not any more, is withdrawn: its past stays.
    """
    stock.lock_stock(listing_id)
    present = standing_listings(access, [listing_id]).get(listing_id)
    if present is None:
        return True
    if present.promised:
        return False
    remove_listing(listing_id)
    try:
        with session.begin_nested():
            drop_photos(listing_id, store)
            session.execute(delete(Listing).where(Listing.id == listing_id))
    except IntegrityError:
        _set_state(listing_id, ListingState.WITHDRAWN)
    return True


def restore_listing(
    access: CompanyAccess,
    account_id: int | None,
    listing_id: int,
    offer: Offer,
    state: ListingState,
) -> bool:
    """Put back what a listing said before; False when promises made since stand against it."""
    present = standing_listings(access, [listing_id]).get(listing_id)
    if present is None:
        return True
    if promise_problem(present, offer) or present.promised > (offer.quantity or ZERO):
        return False
    change_listing(access, account_id, listing_id, offer, is_shown=False)
    _set_state(listing_id, state)
    return True


def _set_state(listing_id: int, state: ListingState) -> None:
    listing = session.get_one(Listing, listing_id)
    listing.state = state
    listing.updated_at = clock.now()
    session.flush()
    index_listings([listing_id])


def merged(present: Offer, said: Offer, *, is_counted: bool, is_priced: bool) -> Offer:
    """Return what a listing says once a list said something of it: silence changes nothing.

    `is_counted`: the list gave a unit; `is_priced`: a price, or that it is free.
    """
    values = {
        name: value
        for name in _SAID
        if (value := getattr(said, name)) not in (None, "") and value != getattr(present, name)
    }
    if said.quantity is not None:
        values["quantity"] = said.quantity
    if is_counted and said.unit is not present.unit:
        values |= {"unit": said.unit, "smallest": said.smallest, "indivisible": said.indivisible}
    if is_priced:
        values |= {"price_kind": said.price_kind, "price_cents": said.price_cents}
    if said.comparison_cents and not present.attested:
        values |= {"comparison": said.comparison, "comparison_cents": said.comparison_cents}
    return replace(present, **values)
