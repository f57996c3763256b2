"""Kept pages: sent again as they were, and never once anything changed."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import text

from brocante.catalogue import views
from brocante.core.db import db
from brocante.editions.models import EditionState
from tests.factories import make_edition, make_listing, make_participation, make_site
from tests.support.queries import count_queries

LIST = "/edition/materiaux"


@pytest.fixture
def renderings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A catalogue with one listing; the names of the templates rendered for it."""
    edition = make_edition(slug="edition", state=EditionState.RESERVATIONS)
    make_listing(make_site(make_participation(edition)), title="Poutre de chêne")
    rendered: list[str] = []

    def note(template: str, **context: object) -> str:
        rendered.append(template)
        return render_template(template, **context)

    monkeypatch.setattr(views, "render_template", note)
    return rendered


def change_title(title: str) -> None:
    """Commit beside the application, as another process would."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE listing SET title = :title"), {"title": title})


@time_machine.travel(datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC), tick=False)
def test_a_page_is_made_once_for_readers_without_cookie(
    client: FlaskClient, renderings: list[str]
) -> None:
    first = client.get(LIST)
    with count_queries(db.engine) as statements:
        again = client.get(LIST)
    assert renderings == ["catalogue/index.html"]
    assert [s for s in statements if "snapshot" not in s] == []
    assert again.data == first.data
    assert sorted(again.headers) == sorted(first.headers)
    unchanged = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")


@time_machine.travel(datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC), tick=False)
def test_a_commit_of_anybody_is_seen_at_once(client: FlaskClient, renderings: list[str]) -> None:
    assert "Poutre de chêne" in client.get(LIST).get_data(as_text=True)
    change_title("Solive de sapin")
    body = client.get(LIST).get_data(as_text=True)
    assert "Solive de sapin" in body
    assert "Poutre" not in body


def test_the_next_minute_makes_it_anew(client: FlaskClient, renderings: list[str]) -> None:
    for minute in (0, 0, 1):
        with time_machine.travel(datetime(2026, 4, 1, 9, minute, tzinfo=UTC), tick=False):
            client.get(LIST)
    assert len(renderings) == 2


@time_machine.travel(datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en-GB,en"},
        {"Accept-Encoding": "gzip"},
        {"Host": "127.0.0.1"},
    ],
)
def test_another_kind_of_reader_gets_a_page_of_their_own(
    client: FlaskClient, renderings: list[str], headers: dict[str, str]
) -> None:
    client.get(LIST)
    client.get(LIST, headers=headers)
    assert len(renderings) == 2


@time_machine.travel(datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC), tick=False)
def test_a_reader_with_a_cookie_leaves_nothing_for_others(
    client: FlaskClient, renderings: list[str]
) -> None:
    client.set_cookie("lang", "en")
    client.get(LIST)
    client.delete_cookie("lang")
    assert 'lang="fr"' in client.get(LIST).get_data(as_text=True)
    assert len(renderings) == 2


@time_machine.travel(datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC), tick=False)
def test_other_words_in_the_address_are_another_page(
    client: FlaskClient, renderings: list[str]
) -> None:
    assert "Poutre" in client.get(LIST).get_data(as_text=True)
    assert "Poutre" not in client.get(f"{LIST}?q=zinguerie").get_data(as_text=True)
    assert client.get("/edition/materiaux/nulle-part").status_code == 404
