"""What every answer promises a browser and an attacker: headers, cookies, hosts, caches."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.accounts.queries import identity_of
from brocante.app import create_app
from brocante.config import Settings
from brocante.core.db import db
from tests.factories import make_account, make_reservation, make_stall
from tests.support.pages import CheckedClient
from tests.support.people import sign_in

BASE = "https://brocante.example.org"


@pytest.fixture
def https(app: Flask, settings: Settings) -> Iterator[FlaskClient]:
    """A browser of an installation that visitors reach over https, behind one proxy."""
    secure = create_app(replace(settings, public_url=BASE, proxies=1))
    secure.testing = True
    secure.test_client_class = CheckedClient
    with secure.app_context():
        yield secure.test_client()
        db.session.remove()
        db.engine.dispose()


def _behind_proxy(**headers: str) -> dict[str, str]:
    return {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", **headers}


def test_the_policy_names_each_source_and_nothing_unsafe(https: FlaskClient) -> None:
    answer = https.get("/", base_url=BASE)
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }


def test_https_is_kept_for_a_year(https: FlaskClient) -> None:
    for url in ("/", "/connexion", "/nowhere", "/healthz", "/robots.txt"):
        headers = https.get(url, base_url=BASE, headers=_behind_proxy()).headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", url
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]


def test_plain_http_is_not_told_to_change(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_every_cookie_is_closed(https: FlaskClient) -> None:
    answers = [
        https.get("/connexion", base_url=BASE, headers=_behind_proxy()),
        https.post("/langue", data={"language": "en"}, base_url=BASE, headers=_behind_proxy()),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 2
    assert cookies[0].startswith("__Host-brocante=")
    for cookie in cookies:
        parts = cookie.split("; ")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts), cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("host", ["evil.example", "brocante.example.org.evil.example", "a b", ""])
def test_another_host_is_answered_by_nothing(https: FlaskClient, host: str) -> None:
    answer = https.get("/connexion", base_url=BASE, headers=_behind_proxy(Host=host))
    assert answer.status_code == 400
    assert "evil.example" not in answer.get_data(as_text=True)


def test_a_forwarded_host_changes_no_address(https: FlaskClient) -> None:
    headers = _behind_proxy(
        **{"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    for url in ("/", "/connexion", "/compte", "/.well-known/security.txt", "/sitemap.xml"):
        answer = https.get(url, base_url=BASE, headers=headers)
        assert "evil.example" not in answer.get_data(as_text=True) + str(answer.location), url


def test_personal_pages_are_kept_by_no_cache(app: Flask, client: CheckedClient) -> None:
    edition, _site, listing, slot = make_stall()
    token = make_reservation(slot, listing).token
    who = make_account()
    urls = [f"/r/{token}", f"/r/{token}.ics", f"/{edition.slug}/panier", f"/{edition.slug}/billet"]
    kept = [client.get(url).headers["Cache-Control"] for url in urls]
    sign_in(client, identity_of(who.id))
    kept.append(client.get("/compte").headers["Cache-Control"])
    assert kept == ["no-store"] * 5


def test_plain_reading_sets_no_cookie(client: FlaskClient) -> None:
    """But for the page of a listing: the form that fills the basket needs a token."""
    edition, site, _listing, _slot = make_stall()
    home = f"/{edition.slug}"
    for url in (
        "/", f"{home}/", f"{home}/materiaux", f"{home}/materiaux?q=brique",
        f"{home}/carte", f"{home}/entreprises",
        f"{home}/sites/{site.id}", f"{home}/bilan", "/aide", "/confidentialite",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Set-Cookie" not in answer.headers, url
