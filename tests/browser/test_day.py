"""The whole day as its people live it: find and reserve, hand over, undo, walk in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import COMPANY, DESK, OpenPage, sign_in

pytestmark = pytest.mark.browser

CATALOGUE = "/dordogne-2026/materiaux"


def _reserve(page: Page, listing: str, name: str) -> str:
    """Reserve one listing as a visitor and return the code of the ticket."""
    page.goto(listing)
    page.get_by_test_id("add-to-basket").click()
    page.goto("/dordogne-2026/panier")
    page.get_by_test_id("slot").first.check(force=True)
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=phone]").fill("06 12 34 56 78")
    page.get_by_test_id("reserve").click()
    page.wait_for_url(re.compile("/r/"))
    return page.get_by_test_id("ticket-code").inner_text().strip()


def _first_listing(page: Page) -> str:
    page.goto(CATALOGUE)
    found = page.locator("main a[href*='/materiaux/']").first.get_attribute("href")
    assert found
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_finds_reserves_and_cancels(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/dordogne-2026/", java_script_enabled=scripts)
    page.locator("input[name=q]").first.fill("carrelage")
    page.locator("input[name=q]").first.press("Enter")
    expect(page).to_have_url(re.compile("q=carrelage"))
    code = _reserve(page, _first_listing(page), "Visiteuse d’essai")
    assert len(code.replace(" ", "")) == 6
    ticket = page.url
    assert page.locator("svg").first.is_visible()
    cancel = page.locator("details", has=page.locator("form[action*='/annuler']")).last
    cancel.locator("summary").click()
    cancel.locator("button").click()
    if page.url != ticket:
        page.goto(ticket)
    expect(page.get_by_text(re.compile("annul", re.IGNORECASE)).first).to_be_visible()


def test_a_visitor_reserves_with_the_keyboard_only(open_page: OpenPage) -> None:
    page = open_page("/dordogne-2026/")
    page.goto(_first_listing(page))
    _press_on(page, page.get_by_test_id("add-to-basket"))
    page.wait_for_url(re.compile("/panier"))
    page.get_by_test_id("slot").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=name]").focus()
    page.keyboard.type("Au clavier")
    page.locator("input[name=email]").focus()
    page.keyboard.type("clavier@example.org")
    _press_on(page, page.get_by_test_id("reserve"))
    page.wait_for_url(re.compile("/r/"))
    expect(page.get_by_test_id("ticket-code")).to_be_visible()


def _press_on(page: Page, target: object) -> None:
    """Reach an element by Tab alone and press Enter on it."""
    handle = target.element_handle()  # type: ignore[attr-defined]
    for _ in range(80):
        if page.evaluate("e => document.activeElement === e", handle):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("not reached by Tab")


def test_a_company_hands_over_and_undoes(open_page: OpenPage) -> None:
    company = open_page("/connexion", viewport=DESK)
    sign_in(company, COMPANY)
    company.goto("/exposant/annonces")
    codes = re.findall(r"/exposant/annonces/([34679CDFGHJKMNPQRTVWX]{6})", company.content())
    visitor = open_page("/")
    code = _reserve_first_available(visitor, codes)
    company.goto("/exposant/comptoir")
    search = company.locator("main input[type=search], main input[type=text]").first
    search.fill(code)
    search.press("Enter")
    company.get_by_test_id("handover-confirm").click()
    expect(company.get_by_test_id("undo").first).to_be_visible()
    company.get_by_test_id("undo").first.click()
    company.wait_for_load_state()
    assert company.locator("h1").count() == 1


def _reserve_first_available(page: Page, codes: list[str]) -> str:
    for code in dict.fromkeys(codes):
        page.goto(f"{CATALOGUE}/{code}")
        if page.get_by_test_id("add-to-basket").count():
            return _reserve(page, page.url, "Cliente du comptoir")
    raise AssertionError("no listing of the company can be reserved")


def test_a_walk_in_takes_two_taps(open_page: OpenPage) -> None:
    page = open_page("/connexion")
    sign_in(page, COMPANY)
    page.goto("/exposant/annonces")
    codes = re.findall(r"/exposant/annonces/([34679CDFGHJKMNPQRTVWX]{6})", page.content())
    for code in dict.fromkeys(codes):
        page.goto(f"/a/{code}")
        if page.get_by_test_id("handover-confirm").count():
            page.get_by_test_id("handover-confirm").first.click()
            expect(page.get_by_test_id("undo").first).to_be_visible()
            return
    raise AssertionError("no walk-in sheet")


def test_a_shelf_label_shows_the_listing_to_a_visitor(open_page: OpenPage) -> None:
    page = open_page("/")
    code = _first_listing(page).rpartition("/")[2]
    page.goto(f"/a/{code}")
    expect(page).to_have_url(re.compile(f"{CATALOGUE}/{code}"))
