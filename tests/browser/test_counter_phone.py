"""A counter's phone at the gate: its camera, its rehearsal, gloves, keyboard and screen reader."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from brocante.core.qr import short_address
from tests.browser.conftest import DESK, PHONE, Live, Start
from tests.browser.test_accessibility import violations
from tests.support.chromium import launch_options
from tests.support.counter_phone import (
    FakeServer,
    counter_data,
    cracked_phone,
    film,
    photographed,
    start_counter,
    token_of,
)

pytestmark = pytest.mark.browser

TICKET = short_address(f"https://brocante.example.org/r/{token_of(2)}")


def _answer(page: Page) -> Any:
    return expect(page.locator("#counter-answer"))


def _expect_sent(page: Page, word: str) -> None:
    """What was tapped last was answered with a word, then sent."""
    _answer(page).to_contain_text(word)
    expect(page.get_by_text("tout est envoyé")).to_be_visible()


SCREENS = [
    "",
    "enlevement/2",
    "vente/1",
    "scanner",
    "historique",
    "creneaux",
    "creneau/1",
    "menu",
    "repetition",
    "fermer",
]


@pytest.mark.parametrize(("viewport", "look"), [(PHONE, "light"), (DESK, "dark")])
def test_screens_have_nothing_axe_finds(
    start_phone: Start, viewport: dict[str, int], look: str
) -> None:
    page, _server = start_phone(viewport=viewport, color_scheme=look)
    found = []
    for place in SCREENS:
        page.goto(f"/comptoir#{place}")
        expect(page.locator("h1")).to_have_count(1)
        found += violations(page)
    page.goto("/comptoir#enlevement/1")
    page.get_by_test_id("handover-confirm").click()
    expect(page.get_by_test_id("undo")).to_be_visible()
    found += violations(page)
    page.goto("/comptoir#enlevement/1")
    expect(page.get_by_text("Déjà remis")).to_be_visible()
    assert not found + violations(page)


SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.checkVisibility() && !one.matches(".skip, .visually-hidden"))
  .filter((one) => one.getBoundingClientRect().height < 55.5)
  .map((one) => one.outerHTML.slice(0, 90))"""


def test_everything_can_be_hit_with_gloves(start_phone: Start) -> None:
    page, _server = start_phone()
    small = {}
    for place in SCREENS:
        page.goto(f"/comptoir#{place}")
        expect(page.locator("h1")).to_have_count(1)
        small[place] = page.evaluate(SMALL)
    assert not any(small.values()), small


def test_a_hand_over_by_keyboard_alone_is_read_out(start_phone: Start) -> None:
    page, server = start_phone()
    page.get_by_label("Code ou nom").focus()
    page.keyboard.type("visiteuse 1")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Visiteuse 1")
    expect(heading).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.testid") == "handover-confirm":
            break
    page.keyboard.press("Enter")
    _expect_sent(page, "Remis")
    assert server.acts == [("pickup", 3)]


@contextmanager
def _camera(browser: Browser, live: Live, seen: Path) -> Iterator[BrowserContext]:
    """A phone whose camera sees a film."""
    flags = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    ]
    with_camera = browser.browser_type.launch(**launch_options(args=flags))
    # Cameras are for https, and for this name of the machine itself.
    address = live.url.replace("127.0.0.1", "localhost")
    values: dict[str, Any] = {"viewport": PHONE, "locale": "fr-FR", "permissions": ["camera"]}
    yield with_camera.new_context(base_url=address, **values)
    with_camera.close()


def test_the_camera_reads_a_ticket_on_a_cracked_phone(
    browser: Browser, live: Live, counter_link: str, tmp_path: Path
) -> None:
    """Turned, blurred, after a code of something else that must not stop the scanner."""
    wifi = cracked_phone("WIFI:S:depot;T:WPA;P:secret;;", turned=-8, blurred=0.6)
    ticket = cracked_phone(TICKET, turned=17, blurred=1.2)
    seen = film(tmp_path / "seen.mjpeg", [wifi, ticket], frames=60)
    with _camera(browser, live, seen) as context:
        FakeServer(context, counter_data([[3], [2, 4]]))
        page = start_counter(context, counter_link)
        page.get_by_test_id("counter-scan").click()
        _answer(page).to_contain_text("Pas un billet")
        _answer(page).to_contain_text("Trouvé")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Visiteuse 2")


def test_the_camera_reads_a_ticket_printed_on_paper(
    browser: Browser, live: Live, tmp_path: Path
) -> None:
    """The page of a real ticket, printed and photographed; the real counter knows it."""
    with closing(sqlite3.connect(live.database)) as database:
        token, code, link = database.execute(
            "SELECT r.token, r.code, a.token FROM pickup p"
            " JOIN reservation r ON r.id = p.reservation_id"
            " JOIN counter_access a ON a.site_id = p.site_id"
            " WHERE p.state = 'booked' AND a.revoked_at IS NULL ORDER BY p.id LIMIT 1"
        ).fetchone()
    paper, printed = tmp_path / "ticket.pdf", browser.new_page(base_url=live.url)
    printed.goto(f"/r/{token}")
    printed.pdf(path=paper, format="A4")
    printed.close()
    with _camera(browser, live, film(tmp_path / "seen.mjpeg", [photographed(paper)])) as context:
        page = start_counter(context, f"/comptoir/acces/{link}")
        page.get_by_test_id("counter-scan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def test_the_rehearsal_tries_the_phone_and_hands_over_to_nobody(
    browser: Browser, live: Live, counter_link: str, tmp_path: Path
) -> None:
    seen = film(tmp_path / "seen.mjpeg", [cracked_phone(TICKET, turned=0, blurred=0)])
    with _camera(browser, live, seen) as context:
        server = FakeServer(context, counter_data([[3]]))
        page = start_counter(context, counter_link)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto("/comptoir/repetition")
        page.get_by_test_id("rehearsal-start").click()
        page.get_by_role("button", name="Oui").click()
        page.get_by_role("button", name="Moins").click()
        page.get_by_test_id("rehearsal-confirm").click()
        expect(page.get_by_text("Ce téléphone est prêt pour le jour J.")).to_be_visible()
        assert not server.entries
        [told] = server.rehearsals
        assert told["passed"]
        good = {"https", "camera", "sound", "network", "offline", "handover"}
        assert {told["checks"][name] for name in good} == {"ok"}
