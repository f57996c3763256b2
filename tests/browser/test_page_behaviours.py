"""What static/js/brocante.js adds to a page, in a real browser and without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "brocante.js"
PAGE = """
<html lang="fr"><body>
<form method="post" action="/sent">
  <div data-stepper data-min="0,5" data-max="2" data-step="0,5" data-less="Moins" data-more="Plus">
    <label for="q">Carreaux</label>
    <div class="stepper-row"><input id="q" name="q" value="1,5"></div>
  </div>
  <button type="submit" data-busy="Un instant…"><span>Réserver</span></button>
</form>
<details data-sheet><summary>Filtrer</summary><input id="inside"></details>
<p>ailleurs</p>
</body></html>
"""

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page above with the script; what it sends is taken, and the page stays."""
    tab = browser.new_page()
    tab.route("**/*", _answer)
    tab.goto("http://brocante.example/")
    tab.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"), type="module")
    expect(tab.get_by_role("button", name="Plus – Carreaux")).to_be_visible()
    yield tab
    tab.close()


def _answer(route: Route) -> None:
    if route.request.method == "GET":
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=204)


def test_stepper_moves_in_halves_and_stops_at_its_ends(page: Page) -> None:
    """A visitor may neither ask for more than is left nor for less than is sold."""
    quantity = page.locator("#q")
    more = page.get_by_role("button", name="Plus – Carreaux")
    more.click()
    expect(quantity).to_have_value("2")
    more.click(force=True)
    expect(quantity).to_have_value("2")
    for expected in ("1,5", "1", "0,5", "0,5"):
        page.get_by_role("button", name="Moins – Carreaux").click(force=True)
        expect(quantity).to_have_value(expected)


def test_stepper_takes_a_point_and_forgives_nonsense(page: Page) -> None:
    """ "1.5" is what some keyboards give; what is no number starts again at the least."""
    quantity = page.locator("#q")
    quantity.fill("1.5")
    page.get_by_role("button", name="Plus – Carreaux").click()
    expect(quantity).to_have_value("2")
    quantity.fill("deux")
    page.get_by_role("button", name="Plus – Carreaux").click()
    expect(quantity).to_have_value("0,5")


def test_form_is_sent_once_and_says_so(page: Page) -> None:
    """An impatient thumb made eleven reservations elsewhere."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    button = page.locator("form > button")
    with page.expect_response("**/sent"):
        button.click()
    expect(button).to_have_text("Un instant…")
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    page.locator("form").evaluate("form => form.requestSubmit()")
    assert sent == ["POST"]


def test_form_can_be_sent_again_after_coming_back(page: Page) -> None:
    """The browser's back button shows the page as it was left: blocked, without this."""
    button = page.locator("form > button")
    button.click()
    expect(button).to_have_text("Un instant…")
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(button).to_have_text("Réserver")
    expect(page.locator("form")).not_to_have_attribute("data-sent", "yes")


def test_sheet_closes_by_escape_and_by_a_press_outside(page: Page) -> None:
    """A panel over the page that cannot be left would be a trap."""
    sheet = page.locator("[data-sheet]")
    summary = page.get_by_text("Filtrer")
    summary.click()
    page.locator("#inside").press("Escape")
    expect(sheet).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_text("ailleurs").click()
    expect(sheet).not_to_have_attribute("open", "")
