"""What tests of paper share with those of the counter that keys it back in."""

import pytest
from flask import Flask

from tests.factories.counter import Gate, make_gate


@pytest.fixture
def gate(app: Flask) -> Gate:
    """A site with a counter, and somebody of the company."""
    return make_gate()
