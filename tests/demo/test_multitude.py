"""A made-up edition obeys the rules as a real one does, and can be searched."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from brocante.catalogue.models import Listing
from brocante.core.codes import read_code
from brocante.core.db import session
from brocante.demo import multitude
from brocante.reservations import checks
from tests.factories import make_organiser


@pytest.fixture
def edition_id(app: Flask) -> int:
    """A made-up edition of 300 listings."""
    return multitude.build(make_organiser().id, 300)


def test_its_books_are_sound(edition_id: int) -> None:
    assert session.scalar(select(func.count()).select_from(Listing)) == 300
    assert checks.discrepancies() == []
    codes = session.scalars(select(Listing.code)).all()
    assert all(read_code(code) == code for code in codes)
    assert len(set(codes)) == 300


def test_it_can_be_read_and_searched(client: FlaskClient, edition_id: int) -> None:
    assert multitude.is_built()
    for path in ("materiaux", "materiaux?q=tuile", "materiaux?famille=tiles", "carte"):
        page = client.get(f"/{multitude.SLUG}/{path}").get_data(as_text=True)
        assert "annonce" in page, path
