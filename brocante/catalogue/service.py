"""Writing listings: drafts saved as they come, guard rails before visitors see anything.

Every unit takes the stock row of the listing first: two edits of one listing follow each other,
and an edit and a reservation can never wait for each other (see stock.py).
"""

from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from brocante.accounts.queries import Identity
from brocante.catalogue import stock
from brocante.catalogue.album import copy_photos, drop_photos
from brocante.catalogue.company_queries import (
    offer_of,
    own_listing,
    own_listing_id,
    own_sites,
    participation,
)
from brocante.catalogue.errors import (
    CharterNotSigned,
    ListingClosed,
    ListingNotFound,
    NotADraft,
    NotApproved,
    NotReady,
    NotUnderstood,
    QuantityIsPromised,
    SiteIsPromised,
    UnitIsPromised,
    WithdrawalPromised,
)
from brocante.catalogue.filling import SAME_NAME, fill_listing
from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.reading import read_offer
from brocante.catalogue.rules import Offer, publish_problems
from brocante.catalogue.search import index_listing, remove_listing
from brocante.companies.models import ParticipationState
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.codes import is_code
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.core.units import ZERO
from brocante.editions.queries import edition
from brocante.editions.rules import may_list


@transactional
def start_listing(access: CompanyAccess, code: str) -> None:
    """Make sure that the draft `code` exists; the same code twice is one draft.

    The code was made for the form (core.codes.new_code), so that a form sent twice, or a photo
    that arrives before the first values, meet in one draft. Another company's code is refused.
    """
    if not is_code(code):
        raise ListingNotFound
    if session.scalar(select(Listing.id).where(Listing.code == code)) is None:
        try:
            with session.begin_nested():
                session.add(_new_draft(access, code))
        except IntegrityError:
            pass  # the other half of a form sent twice was quicker; whose it is, is asked below
    own_listing_id(access, code)


@transactional
def save_listing(
    actor: Identity, access: CompanyAccess, code: str, offer: Offer, *, typed: str | None = None
) -> None:
    """Store what the seller says of an own listing; what visitors see must keep the guard rails.

    `typed` is the form as it was typed, while some of it was not understood. Raises NotReady for
    a published listing that would break a rule, QuantityIsPromised, UnitIsPromised and
    SiteIsPromised where promises stand against it; then nothing has changed.
    """
    listing = _locked(access, code)
    offer = _completed(listing, access, offer)
    _check_promises(listing, offer)
    if listing.state is ListingState.PUBLISHED:
        _check_ready(access, offer)
    _set_quantity(actor, listing, offer)
    fill_listing(actor.id, listing, read_offer(offer))
    listing.typed = typed
    listing.updated_at = clock.now()
    if listing.state is not ListingState.DRAFT:
        _index(listing.id)


@transactional
def keep_typed(access: CompanyAccess, code: str, typed: str | None) -> None:
    """Keep a form that cannot be stored yet (or forget it) without touching what visitors see."""
    _locked(access, code).typed = typed


@transactional
def publish_listing(access: CompanyAccess, code: str) -> None:
    """Show an own listing to visitors; raises NotReady with every reason against it."""
    listing = _locked(access, code)
    _check_ready(
        access, offer_of(listing, listing.stock.quantity), is_understood=listing.typed is None
    )
    listing.state = ListingState.PUBLISHED
    listing.published_at = listing.published_at or clock.now()
    listing.updated_at = clock.now()
    _index(listing.id)


@transactional
def withdraw_listing(access: CompanyAccess, code: str) -> None:
    """Take an own listing away from visitors; refused while somebody has reserved of it."""
    listing = _locked(access, code)
    promised = listing.stock.reserved
    if promised > ZERO:
        raise WithdrawalPromised(reserved=promised, least=promised + listing.stock.handed_over)
    if listing.state is ListingState.PUBLISHED:
        listing.state = ListingState.WITHDRAWN
        listing.updated_at = clock.now()
        _index(listing.id)


@transactional
def duplicate_listing(access: CompanyAccess, code: str, copy_code: str) -> None:
    """Copy an own listing as the draft `copy_code`, without batch and attestation.

    Sent twice, it is one copy; its code was made for the form, as that of a new listing.
    """
    source = _locked(access, code)
    start_listing(access, copy_code)
    copy = own_listing(access, copy_code)
    if copy.title:
        return
    for name in (*SAME_NAME, "indivisible", "price_cents", "comparison", "comparison_cents"):
        setattr(copy, name, getattr(source, name))
    copy.batch = ""
    copy.unit_mass_g, copy.mass_origin = source.unit_mass_g, source.mass_origin
    session.flush()
    stock.correct_quantity(copy.id, source.stock.quantity, reason="copied", account_id=None)
    copy_photos(source.id, copy.id)


@transactional
def delete_listing(access: CompanyAccess, code: str, store: Store) -> None:
    """Delete an own draft that visitors never saw, with its photos."""
    listing = _locked(access, code)
    if listing.published_at is not None:
        raise NotADraft
    drop_photos(listing.id, store)
    remove_listing(listing.id)
    session.execute(delete(Listing).where(Listing.id == listing.id))


def publishing_problems(access: CompanyAccess, offer: Offer) -> list[DomainError]:
    """Return every reason against showing an offer: in the text, then in the company's standing."""
    own = {site.id for site in own_sites(access)}
    return [*publish_problems(offer, own), *standing_problems(access)]


def standing_problems(access: CompanyAccess) -> list[DomainError]:
    """Return what keeps the company, rather than the goods, from the catalogue."""
    problems: list[DomainError] = []
    standing, present = participation(access), edition(access.edition_id)
    if standing.state is not ParticipationState.APPROVED:
        problems.append(NotApproved())
    if present is None or standing.charter_version != present.charter_version:
        problems.append(CharterNotSigned())
    if present is None or not may_list(present, clock.now()):
        problems.append(ListingClosed())
    return problems


def _new_draft(access: CompanyAccess, code: str) -> Listing:
    sites = own_sites(access)
    return Listing(
        code=code,
        edition_id=access.edition_id,
        company_id=access.company_id,
        site_id=sites[0].id if len(sites) == 1 else None,
        available=False,
        created_at=clock.now(),
        updated_at=clock.now(),
        stock=ListingStock(quantity=ZERO),
    )


def _locked(access: CompanyAccess, code: str) -> Listing:
    """Return an own listing as it is now, held until the unit ends."""
    stock.lock_stock(own_listing_id(access, code))
    return own_listing(access, code)


def _completed(listing: Listing, access: CompanyAccess, offer: Offer) -> Offer:
    """Fill in what needs no answer: the present quantity, and the only site there is."""
    if offer.quantity is None:
        offer = replace(offer, quantity=listing.stock.quantity)
    if offer.site_id is None:
        sites = own_sites(access)
        offer = replace(offer, site_id=sites[0].id if len(sites) == 1 else None)
    return read_offer(offer).offer


def _check_promises(listing: Listing, offer: Offer) -> None:
    """What was reserved or is gone keeps its unit and its place."""
    if not listing.stock.reserved and not listing.stock.handed_over:
        return
    if offer.unit is not listing.unit:
        raise UnitIsPromised
    if offer.site_id != listing.site_id:
        raise SiteIsPromised


def _check_ready(access: CompanyAccess, offer: Offer, *, is_understood: bool = True) -> None:
    problems = publishing_problems(access, offer)
    if not is_understood:
        problems.insert(0, NotUnderstood())
    if problems:
        raise NotReady(problems)


def _set_quantity(actor: Identity, listing: Listing, offer: Offer) -> None:
    held = listing.stock
    if offer.quantity is None or offer.quantity == held.quantity:
        return
    if not stock.correct_quantity(listing.id, offer.quantity, reason="edited", account_id=actor.id):
        raise QuantityIsPromised(
            reserved=held.reserved,
            handed_over=held.handed_over,
            least=held.reserved + held.handed_over,
        )


def _index(listing_id: int) -> None:
    """Bring the search in line with what was just changed."""
    session.flush()
    index_listing(listing_id)
