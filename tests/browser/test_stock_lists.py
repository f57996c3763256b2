"""Each shared list goes from upload to published listings by the path a yard office takes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import COMPANY, Live, OpenPage, serve_demonstration, sign_in
from tests.browser.test_accessibility import violations
from tests.support.servers import ROOT
from tests.support.stocklists import shared_lists

pytestmark = pytest.mark.browser

PATIENCE = 60_000
LISTS = sorted(
    path
    for path in shared_lists().glob("*")
    if path.suffix not in {".json", ".md"} and path.name[:1].isdigit()
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: thousands of published lines would crowd the searches of other tests."""
    with serve_demonstration(tmp_path_factory) as served:
        yield served


@pytest.fixture(scope="module")
def worker(live: Live) -> Iterator[None]:
    """The process that reads lists beside the server."""
    environment = {
        "BROCANTE_DEMO": "1",
        "BROCANTE_DATABASE_URL": f"sqlite:///{live.database}",
        "BROCANTE_STORAGE_URL": f"file://{live.database.parent / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "brocante", "worker"], cwd=ROOT, env={**os.environ, **environment}
    )
    yield
    process.terminate()
    process.wait(20)


def _send(page: Page, path: Path) -> None:
    page.goto("/exposant/import")
    page.set_input_files("#file", str(path))
    page.get_by_role("button", name="Lire cette liste").click()
    expect(page.locator(".groups")).to_be_visible(timeout=PATIENCE)


def _answer(page: Page) -> None:
    """Answer once for the whole list, if anything is asked."""
    form = page.locator("#questions")
    if not form.count():
        return
    for name, value in (("prices", "ht"), ("vat_rate", "20"), ("condition", "surplus")):
        choice = form.locator(f"input[name={name}][value='{value}']")
        if choice.count():
            choice.check()
    page.get_by_role("button", name="Valider ces réponses").click()
    expect(page.locator(".groups")).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state()


def _settle_the_rest(page: Page) -> None:
    """Say that what waits is right, or else leave it out."""
    for button in ("Elles sont justes ainsi", "Les écarter toutes"):
        chip = page.locator(".groups a", has_text="À vérifier")
        if not chip.count():
            return
        chip.click()
        page.locator("#bulk summary").click()
        page.get_by_role("button", name=button).click()
        expect(page.locator(".flashes")).to_be_visible()


@pytest.fixture(scope="module")
def office(browser: Browser, live: Live) -> Iterator[Page]:
    """The browser of a yard office, signed in for all of its lists."""
    context = browser.new_context(base_url=live.url, locale="fr-FR")
    page = context.new_page()
    sign_in(page, COMPANY)
    yield page
    context.close()


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_becomes_listings(office: Page, worker: None, path: Path) -> None:
    _send(office, path)
    _answer(office)
    _settle_the_rest(office)
    office.locator("#create button[value=publish]").click()
    expect(office.locator(".alert-good").first).to_contain_text("vos annonces", timeout=PATIENCE)


def test_a_message_without_javascript_on_a_phone(
    open_page: OpenPage, live: Live, worker: None
) -> None:
    page = open_page("/", java_script_enabled=False)
    sign_in(page, COMPANY)
    page.goto("/exposant/import")
    page.locator("#message summary").click()
    page.locator("textarea[name=text]").fill("reste 12 plaques ba13 hydro a prendre 80e TTC")
    page.get_by_role("button", name="Lire ce message").click()
    expect(page.locator(".groups")).to_be_visible(timeout=PATIENCE)
    page.locator(".line a.btn").click()
    page.locator(".line-open input[name=title]").fill("Plaque BA13 hydro")
    page.locator(".line-open select[name=condition]").select_option("surplus")
    page.locator(".line-open select[name=family]").select_option("drywall")
    page.get_by_role("button", name="C’est juste ainsi").click()
    page.locator("#create button[value=drafts]").click()
    expect(page.locator(".alert-good").first).to_contain_text("1 ligne", timeout=PATIENCE)


def test_the_pages_are_accessible(open_page: OpenPage, live: Live, worker: None) -> None:
    page = open_page("/")
    sign_in(page, COMPANY)
    page.goto("/exposant/import")
    assert violations(page) == []
    _send(page, LISTS[2])
    assert violations(page) == []
    page.locator(".line a.btn").first.click()
    expect(page.locator(".line-open")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Colonnes telles que comprises").click()
    assert violations(page) == []
