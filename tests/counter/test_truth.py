"""What phones noted stays true: checked against the ledger, undone in part, erased in time."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from brocante.catalogue.models import Listing, ListingStock
from brocante.core import clock
from brocante.core.codes import new_code, new_token
from brocante.core.db import db, session
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from brocante.counter import checks, journal, retention, service
from brocante.counter.conflicts import conflicts
from brocante.counter.models import CounterPhone, EntryState, Handover, JournalEntry
from brocante.counter.notes import Note
from brocante.impact.queries import ledger
from brocante.reservations import changes
from brocante.reservations.models import Pickup, Reservation, ReservationLine
from tests.factories import make_listing
from tests.factories.counter import Gate, make_arrival, make_link, promise_also, start_phone
from tests.support.notes import Told, another, handed, send, sold, undone
from tests.support.pages import CheckedClient
from tests.support.queries import count_queries

MOST_BYTES = 90_000


def books(listing_id: int) -> tuple[str, str, str]:
    end_reads()
    row = session.get_one(ListingStock, listing_id, populate_existing=True)
    return str(row.quantity), str(row.reserved), str(row.handed_over)


def test_a_line_the_note_does_not_name_still_waits_and_the_undo_gives_all_back(
    phone: CheckedClient, gate: Gate
) -> None:
    tiles = make_listing(gate.site, 5)
    visitor = make_arrival(gate, 4)
    promise_also(visitor, tiles, 2)
    note = handed(visitor, 4)
    (told,) = send(phone, note)
    assert told["flags"] == ["changed"]
    assert (books(gate.listing.id), books(tiles.id)) == (("10", "0", "4"), ("5", "2", "0"))
    send(phone, undone(note))
    assert (books(gate.listing.id), books(tiles.id)) == (("10", "4", "0"), ("5", "2", "0"))
    send(phone, handed(visitor, 4))
    service.undo_pickup(gate.counter, visitor.pickup_id)
    assert (books(gate.listing.id), books(tiles.id)) == (("10", "4", "0"), ("5", "2", "0"))


def test_a_cancelled_ticket_handed_over_twice_is_undone_one_by_one(
    app: Flask, phone: CheckedClient, gate: Gate
) -> None:
    other = another(app)
    start_phone(other, make_link(gate.site))
    visitor = make_arrival(gate, 4)
    changes.cancel_all(visitor.token)
    first, second = handed(visitor, 4), handed(visitor, 3)
    assert send(phone, first)[0]["flags"] == ["cancelled"]
    assert send(other, second)[0]["flags"] == ["cancelled", "handed_twice"]
    assert books(gate.listing.id) == ("10", "0", "7")
    service.undo_pickup(gate.counter, visitor.pickup_id)
    assert books(gate.listing.id) == ("10", "0", "4")
    send(other, undone(first), undone(second))
    assert books(gate.listing.id) == ("10", "0", "0")


def test_an_error_with_one_note_loses_no_other(
    app: Flask, phone: CheckedClient, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    notes = [sold(gate), sold(gate), sold(gate)]
    whole = journal.note_down

    def stumbles(origin: journal.Origin, note: Note) -> journal.Outcome:
        if note.key == notes[1]["id"]:
            raise RuntimeError
        return whole(origin, note)

    monkeypatch.setattr(journal, "note_down", stumbles)
    body = {"protocol": 1, "phone_time": notes[0]["at"], "unsent": 0, "entries": notes}
    assert phone.post("/comptoir/journal", json=body).status_code == 500
    assert books(gate.listing.id) == ("10", "0", "2")
    monkeypatch.undo()
    assert [one["state"] for one in send(phone, *notes)] == ["applied"] * 3
    assert books(gate.listing.id) == ("10", "0", "3")


def test_a_wrong_clock_alone_and_what_was_taken_back_trouble_nobody(
    phone: CheckedClient, gate: Gate
) -> None:
    note = sold(gate, 12)
    fast = (clock.now() + timedelta(hours=3)).isoformat()
    send(phone, sold(gate), note, phone_time=fast)
    (found,) = conflicts([gate.site.id])
    assert (found.key, found.flags) == (note["id"], ("clock", "over_books"))
    send(phone, undone(note))
    assert conflicts([gate.site.id]) == []


@transactional
def _spoil(key: str, **values: object) -> None:
    session.execute(update(JournalEntry).where(JournalEntry.key == key).values(**values))


def _tampered(note: Told) -> list[dict[str, object]]:
    """What would be wrong with the note of a sale that stands."""
    return [
        {"state": EntryState.REFUSED},
        {"state": EntryState.KEPT},
        {"note": {"quantity": 2000}},
    ]


def test_check_finds_a_note_that_is_not_what_the_ledger_says(
    phone: CheckedClient, gate: Gate
) -> None:
    visitor = make_arrival(gate, 4)
    note, other = sold(gate, 3), handed(visitor, 4)
    send(phone, note, other)
    before = session.scalars(select(JournalEntry).where(JournalEntry.key == note["id"])).one()
    right = {"state": before.state, "note": before.note}
    for wrong in _tampered(note):
        _spoil(note["id"], **wrong)
        (found,) = checks.discrepancies()
        assert note["id"] in found
        _spoil(note["id"], **right)
    send(phone, undone(sold(gate)))  # waits for a sale that never came
    _spoil_undo(other["id"])
    (found,) = checks.discrepancies()
    assert other["id"] in found


@transactional
def _spoil_undo(of: str) -> None:
    """Say that a note was taken back, and take nothing back."""
    session.execute(
        update(JournalEntry)
        .where(JournalEntry.state == EntryState.KEPT)
        .values(state=EntryState.APPLIED, undoes_key=of)
    )


def test_figures_equal_the_ledger_whatever_was_noted(phone: CheckedClient, gate: Gate) -> None:
    visitor, late = make_arrival(gate, 4), make_arrival(gate, 2)
    changes.cancel_all(late.token)
    twice, sale = handed(visitor, 3), sold(gate, 9)
    send(phone, handed(visitor, 4), twice, handed(late, 2), sale, sold(gate), undone(sale))
    cells = ledger(gate.edition.id, gate.edition.time_zone).cells
    lines = session.scalars(select(Handover)).all()
    assert sum(cell.total.mass_g for cell in cells) == sum(line.mass_g or 0 for line in lines)
    assert sum(line.quantity.thousandths for line in lines) == 10_000
    assert sum(cell.total.amount_cents for cell in cells) == sum(
        line.amount_cents for line in lines
    )


def test_phones_and_unreadable_notes_are_forgotten_with_the_visitors(
    phone: CheckedClient, gate: Gate
) -> None:
    note, broken = sold(gate), {**sold(gate), "kind": "Zoé"}
    send(phone, note, broken)
    assert retention.purge() == 0
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        assert retention.purge() == 2
        assert retention.purge() == 0
    end_reads()
    kept = {entry.key: entry.note for entry in session.scalars(select(JournalEntry))}
    assert kept == {
        note["id"]: {"quantity": 1000, "overruled": False},
        broken["id"]: {"reason": "kind"},
    }
    assert session.query(CounterPhone).one().secret_hash == ""
    assert phone.get("/comptoir/donnees").status_code == 401
    assert checks.discrepancies() == []


def test_the_data_of_five_hundred_visitors_are_light(phone: CheckedClient, gate: Gate) -> None:
    phone.get("/comptoir/donnees")
    with count_queries(db.engine) as few:
        phone.get("/comptoir/donnees")
    _crowd(gate)
    with count_queries(db.engine) as many:
        answer = phone.get("/comptoir/donnees")
    assert len(many) == len(few)
    assert answer.json is not None
    assert len(answer.json["pickups"]) == 500
    assert len(answer.json["listings"]) == 401
    assert len(gzip.compress(answer.data, 5)) < MOST_BYTES


@transactional
def _crowd(gate: Gate) -> None:
    """Four hundred listings and five hundred visitors, no two alike, two lines each."""
    listings = [
        {
            "code": new_code(),
            "edition_id": gate.edition.id,
            "company_id": gate.site.company_id,
            "site_id": gate.site.id,
            "state": "published",
            "title": f"Plaque de plâtre BA{n} hydrofuge {n * 7 % 300} × {n * 13 % 120} cm",
            "family": "masonry",
            "condition": "surplus",
            "unit": "sheet",
            "price_cents": 100 + n * 37 % 5000,
            "location": f"Rack {n % 40}-{n % 7}",
            "created_at": clock.now(),
            "updated_at": clock.now(),
        }
        for n in range(400)
    ]
    ids = session.scalars(db.insert(Listing).returning(Listing.id), listings).all()
    session.execute(
        db.insert(ListingStock),
        [{"listing_id": id_, "quantity": Quantity.of(50), "reserved": Quantity(0)} for id_ in ids],
    )
    tickets = session.scalars(
        db.insert(Reservation).returning(Reservation.id),
        [
            {
                "edition_id": gate.edition.id,
                "token": new_token(),
                "code": new_code(),
                "form_key": new_token(),
                "form_digest": "",
                "name": f"Visiteuse {new_code()} {n}",
                "folded_name": "",
                "vehicle": "small_van",
                "created_at": clock.now(),
            }
            for n in range(500)
        ],
    ).all()
    pickups = session.scalars(
        db.insert(Pickup).returning(Pickup.id),
        [
            {"reservation_id": id_, "site_id": gate.site.id, "slot_id": gate.slot.id}
            for id_ in tickets
        ],
    ).all()
    session.execute(
        db.insert(ReservationLine),
        [
            {
                "pickup_id": id_,
                "listing_id": ids[(n * 3 + line) % 400],
                "asked": Quantity.of(n % 9 + 1),
                "reserved": Quantity.of(0),
                "title": listings[(n * 3 + line) % 400]["title"],
                "unit": "sheet",
                "price_kind": "unit",
                "price_cents": listings[(n * 3 + line) % 400]["price_cents"],
            }
            for n, id_ in enumerate(pickups)
            for line in range(2)
        ],
    )
