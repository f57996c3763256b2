"""Whatever arrives is read or refused by name; the clock of a phone is put right."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.units import Quantity
from brocante.counter.models import EntryKind
from brocante.counter.note_fields import LONGEST_OFFLINE, clock_error, true_time
from brocante.counter.notes import MOST_ENTRIES, Batch, read_batch, read_json, read_note
from brocante.counter.refusals import (
    REASONS,
    BatchRefused,
    BatchTooLarge,
    EntryWithoutKey,
    KindUnknown,
    LinesUnreadable,
    ListingUnknown,
    OtherProtocol,
    PhoneWithoutTime,
    QuantityUnreadable,
    TicketUnknown,
    TimeUnreadable,
    UndoUnknown,
)

NOW = datetime(2026, 4, 11, 8, 30, tzinfo=UTC)
KEY, OTHER = "abcdefghijklmnopqrstuv", "ABCDEFGHIJKLMNOPQRSTUV"
PICKUP = {
    "id": KEY,
    "kind": "pickup",
    "at": "2026-04-11T10:30:00.123+02:00",
    "pickup": 12,
    "lines": [{"line": 5, "quantity": 3000, "broken": True}],
}
SALE = {"id": KEY, "kind": "walk_in", "at": "2026-04-11T08:30:00Z", "listing": 9, "quantity": 1500}
UNDO = {"id": KEY, "kind": "undo", "at": "2026-04-11T08:30:00Z", "entry": OTHER}
BATCH = {"protocol": 1, "phone_time": "2026-04-11T08:30:00Z", "entries": []}

# What a phone might send in each place: the right thing, or anything at all.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=50)
    | st.sampled_from([KEY, OTHER, "pickup", "walk_in", "undo", "release", "2026-04-11T08:30:00Z"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
LINES = st.lists(
    st.fixed_dictionaries({}, optional={"line": ANYTHING, "quantity": ANYTHING, "broken": ANYTHING})
)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        "id": SCALARS,
        "kind": st.sampled_from([*EntryKind, 1, None]),
        "at": SCALARS,
        "pickup": SCALARS,
        "listing": SCALARS,
        "quantity": SCALARS,
        "entry": SCALARS,
        "lines": LINES | ANYTHING,
        "seen": st.dictionaries(
            st.sampled_from(["state", "data_from", "free", "reserved", "name"]), ANYTHING
        )
        | ANYTHING,
    },
)


@given(st.binary(max_size=200) | ANYTHING.map(lambda any_: json.dumps(any_).encode()))
def test_no_bytes_do_more_than_be_refused(body: bytes) -> None:
    found = None
    with suppress(BatchRefused):
        found = read_batch(read_json(body))
    assert found is None or isinstance(found, Batch)


@given(st.lists(NOTES | ANYTHING, max_size=4))
def test_any_note_is_understood_or_refused_by_a_known_reason_and_can_be_kept(
    sent: list[object],
) -> None:
    for each, note in zip(sent, read_batch({**BATCH, "entries": sent}).notes, strict=True):
        kept = json.dumps(note.as_kept(), allow_nan=note.refusal is not None)
        assert len(note.key) <= 64
        assert len(kept) < 20_000
        if note.refusal is not None:
            assert note.refusal.reason in REASONS
        else:
            assert note.at is not None
            assert "name" not in note.seen
        assert read_note(each).key == note.key


def test_a_note_says_what_left() -> None:
    note = read_note(PICKUP)
    assert (note.key, note.kind, note.pickup, note.refusal) == (KEY, EntryKind.PICKUP, 12, None)
    assert note.at == datetime(2026, 4, 11, 8, 30, 0, 123_000, tzinfo=UTC)
    (line,) = note.lines
    assert (line.line, line.quantity, line.broken) == (5, Quantity(3000), True)
    assert read_note(SALE).quantity == Quantity(1500)
    assert read_note(UNDO).undoes == OTHER


def test_what_the_phone_showed_is_kept_and_nobodys_name() -> None:
    seen = {"state": "booked", "reserved": [[5, 3000], ["x"]], "free": 2000, "name": "Zoé"}
    note = read_note({**PICKUP, "seen": seen})
    assert note.as_kept()["seen"] == {"state": "booked", "free": 2000, "reserved": [[5, 3000]]}


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({**PICKUP, "id": "short"}, EntryWithoutKey),
        ({**PICKUP, "id": KEY + ":5"}, EntryWithoutKey),
        ({**PICKUP, "kind": "gift"}, KindUnknown),
        ({**PICKUP, "at": "2026-04-11T08:30:00"}, TimeUnreadable),
        ({**PICKUP, "at": "9999-12-31T23:59:59-12:00"}, TimeUnreadable),
        ({**PICKUP, "pickup": True}, TicketUnknown),
        ({**PICKUP, "pickup": 2**70}, TicketUnknown),
        ({**PICKUP, "lines": None}, LinesUnreadable),
        ({**PICKUP, "lines": PICKUP["lines"] * 2}, LinesUnreadable),  # type: ignore[operator]
        ({**PICKUP, "lines": [{"line": 5, "quantity": -1}]}, QuantityUnreadable),
        ({**PICKUP, "lines": [{"line": 5, "quantity": 1.5}]}, QuantityUnreadable),
        ({**SALE, "quantity": 0}, QuantityUnreadable),
        ({**SALE, "quantity": 10**12}, QuantityUnreadable),
        ({**SALE, "listing": "9"}, ListingUnknown),
        ({**UNDO, "entry": KEY}, UndoUnknown),
        ({**UNDO, "entry": None}, UndoUnknown),
    ],
)
def test_a_note_that_says_nothing_is_refused_by_name(
    sent: dict[str, object], refusal: type[Exception]
) -> None:
    assert type(read_note(sent).refusal) is refusal


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({**BATCH, "protocol": 2}, OtherProtocol),
        ({**BATCH, "entries": [None] * (MOST_ENTRIES + 1)}, BatchTooLarge),
        ({**BATCH, "phone_time": None}, PhoneWithoutTime),
        ({**BATCH, "entries": {}}, BatchRefused),
    ],
)
def test_a_batch_that_says_nothing_is_refused_by_name(
    sent: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        read_batch(sent)


@pytest.mark.parametrize("body", [b"NaN", b"[1e999]", b"1" * 5000, b'"\xff"', b"[" * 9_000])
def test_what_json_does_not_know_is_refused(body: bytes) -> None:
    with pytest.raises(BatchRefused):
        read_json(body)


INSTANTS = st.integers(-3_900_000_000, 5_400_000_000).map(
    lambda seconds: NOW + timedelta(seconds=seconds)
)


@given(INSTANTS, INSTANTS)
def test_a_time_put_right_is_never_to_come_nor_weeks_ago(noted: datetime, phone: datetime) -> None:
    found = true_time(noted, clock_error(phone, NOW), NOW)
    assert NOW - LONGEST_OFFLINE <= found <= NOW


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 600_000))
def test_a_wrong_clock_leaves_the_time_between_tap_and_contact(ahead: int, since: int) -> None:
    phone = NOW + timedelta(seconds=ahead)
    noted = phone - timedelta(seconds=since)
    expected = max(NOW - timedelta(seconds=since), NOW - LONGEST_OFFLINE)
    assert true_time(noted, clock_error(phone, NOW), NOW) == expected
