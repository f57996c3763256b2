"""Printing as an office and a yard do it: all papers in one archive, a printer, one label again."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import COMPANY, PHONE, OpenPage, sign_in
from tests.browser.test_accessibility import violations
from tests.browser.test_stock_lists import worker
from tests.printing.reading import text_of

pytestmark = pytest.mark.browser

PATIENCE = 60_000
__all__ = ["worker"]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_all_papers_come_in_one_archive(
    open_page: OpenPage, tmp_path: Path, with_scripts: bool
) -> None:
    page = open_page("/connexion", java_script_enabled=with_scripts)
    sign_in(page, COMPANY)
    page.goto("/exposant/impression")
    page.get_by_role("button", name="Faire tous les papiers").click()
    expect(page.locator("progress")).to_be_visible()
    link = page.get_by_role("link", name="Télécharger l’archive")
    # Without scripts the page asks again by itself.
    expect(link).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as told:
        link.click()
    path = tmp_path / "papers.zip"
    told.value.save_as(path)
    with ZipFile(path) as archive:
        names = archive.namelist()
        assert "flyer.pdf" in names
        assert [name for name in names if name.endswith("/etiquettes.pdf")]
        assert "DÉMONSTRATION" in text_of(archive.read("affiche-a4.pdf"))


def test_every_picture_of_the_page_is_one(open_page: OpenPage) -> None:
    page = open_page("/connexion", viewport=PHONE)
    sign_in(page, COMPANY)
    page.goto("/exposant/impression")
    page.evaluate("document.querySelectorAll('img').forEach(img => { img.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    shown = page.evaluate(
        "[...document.querySelectorAll('.paper-picture')].map(img => img.naturalWidth)"
    )
    assert shown == [420] * 8
    assert not violations(page)


def test_a_printer_is_measured_once_and_a_label_comes_again_from_the_phone(
    open_page: OpenPage,
) -> None:
    page = open_page("/connexion", viewport=PHONE)
    sign_in(page, COMPANY)
    page.goto("/exposant/impression/imprimantes")
    page.get_by_label("Nom de l’imprimante").fill("Bureau")
    page.get_by_label("Nombre lu sur la réglette A (mm)").fill("−1,5")
    page.get_by_label("Nombre lu sur la réglette B (mm)").fill("0,5")
    page.get_by_role("button", name="Garder cette imprimante").click()
    expect(page.get_by_text("−1,5 mm vers la droite, 0,5 mm vers le bas")).to_be_visible()
    page.goto("/exposant/annonces")
    page.locator(".own-actions summary").first.click()
    page.get_by_role("link", name="Imprimer son étiquette").first.click()
    assert not violations(page)
    page.get_by_label("Imprimante").select_option("Bureau")
    button = page.get_by_role("button", name="Imprimer cette étiquette")
    with page.expect_response(lambda answer: "/etiquette/" in answer.url) as told:
        button.click()
    assert told.value.headers["content-type"] == "application/pdf"
