"""Every address is tried as a stranger and as somebody of another company or organiser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from brocante.core.codes import new_token
from brocante.core.db import Base, session
from brocante.editions.models import Edition
from brocante.web.blueprints import Audience, audience_of
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
from tests.factories.counter import make_link, start_phone
from tests.factories.stocklists import make_import
from tests.support.people import sign_in

CLOSED = frozenset({Audience.ACCOUNT, Audience.COMPANY, Audience.ORGANISER, Audience.COUNTER})


@dataclass(frozen=True)
class Theirs:
    """Things of one company and organiser, by the names addresses use."""

    values: dict[str, object]
    secrets: tuple[str, ...]


def _theirs() -> Theirs:
    organiser = make_organiser(name="Organisateur Mystère")
    other = make_organiser_member(organiser)
    edition = make_edition(organiser)
    company = make_company(name="Entreprise Mystère")
    participation = make_participation(edition, company)
    site = make_site(participation, access_notes="Code du portail 4711")
    listing = make_listing(site, location="Rack Mystère")
    slot = make_slot(site)
    reservation = make_reservation(slot, listing, name="Visiteuse Mystère")
    import_id = make_import(participation, lines=[{"title": "Rack Mystère"}])
    values = {
        "edition": edition.slug,
        "edition_id": edition.id,
        "company_id": company.id,
        "participation_id": participation.id,
        "site_id": site.id,
        "slot_id": slot.id,
        "code": listing.code,
        "listing_id": listing.id,
        "slug": company.slug,
        "pickup_id": reservation.pickups[0].id,
        "line_id": reservation.pickups[0].lines[0].id,
        "account_id": other.id,
        "organiser_id": organiser.id,
        "token": new_token(),
        "message_id": 1,
        "photo_id": 1,
        "handover_id": 1,
        "session_id": 1,
        "invitation_id": 1,
        "opening_id": 1,
        "import_id": import_id,
        "row_id": 1,
        "key": "0" * 32,
        "size": 400,
        "filename": "css/brocante.css",
    }
    secrets = ("Visiteuse Mystère", "Rack Mystère", reservation.token)
    link = make_link(site)  # last: it ends the reads made so far
    values["access_id"] = link.id
    return Theirs(values, (*secrets, link.token))


def _closed_rules(app: Flask) -> Iterator[tuple[Rule, Audience]]:
    for rule in app.url_map.iter_rules():
        blueprint = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        audience = audience_of(blueprint) if blueprint else None
        if audience in CLOSED:
            yield rule, audience


def _address(rule: Rule, values: dict[str, object]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1].rpartition(":")[2]
        if name in values:
            return str(values[name])
        return "1" if match[1].startswith("int") else "x"

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def test_every_blueprint_says_whom_it_is_for(app: Flask) -> None:
    assert app.blueprints
    silent = [name for name, blueprint in app.blueprints.items() if audience_of(blueprint) is None]
    assert not silent
    loose = [r.endpoint for r in app.url_map.iter_rules() if "." not in r.endpoint]
    assert set(loose) <= {"static"}


def test_a_stranger_is_sent_away_from_every_closed_address(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    theirs = _theirs()
    stranger = app.test_client()
    opened = []
    for rule, _audience in _closed_rules(app):
        for method in _methods(rule):
            answer = stranger.open(_address(rule, theirs.values), method=method)
            sent_away = answer.status_code == 303 and "/connexion" in (answer.location or "")
            if not sent_away and answer.status_code not in {401, 403, 404}:
                opened.append((method, rule.rule, answer.status_code))
    assert not opened


@pytest.mark.parametrize("role", ["company", "organiser", "counter"])
def test_another_company_or_organiser_reaches_nothing_of_theirs(app: Flask, role: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    theirs = _theirs()
    neighbour = _neighbour(app, role, theirs)
    leaks, broken = [], []
    for rule, audience in _closed_rules(app):
        for method in _methods(rule):
            if rule.rule == "/comptoir/fermer":
                continue
            answer = neighbour.open(_address(rule, theirs.values), method=method, data={})
            if role == "counter" and audience is not Audience.COUNTER:
                assert answer.status_code in {303, 403, 404}, rule.rule
            text = _text(answer)
            if any(secret in text for secret in theirs.secrets):
                leaks.append((method, rule.rule))
            if answer.status_code >= 500:
                broken.append((method, rule.rule))
    assert not leaks
    assert not broken


def _text(answer: TestResponse) -> str:
    """Return all that an answer says, a workbook from all its parts, a paper from all its pages."""
    if answer.mimetype == "application/pdf":
        pages = PdfDocument(answer.data)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if answer.mimetype == "image/png":
        return ""
    if not answer.data.startswith(b"PK"):
        return answer.get_data(as_text=True)
    with ZipFile(BytesIO(answer.data)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def _neighbour(app: Flask, role: str, theirs: Theirs) -> FlaskClient:
    """A signed-in member of a company of the same edition, or of another organiser."""
    client = app.test_client()
    if role == "organiser":
        organiser = make_organiser()
        make_edition(organiser)
        sign_in(client, make_organiser_member(organiser))
        return client
    if role == "counter":
        site = make_site(make_participation(_edition(_number(theirs, "edition_id"))))
        start_phone(client, make_link(site))
        return client
    company = make_company()
    make_site(make_participation(_edition(_number(theirs, "edition_id")), company))
    sign_in(client, make_company_member(company))
    return client


def _number(theirs: Theirs, name: str) -> int:
    value = theirs.values[name]
    assert isinstance(value, int)
    return value


def _edition(edition_id: int) -> Edition:
    return session.get_one(Edition, edition_id)


def test_every_answer_carries_the_headers(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    theirs = _theirs()
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        answer = stranger.open(_address(rule, theirs.values), method=_methods(rule)[0])
        policy = answer.headers["Content-Security-Policy"]
        for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
            assert directive in policy, rule.rule
        assert "frame-ancestors 'none'" in policy, rule.rule
        assert "unsafe" not in policy, rule.rule
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule.rule
        assert "Access-Control-Allow-Origin" not in answer.headers, rule.rule
        assert answer.status_code < 500, (rule.rule, answer.status_code)


def test_no_get_changes_the_database(app: Flask) -> None:
    """R3: mail scanners and curious visitors open every link."""
    theirs = _theirs()
    before = _everything()
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint != "static":
            client.get(_address(rule, theirs.values))
    assert _everything() == before


def _everything() -> dict[str, int]:
    session.expire_all()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
