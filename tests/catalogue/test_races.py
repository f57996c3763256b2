"""Several people at one listing at once: one of them is refused, never a promise without goods."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from brocante.accounts.queries import Identity
from brocante.catalogue import album, errors, service, stock
from brocante.catalogue.models import (
    Condition,
    Listing,
    ListingState,
    ListingStock,
    Photo,
    StockCorrection,
)
from brocante.catalogue.rules import MAX_PHOTOS, Offer
from brocante.companies.models import Company
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core.db import db, session
from brocante.core.errors import DomainError
from brocante.core.storage import open_store
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from tests.factories import make_company_member, make_edition, make_participation, make_site
from tests.support.pictures import encoded, two_halves

pytestmark = pytest.mark.race

GOOD = Offer(
    title="Brique creuse 20 × 20 × 50",
    family="masonry",
    condition=Condition.SURPLUS,
    quantity=Quantity.of(40),
    price_cents=500,
)
CODE = "CCCDDD"


@pytest.fixture
def actor(app: Flask) -> Identity:
    """A member of a company with one site that may list."""
    site = make_site(make_participation(make_edition()))
    return make_company_member(session.get_one(Company, site.company_id))


@pytest.fixture
def access(actor: Identity) -> CompanyAccess:
    """What the member may act for."""
    return accesses_of(actor.id)[0]


@pytest.fixture
def listing_id(actor: Identity, access: CompanyAccess) -> int:
    """A published listing of forty pieces."""
    service.start_listing(access, CODE)
    service.save_listing(actor, access, CODE, GOOD)
    service.publish_listing(access, CODE)
    found = session.scalar(select(Listing.id))
    assert found is not None
    end_reads()
    return found


def _reserve(listing_id: int, amount: int) -> bool:
    return transactional(stock.reserve)(listing_id, Quantity.of(amount))


def test_starting_the_same_draft_at_once_makes_one(
    app: Flask, actor: Identity, access: CompanyAccess
) -> None:
    end_reads()
    failures = _at_once(app, 6, lambda: service.start_listing(access, CODE))
    assert failures == []
    assert session.scalar(select(func.count()).select_from(Listing)) == 1


def test_photos_arriving_at_once_are_counted(
    app: Flask, actor: Identity, access: CompanyAccess, listing_id: int
) -> None:
    store = open_store("memory://")
    images = iter([encoded(two_halves((40 + number, 30))) for number in range(MAX_PHOTOS + 3)])
    failures = _at_once(
        app,
        MAX_PHOTOS + 3,
        lambda: album.add_photo(access, CODE, album.Upload(next(images)), store),
    )
    assert failures == [errors.TooManyPhotos] * 3
    positions = list(session.scalars(select(Photo.position)))
    assert len(positions) == len(set(positions)) == MAX_PHOTOS


def test_lowering_the_quantity_while_it_is_reserved(
    app: Flask, actor: Identity, access: CompanyAccess, listing_id: int
) -> None:
    """Either the reservation or the lowering is refused; never a promise without goods."""
    offers = [replace(GOOD, quantity=Quantity.of(10 + number)) for number in range(6)]
    saves = [lambda o=offer: service.save_listing(actor, access, CODE, o) for offer in offers]
    reserves = [lambda: _reserve(listing_id, 4)] * 6
    _at_once_each(app, [*saves, *reserves])
    end_reads()
    quantity, reserved = session.execute(
        select(ListingStock.quantity, ListingStock.reserved).where(
            ListingStock.listing_id == listing_id
        )
    ).one()
    assert Quantity(0) < reserved <= quantity
    last = session.scalars(select(StockCorrection).order_by(StockCorrection.id.desc())).first()
    assert last is not None
    assert last.after == quantity


def test_withdrawing_while_it_is_reserved(
    app: Flask, access: CompanyAccess, listing_id: int
) -> None:
    """A withdrawn listing has no promise, whichever came first."""
    withdraw = [lambda: service.withdraw_listing(access, CODE)] * 3
    reserves = [lambda: _reserve(listing_id, 1)] * 6
    _at_once_each(app, [*reserves[:3], *withdraw, *reserves[3:]])
    end_reads()
    state, reserved = session.execute(
        select(Listing.state, ListingStock.reserved)
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .where(Listing.id == listing_id)
    ).one()
    assert (state is ListingState.WITHDRAWN) == (reserved == Quantity(0))


def test_a_reservation_that_waited_for_a_withdrawal_sees_it(
    app: Flask, access: CompanyAccess, listing_id: int, database: str
) -> None:
    """The reservation stands at the stock row while the listing goes: it must not be answered."""
    answers: list[bool] = []

    def reserve() -> None:
        with app.app_context():
            answers.append(_reserve(listing_id, 1))
            db.session.remove()

    waiting = Thread(target=reserve)

    @transactional
    def withdraw() -> None:
        service.withdraw_listing(access, CODE)
        session.flush()
        waiting.start()
        if database == "postgresql":
            _until_somebody_waits()

    withdraw()
    waiting.join()
    assert answers == [False]


def _until_somebody_waits() -> None:
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    assert any(session.scalar(blocked) for _look in range(20_000))


def _at_once(app: Flask, number: int, act: Callable[[], object]) -> list[type[DomainError]]:
    return _at_once_each(app, [act] * number)


def _at_once_each(app: Flask, acts: list[Callable[[], object]]) -> list[type[DomainError]]:
    """Do each act in a thread of its own, all at once; return the refusals."""
    barrier = Barrier(len(acts))
    refusals: list[type[DomainError]] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except DomainError as refusal:
                refusals.append(type(refusal))
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals
