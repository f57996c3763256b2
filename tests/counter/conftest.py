"""A company at its gate, and a phone that stands there."""

import pytest
from flask import Flask

from tests.factories.counter import Gate, make_gate, make_link, start_phone
from tests.support.notes import another
from tests.support.pages import CheckedClient


@pytest.fixture
def gate(app: Flask) -> Gate:
    """A company with ten bricks."""
    return make_gate()


@pytest.fixture
def phone(app: Flask, gate: Gate) -> CheckedClient:
    """A phone at the gate, in English."""
    client = another(app)
    start_phone(client, make_link(gate.site))
    return client
