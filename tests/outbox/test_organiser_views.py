"""The page of messages: what failed first, only one's own, tried again by a button."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from brocante.config import Settings
from brocante.outbox import queries
from brocante.outbox.models import MessageState
from tests.factories import make_organiser, make_organiser_member
from tests.support.messages import fail, make_message, mark_sent, stored
from tests.support.pages import form_values, words
from tests.support.people import sign_in

URL = "/organisation/messages"


@pytest.fixture
def organiser_id(client: FlaskClient) -> int:
    """The organiser whose member sits at the browser."""
    organiser = make_organiser()
    sign_in(client, make_organiser_member(organiser))
    return organiser.id


def _states(client: FlaskClient, url: str = URL) -> list[str | None]:
    return [e.get("data-state") for e in client.page(url).iter("article")]  # type: ignore[attr-defined]


def _text(client: FlaskClient, url: str = URL) -> str:
    return words(client.page(url))  # type: ignore[attr-defined]


def _press(client: FlaskClient, action: str) -> TestResponse:
    """Press the one button of the page whose form goes to an address with that end."""
    tree = client.page(URL)  # type: ignore[attr-defined]
    (form,) = (f for f in tree.iter("form") if f.get("action", "").endswith(action))
    return client.post(form.get("action"), data=form_values(form))


def test_what_failed_comes_first_then_what_waits(client: FlaskClient, organiser_id: int) -> None:
    for subject in ("Failed one", "Sent one", "Waiting one"):
        make_message(organiser_id=organiser_id, subject=subject)
    fail(stored()[0].id)
    mark_sent(stored()[1].id)
    assert _states(client) == ["failed", "queued", "sent"]
    text = _text(client)
    assert "visitor@example.org" in text
    assert "550 no such user" in text


def test_nobody_sees_the_messages_of_others(client: FlaskClient, organiser_id: int) -> None:
    make_message(organiser_id=make_organiser().id, subject="Of another organiser")
    make_message(organiser_id=None, subject="A sign-in link")
    text = _text(client)
    assert "Of another organiser" not in text
    assert "A sign-in link" not in text


def test_the_words_of_a_message_are_not_shown(client: FlaskClient, organiser_id: int) -> None:
    """They hold tickets and invitations: whoever reads them could use them."""
    make_message(organiser_id=organiser_id, text="https://example.org/r/secret")
    assert "secret" not in client.get(URL).get_data(as_text=True)


def test_the_page_says_when_no_mail_server_is_set(client: FlaskClient, organiser_id: int) -> None:
    assert "BROCANTE_SMTP_URL" in _text(client)


def test_the_page_is_silent_about_a_mail_server_that_is_set(
    app: Flask, client: FlaskClient, organiser_id: int, settings: Settings
) -> None:
    app.extensions["brocante_settings"] = replace(settings, smtp_url="smtp://localhost")
    assert "BROCANTE_SMTP_URL" not in client.get(URL).get_data(as_text=True)


def test_a_demonstration_shows_what_people_would_receive(
    app: Flask, client: FlaskClient, organiser_id: int, demo_settings: Settings
) -> None:
    app.extensions["brocante_settings"] = demo_settings
    make_message(organiser_id=organiser_id, text="Bonjour <b>Zoé</b>\nhttps://example.org/r/abc")
    make_message(organiser_id=None, subject="A sign-in link")
    make_message(organiser_id=make_organiser().id, subject="Of another organiser")
    page = client.get(URL).get_data(as_text=True)
    assert "Bonjour &lt;b&gt;Zoé&lt;/b&gt;" in page
    assert '<a href="https://example.org/r/abc"' in page
    assert "A sign-in link" in page
    assert "Of another organiser" not in page


def test_a_failed_message_is_tried_again_by_its_button(
    client: FlaskClient, organiser_id: int
) -> None:
    make_message(organiser_id=organiser_id)
    fail(stored()[0].id)
    answer = _press(client, f"/{stored()[0].id}/renvoyer")
    assert answer.status_code == 303
    assert stored()[0].state is MessageState.QUEUED
    assert _states(client) == ["queued"]


def test_the_button_is_only_beside_what_failed(client: FlaskClient, organiser_id: int) -> None:
    make_message(organiser_id=organiser_id)
    assert "renvoyer" not in client.get(URL).get_data(as_text=True)


def test_all_are_tried_again_after_an_outage(client: FlaskClient, organiser_id: int) -> None:
    for _ in range(3):
        make_message(organiser_id=organiser_id)
    for message in stored()[:2]:
        fail(message.id)
    answer = _press(client, "messages/renvoyer")
    assert answer.status_code == 303
    assert [m.state for m in stored()] == [MessageState.QUEUED] * 3


def test_another_organisers_message_cannot_be_tried_again(
    app: Flask, client: FlaskClient, organiser_id: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    make_message(organiser_id=make_organiser().id)
    fail(stored()[0].id)
    client.post(f"{URL}/{stored()[0].id}/renvoyer")
    assert stored()[0].state is MessageState.FAILED


def test_a_long_list_has_pages(
    client: FlaskClient, organiser_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        make_message(organiser_id=organiser_id, subject=f"Message {number}")
    assert "Message 4" in _text(client)
    assert len(_states(client)) == 2
    assert f'href="{URL}?page=2"' in client.get(URL).get_data(as_text=True)
    assert _states(client, f"{URL}?page=3") == ["queued"]
    last = client.get(f"{URL}?page=3").get_data(as_text=True)
    assert "page=4" not in last


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_answered_kindly(
    client: FlaskClient, organiser_id: int, number: str
) -> None:
    make_message(organiser_id=organiser_id)
    assert client.get(f"{URL}?page={number}").status_code == 200
