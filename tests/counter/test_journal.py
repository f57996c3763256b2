"""What phones noted without network, told to the server: each once, never refused, never hidden."""

from collections import Counter as Tally
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask

from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads
from brocante.counter import accesses, journal, service
from brocante.counter.conflicts import conflicts
from brocante.counter.models import CounterAccess, EntryState, JournalEntry
from brocante.counter.notes import read_batch
from brocante.counter.phones import Phone, phone_of_cookie
from brocante.reservations import changes
from brocante.reservations.models import Pickup, PickupState
from tests.counter.test_views import stock
from tests.factories import make_listing, make_participation, make_site, make_slot
from tests.factories.counter import (
    Arrival,
    Gate,
    archive,
    ledger,
    make_arrival,
    make_link,
    start_phone,
)
from tests.support.notes import Told, another, handed, key, released, send, sold, stamp, undone
from tests.support.pages import CheckedClient, words


def states(told: list[Told]) -> list[tuple[str, list[str]]]:
    return [(one["state"], one["flags"]) for one in told]


def state_of(visitor: Arrival) -> PickupState:
    end_reads()
    return session.get_one(Pickup, visitor.pickup_id, populate_existing=True).state


def test_a_hand_over_counts_once_however_often_it_is_told(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    note = handed(visitor, 3)
    assert states(send(phone, note)) == [("applied", [])]
    assert states(send(phone, note, note)) == [("applied", [])] * 2
    assert stock(gate) == ("10", "0", "3")
    (line,) = ledger()
    assert (line.staff, line.journal_entry_id is not None) == ("Portail nord", True)
    assert state_of(visitor) is PickupState.DONE


def test_what_is_broken_does_not_go_back_on_sale(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    note = handed(visitor, 3)
    note["lines"][0]["broken"] = True
    send(phone, note)
    assert stock(gate) == ("9", "0", "3")
    send(phone, undone(note))
    assert stock(gate) == ("10", "4", "0")


def test_two_phones_on_one_ticket_both_count_and_it_is_shown(
    app: Flask, phone: CheckedClient, gate: Gate
) -> None:
    other = another(app)
    start_phone(other, make_link(gate.site, "Portail sud"))
    visitor = make_arrival(gate, 4)
    first, second = handed(visitor, 4), handed(visitor, 4)
    assert states(send(phone, first)) == [("applied", [])]
    (told,) = send(other, second)
    assert (told["state"], told["flags"]) == ("flagged", ["handed_twice"])
    assert "both count" in told["sentence"]
    assert stock(gate) == ("10", "0", "8")
    (found,) = conflicts([gate.site.id])
    assert (found.staff, found.ticket_code) == ("Portail sud", visitor.code)
    send(phone, undone(first))
    assert state_of(visitor) is PickupState.DONE
    assert stock(gate) == ("10", "0", "4")
    send(other, undone(second))
    assert state_of(visitor) is PickupState.BOOKED
    assert stock(gate) == ("10", "4", "0")


def test_two_phones_hand_over_more_than_there_is(
    app: Flask, phone: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 8)
    send(phone, handed(visitor, 8))
    (told,) = send(phone, handed(visitor, 8))
    assert told["flags"] == ["handed_twice", "over_books"]
    assert stock(gate) == ("16", "0", "16")


def test_an_undo_that_comes_first_waits_for_its_hand_over(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    note = handed(visitor)
    undo = undone(note)
    assert states(send(phone, undo)) == [("kept", [])]
    send(phone, note)
    assert stock(gate) == ("10", "4", "0")
    assert [str(line.quantity) for line in ledger()] == ["4", "-4"]
    assert states(send(phone, undo, note)) == [("applied", [])] * 2


def test_a_cancelled_ticket_that_was_green_at_the_gate(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    changes.cancel_all(visitor.token)
    note = handed(visitor, 4, seen={"state": "booked"})
    assert states(send(phone, note)) == [("flagged", ["cancelled"])]
    assert stock(gate) == ("10", "0", "4")
    assert state_of(visitor) is PickupState.CANCELLED
    send(phone, undone(note))
    assert stock(gate) == ("10", "0", "0")


def test_a_visitor_counted_as_absent_who_came_after_all(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    absent = released(visitor)
    assert states(send(phone, absent)) == [("applied", [])]
    assert stock(gate) == ("10", "0", "0")
    assert states(send(phone, handed(visitor, 4))) == [("flagged", ["released"])]
    assert stock(gate) == ("10", "0", "4")
    assert states(send(phone, undone(absent))) == [("applied", [])]
    assert state_of(visitor) is PickupState.DONE


def test_they_came_after_all_takes_the_absence_back(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    absent = released(visitor)
    send(phone, absent, undone(absent))
    assert state_of(visitor) is PickupState.BOOKED
    assert stock(gate) == ("10", "4", "0")


def test_a_ticket_reduced_meanwhile_follows_the_yard(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    changes.reduce_line(visitor.token, visitor.line_id, gate.listing.smallest)
    note = handed(visitor, 4, seen={"state": "booked", "reserved": [[visitor.line_id, 4000]]})
    assert states(send(phone, note)) == [("flagged", ["changed"])]
    assert stock(gate) == ("10", "0", "4")


def test_a_walk_in_beyond_the_books_and_into_promises(phone: CheckedClient, gate: Gate) -> None:
    make_arrival(gate, 4)
    first, second, third = sold(gate, 6), sold(gate, 2), sold(gate, 4)
    assert states(send(phone, first)) == [("applied", [])]
    assert states(send(phone, second)) == [("flagged", ["promised"])]
    assert stock(gate) == ("12", "4", "8")
    send(phone, undone(second))
    assert stock(gate) == ("10", "4", "6")
    send(phone, undone(first), third)
    assert stock(gate) == ("10", "4", "4")


def test_revoked_while_off_line_everything_before_still_counts(
    phone: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 4)
    link = session.query(CounterAccess).one()
    accesses.revoke([gate.site.id], link.id)
    assert states(send(phone, handed(visitor))) == [("flagged", ["after_revocation"])]
    assert stock(gate) == ("10", "0", "4")
    assert phone.get("/comptoir/donnees").json == {"access": "revoked"}


def test_an_archived_edition_keeps_notes_and_counts_nothing(
    phone: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 4)
    archive(gate.edition.id)
    assert states(send(phone, handed(visitor), sold(gate))) == [("kept", ["edition_over"])] * 2
    assert ledger() == []


@pytest.mark.parametrize("hours", [3, -3])
def test_a_wrong_clock_is_put_right_and_both_times_are_kept(
    phone: CheckedClient, gate: Gate, hours: int
) -> None:
    visitor = make_arrival(gate, 4)
    real = clock.now() - timedelta(minutes=40)
    wrong = timedelta(hours=hours)
    note = handed(visitor, at=stamp(real + wrong))
    (told,) = send(phone, note, phone_time=stamp(clock.now() + wrong))
    assert told["flags"] == ["clock"]
    (line,) = ledger()
    assert abs(line.at - real) < timedelta(seconds=5)
    entry = session.query(JournalEntry).one()
    assert abs(entry.clock_error_s - hours * 3600) < 5
    assert abs(entry.phone_at - (real + wrong)) < timedelta(seconds=1)


def test_a_note_never_lies_in_the_future_nor_weeks_back(phone: CheckedClient, gate: Gate) -> None:
    now = clock.now()
    late, early = sold(gate, at=stamp(now + timedelta(days=2))), sold(gate, at="1999-01-01T00:00Z")
    send(phone, late, early)
    first, second = ledger()
    assert first.at <= clock.now()
    assert second.at >= now - timedelta(days=7, minutes=1)


def test_what_says_nothing_is_refused_kept_and_shown(phone: CheckedClient, gate: Gate) -> None:
    elsewhere = make_site(make_participation(gate.edition))
    foreign = make_arrival(
        Gate(
            gate.staff,
            gate.access,
            gate.edition,
            elsewhere,
            make_listing(elsewhere),
            make_slot(elsewhere),
        )
    )
    visitor = make_arrival(gate, 2)
    wrong = [
        handed(foreign),
        handed(visitor, lines=[{"line": 999, "quantity": 1000}]),
        handed(visitor, lines=[{"line": visitor.line_id, "quantity": 1500}]),
        handed(visitor, lines=[{"line": visitor.line_id, "quantity": -1}]),
        sold(gate, listing=999_999),
        sold(gate, quantity=0),
        sold(gate, at="yesterday"),
        {**sold(gate), "kind": "gift"},
        {"id": key()},
    ]
    told = send(phone, *wrong)
    assert {one["state"] for one in told} == {"refused"}
    assert all(one["sentence"] for one in told)
    assert stock(gate) == ("10", "2", "0")
    assert send(phone, *wrong) == told
    assert len(conflicts([gate.site.id])) == len(wrong)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b'{"protocol": 2, "entries": []}', 422),
        (b'{"protocol": 1, "entries": [], "phone_time": "now"}', 422),
        (b"[" * 100_000, 422),
        (b'{"protocol": 1, "entries": [' + b"1," * 400 + b'1], "phone_time": "x"}', 413),
        (b'"' + b"x" * 600_000 + b'"', 413),
    ],
)
def test_a_broken_body_is_refused_in_one_sentence(
    phone: CheckedClient, body: bytes, status: int
) -> None:
    answer = phone.post("/comptoir/journal", data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.json is not None
    assert len(answer.json["error"]) > 20


def test_another_site_cannot_use_a_key_nor_undo(
    app: Flask, phone: CheckedClient, gate: Gate
) -> None:
    note = sold(gate)
    send(phone, note)
    other = another(app)
    site = make_site(make_participation(gate.edition))
    start_phone(other, make_link(site))
    assert states(send(other, {**sold(gate), "id": note["id"]})) == [("refused", [])]
    assert states(send(other, undone(note))) == [("kept", [])]
    assert stock(gate) == ("10", "0", "1")


def test_the_pages_on_line_undo_what_phones_noted(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    note, sale = handed(visitor), sold(gate)
    send(phone, note, sale)
    service.undo_pickup(gate.counter, visitor.pickup_id)
    service.undo_sale(gate.counter, next(x.id for x in ledger() if x.reservation_line_id is None))
    assert stock(gate) == ("10", "4", "0")
    assert states(send(phone, undone(note), undone(sale))) == [("applied", [])] * 2
    assert stock(gate) == ("10", "4", "0")
    send(phone, handed(visitor, 4))
    assert stock(gate) == ("10", "0", "4")


def test_the_same_batch_eight_times_at_once_counts_once(app: Flask, gate: Gate) -> None:
    client = another(app)
    start_phone(client, make_link(gate.site))
    cookie = client.get_cookie("comptoir")
    assert cookie is not None
    standing = phone_of_cookie(cookie.value)
    assert standing is not None
    visitors = [make_arrival(gate, 1) for _ in range(3)]
    entries = [*(handed(visitor, 1) for visitor in visitors), sold(gate)]
    entries.append(undone(entries[0]))
    batch = read_batch({"protocol": 1, "phone_time": stamp(), "unsent": 0, "entries": entries})
    start, ends = Barrier(8), Tally[str]()

    def tell(present: Phone) -> None:
        with app.app_context():
            start.wait()
            for outcome in journal.receive(present, batch):
                ends[outcome.state] += 1

    threads = [Thread(target=tell, args=(standing,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends == {EntryState.APPLIED: 40}
    assert stock(gate) == ("10", "1", "3")


def test_days_later_still_counts(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4)
    note = handed(visitor)
    with time_machine.travel(clock.now() + timedelta(days=6), tick=False):
        assert states(send(phone, note)) == [("applied", [])]
    (line,) = ledger()
    assert line.at < clock.now() + timedelta(hours=1)


def test_the_history_shows_what_staff_saw_and_what_became_of_it(
    app: Flask, phone: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 4)
    changes.cancel_all(visitor.token)
    seen = {"state": "booked", "data_from": stamp(clock.now() - timedelta(hours=1))}
    send(phone, handed(visitor, 4, seen=seen))
    text = words(phone.page("/comptoir/en-ligne"))
    assert "The phone showed then: waiting, data of" in text
    assert "The visitor had cancelled meanwhile" in text
