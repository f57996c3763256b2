"""The form of a listing saves as it is filled in, and loses nothing without network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

SITE = "http://localhost:8998"
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "catalogue-form.js"
WORDS = {
    "saving": "Saving",
    "saved": "Saved at {time}.",
    "kept": "Kept at {time}.",
    "notUnderstood": "Not understood: {fields}.",
    "offline": "Kept on this device",
    "signedOut": "Signed out",
    "restored": "It is back",
}


@dataclass
class Office:
    """A pretended server: the forms it received and how it behaves."""

    forms: list[dict[str, str]] = field(default_factory=list)
    online: bool = True
    signed_in: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    changed_at: int = 0

    def answer(self, route: Route) -> None:
        """Answer one request as the application would, or fail as asked."""
        request = route.request
        if request.url.endswith("/script.js"):
            route.fulfill(content_type="text/javascript", body=SCRIPT.read_text())
        elif request.method == "GET":
            route.fulfill(content_type="text/html", body=self.page())
        elif not self.online:
            route.abort()
        elif not self.signed_in:
            route.fulfill(content_type="text/html", body="<title>Sign in</title>", status=403)
        else:
            self.forms.append(dict(parse_qsl(request.post_data or "", keep_blank_values=True)))
            route.fulfill(
                json={
                    "at": "10:42",
                    "url": "/listings/CCCDDD",
                    "pending": False,
                    "errors": self.errors,
                    "weight": "We estimate 2 kg",
                    "question": {"code": "glass-wool-roll", "label": "Glass wool"},
                    "material": "",
                    "family": "insulation",
                }
            )

    def page(self) -> str:
        """Return the form as the template renders it, as far as the script cares."""
        words = json.dumps(WORDS).replace('"', "&quot;")
        return f"""<!doctype html><html lang="en"><title>Listing</title>
<form method="post" action="/listings/CCCDDD" data-autosave="CCCDDD"
 data-changed="{self.changed_at}" data-save-words="{words}">
<button name="action" value="save" hidden>Save</button>
<input type="hidden" name="new" value="1"><input type="hidden" name="quantity_was">
<label for="title">Title</label><input id="title" name="title">
<label for="price">Price</label><input id="price" name="price">
<label for="quantity">Quantity</label><input id="quantity" name="quantity">
<label><input type="radio" name="family" value="insulation">Insulation</label>
<label><input type="radio" name="family" value="timber">Timber</label>
<label><input type="checkbox" name="indivisible" value="y">Whole</label>
<select name="material" aria-label="Material"><option value="">-</option></select>
<details data-weight><summary>Weight <span data-weight-note></span></summary>
<div data-weight-question hidden><b data-weight-label></b>
<label><input type="checkbox" name="is_material" value="">Yes</label></div></details>
<p role="status" data-save-status></p></form>
<script type="module" src="/script.js"></script></html>"""


@pytest.fixture
def office() -> Office:
    """A server that accepts everything until told otherwise."""
    return Office()


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """The form of a new listing on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route(f"{SITE}/**", office.answer)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.goto(f"{SITE}/listings/new")
    yield opened
    context.close()
    assert failures == []


def test_what_is_typed_is_saved_by_itself(page: Page, office: Office) -> None:
    """The first save makes the draft; the page then stands at its address."""
    page.get_by_label("Title").fill("Laine de verre")
    page.get_by_label("Whole").check()

    expect(page.get_by_role("status")).to_have_text("Saved at 10:42.")
    assert [form["title"] for form in office.forms] == ["Laine de verre"]
    assert (office.forms[0]["action"], office.forms[0]["new"]) == ("autosave", "1")
    assert page.url == f"{SITE}/listings/CCCDDD"
    expect(page.locator('[name="new"]')).to_have_count(0)


def test_the_title_fills_in_what_it_says(page: Page, office: Office) -> None:
    """Family and weight follow the title; a doubtful material is asked."""
    page.get_by_label("Title").fill("Laine de verre")

    expect(page.get_by_label("Insulation")).to_be_checked()
    expect(page.get_by_text("We estimate 2 kg")).to_be_visible()
    expect(page.get_by_text("Glass wool")).to_be_visible()
    expect(page.locator('[name="is_material"]')).to_have_value("glass-wool-roll")


def test_what_is_not_understood_is_named(page: Page, office: Office) -> None:
    """The seller reads which field to look at; what was typed stays."""
    office.errors = {"price": "Write an amount."}
    page.get_by_label("Price").fill("douze")

    expect(page.get_by_role("status")).to_have_text("Saved at 10:42. Not understood: Price.")
    expect(page.get_by_label("Price")).to_have_value("douze")


@pytest.mark.parametrize("obstacle", ["online", "signed_in"])
def test_nothing_is_lost_without_network_or_session(
    page: Page, office: Office, obstacle: str
) -> None:
    """What could not be sent is back when the form is opened again, and is then sent."""
    setattr(office, obstacle, False)
    page.get_by_label("Title").fill("Poutre")
    page.get_by_label("Whole").check()
    words = WORDS["offline" if obstacle == "online" else "signedOut"]
    expect(page.get_by_role("status")).to_have_text(words)
    setattr(office, obstacle, True)

    page.reload()

    expect(page.get_by_role("status")).to_have_text("It is back")
    expect(page.get_by_label("Title")).to_have_value("Poutre")
    expect(page.get_by_label("Whole")).to_be_checked()
    assert office.forms[-1]["title"] == "Poutre"


def test_an_older_copy_does_not_undo_a_newer_change(page: Page, office: Office) -> None:
    """A listing changed elsewhere since is shown as it is now."""
    office.online = False
    page.get_by_label("Title").fill("Poutre")
    expect(page.get_by_role("status")).to_have_text(WORDS["offline"])
    office.online = True
    office.changed_at = 9_999_999_999_999

    page.reload()

    expect(page.get_by_label("Title")).to_have_value("")
    assert office.forms == []


def test_a_form_that_is_sent_is_not_saved_after_itself(page: Page, office: Office) -> None:
    """A save that arrives after a publication would count as a change still to be published."""
    page.get_by_label("Title").fill("Poutre")
    page.locator("form").evaluate("form => form.requestSubmit()")
    page.wait_for_url(f"{SITE}/listings/CCCDDD")
    page.wait_for_timeout(300)

    assert [form.get("action") for form in office.forms] == [None]


def test_a_form_sent_without_network_is_back(page: Page, office: Office) -> None:
    """The browser shows its own error page; what was typed is there when the form is again."""
    office.online = False
    page.get_by_label("Title").fill("Poutre")
    with page.expect_event("requestfailed"):
        page.locator("form").evaluate("form => form.requestSubmit()")
    page.wait_for_timeout(300)
    office.online = True

    page.goto(f"{SITE}/listings/new")

    expect(page.get_by_label("Title")).to_have_value("Poutre")
