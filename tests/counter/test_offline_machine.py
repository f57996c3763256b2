"""Two counters off line and the server, whatever is tapped, sent, repeated and changed meanwhile.

The books hold after each step, and in the end the ledger says what the staff tapped.
"""

from contextlib import suppress
from dataclasses import replace

import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from brocante.catalogue import stock
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from brocante.counter import accesses, checks, journal, service
from brocante.counter.models import EntryState, Handover, JournalEntry
from brocante.counter.notes import read_batch
from brocante.counter.phones import Phone, phone_of_cookie
from brocante.reservations import changes
from brocante.reservations import checks as promises
from tests.factories import make_listing
from tests.factories.counter import Arrival, Gate, make_arrival, make_gate, make_link, promise_also
from tests.support.notes import Told, handed, released, sold, stamp, undone

PHONES = st.integers(0, 1)
AMOUNTS = st.integers(0, 5)


@transactional
def _recount(listing_id: int, change: Quantity) -> None:
    """What the company counts itself."""
    stock.add_quantity(listing_id, change, reason="edited", account_id=None)


class Gates(RuleBasedStateMachine):
    """One site, ten bricks, eight tiles, two phones that are off line until somebody sends."""

    @initialize()
    def open(self) -> None:
        self.gate: Gate = make_gate(10, 30)
        self.visitors: list[Arrival] = [make_arrival(self.gate, n) for n in (3, 2, 4)]
        tiles = make_listing(self.gate.site, 8)
        self.tiles = [
            promise_also(each, tiles, n) for each, n in zip(self.visitors, (2, 4, 1), strict=True)
        ]
        self.listings = [self.gate.listing.id, tiles.id]
        self.link = make_link(self.gate.site)
        self.phones: list[Phone] = []
        for _ in range(2):
            found = phone_of_cookie(accesses.start(self.link.token).cookie)
            assert found is not None
            self.phones.append(found)
        self.journals: list[list[Told]] = [[], []]
        self.sent: list[set[str]] = [set(), set()]
        self.revoked = False

    @rule(
        phone=PHONES,
        visitor=st.integers(0, 2),
        amount=AMOUNTS,
        tiles=st.none() | AMOUNTS,
        broken=st.booleans(),
    )
    def hand_over(
        self, phone: int, visitor: int, amount: int, tiles: int | None, broken: bool
    ) -> None:
        """Both lines of a ticket, or only the bricks: the tiles wait."""
        note = handed(self.visitors[visitor], amount)
        note["lines"][0]["broken"] = broken
        if tiles is not None:
            note["lines"].append({"line": self.tiles[visitor], "quantity": tiles * 1000})
        self.journals[phone].append(note)

    @rule(phone=PHONES, amount=st.integers(1, 5), listing=st.integers(0, 1))
    def sell(self, phone: int, amount: int, listing: int) -> None:
        note = sold(self.gate, amount, listing=self.listings[listing])
        self.journals[phone].append(note)

    @rule(phone=PHONES, visitor=st.integers(0, 2))
    def release(self, phone: int, visitor: int) -> None:
        self.journals[phone].append(released(self.visitors[visitor]))

    @rule(phone=PHONES, of=PHONES, which=st.integers(0, 9))
    def undo(self, phone: int, of: int, which: int) -> None:
        done = [note for note in self.journals[of] if note["kind"] != "undo"]
        if done:
            self.journals[phone].append(undone(done[which % len(done)]))

    @rule(phone=PHONES, data=st.data())
    def send(self, phone: int, data: st.DataObject) -> None:
        """Some of a journal, in any order, what was sent before as well."""
        notes = self.journals[phone]
        if notes:
            chosen = data.draw(st.lists(st.sampled_from(notes), max_size=6))
            self._send(phone, chosen)

    @rule(visitor=st.integers(0, 2), amount=AMOUNTS)
    def reduce(self, visitor: int, amount: int) -> None:
        one = self.visitors[visitor]
        with suppress(DomainError):
            changes.reduce_line(one.token, one.line_id, Quantity(amount * 1000))

    @rule(visitor=st.integers(0, 2))
    def cancel(self, visitor: int) -> None:
        with suppress(DomainError):
            changes.cancel_all(self.visitors[visitor].token)

    @rule(amount=st.integers(-3, 3), listing=st.integers(0, 1))
    def recount(self, amount: int, listing: int) -> None:
        _recount(self.listings[listing], Quantity(amount * 1000))

    @rule(visitor=st.integers(0, 2))
    def release_on_line(self, visitor: int) -> None:
        with time_machine.travel(self.gate.slot.ends_at, tick=False), suppress(DomainError):
            service.release_pickup(self.gate.counter, self.visitors[visitor].pickup_id)

    @rule()
    def revoke(self) -> None:
        accesses.revoke([self.gate.site.id], self.link.id)
        self.phones = [
            replace(phone, link=replace(phone.link, revoked_at=phone.started_at))
            for phone in self.phones
        ]

    @invariant()
    def the_books_hold(self) -> None:
        end_reads()
        assert checks.discrepancies() == []
        assert promises.discrepancies() == []

    def teardown(self) -> None:
        if not hasattr(self, "journals"):
            return
        for phone, notes in enumerate(self.journals):
            self._send(phone, [note for note in notes if note["id"] not in self.sent[phone]])
        end_reads()
        self.the_books_hold()
        assert self._gone() == self._tapped()
        waiting = session.scalars(
            select(JournalEntry).where(JournalEntry.state == EntryState.KEPT)
        ).all()
        assert [entry for entry in waiting if entry.site_id == self.gate.site.id] == []

    def _send(self, phone: int, notes: list[Told]) -> None:
        body = {"protocol": 1, "phone_time": stamp(), "unsent": 0, "entries": notes}
        outcomes = journal.receive(self.phones[phone], read_batch(body))
        assert {outcome.state for outcome in outcomes} <= {
            EntryState.APPLIED,
            EntryState.FLAGGED,
            EntryState.KEPT,
        }
        self.sent[phone] |= {note["id"] for note in notes}

    def _tapped(self) -> dict[int, int]:
        """What the staff let go of each listing and did not take back, in thousandths."""
        bricks, tiles = self.listings
        every = [note for notes in self.journals for note in notes]
        taken_back = {note["entry"] for note in every if note["kind"] == "undo"}
        amounts = dict.fromkeys(self.listings, 0)
        for note in every:
            if note["id"] in taken_back:
                continue
            if note["kind"] == "walk_in":
                amounts[note["listing"]] += note["quantity"]
            for line in note.get("lines", []):
                amounts[tiles if line["line"] in self.tiles else bricks] += line["quantity"]
        return amounts

    def _gone(self) -> dict[int, int]:
        amounts = dict.fromkeys(self.listings, 0)
        for listing_id, quantity in session.execute(
            select(Handover.listing_id, Handover.quantity).where(
                Handover.listing_id.in_(self.listings)
            )
        ):
            amounts[listing_id] += quantity.thousandths
        return amounts


def test_two_counters_and_the_server_agree(app: Flask) -> None:
    run_state_machine_as_test(
        Gates,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
