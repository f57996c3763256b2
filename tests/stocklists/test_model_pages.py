"""The model and one's listings are downloaded by companies, and hold nobody else's goods."""

from datetime import date
from io import BytesIO

from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from brocante.catalogue.models import Condition, ListingState, PriceKind
from brocante.companies.models import Company
from brocante.core.db import db, session
from brocante.core.units import Unit
from brocante.stocklists.model_pages import _XLSX
from brocante.stocklists.parsing import parse
from brocante.web.languages import COOKIE
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_organiser,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.people import sign_in
from tests.support.queries import count_queries

MODEL = "/exposant/import/modele.xlsx"
LISTINGS = "/exposant/import/mes-annonces.xlsx"


def answer_text(workbook: bytes) -> str:
    """Return all that the help sheet says."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return "\n".join(
        str(cell) for row in book.get_sheet_by_name("Aide").to_python() for cell in row
    )


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    for url in (MODEL, LISTINGS):
        assert client.get(url).status_code == 303


def test_a_company_downloads_the_empty_model(client: FlaskClient) -> None:
    participation = make_participation(make_edition())
    sign_in(client, make_company_member(session.get_one(Company, participation.company_id)))
    answer = client.get(MODEL)
    assert (answer.status_code, answer.mimetype) == (200, _XLSX)
    assert "modele-liste-de-stock.xlsx" in answer.headers["Content-Disposition"]
    found = parse(answer.data, "modele.xlsx")
    assert found.is_table
    assert found.lines == ()


def test_a_company_downloads_its_own_listings_only(client: FlaskClient) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser)
    last_year = {"starts_on": date(2025, 4, 5), "ends_on": date(2025, 4, 6)}
    earlier = make_edition(organiser, **last_year)
    own = make_participation(edition)
    company = session.get_one(Company, own.company_id)
    site = make_site(own)
    listing = make_listing(
        site,
        "12.5",
        title="=Laine de roche",
        family="insulation",
        condition=Condition.DECLASSED,
        defect="Emballage déchiré",
        unit=Unit.SQUARE_METRE,
        reference="00451",
        location="Rack B4",
    )
    make_reservation(make_slot(site), listing, 2, name="Visiteuse Mystère")
    make_listing(site, title="Brouillon", state=ListingState.DRAFT, price_cents=None)
    make_listing(site, title="Tout le tas", price_kind=PriceKind.LOT, price_cents=8000)
    make_listing(site, title="Retirée", state=ListingState.WITHDRAWN)
    make_listing(make_site(make_participation(edition)), title="Tuile d’ailleurs")
    make_listing(make_site(make_participation(earlier, company)), title="De l’an passé")
    sign_in(client, make_company_member(company))
    answer = client.get(LISTINGS)
    assert (answer.status_code, answer.mimetype) == (200, _XLSX)
    lines = {line.title: line for line in parse(answer.data, "mes-annonces.xlsx").lines}
    assert set(lines) == {"=Laine de roche", "Brouillon", "Tout le tas"}
    wool = lines["=Laine de roche"]
    assert wool.is_ready
    assert wool.listing_code == listing.code
    assert (str(wool.quantity), wool.unit, wool.price.cents) == ("12.5", Unit.SQUARE_METRE, 500)
    assert (wool.reference, wool.defect) == ("00451", "Emballage déchiré")
    assert (wool.family, wool.location) == ("Isolation", "Rack B4")
    assert [issue.code for issue in lines["Brouillon"].issues] == ["price-unclear"]
    assert (lines["Tout le tas"].price.per, lines["Tout le tas"].is_ready) == (Unit.LOT, True)


def test_many_listings_take_no_more_queries(client: FlaskClient) -> None:
    own = make_participation(make_edition())
    site = make_site(own)
    sign_in(client, make_company_member(session.get_one(Company, own.company_id)))
    counts = []
    for more in (1, 20):
        for _ in range(more):
            make_listing(site)
        with count_queries(db.engine) as counted:
            client.get(LISTINGS)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_help_is_in_the_language_of_who_asks(client: FlaskClient) -> None:
    own = make_participation(make_edition())
    sign_in(client, make_company_member(session.get_one(Company, own.company_id)))
    french = client.get(MODEL)
    client.set_cookie(COOKIE, "en")
    english = client.get(MODEL)
    words = [answer_text(answer.data) for answer in (french, english)]
    assert "Votre propre numéro" in words[0]
    assert "Your own number" in words[1]
    for answer in (french, english):
        found = parse(answer.data, "modele.xlsx")
        assert [sheet.reason for sheet in found.sheets] == [None, "no-table"]


def test_the_import_page_leads_to_both(client: FlaskClient) -> None:
    own = make_participation(make_edition())
    sign_in(client, make_company_member(session.get_one(Company, own.company_id)))
    page = client.get("/exposant/import").get_data(as_text=True)
    for url in (MODEL, LISTINGS):
        assert f'href="{url}"' in page
