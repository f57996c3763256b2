"""What a person is told when the disk is full, and that slow senders hold nobody else up."""

import errno
import threading
from io import BytesIO, RawIOBase

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import EnvironBuilder, run_wsgi_app

from brocante.companies.models import Company
from brocante.core.db import session
from brocante.core.folder import Folder
from tests.factories import make_company_member, make_stall
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in
from tests.support.pictures import encoded, two_halves

FULL = OSError(errno.ENOSPC, "No space left on device", "/secret/path")
BUSY = OperationalError("INSERT", {}, Exception("database or disk is full: /secret/path"))
BROKEN = OSError(errno.EIO, "Input/output error", "/secret/path")


@pytest.mark.parametrize(("error", "status"), [(FULL, 503), (BUSY, 503), (BROKEN, 500)])
def test_a_failing_disk_is_told_in_a_sentence(
    app: Flask, client: FlaskClient, error: Exception, status: int
) -> None:
    @app.get("/fails")
    def fails() -> str:
        raise error

    answer = client.get("/fails")
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert (answer.headers.get("Retry-After") == "5") is (status == 503)
    assert "<h1>" in text
    assert "secret" not in text


def test_a_photo_that_cannot_be_kept_is_told_and_can_be_sent_again(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    _edition, site, listing, _slot = make_stall()
    sign_in(client, make_company_member(session.get_one(Company, site.company_id)))

    def send() -> tuple[int, str]:
        photo = (BytesIO(encoded(two_halves())), "photo.jpg")
        answer = client.post(
            f"/exposant/annonces/{listing.code}/photos", data={"upload_id": "one", "photo": photo}
        )
        return answer.status_code, answer.json.get("error", "") if answer.json else ""

    def refuse(*_args: object, **_options: object) -> None:
        raise FULL

    with monkeypatch.context() as full:
        full.setattr(Folder, "put", refuse)
        status, words = send()
    assert (status, "secret" in words, "dans une minute" in words) == (503, False, True)
    assert send() == (200, "")


class _Slow(RawIOBase):
    """A body whose sender waits."""

    def __init__(self, goes_on: threading.Event) -> None:
        self.goes_on = goes_on
        self.parts = iter([b"language=en"])

    def read(self, size: int = -1) -> bytes:
        assert self.goes_on.wait(30)
        return next(self.parts, b"")


def test_who_sends_slowly_holds_nobody_up(app: Flask, client: FlaskClient) -> None:
    goes_on = threading.Event()
    answers: list[str] = []
    environ = EnvironBuilder("/langue", method="POST", base_url="http://localhost").get_environ()
    environ |= {
        "CONTENT_LENGTH": "11",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.input": _Slow(goes_on),
    }
    slow = threading.Thread(
        target=lambda: answers.append(run_wsgi_app(app, environ, buffered=True)[1])
    )
    slow.start()
    assert client.get("/healthz").status_code == 200
    assert not answers
    goes_on.set()
    slow.join(30)
    assert answers == ["303 SEE OTHER"]


def test_a_form_without_its_token_leads_back_to_its_page(client: CheckedClient) -> None:
    """The page stood open over night, or the browser keeps no cookie."""
    edition, _site, _listing, _slot = make_stall()
    answer = client.post(f"/{edition.slug}/panier/modifier", data={"name": "Ann"})
    page = parse(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert "restée ouverte trop longtemps" in words(page)
    buttons = [a.get("href") for a in page.iter("a") if "btn" in (a.get("class") or "")]
    assert buttons == [f"/{edition.slug}/panier"]


def test_a_link_that_was_used_says_so_and_not_that_it_was_not_understood(
    client: CheckedClient,
) -> None:
    page = client.page("/invitation/" + "x" * 22, 410)
    headings = [words(heading) for heading in page.iter("h1")]
    assert headings == ["Ce lien ne fonctionne plus"]
    assert "Erreur 410" in words(page)
