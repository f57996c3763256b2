"""Notes of a counter's phone as its application sends them."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.transaction import end_reads
from brocante.counter import checks
from brocante.reservations import checks as promises
from tests.factories.counter import Arrival, Gate
from tests.support.pages import CheckedClient

Told = dict[str, Any]


def another(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    return client


def key() -> str:
    return new_token()[:22]


def stamp(instant: datetime | None = None) -> str:
    return (instant or clock.now()).astimezone(UTC).isoformat().replace("+00:00", "Z")


def handed(visitor: Arrival, quantity: int = 4, **more: object) -> Told:
    line = {"line": visitor.line_id, "quantity": quantity * 1000, "broken": False}
    return {
        "id": key(),
        "kind": "pickup",
        "at": stamp(),
        "pickup": visitor.pickup_id,
        "lines": [line],
        **more,
    }


def sold(gate: Gate, quantity: int = 1, **more: object) -> Told:
    return {
        "id": key(),
        "kind": "walk_in",
        "at": stamp(),
        "listing": gate.listing.id,
        "quantity": quantity * 1000,
        **more,
    }


def released(visitor: Arrival) -> Told:
    return {"id": key(), "kind": "release", "at": stamp(), "pickup": visitor.pickup_id}


def undone(entry: Told) -> Told:
    return {"id": key(), "kind": "undo", "at": stamp(), "entry": entry["id"]}


def send(client: CheckedClient, *entries: Told, **more: object) -> list[Told]:
    body = {
        "protocol": 1,
        "phone_time": stamp(),
        "unsent": 0,
        "entries": list(entries),
        **more,
    }
    answer = client.post("/comptoir/journal", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    end_reads()
    assert checks.discrepancies() == []
    assert promises.discrepancies() == []
    told: list[Told] = answer.json["entries"]
    return told
