"""Writing listings: what is promised stands, who vouches is known, the same act twice is one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.catalogue import album, errors, service, stock
from brocante.catalogue.company_queries import offer_of, own_listing
from brocante.catalogue.models import (
    ComparisonKind,
    Condition,
    Listing,
    ListingState,
    StockCorrection,
)
from brocante.catalogue.rules import MAX_PHOTOS, Offer
from brocante.companies.models import Company, Participation, ParticipationState, Site
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.storage import Store, open_store
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity, Unit
from brocante.editions.models import Edition, EditionState
from brocante.materials.rules import MassOrigin
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_site,
)
from tests.support.pictures import encoded, two_halves

GOOD = Offer(
    title="Brique creuse 20 × 20 × 50",
    family="masonry",
    condition=Condition.SURPLUS,
    quantity=Quantity.of(40),
    price_cents=500,
)
CODE = "CCCDDD"


@pytest.fixture
def site(app: Flask) -> Site:
    """The only site of a company that may list."""
    return make_site(make_participation(make_edition()))


@pytest.fixture
def actor(site: Site) -> Identity:
    """A member of that company."""
    return make_company_member(session.get_one(Company, site.company_id))


@pytest.fixture
def access(actor: Identity) -> CompanyAccess:
    """What the member may act for."""
    return accesses_of(actor.id)[0]


@pytest.fixture
def store() -> Store:
    """A place for files that is empty."""
    return open_store("memory://")


def _save(actor: Identity, access: CompanyAccess, code: str = CODE, **changes: Any) -> Listing:
    service.start_listing(access, code)
    service.save_listing(actor, access, code, replace(GOOD, **changes))
    return own_listing(access, code)


def _refusals(act: Callable[[], object]) -> list[type[DomainError]]:
    with pytest.raises(errors.NotReady) as caught:
        act()
    return [type(problem) for problem in caught.value.problems]


def _published(actor: Identity, access: CompanyAccess, **changes: Any) -> Listing:
    _save(actor, access, **changes)
    service.publish_listing(access, CODE)
    return own_listing(access, CODE)


def _reserve(listing_id: int, amount: int) -> bool:
    return transactional(stock.reserve)(listing_id, Quantity.of(amount))


def _set(row: object, **changes: Any) -> None:
    @transactional
    def change() -> None:
        found = session.merge(row)
        for name, value in changes.items():
            setattr(found, name, value)

    change()


def test_a_draft_takes_the_only_site_and_what_its_title_says(
    actor: Identity, access: CompanyAccess, site: Site
) -> None:
    listing = _save(actor, access, title="Tuiles canal", family=None)
    assert (listing.site_id, listing.family) == (site.id, "roofing")
    assert (listing.material, listing.mass_origin) == (
        "roof-tile-clay-canal",
        MassOrigin.ESTIMATED,
    )
    assert listing.unit_mass_g is not None


def test_the_seller_may_say_that_no_material_fits(actor: Identity, access: CompanyAccess) -> None:
    listing = _save(actor, access, title="Tuiles canal", material="")
    assert (listing.material, listing.unit_mass_g, listing.mass_origin) == (
        "",
        None,
        MassOrigin.UNKNOWN,
    )


def test_what_is_stored_comes_back_as_it_was_typed(
    actor: Identity, access: CompanyAccess, site: Site
) -> None:
    offer = replace(
        GOOD,
        site_id=site.id,
        material="clay-brick-hollow",
        unit_mass_g=9000,
        weighed=True,
        comparison=ComparisonKind.LOWEST_30_DAYS,
        comparison_cents=900,
        attested=True,
        length_mm=500,
        location="Rack B4",
    )
    service.start_listing(access, CODE)
    service.save_listing(actor, access, CODE, offer)
    listing = own_listing(access, CODE)
    assert offer_of(listing, listing.stock.quantity) == offer


def test_a_code_that_is_none_or_another_companys_is_refused(
    access: CompanyAccess, app: Flask
) -> None:
    foreign = make_listing(make_site(make_participation(make_edition()))).code
    for code in (foreign, "A", "AEIOU1", ""):
        with pytest.raises(errors.ListingNotFound):
            service.start_listing(access, code)


@pytest.mark.parametrize(
    ("standing", "error"),
    [
        ({"state": ParticipationState.REGISTERED}, errors.NotApproved),
        ({"charter_version": None}, errors.CharterNotSigned),
        ({"charter_version": 99}, errors.CharterNotSigned),
    ],
)
def test_the_company_must_be_in_good_standing_to_publish(
    actor: Identity, access: CompanyAccess, standing: dict[str, Any], error: type[DomainError]
) -> None:
    _save(actor, access)
    _set(session.get_one(Participation, access.participation_id), **standing)
    assert _refusals(lambda: service.publish_listing(access, CODE)) == [error]
    assert own_listing(access, CODE).state is ListingState.DRAFT


def test_nothing_is_published_while_listing_is_closed(
    actor: Identity, access: CompanyAccess
) -> None:
    _save(actor, access)
    _set(session.get_one(Edition, access.edition_id), state=EditionState.ARCHIVED)
    assert _refusals(lambda: service.publish_listing(access, CODE)) == [errors.ListingClosed]


def test_a_published_listing_keeps_the_guard_rails(actor: Identity, access: CompanyAccess) -> None:
    _published(actor, access)
    for changes, error in (
        ({"price_cents": None}, errors.MissingPrice),
        ({"title": "Brique -50 %"}, errors.PercentageInText),
        ({"quantity": Quantity(0)}, errors.MissingQuantity),
    ):
        offer = replace(GOOD, **changes)
        assert _refusals(lambda o=offer: service.save_listing(actor, access, CODE, o)) == [error]  # type: ignore[misc]
    listing = own_listing(access, CODE)
    assert (listing.title, listing.price_cents) == (GOOD.title, 500)
    assert str(listing.stock.quantity) == "40"


def test_a_draft_that_is_not_understood_is_not_published(
    actor: Identity, access: CompanyAccess
) -> None:
    _save(actor, access)
    service.keep_typed(access, CODE, '{"price": ["douze"]}')
    assert _refusals(lambda: service.publish_listing(access, CODE)) == [errors.NotUnderstood]


def test_promises_hold_quantity_unit_and_site(
    actor: Identity, access: CompanyAccess, site: Site
) -> None:
    listing = _published(actor, access)
    assert _reserve(listing.id, 12)
    other = make_site(session.get_one(Participation, access.participation_id)).id
    for changes, error in (
        ({"quantity": Quantity.of(11)}, errors.QuantityIsPromised),
        ({"unit": Unit.BOX}, errors.UnitIsPromised),
        ({"site_id": other}, errors.SiteIsPromised),
    ):
        offer = replace(GOOD, **({"site_id": site.id} | changes))
        with pytest.raises(error):
            service.save_listing(actor, access, CODE, offer)
    service.save_listing(
        actor, access, CODE, replace(GOOD, site_id=site.id, quantity=Quantity.of(12))
    )
    end_reads()
    last = session.scalars(select(StockCorrection).order_by(StockCorrection.id.desc())).first()
    assert last is not None
    assert (str(last.before), str(last.after), last.account_id) == ("40", "12", actor.id)
    assert not own_listing(access, CODE).available


def test_withdrawing_waits_for_the_promises(actor: Identity, access: CompanyAccess) -> None:
    listing = _published(actor, access)
    assert _reserve(listing.id, 3)
    with pytest.raises(errors.WithdrawalPromised) as caught:
        service.withdraw_listing(access, CODE)
    assert caught.value.params == {"reserved": Quantity.of(3), "least": Quantity.of(3)}
    transactional(stock.release)(listing.id, Quantity.of(3))
    service.withdraw_listing(access, CODE)
    assert own_listing(access, CODE).state is ListingState.WITHDRAWN
    assert not _reserve(listing.id, 1)


def test_who_attests_a_price_is_known_and_a_new_price_needs_a_new_word(
    actor: Identity, access: CompanyAccess
) -> None:
    attested: dict[str, Any] = {"comparison": ComparisonKind.LOWEST_30_DAYS, "attested": True}
    first = _save(actor, access, **attested, comparison_cents=900)
    assert first.comparison_attested_by == actor.id
    when = first.comparison_attested_at
    same = _save(actor, access, **attested, comparison_cents=900, title="Brique pleine")
    assert same.comparison_attested_at == when
    changed = _save(actor, access, **attested, comparison_cents=950)
    assert changed.comparison_attested_at != when
    without = _save(actor, access, **(attested | {"attested": False}), comparison_cents=950)
    assert without.comparison_attested_at is None


def test_a_copy_shares_photos_and_stock_but_not_the_batch_nor_the_word(
    actor: Identity, access: CompanyAccess, store: Store
) -> None:
    listing = _published(
        actor,
        access,
        batch="Bain 12",
        location="Rack B4",
        comparison=ComparisonKind.LOWEST_30_DAYS,
        comparison_cents=900,
        attested=True,
    )
    kept = album.add_photo(access, CODE, album.Upload(encoded(two_halves())), store)
    assert _reserve(listing.id, 5)
    service.duplicate_listing(access, CODE, "FFFGGG")
    service.duplicate_listing(access, CODE, "FFFGGG")
    copy = own_listing(access, "FFFGGG")
    assert (copy.state, copy.batch, copy.location) == (ListingState.DRAFT, "", "Rack B4")
    assert (str(copy.stock.quantity), str(copy.stock.reserved)) == ("40", "0")
    assert copy.comparison_attested_at is None
    assert [photo.key for photo in copy.photos] == [kept.key]
    service.delete_listing(access, "FFFGGG", store)
    assert store.exists(album.stored_name(kept.key, 400))
    album.remove_photo(access, CODE, kept.id, store)
    assert not store.exists(album.stored_name(kept.key, 400))
    assert not store.exists(album.stored_name(kept.key, 1200))


def test_what_visitors_saw_is_never_deleted(
    actor: Identity, access: CompanyAccess, store: Store
) -> None:
    _published(actor, access)
    service.withdraw_listing(access, CODE)
    with pytest.raises(errors.NotADraft):
        service.delete_listing(access, CODE, store)
    _save(actor, access, "FFFGGG")
    service.delete_listing(access, "FFFGGG", store)
    with pytest.raises(errors.ListingNotFound):
        own_listing(access, "FFFGGG")


def test_photos_have_a_limit_and_a_repeated_one_is_the_same(
    actor: Identity, access: CompanyAccess, store: Store
) -> None:
    _save(actor, access)
    uploads = [
        album.Upload(encoded(two_halves((40 + number, 30))), f"upload-number-{number}")
        for number in range(MAX_PHOTOS + 1)
    ]
    kept = [album.add_photo(access, CODE, upload, store) for upload in uploads[:MAX_PHOTOS]]
    with pytest.raises(errors.TooManyPhotos):
        album.add_photo(access, CODE, uploads[-1], store)
    assert album.add_photo(access, CODE, uploads[0], store) == kept[0]
    assert len(own_listing(access, CODE).photos) == MAX_PHOTOS
