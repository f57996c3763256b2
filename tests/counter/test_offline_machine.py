"""Two counters off line and the server, whatever is tapped, sent, repeated and changed meanwhile.

The books hold after each step, and in the end the ledger says what the staff tapped.
"""

from collections import Counter as Tally
from contextlib import suppress
from dataclasses import replace

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
from brocante.counter import accesses, checks, journal
from brocante.counter.models import EntryState, Handover, JournalEntry
from brocante.counter.notes import read_batch
from brocante.counter.phones import Phone, phone_of_cookie
from brocante.reservations import changes
from brocante.reservations import checks as promises
from tests.factories.counter import Arrival, Gate, make_arrival, make_gate, make_link
from tests.support.notes import Told, handed, released, sold, stamp, undone

PHONES = st.integers(0, 1)
AMOUNTS = st.integers(0, 5)


@transactional
def _recount(listing_id: int, change: Quantity) -> None:
    """What the company counts itself."""
    stock.add_quantity(listing_id, change, reason="edited", account_id=None)


class Gates(RuleBasedStateMachine):
    """One site, ten pieces, two phones that are off line until somebody sends."""

    @initialize()
    def open(self) -> None:
        self.gate: Gate = make_gate(10, 30)
        self.visitors: list[Arrival] = [make_arrival(self.gate, n) for n in (3, 2, 4)]
        self.link = make_link(self.gate.site)
        self.phones: list[Phone] = []
        for _ in range(2):
            found = phone_of_cookie(accesses.start(self.link.token).cookie)
            assert found is not None
            self.phones.append(found)
        self.journals: list[list[Told]] = [[], []]
        self.sent: list[set[str]] = [set(), set()]
        self.revoked = False

    @rule(phone=PHONES, visitor=st.integers(0, 2), amount=AMOUNTS, broken=st.booleans())
    def hand_over(self, phone: int, visitor: int, amount: int, broken: bool) -> None:
        note = handed(self.visitors[visitor], amount)
        note["lines"][0]["broken"] = broken
        self.journals[phone].append(note)

    @rule(phone=PHONES, amount=st.integers(1, 5))
    def sell(self, phone: int, amount: int) -> None:
        self.journals[phone].append(sold(self.gate, amount))

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

    @rule(amount=st.integers(-3, 3))
    def recount(self, amount: int) -> None:
        _recount(self.gate.listing.id, Quantity(amount * 1000))

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

    def _tapped(self) -> int:
        """What the staff let go and did not take back, in thousandths."""
        every = [note for notes in self.journals for note in notes]
        taken_back = {note["entry"] for note in every if note["kind"] == "undo"}
        amounts = Tally[str]()
        for note in every:
            if note["id"] in taken_back:
                continue
            amounts["walk_in"] += note["quantity"] if note["kind"] == "walk_in" else 0
            amounts["pickup"] += sum(line["quantity"] for line in note.get("lines", []))
        return amounts.total()

    def _gone(self) -> int:
        lines = session.scalars(
            select(Handover.quantity).where(Handover.listing_id == self.gate.listing.id)
        )
        return sum(quantity.thousandths for quantity in lines)


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
