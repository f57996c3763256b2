"""Every kind of page: axe without a violation, nothing wider than the screen, in both looks."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import COMPANY, DESK, ORGANISER, PHONE, Live, OpenPage, sign_in

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(PHONE, "light"), (DESK, "dark")]

VISITOR = [
    "/",
    "/dordogne-2026/",
    "/dordogne-2026/materiaux",
    "/dordogne-2026/materiaux?q=zzzzzz",
    "/dordogne-2026/materiaux?q=parquet&etat=surplus&prix_max=50",
    "/dordogne-2026/materiaux?q=placo+12+m2+pr%C3%A8s+de+Bergerac+dans+ma+Clio",
    "/dordogne-2026/carte",
    "/dordogne-2026/carte?q=tuile&pres_de=Bergerac",
    "/dordogne-2026/entreprises",
    "/dordogne-2026/panier",
    "/dordogne-2026/tournee",
    "/dordogne-2026/favoris",
    "/dordogne-2026/inscription",
    "/dordogne-2026/billet",
    "/dordogne-2026/bilan",
    "/dordogne-2025/bilan",
    "/api/v1/",
    "/connexion",
    "/aide",
    "/mentions-legales",
    "/confidentialite",
    "/accessibilite",
    "/no-such-page",
]
OF_COMPANY = [
    "/exposant/",
    "/exposant/annonces",
    "/exposant/annonces/nouvelle",
    "/exposant/import",
    "/exposant/sites",
    "/exposant/creneaux",
    "/exposant/comptoir",
    "/exposant/impression",
    "/exposant/impression/imprimantes",
    "/exposant/entreprise",
    "/exposant/bilan",
    "/exposant/equipe",
    "/exposant/charte",
    "/compte",
]
OF_ORGANISER = [
    "/organisation/",
    "/organisation/editions",
    "/organisation/entreprises",
    "/organisation/impression",
    "/organisation/impression/imprimantes",
    "/organisation/bilan",
    "/organisation/bilan/lignes",
    "/organisation/bilan/detail/creneaux",
    "/organisation/bilan/parametres",
    "/organisation/bilan/parametres/car_kg_per_km",
    "/organisation/bilan/textes",
    "/organisation/bilan/editions",
    "/organisation/messages",
    "/organisation/equipe",
]


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page, and whether it scrolls sideways."""
    page.evaluate(AXE)
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}}
    result = page.evaluate(
        # Pins of a map may touch each other; the list beside it is the same in words.
        "options => axe.run({exclude: [['.leaflet-marker-pane']]}, options)",
        options,
    )
    found = [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]
    width = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        found.append(f"{page.url} is {width} px wider than the screen")
    return found


def _walk(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        found += violations(page)
    return found


@pytest.mark.parametrize(("viewport", "look"), LOOKS)
def test_pages_of_visitors(open_page: OpenPage, viewport: dict[str, int], look: str) -> None:
    page = open_page("/", viewport=viewport, color_scheme=look)
    found = _walk(page, VISITOR)
    for list_page, link in (
        ("materiaux", "materiaux"),
        ("entreprises", "entreprises"),
        ("carte", "sites"),
    ):
        page.goto(f"/dordogne-2026/{list_page}")
        first = page.locator(f"main a[href*='/dordogne-2026/{link}/']").first
        address = first.get_attribute("href") or ""
        found += _walk(page, [address])
        if link == "entreprises":
            found += _walk(page, [f"{address}/affiche"])
    assert not found


@pytest.mark.parametrize(("viewport", "look"), LOOKS)
@pytest.mark.parametrize(("email", "addresses"), [(COMPANY, OF_COMPANY), (ORGANISER, OF_ORGANISER)])
def test_pages_of_companies_and_organisers(
    open_page: OpenPage, email: str, addresses: list[str], viewport: dict[str, int], look: str
) -> None:
    page = open_page("/connexion", viewport=viewport, color_scheme=look)
    sign_in(page, email)
    assert not _walk(page, addresses)


def test_english_pages(open_page: OpenPage) -> None:
    page = open_page("/dordogne-2026/", locale="en-GB")
    page.get_by_role("button", name="Read this page in English").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert not _walk(page, VISITOR)


def test_pages_at_320_pixels_with_letters_at_200_percent(open_page: OpenPage, live: Live) -> None:
    page = open_page("/dordogne-2026/materiaux", viewport={"width": 320, "height": 640})
    for address in VISITOR[:6]:
        page.goto(address)
        page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, (
            address
        )


def test_the_guard_finds_a_fault(open_page: OpenPage) -> None:
    page = open_page("/aide")
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert any("image-alt" in fault for fault in violations(page))
