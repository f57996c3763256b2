"""What a phone noted, read from whatever JSON arrives. Pure: no clock, no database.

Quantities are integer thousandths, times ISO 8601 with their zone.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NoReturn

from brocante.core.codes import LONGEST_ID
from brocante.core.units import ZERO, Quantity
from brocante.counter.models import EntryKind
from brocante.counter.note_fields import is_key, read_time, read_whole
from brocante.counter.refusals import (
    BatchRefused,
    BatchTooLarge,
    EntryRefused,
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
from brocante.counter.rules import MOST
from brocante.reservations.models import PickupState

PROTOCOL = 1
MOST_ENTRIES = 200
MOST_BYTES = 512 * 1024
MOST_LINES = 200
# A clock that is further off than this is worth a word.
CLOCK_TOLERANCE_S = 600

_SHOWN = 500  # characters kept of a note that cannot be read


@dataclass(frozen=True, slots=True)
class NotedLine:
    """What left of one line of a ticket. `broken`: the rest does not go back on sale."""

    line: int
    quantity: Quantity
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of a counter. `at` is as the phone believed; `seen` what it showed before the tap.

    `sent_id` is how the phone calls it. A note with a `refusal` says nothing else for sure.
    """

    key: str
    sent_id: str | None
    kind: EntryKind
    at: datetime | None = None
    pickup: int | None = None
    lines: tuple[NotedLine, ...] = ()
    listing: int | None = None
    quantity: Quantity = ZERO
    overruled: bool = False
    undoes: str | None = None
    seen: Mapping[str, Any] = field(default_factory=dict)
    refusal: EntryRefused | None = None
    text: str = ""

    def as_kept(self) -> dict[str, Any]:
        """Return what is stored: only fields that are known, so that nobody's name is in it."""
        if self.refusal is not None:
            return {"reason": self.refusal.reason, "text": self.text}
        kept: dict[str, Any] = {"seen": dict(self.seen)} if self.seen else {}
        if self.kind is EntryKind.PICKUP:
            kept["lines"] = [
                {"line": one.line, "quantity": one.quantity.thousandths, "broken": one.broken}
                for one in self.lines
            ]
        if self.kind is EntryKind.WALK_IN:
            kept |= {"quantity": self.quantity.thousandths, "overruled": self.overruled}
        return kept


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sends at once. `unsent` is what it will still hold afterwards."""

    phone_time: datetime
    unsent: int
    notes: tuple[Note, ...]


def read_json(body: bytes) -> Any:
    """Return the JSON of a body; only numbers that JSON knows. Raises BatchRefused."""
    if len(body) > MOST_BYTES:
        raise BatchTooLarge
    try:
        return json.loads(body.decode(), parse_constant=_no_number, parse_float=_plain_float)
    except (ValueError, RecursionError):
        raise BatchRefused from None


def read_batch(data: object) -> Batch:
    """Return what a phone sent. Raises BatchRefused; a note that is wrong carries its refusal."""
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise BatchRefused
    if data.get("protocol") != PROTOCOL:
        raise OtherProtocol
    if len(data["entries"]) > MOST_ENTRIES:
        raise BatchTooLarge
    phone_time = read_time(data.get("phone_time"))
    if phone_time is None:
        raise PhoneWithoutTime
    unsent = read_whole(data.get("unsent"), most=1_000_000) or 0
    return Batch(phone_time, unsent, tuple(read_note(each) for each in data["entries"]))


def read_note(sent: object) -> Note:
    """Return one note; what is wrong with it is in its `refusal`."""
    said = sent if isinstance(sent, dict) else {}
    sent_id = said.get("id")
    kind = _KINDS.get(said["kind"]) if isinstance(said.get("kind"), str) else None
    note = Note(
        key=str(sent_id) if is_key(sent_id) else _made_key(sent),
        sent_id=sent_id[:64] if isinstance(sent_id, str) else None,
        kind=kind or EntryKind.UNKNOWN,
        at=read_time(said.get("at")),
    )
    try:
        says = _what_it_says(note, said, is_whole=isinstance(sent, dict))
    except EntryRefused as refusal:
        return replace(note, refusal=refusal, text=_written(sent)[:_SHOWN])
    return replace(note, seen=_seen(said.get("seen")), **says)


def _what_it_says(note: Note, said: dict[str, Any], *, is_whole: bool) -> dict[str, Any]:
    if not is_whole:
        raise EntryRefused
    if not is_key(said.get("id")):
        raise EntryWithoutKey
    if note.kind is EntryKind.UNKNOWN:
        raise KindUnknown
    if note.at is None:
        raise TimeUnreadable
    return _READERS[note.kind](said)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _plain_float(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise ValueError(text)
    return value


def _written(sent: object) -> str:
    return json.dumps(sent, sort_keys=True)


def _made_key(sent: object) -> str:
    """Return a key for a note without one, the same for the same note. No phone makes such keys."""
    return "?" + hashlib.sha256(_written(sent).encode()).hexdigest()[:40]


def _id(sent: object, refusal: type[EntryRefused]) -> int:
    found = read_whole(sent, least=1, most=10**LONGEST_ID - 1)
    if found is None:
        raise refusal
    return found


def _quantity(sent: object, least: int = 0) -> Quantity:
    found = read_whole(sent, least=least, most=MOST.thousandths)
    if found is None:
        raise QuantityUnreadable
    return Quantity(found)


def _flag(sent: object) -> bool:
    return sent is True


def _pickup(said: dict[str, Any]) -> dict[str, Any]:
    sent = said.get("lines")
    if not isinstance(sent, list) or len(sent) > MOST_LINES:
        raise LinesUnreadable
    if not all(isinstance(one, dict) for one in sent):
        raise LinesUnreadable
    lines = tuple(
        NotedLine(
            _id(one.get("line"), LinesUnreadable),
            _quantity(one.get("quantity")),
            _flag(one.get("broken")),
        )
        for one in sent
    )
    if len({one.line for one in lines}) < len(lines):
        raise LinesUnreadable
    return {"pickup": _id(said.get("pickup"), TicketUnknown), "lines": lines}


def _walk_in(said: dict[str, Any]) -> dict[str, Any]:
    beside = said.get("pickup")
    return {
        "listing": _id(said.get("listing"), ListingUnknown),
        "quantity": _quantity(said.get("quantity"), least=1),
        "overruled": _flag(said.get("overruled")),
        "pickup": None if beside is None else _id(beside, TicketUnknown),
    }


def _release(said: dict[str, Any]) -> dict[str, Any]:
    return {"pickup": _id(said.get("pickup"), TicketUnknown)}


def _undo(said: dict[str, Any]) -> dict[str, Any]:
    if not is_key(said.get("entry")) or said["entry"] == said["id"]:
        raise UndoUnknown
    return {"undoes": said["entry"]}


_READERS: dict[EntryKind, Callable[[dict[str, Any]], dict[str, Any]]] = {
    EntryKind.PICKUP: _pickup,
    EntryKind.WALK_IN: _walk_in,
    EntryKind.RELEASE: _release,
    EntryKind.UNDO: _undo,
}
_KINDS = {kind.value: kind for kind in _READERS}


def _seen(sent: object) -> dict[str, Any]:
    """Return what of `seen` is known; the rest is left out, it only explains."""
    said = sent if isinstance(sent, dict) else {}
    seen: dict[str, Any] = {}
    if said.get("state") in {state.value for state in PickupState}:
        seen["state"] = said["state"]
    data_from = read_time(said.get("data_from"))
    if data_from is not None:
        seen["data_from"] = data_from.isoformat()
    free = read_whole(said.get("free"), most=10**15)
    if free is not None:
        seen["free"] = free
    reserved = _seen_lines(said.get("reserved"))
    if reserved:
        seen["reserved"] = reserved
    return seen


def _seen_lines(sent: object) -> list[list[int]]:
    """Return [line, reserved] pairs."""
    pairs = sent if isinstance(sent, list) and len(sent) <= MOST_LINES else []
    most = 10**LONGEST_ID - 1
    return [
        pair
        for pair in pairs
        if isinstance(pair, list)
        and len(pair) == 2
        and read_whole(pair[0], least=1, most=most) is not None
        and read_whole(pair[1], most=most) is not None
    ]
