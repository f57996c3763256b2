"""No address, field, header or body makes the application fail, whoever sends it (R11)."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from brocante.accounts.models import Organiser
from brocante.companies.models import Company
from brocante.core.db import session
from brocante.web.security import limiter
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support import hostile
from tests.support.pages import PlainClient
from tests.support.people import sign_in

# Requests of one test; BROCANTE_FUZZ=100000 sends everything, which takes half an hour.
MOST = int(os.environ.get("BROCANTE_FUZZ", "60"))
ROLES = ("stranger", "company", "organiser")
SOURCES = Path(__file__).parents[2] / "brocante"
_READ = re.compile(r"""(?:args|values)(?:\.get(?:list)?\(|\[)\s*"(\w+)"|\bread\("(\w+)",""")


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """One of everything, and nothing that would keep a robot out: no token, no rate limit."""
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(limiter, "enabled", False)
    organiser, company = make_organiser(), make_company()
    edition = make_edition(organiser)
    site = make_site(make_participation(edition, company))
    listing, slot = make_listing(site), make_slot(site)
    make_listing(site, title="Tuile")
    ticket = make_reservation(slot, listing)
    return {
        "organiser": organiser.id,
        "company": company.id,
        "edition": edition.slug,
        "edition_id": edition.id,
        "site_id": site.id,
        "slot_id": slot.id,
        "code": listing.code,
        "slug": company.slug,
        "token": ticket.token,
        "pickup_id": ticket.pickups[0].id,
        "line_id": ticket.pickups[0].lines[0].id,
        "size": 400,
    }


def _browser(app: Flask, role: str, world: dict[str, Any]) -> FlaskClient:
    client = PlainClient(app, Response)
    if role == "organiser":
        sign_in(client, make_organiser_member(session.get_one(Organiser, world["organiser"])))
    if role == "company":
        sign_in(client, make_company_member(session.get_one(Company, world["company"])))
    return client


def _rules(app: Flask, method: str) -> Iterator[tuple[str, list[str]]]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint != "static":
            yield _template(rule), sorted(rule.arguments)


def _template(rule: Rule) -> str:
    return re.sub(r"<(?:[^>:]+:)?([^>]+)>", r"{\1}", rule.rule)


def _plain(template: str, world: dict[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(world.get(match[1], 1)), template)


Request = tuple[str, str, dict[str, Any]]


def _some(requests: Iterator[Request]) -> list[Request]:
    """Return as many as the time of a test allows, always the same; all of them on demand."""
    every = list(requests)
    return Random("hostile").sample(every, min(len(every), MOST))


def _failures(client: FlaskClient, requests: Iterator[Request], *, at_fault: int) -> list[str]:
    """Send some requests; return those answered with a status from `at_fault` on."""
    failed = []
    for method, url, options in _some(requests):
        answer = client.open(url, method=method, buffered=True, **options)
        if answer.status_code >= at_fault or _lost(answer, options):
            failed.append(f"{answer.status_code} {method} {url} {options}"[:300])
    return failed


def _lost(answer: TestResponse, options: dict[str, Any]) -> bool:
    """Tell whether somebody who filled in a form is left with a page that only says no."""
    sent = options.get("data")
    typed = isinstance(sent, dict) and not sent.keys() <= {"csrf_token", "next"}
    return typed and answer.status_code in {400, 409, 422} and b"error-page" in answer.data


@pytest.mark.parametrize("role", ROLES)
def test_no_address_makes_it_fail(app: Flask, world: dict[str, Any], role: str) -> None:
    requests: Iterator[Request] = (
        (method, url, {})
        for method in ("GET", "POST")
        for template, names in _rules(app, method)
        for url in hostile.addresses(template, names, world)
    )
    assert not _failures(_browser(app, role, world), requests, at_fault=500)


@pytest.mark.parametrize("role", ROLES)
def test_no_query_makes_it_fail(app: Flask, world: dict[str, Any], role: str) -> None:
    read = (
        name
        for path in SOURCES.rglob("*.py")
        for found in _READ.findall(path.read_text(encoding="utf-8"))
        for name in found
    )
    names = frozenset(filter(None, read))
    assert {"q", "page", "famille", "apres", "next", "site", "modele"} <= names
    queries = list(hostile.queries(names))
    requests: Iterator[Request] = (
        ("GET", f"{_plain(template, world)}?{query}", {})
        for template, _names in _rules(app, "GET")
        for query in queries
    )
    assert not _failures(_browser(app, role, world), requests, at_fault=500)


@pytest.mark.parametrize("role", ROLES)
def test_no_header_makes_it_fail(app: Flask, world: dict[str, Any], role: str) -> None:
    requests = (
        ("GET", _plain(template, world), {"headers": headers})
        for template, _names in _rules(app, "GET")
        for headers in hostile.HEADERS
    )
    assert not _failures(_browser(app, role, world), requests, at_fault=500)


@pytest.mark.parametrize("role", ROLES)
def test_no_body_makes_it_fail(app: Flask, world: dict[str, Any], role: str) -> None:
    requests = (
        ("POST", _plain(template, world), {"data": body, "content_type": kind})
        for template, _names in _rules(app, "POST")
        for kind, body in hostile.BODIES
    )
    assert not _failures(_browser(app, role, world), requests, at_fault=500)


@pytest.mark.parametrize("role", ROLES)
def test_no_field_makes_it_fail_or_loses_the_form(
    app: Flask, world: dict[str, Any], role: str
) -> None:
    client = _browser(app, role, world)
    pages = hostile.crawl(client, [_plain(t, world) for t, _names in _rules(app, "GET")])
    forms = {form.kind: form for url, page in pages.items() for form in hostile.forms_of(url, page)}
    requests = (
        ("POST", form.action, {"data": values})
        for form in forms.values()
        # A visitor who cancels takes away the forms of everybody else.
        if not form.action.endswith("/annuler")
        for values in hostile.spoilt(form, hostile.SOME)
    )
    assert not _failures(client, requests, at_fault=500)
