"""Photos are shrunk on the phone, sent one by one, and survive a bad network and a closed page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Request, Route, expect

from brocante.catalogue.photos import prepare_photo
from tests.support import pictures

pytestmark = pytest.mark.browser

SITE = "http://localhost:8999"
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "catalogue-photos.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
WORDS = {
    "photo": "Photo {n}",
    "waiting": "Waiting",
    "shrinking": "Preparing",
    "sending": "Sending: {n} %",
    "sent": "Sent",
    "retrying": "No network, next try in {n} s",
    "signedOut": "Sign in again",
    "remove": "Remove",
    "earlier": "Earlier",
    "later": "Later",
    "allSent": "All photos are sent",
    "stillSending": "Photos still on their way: {n}",
    "failed": "Something was not sent",
}
ROWS = "[data-photo-list] > li"


@dataclass
class Yard:
    """A pretended server: what it received, and what it answers next."""

    received: dict[str, bytes] = field(default_factory=dict)
    posts: list[tuple[str, str]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    next_answers: list[str] = field(default_factory=list)
    submitted: int = 0

    def answer(self, route: Route) -> None:
        """Answer one request as the application would, or fail as asked."""
        request = route.request
        path = request.url.removeprefix(SITE)
        if path == "/script.js":
            route.fulfill(content_type="text/javascript", body=SCRIPT.read_text())
        elif request.method == "GET":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(content_type="text/html", headers=headers, body=self.page())
        elif path == "/photos":
            self.take(route, request)
        elif path == "/listing":
            self.submitted += 1
            route.fulfill(content_type="text/html", body="<title>Saved</title>Saved")
        else:
            self.posts.append((path, request.post_data or ""))
            route.fulfill(json={})

    def take(self, route: Route, request: Request) -> None:
        """Keep the photo of an upload, once for each upload identifier."""
        answer = self.next_answers.pop(0) if self.next_answers else "ok"
        if answer == "cut":
            route.abort()
            return
        if answer == "refuse":
            route.fulfill(status=409, json={"error": "This photo is cut off or damaged."})
            return
        if answer == "signed out":
            route.fulfill(content_type="text/html", body="<title>Sign in</title>")
            return
        assert request.headers["x-csrf-token"] == "the token"
        body = request.post_data_buffer or b""
        named = re.search(rb'name="upload_id"\r\n\r\n(\w{32})\r\n', body)
        photo = re.search(rb'name="photo".*?\r\n\r\n(.*)\r\n--', body, re.DOTALL)
        assert named
        assert photo
        self.received[named[1].decode()] = photo[1]
        number = 100 + list(self.received).index(named[1].decode())
        route.fulfill(json={"id": number, "url": "/p.webp", "width": 1200, "height": 900})

    def page(self) -> str:
        """Return the form as a template would render it."""
        words = json.dumps(WORDS).replace('"', "&quot;")
        rows = "".join(
            f'<li data-photo-id="{number}"><button data-photo-plain>No script</button></li>'
            for number in self.kept
        )
        return f"""<!doctype html><html lang="en"><title>Photos</title>
<form method="post" action="/listing" data-photos data-words="{words}"
 data-upload-url="/photos" data-remove-url="/remove" data-order-url="/order">
<input type="hidden" name="csrf_token" value="the token">
<input type="file" name="photos" multiple aria-label="Photos">
<ol data-photo-list>{rows}</ol><button>Save</button></form>
<script type="module" src="/script.js"></script></html>"""


@pytest.fixture
def yard() -> Yard:
    """A server that accepts everything until told otherwise."""
    return Yard()


@pytest.fixture
def page(browser: Browser, yard: Yard) -> Iterator[Page]:
    """The listing form on a phone; a breach of the content policy fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route(f"{SITE}/**", yard.answer)
    opened = context.new_page()
    breaches: list[str] = []
    opened.on("pageerror", lambda error: breaches.append(str(error)))
    opened.on(
        "console",
        lambda said: breaches.append(said.text) if "Content Security" in said.text else None,
    )
    opened.goto(f"{SITE}/form")
    yield opened
    context.close()
    assert breaches == []


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    """Pick photos in the file field."""
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files
    ]
    page.get_by_label("Photos").set_input_files(payloads)


def test_photo_is_shrunk_upright_and_without_position(page: Page, yard: Yard) -> None:
    """What leaves the phone is small and does not say where it was taken."""
    choose(page, ("IMG_1.jpg", pictures.phone_jpeg(6, size=(3000, 2250))))

    expect(page.get_by_role("status")).to_have_text("All photos are sent")
    expect(page.locator(ROWS)).to_contain_text("Sent")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    (sent,) = yard.received.values()
    assert not any(secret in sent for secret in pictures.SECRETS)
    large = prepare_photo(sent).large
    assert (large.width, large.height) == (1200, 1600)
    with Image.open(BytesIO(sent)) as image:
        assert image.size == (1500, 2000)


def test_photo_that_the_browser_cannot_read_is_sent_as_it_is(page: Page, yard: Yard) -> None:
    """A HEIC photo leaves the phone untouched; the server reads it."""
    choose(page, ("IMG_2.HEIC", pictures.phone_heic()))

    expect(page.get_by_role("status")).to_have_text("All photos are sent")
    assert list(yard.received.values()) == [pictures.phone_heic()]


def test_cut_network_is_tried_again_as_the_same_photo(page: Page, yard: Yard) -> None:
    """A lost connection is said in words, and the photo goes when the network is back."""
    yard.next_answers = ["cut"]
    choose(page, ("a.jpg", pictures.phone_jpeg()), ("b.jpg", pictures.phone_jpeg(3)))

    expect(page.locator(ROWS).first).to_contain_text("No network, next try in 2 s")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")

    expect(page.get_by_role("status")).to_have_text("All photos are sent")
    assert len(yard.received) == 2


def test_closed_page_resumes(page: Page, yard: Yard) -> None:
    """Photos that could not leave are sent by the next visit of the form, as the same photos."""
    yard.next_answers = ["cut"] * 3
    choose(page, ("a.jpg", pictures.phone_jpeg()), ("b.jpg", pictures.phone_jpeg(3)))
    expect(page.locator(ROWS).first).to_contain_text("No network")
    yard.next_answers = []

    page.reload()

    expect(page.get_by_role("status")).to_have_text("All photos are sent")
    assert len(yard.received) == 2
    page.reload()
    expect(page.get_by_label("Photos")).to_be_visible()
    expect(page.locator(ROWS)).to_have_count(0)


def test_refusal_is_shown_and_not_tried_again(page: Page, yard: Yard) -> None:
    """A damaged photo is named by the server's own sentence; the others go on."""
    yard.next_answers = ["refuse"]
    choose(page, ("a.jpg", pictures.phone_jpeg()), ("b.jpg", pictures.phone_jpeg(3)))

    expect(page.get_by_role("status")).to_have_text("Something was not sent")
    expect(page.locator(ROWS).first).to_contain_text("This photo is cut off or damaged.")
    expect(page.locator(ROWS).last).to_contain_text("Sent")
    assert len(yard.received) == 1


def test_signed_out_keeps_the_photo(page: Page, yard: Yard) -> None:
    """A session that ended does not lose the photo: it goes after signing in again."""
    yard.next_answers = ["signed out"]
    choose(page, ("a.jpg", pictures.phone_jpeg()))
    expect(page.locator(ROWS)).to_contain_text("Sign in again")

    page.reload()

    expect(page.get_by_role("status")).to_have_text("All photos are sent")
    assert len(yard.received) == 1


def test_order_and_removal_by_buttons(page: Page, yard: Yard) -> None:
    """The first photo is chosen without dragging, by keyboard too, and the focus stays."""
    yard.kept = [7, 8, 9]
    page.reload()
    expect(page.get_by_text("No script")).to_have_count(0)

    page.get_by_role("button", name="Later – Photo 1").press("Enter")
    expect(page.get_by_role("button", name="Later – Photo 2")).to_be_focused()
    page.get_by_role("button", name="Remove – Photo 3").click()

    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_role("button", name="Remove – Photo 2")).to_be_focused()
    assert yard.posts == [("/order", "order=8%2C7%2C9"), ("/remove", "photo=9")]


def test_removed_while_waiting_is_never_sent(page: Page, yard: Yard) -> None:
    """A photo taken back while the network is away does not come back with it."""
    yard.next_answers = ["cut"]
    choose(page, ("a.jpg", pictures.phone_jpeg()))
    expect(page.locator(ROWS)).to_contain_text("No network")

    page.get_by_role("button", name="Remove – Photo 1").click()

    expect(page.locator(ROWS)).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Photos")).to_be_visible()
    expect(page.locator(ROWS)).to_have_count(0)
    assert yard.received == {}


def test_form_waits_for_its_photos(page: Page, yard: Yard) -> None:
    """Saving while photos are on their way saves once they have arrived, and says so."""
    yard.next_answers = ["cut"]
    choose(page, ("a.jpg", pictures.phone_jpeg()))
    expect(page.locator(ROWS)).to_contain_text("No network")

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Photos still on their way: 1")
    assert yard.submitted == 0
    page.evaluate("() => window.dispatchEvent(new Event('online'))")

    expect(page).to_have_title("Saved")
    assert yard.submitted == 1
    assert len(yard.received) == 1
