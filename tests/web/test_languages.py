"""What companies and organisers write is French, and says so on a page in another language."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

TITLE, DEFECT, NOTES = "Tuile mécanique", "Coins ébréchés", "Entrée par la cour"
ACTIVITY, STORY, CHARTER = "Négoce de tuiles", "Maison fondée en 1920", "Je tiens mes prix"


@pytest.fixture
def pages(client: FlaskClient) -> dict[str, set[str]]:
    """Pages of a visitor who is also a seller, with the French texts that each one shows."""
    edition = make_edition(charter_text=CHARTER)
    company = make_company(activity=ACTIVITY, presentation=STORY)
    site = make_site(make_participation(edition, company), access_notes=NOTES)
    listing = make_listing(
        site, title=TITLE, description=STORY, defect=DEFECT, condition="declassed"
    )
    slot = make_slot(site)
    ticket = make_reservation(slot, listing)
    address, pickup = f"/r/{ticket.token}", ticket.pickups[0].id
    addresses = {
        f"/{edition.slug}/": {TITLE},
        f"/{edition.slug}/materiaux": {TITLE},
        f"/{edition.slug}/materiaux/{listing.code}": {TITLE, STORY, DEFECT},
        f"/{edition.slug}/entreprises": {ACTIVITY},
        f"/{edition.slug}/entreprises/{company.slug}": {TITLE, ACTIVITY, STORY},
        f"/{edition.slug}/sites/{site.id}": {TITLE, NOTES},
        f"/{edition.slug}/panier": {TITLE},
        address: {TITLE, NOTES},
        "/exposant/annonces": {TITLE},
        "/exposant/charte": {CHARTER},
        f"/exposant/comptoir/creneau/{slot.id}": {TITLE},
        f"/exposant/comptoir/enlevement/{pickup}": {TITLE},
        f"/exposant/comptoir/vente/{listing.code}": {TITLE, DEFECT},
    }
    client.post(f"/{edition.slug}/panier/ajouter", data={"code": listing.code, "quantity": "1"})
    sign_in(client, make_company_member(company))
    return addresses


def _texts(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Return the texts of a page with the language in which a screen reader says each."""
    own = element.get("lang") or language
    yield own, element.text or ""
    for child in element:
        yield from _texts(child, own)
        yield own, child.tail or ""


def _main(client: CheckedClient, url: str) -> Element:
    main = client.page(url).find(".//main")
    assert main is not None
    return main


def test_french_texts_say_so_on_an_english_page(
    client: CheckedClient, pages: dict[str, set[str]]
) -> None:
    client.set_cookie("lang", "en")
    for url, texts in pages.items():
        said = list(_texts(_main(client, url), "en"))
        for text in texts:
            languages = {language for language, part in said if text in part}
            assert languages == {"fr"}, (url, text)


def test_a_french_page_marks_nothing(client: CheckedClient, pages: dict[str, set[str]]) -> None:
    for url, texts in pages.items():
        main = _main(client, url)
        assert all(text in words(main) for text in texts), url
        assert "fr" not in {element.get("lang") for element in main.iter()}, url
