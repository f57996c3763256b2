"""Labels through the front door: own listings, everybody's, and what is refused."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
from flask import Flask

from brocante.accounts.models import Organiser
from brocante.companies.models import Company
from brocante.config import Settings
from brocante.core.db import session
from brocante.editions.models import Edition
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.support.pages import CheckedClient
from tests.support.people import sign_in


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _stall() -> tuple[Edition, Company, str, str]:
    edition = make_edition()
    own = make_participation(edition)
    code = make_listing(make_site(own), title="Brique à moi", location="Rack B4").code
    other = make_listing(make_site(make_participation(edition)), title="Tuile d’ailleurs").code
    return edition, session.get_one(Company, own.company_id), code, other


def test_a_company_prints_its_own_labels_only(app: Flask, settings: Settings) -> None:
    _edition, company, code, other = _stall()
    app.extensions["brocante_settings"] = replace(settings, demo=True)
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_company_member(company))
    page = client.get("/exposant/impression").get_data(as_text=True)
    assert "Brique à moi" in page
    assert "Tuile" not in page
    values = {"format": "24", "start_at": "1", "code": [code, other]}
    answer = client.submit("/exposant/impression", values)
    assert answer.mimetype == "application/pdf"
    text = _text(answer.data)
    assert code in text
    assert "DÉMONSTRATION" in text
    assert "Rack B4" in text
    assert other not in text


def test_without_a_public_address_nothing_is_printed(app: Flask) -> None:
    edition, company, _code, _other = _stall()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_company_member(company))
    answer = client.submit("/exposant/impression", {"start_at": "1"})
    assert answer.status_code == 409
    organiser = session.get_one(Organiser, edition.organiser_id)
    sign_in(client, make_organiser_member(organiser))
    assert client.submit("/organisation/impression", {"start_at": "1"}).status_code == 409


def test_a_wrong_start_is_said_beside_its_field(app: Flask) -> None:
    _edition, company, _code, _other = _stall()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_company_member(company))
    assert client.submit("/exposant/impression", {"start_at": "zéro"}).status_code == 422
