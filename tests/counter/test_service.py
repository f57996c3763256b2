"""Handing over, selling, releasing, undoing: stock, lines and ledger always agree."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from brocante.catalogue.models import Condition, ListingStock, PriceKind, StockCorrection
from brocante.companies.queries import accesses_of
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import end_reads
from brocante.core.units import ZERO, Quantity, Unit
from brocante.counter import checks, service
from brocante.counter.corrections import endangered_promises
from brocante.counter.errors import (
    AlreadyHandedOver,
    AlreadyUndone,
    CountedAsMissed,
    CounterClosed,
    GoodsArePromised,
    GoodsNotFound,
    HandoverNotFound,
    LotTakenApart,
    MoreThanBooks,
    NotWaiting,
    PickupCancelled,
    PickupNotFound,
    SheetOutdated,
    TooEarlyToRelease,
)
from brocante.counter.models import HandoverKind
from brocante.counter.rules import Taken
from brocante.materials.rules import MassOrigin
from brocante.reservations import changes
from brocante.reservations import checks as promises
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine
from tests.factories import make_company, make_company_member, make_listing, make_reservation
from tests.factories.counter import Gate, archive, ledger, make_gate, set_listing

ONE = Quantity(1000)


def q(amount: int | str) -> Quantity:
    return Quantity.of(amount)


def books(gate: Gate) -> tuple[str, str, str]:
    """Quantity, reserved and handed over of the bricks; every counter must agree with its lines."""
    end_reads()
    assert checks.discrepancies() == []
    assert promises.discrepancies() == []
    row = session.execute(
        select(ListingStock.quantity, ListingStock.reserved, ListingStock.handed_over).where(
            ListingStock.listing_id == gate.listing.id
        )
    ).one()
    return str(row[0]), str(row[1]), str(row[2])


def pickup_of(reservation: Reservation) -> int:
    return session.scalars(select(Pickup.id).where(Pickup.reservation_id == reservation.id)).one()


def line_of(reservation: Reservation) -> ReservationLine:
    end_reads()
    return session.scalars(
        select(ReservationLine)
        .join(Pickup, Pickup.id == ReservationLine.pickup_id)
        .where(Pickup.reservation_id == reservation.id)
        .execution_options(populate_existing=True)
    ).one()


def state_of(reservation: Reservation) -> PickupState:
    end_reads()
    return session.scalars(
        select(Pickup.state).where(Pickup.reservation_id == reservation.id)
    ).one()


def hand_over(
    gate: Gate,
    reservation: Reservation,
    amount: int | str,
    *,
    broken: bool = False,
    overrule: bool = False,
    key: str | None = None,
) -> None:
    taken = {line_of(reservation).id: Taken(q(amount), broken)}
    service.hand_over(
        gate.counter,
        pickup_of(reservation),
        key or new_token(),
        taken,
        overrule=overrule,
    )


def sell(gate: Gate, amount: int | str, *, overrule: bool = False, key: str | None = None) -> None:
    service.sell_on_the_spot(
        gate.counter, gate.listing.code, key or new_token(), q(amount), overrule=overrule
    )


def test_everything_reserved_leaves_and_the_line_is_frozen(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 4)
    assert books(gate) == ("10", "0", "4")
    assert state_of(reservation) is PickupState.DONE
    (line,) = ledger()
    assert (line.kind, line.quantity, line.unit) == (HandoverKind.PICKUP, q(4), Unit.PIECE)
    assert (line.amount_cents, line.mass_g, line.mass_origin) == (2000, 8000, MassOrigin.DECLARED)
    assert (line.family, line.condition, line.commune_code) == (
        "masonry",
        Condition.SURPLUS,
        "24520",
    )
    assert (line.account_id, line.staff) == (gate.staff.id, gate.staff.label)


def test_the_price_is_the_one_that_was_promised(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 2)
    set_listing(gate, price_cents=900)
    hand_over(gate, reservation, 2)
    sell(gate, 1)
    assert [line.amount_cents for line in ledger()] == [1000, 900]


def test_what_is_not_taken_is_on_sale_again(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 1)
    assert books(gate) == ("10", "0", "1")


def test_what_is_broken_does_not_go_back_on_sale(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 1, broken=True)
    assert books(gate) == ("7", "0", "1")
    service.undo_pickup(gate.counter, pickup_of(reservation))
    assert books(gate) == ("10", "4", "0")
    hand_over(gate, reservation, 4)
    assert books(gate) == ("10", "0", "4")


def test_nothing_taken_writes_no_line_and_can_be_undone(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 0)
    assert books(gate) == ("10", "0", "0")
    assert ledger() == []
    service.undo_pickup(gate.counter, pickup_of(reservation))
    assert books(gate) == ("10", "4", "0")


def test_more_than_reserved_leaves_while_it_is_free(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 9)
    assert books(gate) == ("10", "0", "9")


def test_promised_goods_leave_only_when_told_so_and_the_books_follow(gate: Gate) -> None:
    mine = make_reservation(gate.slot, gate.listing, 4)
    other = make_reservation(gate.slot, gate.listing, 6)
    with pytest.raises(GoodsArePromised) as caught:
        hand_over(gate, mine, 5)
    assert caught.value.field == f"taken_{line_of(mine).id}"
    assert books(gate) == ("10", "10", "0")
    assert ledger() == []

    hand_over(gate, mine, 5, overrule=True)
    assert books(gate) == ("11", "6", "5")
    (danger,) = endangered_promises(gate.edition.id, gate.access.company_id)
    assert (danger.missing, danger.promised, danger.name) == (ONE, q(6), other.name)

    service.undo_pickup(gate.counter, pickup_of(mine))
    assert books(gate) == ("10", "10", "0")
    assert endangered_promises(gate.edition.id) == []


def test_the_same_sheet_twice_is_one_hand_over(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 3, key="a key of sixteen")
    hand_over(gate, reservation, 3, key="a key of sixteen")
    assert books(gate) == ("10", "0", "3")
    assert len(ledger()) == 1
    with pytest.raises(AlreadyHandedOver):
        hand_over(gate, reservation, 3)


def test_an_old_sheet_sent_after_an_undo_changes_nothing(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 3, key="a key of sixteen")
    service.undo_pickup(gate.counter, pickup_of(reservation))
    with pytest.raises(SheetOutdated):
        hand_over(gate, reservation, 3, key="a key of sixteen")
    assert books(gate) == ("10", "4", "0")


def test_a_sheet_that_lacks_a_line_is_refused(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    with pytest.raises(SheetOutdated):
        service.hand_over(gate.counter, pickup_of(reservation), new_token(), {})
    assert books(gate) == ("10", "4", "0")


def test_a_cancelled_ticket_is_not_handed_over(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    changes.cancel_all(reservation.token)
    with pytest.raises(PickupCancelled):
        hand_over(gate, reservation, 4)
    assert books(gate) == ("10", "0", "0")


def test_an_undo_is_a_line_of_its_own_and_the_visitor_may_come_back(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 3)
    service.undo_pickup(gate.counter, pickup_of(reservation))
    first, undo = ledger()
    assert (undo.undoes_id, undo.quantity, undo.amount_cents, undo.mass_g) == (
        first.id,
        -q(3),
        -1500,
        -6000,
    )
    assert state_of(reservation) is PickupState.BOOKED
    assert line_of(reservation).reserved == q(4)
    with pytest.raises(AlreadyUndone):
        service.undo_pickup(gate.counter, pickup_of(reservation))
    hand_over(gate, reservation, 4)
    assert books(gate) == ("10", "0", "4")
    assert sum((line.quantity for line in ledger()), ZERO) == q(4)


def test_an_undo_promises_again_only_what_is_still_free(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    hand_over(gate, reservation, 1)
    sell(gate, 8)
    service.undo_pickup(gate.counter, pickup_of(reservation))
    assert books(gate) == ("10", "1", "8")


def test_a_sale_on_the_spot_and_its_undo(gate: Gate) -> None:
    sell(gate, 3, key="a key of sixteen")
    sell(gate, 3, key="a key of sixteen")
    assert books(gate) == ("10", "0", "3")
    (sale,) = ledger()
    assert (sale.kind, sale.reservation_line_id) == (HandoverKind.WALK_IN, None)
    service.undo_sale(gate.counter, sale.id)
    assert books(gate) == ("10", "0", "0")
    with pytest.raises(AlreadyUndone):
        service.undo_sale(gate.counter, sale.id)
    with pytest.raises(HandoverNotFound):
        service.undo_sale(gate.counter, ledger()[1].id)


def test_a_sale_of_promised_goods_endangers_the_promise_until_recounted(gate: Gate) -> None:
    make_reservation(gate.slot, gate.listing, 7)
    with pytest.raises(GoodsArePromised):
        sell(gate, 8)
    sell(gate, 8, overrule=True)
    assert books(gate) == ("15", "7", "8")
    (danger,) = endangered_promises(gate.edition.id)
    assert danger.missing == q(5)
    service.settle_promises(gate.counter, gate.listing.code)
    assert endangered_promises(gate.edition.id) == []
    service.undo_sale(gate.counter, ledger()[0].id)
    # The company counted since: what it said stands.
    assert books(gate) == ("15", "7", "0")


def test_a_sale_beyond_the_books_endangers_nobody(gate: Gate) -> None:
    with pytest.raises(MoreThanBooks):
        sell(gate, 12)
    sell(gate, 12, overrule=True)
    assert books(gate) == ("12", "0", "12")
    assert endangered_promises(gate.edition.id) == []
    service.undo_sale(gate.counter, ledger()[0].id)
    assert books(gate) == ("10", "0", "0")
    trace = [c.reason.partition(":")[0] for c in session.scalars(select(StockCorrection))]
    assert trace == ["found", "found_undone"]


def test_a_lot_is_sold_whole_at_its_price(gate: Gate) -> None:
    set_listing(gate, price_kind=PriceKind.LOT, price_cents=4200)
    with pytest.raises(LotTakenApart):
        sell(gate, 9)
    sell(gate, 10)
    (sale,) = ledger()
    assert (sale.amount_cents, sale.mass_g) == (4200, 20_000)


def test_an_unknown_mass_stays_unknown(gate: Gate) -> None:
    set_listing(gate, unit_mass_g=None, mass_origin=MassOrigin.UNKNOWN)
    sell(gate, 2)
    service.undo_sale(gate.counter, ledger()[0].id)
    assert [(line.mass_g, line.mass_origin) for line in ledger()] == [
        (None, MassOrigin.UNKNOWN),
        (None, MassOrigin.UNKNOWN),
    ]
    assert books(gate) == ("10", "0", "0")


def test_who_did_not_come_is_released_after_the_time_and_may_still_come(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    pickup = pickup_of(reservation)
    with pytest.raises(TooEarlyToRelease):
        service.release_pickup(gate.counter, pickup)
    with time_machine.travel(gate.slot.ends_at, tick=False):
        service.release_pickup(gate.counter, pickup)
        assert books(gate) == ("10", "0", "0")
        assert state_of(reservation) is PickupState.NO_SHOW
        with pytest.raises(NotWaiting):
            service.release_pickup(gate.counter, pickup)
        with pytest.raises(CountedAsMissed):
            hand_over(gate, reservation, 4)
        service.undo_pickup(gate.counter, pickup)
        hand_over(gate, reservation, 4)
    assert books(gate) == ("10", "0", "4")


def test_a_slot_that_is_over_is_released_at_once(gate: Gate) -> None:
    other = make_listing(gate.site)
    came, late = (make_reservation(gate.slot, gate.listing, n) for n in (1, 2))
    missing = make_reservation(gate.slot, other, 3)
    hand_over(gate, came, 1)
    with pytest.raises(TooEarlyToRelease):
        service.release_slot(gate.counter, gate.slot.id)
    with time_machine.travel(gate.slot.ends_at + timedelta(minutes=1), tick=False):
        assert service.release_slot(gate.counter, gate.slot.id) == 2
        assert service.release_slot(gate.counter, gate.slot.id) == 0
    assert books(gate) == ("10", "0", "1")
    assert [state_of(r) for r in (came, late, missing)] == [
        PickupState.DONE,
        PickupState.NO_SHOW,
        PickupState.NO_SHOW,
    ]


def test_another_company_reaches_nothing(gate: Gate) -> None:
    stranger = make_gate()
    reservation = make_reservation(gate.slot, gate.listing, 4)
    sell(gate, 1)
    theirs = replace(gate, staff=stranger.staff, access=stranger.access)
    for attempt, refusal in (
        (lambda: hand_over(theirs, reservation, 4), PickupNotFound),
        (lambda: sell(theirs, 1), GoodsNotFound),
        (
            lambda: service.undo_sale(theirs.counter, ledger()[0].id),
            HandoverNotFound,
        ),
        (
            lambda: service.release_slot(theirs.counter, gate.slot.id),
            PickupNotFound,
        ),
        (
            lambda: service.undo_pickup(theirs.counter, pickup_of(reservation)),
            PickupNotFound,
        ),
    ):
        with pytest.raises(refusal):
            attempt()
    assert books(gate) == ("10", "4", "1")


def test_an_archived_edition_does_not_change_any_more(gate: Gate) -> None:
    reservation = make_reservation(gate.slot, gate.listing, 4)
    sell(gate, 1)
    archive(gate.edition.id)
    attempts = (
        lambda: sell(gate, 1),
        lambda: hand_over(gate, reservation, 4),
        lambda: service.undo_sale(gate.counter, ledger()[0].id),
    )
    for attempt in attempts:
        with pytest.raises(CounterClosed):
            attempt()
    assert books(gate) == ("10", "4", "1")


def test_a_member_of_two_companies_acts_for_the_one_chosen(gate: Gate) -> None:
    second = make_company()
    make_company_member(second, account=None)
    assert [a.company_id for a in accesses_of(gate.staff.id)] == [gate.access.company_id]
    with pytest.raises(DomainError):
        sell(replace(gate, access=replace(gate.access, company_id=second.id)), 1)
