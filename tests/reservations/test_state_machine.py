"""Whatever people do in whatever order, the promises hold and the books agree after each step."""

from contextlib import suppress

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.catalogue import stock
from brocante.catalogue.models import Listing, ListingStock
from brocante.companies.models import Company
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import ZERO, Quantity
from brocante.core.vehicles import Vehicle
from brocante.pickups import service as slots
from brocante.pickups.models import SlotPlaces
from brocante.reservations import changes, handing, service
from brocante.reservations.checks import discrepancies
from brocante.reservations.models import PickupState
from brocante.reservations.queries import ticket
from brocante.reservations.rules import Order, Visitor
from brocante.reservations.tickets import Stop, Ticket
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_site,
    make_slot,
)

AMOUNTS = st.integers(0, 6).map(lambda n: Quantity(n * 1000))
WHICH = st.integers(0, 3)


class Days(RuleBasedStateMachine):
    """Two companies with two listings and two slots each: fewer than people want."""

    tickets: Bundle[str] = Bundle("tickets")

    @initialize()
    def open(self) -> None:
        edition = make_edition()
        self.edition_id = edition.id
        # An earlier run that failed must not make this one fail: it would never be narrowed down.
        self.wrong_before = discrepancies()
        self.listings: list[int] = []
        self.codes: list[str] = []
        self.sites: list[int] = []
        self.slots: list[int] = []
        self.people: list[tuple[Identity, CompanyAccess]] = []
        for _ in range(2):
            company = make_company()
            site = make_site(make_participation(edition, company))
            self.sites += [site.id] * 2
            for listing in (make_listing(site, 8), make_listing(site, 5)):
                self.listings.append(listing.id)
                self.codes.append(listing.code)
            self.slots += [make_slot(site, 2).id, make_slot(site, 3, hour=14).id]
            member = make_company_member(session.get_one(Company, company.id))
            self.people.append((member, accesses_of(member.id)[0]))

    @rule(target=tickets, wanted=st.lists(AMOUNTS, min_size=4, max_size=4), late=st.booleans())
    def reserve(self, wanted: list[Quantity], late: bool):
        lines = {c: n for c, n in zip(self.codes, wanted, strict=True) if n}
        chosen = {site: self.slots[2 * n + late] for n, site in enumerate(self.sites[::2])}
        visitor = Visitor(name="Ann", vehicle=Vehicle.CAR, phone="+33600000000")
        try:
            return service.reserve(visitor, self.edition_id, Order(new_token(), lines, chosen))
        except DomainError:
            return multiple()

    @rule(token=tickets, which=WHICH, keep=AMOUNTS)
    def reduce(self, token: str, which: int, keep: Quantity) -> None:
        stop = self._stop(token, which)
        line = stop.lines[which % len(stop.lines)]
        self._try(lambda: changes.reduce_line(token, line.id, keep))

    @rule(token=tickets, which=WHICH, slot=WHICH)
    def change_slot(self, token: str, which: int, slot: int) -> None:
        stop = self._stop(token, which)
        self._try(lambda: changes.change_slot(token, stop.id, self.slots[slot]))

    @rule(token=tickets, which=WHICH)
    def cancel_one(self, token: str, which: int) -> None:
        stop = self._stop(token, which)
        self._try(lambda: changes.cancel_pickup(token, stop.id))

    @rule(token=tickets)
    def cancel_all(self, token: str) -> None:
        self._try(lambda: changes.cancel_all(token))

    @rule(token=tickets, which=WHICH, taken=st.lists(AMOUNTS, min_size=2, max_size=2))
    def hand_over(self, token: str, which: int, taken: list[Quantity]) -> None:
        stop = self._stop(token, which)

        @transactional
        def at_the_gate() -> None:
            if stop.state is PickupState.BOOKED:
                for line, amount in zip(stop.lines, taken, strict=False):
                    # When the yard gave more than there is free, less is written down.
                    assert any(
                        handing.record_handed(line.id, each) for each in (amount, line.reserved)
                    )
                assert handing.close_pickup(stop.id)

        at_the_gate()

    @rule(token=tickets, which=WHICH)
    def undo(self, token: str, which: int) -> None:
        stop = self._stop(token, which)

        @transactional
        def at_the_gate() -> None:
            if handing.reopen_pickup(stop.id):
                for line in stop.lines:
                    if line.handed_over:
                        assert handing.restore_line(line.id, line.handed_over)

        at_the_gate()

    @rule(token=tickets, which=WHICH)
    def miss(self, token: str, which: int) -> None:
        transactional(handing.mark_no_show)(self._stop(token, which).id)

    @rule(which=WHICH, amount=AMOUNTS)
    def sell_without_reservation(self, which: int, amount: Quantity) -> None:
        transactional(stock.hand_over_free)(self.listings[which], amount)

    @rule(which=WHICH, quantity=st.integers(0, 12))
    def edit_quantity(self, which: int, quantity: int) -> None:
        transactional(stock.correct_quantity)(
            self.listings[which], Quantity(quantity * 1000), reason="edited", account_id=None
        )

    @rule(which=WHICH)
    def close_slot(self, which: int) -> None:
        slots.close_slot(*self.people[which // 2], self.slots[which])

    @rule(which=WHICH)
    def reopen_slot(self, which: int) -> None:
        slots.reopen_slot(*self.people[which // 2], self.slots[which])

    @rule(which=WHICH, capacity=st.integers(1, 4))
    def change_capacity(self, which: int, capacity: int) -> None:
        who, access = self.people[which // 2]
        self._try(lambda: slots.change_capacity(who, access, self.slots[which], capacity))

    @invariant()
    def books_agree(self) -> None:
        end_reads()
        assert discrepancies() == self.wrong_before

    @invariant()
    def promises_hold(self) -> None:
        for row in session.execute(
            select(ListingStock.quantity, ListingStock.reserved, ListingStock.handed_over)
        ):
            assert row.reserved >= ZERO
            assert row.handed_over >= ZERO
            assert row.reserved + row.handed_over <= row.quantity
        for booked, capacity in session.execute(select(SlotPlaces.booked, SlotPlaces.capacity)):
            assert 0 <= booked <= capacity

    @invariant()
    def what_is_left_is_shown(self) -> None:
        rows = session.execute(
            select(
                Listing.available,
                ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over,
            ).join(ListingStock, ListingStock.listing_id == Listing.id)
        )
        for available, left in rows:
            assert available is (int(str(left)) > 0)

    def _stop(self, token: str, which: int) -> Stop:
        end_reads()
        found: Ticket | None = ticket(token)
        assert found is not None, "a ticket that was answered exists"
        return found.stops[which % len(found.stops)]

    def _try(self, change) -> None:
        with suppress(DomainError):
            change()


def test_no_order_of_events_breaks_the_promises(app: Flask) -> None:
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
