"""First view of a list: under 100 kB, 15 requests, 380 elements; a cheap phone waits for each."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

MOST_KILOBYTES = 100
MOST_REQUESTS = 15
MOST_ELEMENTS = 380


def _weigh(page: Page, address: str) -> tuple[float, int, int]:
    """Return kilobytes on the wire, requests and elements of a first view."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    # Pictures inside a style sheet are told of as well, with nothing on the wire.
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    elements = page.evaluate("() => document.querySelectorAll('*').length")
    return sum(received) / 1000, sum(map(bool, received)), elements


def test_first_view_of_the_catalogue(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    kilobytes, requests, elements = _weigh(page, "/dordogne-2026/materiaux")
    assert page.locator("main li.tag").count() == 24
    assert (kilobytes < MOST_KILOBYTES, requests <= MOST_REQUESTS, elements <= MOST_ELEMENTS) == (
        True,
        True,
        True,
    ), (kilobytes, requests, elements)


def test_nothing_moves_while_the_catalogue_loads(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script(
        "globalThis.shift = 0; new PerformanceObserver(list => {"
        " for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/dordogne-2026/materiaux", wait_until="networkidle")
    assert page.evaluate("() => globalThis.shift") < 0.01
