"""What a page weighs on the wire."""

import urllib.request

from playwright.sync_api import sync_playwright

from tests.support.chromium import launch


def page_bytes(port: int, path: str) -> int:
    """Return the bytes of one compressed answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return len(answer.read())


def first_view(url: str) -> tuple[float, int, int]:
    """Return kilobytes, requests and elements of a first view on a phone of 360 x 740."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        received: list[float] = []
        session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
        page.goto(url, wait_until="networkidle")
        elements = page.evaluate("() => document.querySelectorAll('*').length")
        browser.close()
    return sum(received) / 1000, sum(map(bool, received)), elements
