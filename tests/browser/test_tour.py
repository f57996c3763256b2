"""The tour and the favourites as a visitor's browser has them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

EDITION = "/dordogne-2026"


def _listings(page: Page, number: int) -> list[str]:
    """Return listings of as many companies."""
    page.goto(f"{EDITION}/entreprises")
    companies = page.locator(f"main a[href*='{EDITION}/entreprises/']")
    addresses = [a.get_attribute("href") or "" for a in companies.all()]
    found: list[str] = []
    for address in dict.fromkeys(addresses):
        page.goto(address)
        first = page.locator("main .tag-title a").first
        if first.count():
            found.append(first.get_attribute("href") or "")
        if len(found) == number:
            break
    return found


@pytest.mark.parametrize(("viewport", "look"), [(PHONE, "light"), (DESK, "dark")])
def test_a_tour_is_planned_and_its_times_are_taken_over(
    open_page: OpenPage, viewport: dict[str, int], look: str
) -> None:
    page = open_page("/", viewport=viewport, color_scheme=look)
    for listing in _listings(page, 3):
        page.goto(listing)
        page.get_by_test_id("add-to-basket").click()
    page.get_by_role("link", name="Organiser ma tournée").click()
    page.locator("input[name=depart]").fill("Bergerac")
    page.locator("input[name=depart]").press("Enter")
    expect(page.get_by_text("Partez au plus tard à")).to_be_visible()
    assert page.locator(".tour-stops h3 .tour-number").count() == 3
    assert page.locator("svg.tour-map").count() >= 1
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    assert not violations(page)
    page.get_by_role("link", name="Réserver à ces heures").click()
    expect(page).to_have_url(re.compile("/panier"))
    assert page.locator("input[name^=slot-]:checked").count() == 3


def test_the_start_is_asked_of_the_phone_only_when_wanted(open_page: OpenPage) -> None:
    page = open_page(
        "/", permissions=["geolocation"], geolocation={"latitude": 44.853, "longitude": 0.483}
    )
    (listing,) = _listings(page, 1)
    page.goto(listing)
    page.get_by_test_id("add-to-basket").click()
    page.goto(f"{EDITION}/tournee")
    expect(page.locator("input[name=depart]")).to_have_value("")
    page.get_by_role("button", name="Là où je suis").click()
    expect(page).to_have_url(re.compile("depart=44.85%2C0.48"))
    expect(page.get_by_text("Partez au plus tard à")).to_be_visible()


def test_favourites_stay_on_the_device_and_say_what_changed(open_page: OpenPage) -> None:
    page = open_page("/", viewport=PHONE)
    first, second = _listings(page, 2)
    for listing in (first, second):
        page.goto(listing)
        heart = page.get_by_role("button", name="Garder en favori")
        heart.click()
        expect(page.get_by_role("button", name="Dans mes favoris")).to_be_visible()
    # As if there had been more of it when the visitor looked.
    page.evaluate(
        """code => {
          const name = "brocante-favourites:dordogne-2026";
          const kept = JSON.parse(localStorage.getItem(name));
          kept[code][0] = 999999000;
          localStorage.setItem(name, JSON.stringify(kept));
        }""",
        first.rpartition("/")[2],
    )
    page.get_by_role("link", name="Mes favoris").click()
    expect(page.get_by_text("Il en reste moins qu’à votre passage")).to_be_visible()
    assert page.locator(".favourite").count() == 2
    # The news is as wide as the card: in the column beside the photo it was six lines high.
    card, news = (
        page.locator(one).first.bounding_box() for one in (".favourite", ".favourite-news")
    )
    assert card
    assert news
    assert news["width"] >= card["width"] - 40
    assert not violations(page)
    page.get_by_role("button", name="C’est noté").click()
    page.reload()
    expect(page.locator(".favourite").first).to_be_visible()
    expect(page.get_by_text("Il en reste moins")).to_have_count(0)
    page.get_by_role("button", name="Retirer").first.click()
    expect(page.locator(".favourite")).to_have_count(1)
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("Pas encore de favori")).to_be_visible()


def test_without_scripts_no_heart_is_shown(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    (listing,) = _listings(page, 1)
    page.goto(listing)
    expect(page.locator("[data-favourite]")).to_be_hidden()
    expect(page.get_by_role("link", name="Mes favoris")).to_be_hidden()
