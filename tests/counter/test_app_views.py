"""The page of the application, its service worker and manifest: everybody's, and complete."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.counter.phrases import phrases
from brocante.web.blueprints import Audience
from tests.support.counter_phone import counter_data
from tools import build_js

ROOT = Path(__file__).parents[2]
STATIC = re.compile(r'"(/static/[^"#]+)')


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """A browser that the gatekeeper of counters lets in."""
    app.extensions["brocante_gatekeepers"][Audience.COUNTER] = lambda: None
    return app.test_client()


def _worker(client: FlaskClient) -> tuple[str, list[str]]:
    """Return the version and the files that the service worker keeps."""
    text = client.get("/comptoir/travailleur.js").get_data(as_text=True)
    version, files = re.findall(r"^const \w+ = (.+);$", text, re.MULTILINE)[:2]
    return json.loads(version), json.loads(files)


def test_the_page_is_everybodys(phone: FlaskClient) -> None:
    answer = phone.get("/comptoir")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in answer.get_data(as_text=True)
    assert phone.get("/comptoir/repetition").data == answer.data


def test_only_this_page_may_start_the_workers_of_the_scanner(phone: FlaskClient) -> None:
    assert "worker-src 'self' blob:" in phone.get("/comptoir").headers["Content-Security-Policy"]
    worker = phone.get("/comptoir/travailleur.js")
    assert "blob:" not in worker.headers["Content-Security-Policy"]


def test_the_worker_keeps_exactly_what_the_page_names(phone: FlaskClient) -> None:
    page = phone.get("/comptoir")
    version, files = _worker(phone)
    assert page.headers["Counter-Shell"] == version
    named = set(STATIC.findall(page.get_data(as_text=True)))
    # Besides, only what the scanner fetches by itself.
    assert set(files) - named == {"/static/vendor/qr-scanner-1.4.2/qr-scanner-worker.min.js"}
    assert named <= set(files)
    assert all(_is_there(name) for name in files)


def _is_there(address: str) -> bool:
    return (ROOT / address.partition("?")[0].lstrip("/")).is_file()


def test_another_language_is_another_version(phone: FlaskClient) -> None:
    """The phone then fetches the page again, in the language chosen."""
    french, _files = _worker(phone)
    phone.set_cookie("lang", "en")
    english, _files = _worker(phone)
    assert french != english
    assert phone.get("/comptoir").headers["Counter-Shell"] == english


def test_the_worker_is_asked_for_anew_and_covers_labels_and_tickets(phone: FlaskClient) -> None:
    answer = phone.get("/comptoir/travailleur.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_manifest_starts_the_counter(phone: FlaskClient) -> None:
    answer = phone.get("/comptoir/manifeste.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    said = json.loads(answer.data)
    assert (said["start_url"], said["scope"], said["display"]) == ("/comptoir", "/", "standalone")
    assert all(_is_there(icon["src"]) for icon in said["icons"])
    assert said["name"].startswith("Comptoir")


def test_every_phrase_the_application_says_exists_and_is_said(app: Flask) -> None:
    code = build_js.bundle()
    said = set(re.findall(r'say\((?:\w+ \? )?"(\w+)"', code))
    said |= set(re.findall(r'say\([^()]*\? "(\w+)" : "\w+"', code))
    said |= set(re.findall(r'say\([^()]*\? "\w+" : "(\w+)"', code))
    kinds = re.search(r"const KINDS = \{(.+?)\}", code)
    assert kinds
    said |= set(re.findall(r'"(\w+)"', kinds[1]))
    with app.test_request_context():
        known = set(phrases())
    computed = {key for key in known if key.startswith(("check_", "condition_", "why_", "ended_"))}
    assert said - known == set()
    assert known - computed - said == set()


MOST_BYTES = 150_000


def test_the_counter_with_500_pickups_is_light(phone: FlaskClient) -> None:
    """Fetched once over the weak network of a yard: page, files, scanner and data, gzip."""
    _version, files = _worker(phone)
    texts = [(ROOT / name.partition("?")[0].lstrip("/")).read_bytes() for name in files]
    chance = random.Random(500)
    names = [_word(chance).title() for _ in range(500)]
    data = counter_data(
        [[chance.randint(1, 20) for _ in range(2)] for _ in range(500)], names=names
    )
    for listing in data["listings"]:
        listing["title"] = " ".join(_word(chance) for _ in range(5))
    texts += [phone.get("/comptoir").data, json.dumps(data).encode()]
    assert sum(len(gzip.compress(text, 6)) for text in texts) < MOST_BYTES


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("aeioulmnrstdpc") for _ in range(chance.randint(3, 9)))
