"""A browser after whose requests the test reads the database anew."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from brocante.core.transaction import end_reads
from tests.support.pages import CheckedClient


class RereadingClient(CheckedClient):
    """A test that read before a request would otherwise keep seeing what was there then."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        end_reads()
        return response


@pytest.fixture
def client(app: Flask) -> RereadingClient:
    """A visitor's browser; every page it fetches is checked as a page."""
    return RereadingClient(app, app.response_class)
