"""Printers measured once, labels changed since they were printed, one label again."""

from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image

from brocante.accounts.queries import Identity
from brocante.catalogue.models import Listing
from brocante.companies.models import Company
from brocante.config import Settings
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.printing import errors
from brocante.printing.calibration import calibration_sheet
from brocante.printing.documents import About
from brocante.printing.formats import FORMATS
from brocante.printing.printers import forget_printer, keep_printer, offset_of, printers_of
from tests.factories import (
    make_account,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_site,
)
from tests.printing.reading import MM, paths_of, picture, text_of
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

HUB = "/exposant/impression"
PRINTERS = f"{HUB}/imprimantes"


@pytest.fixture
def stall(app: Flask, settings: Settings) -> tuple[CheckedClient, Identity, list[Listing]]:
    """Somebody of a company with two listings, in a demonstration."""
    app.extensions["brocante_settings"] = replace(settings, demo=True)
    participation = make_participation(make_edition())
    site = make_site(participation)
    listings = [make_listing(site, title=title) for title in ("Brique", "Tuile")]
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    staff = make_company_member(session.get_one(Company, participation.company_id))
    sign_in(client, staff)
    return client, staff, listings


Stall = tuple[CheckedClient, Identity, list[Listing]]


def inked(pdf: bytes) -> tuple[int, int]:
    """Where ink begins on the first page, in pixels of a tenth of a mm."""
    found = Image.eval(picture(pdf, 254), lambda grey: 255 - grey).getbbox()
    assert found
    return found[0], found[1]


def test_the_numbers_read_on_the_ruler_move_the_labels(stall: Stall) -> None:
    client, staff, _listings = stall
    values = {"name": "Bureau", "right": "−1,5", "down": "2"}
    assert client.submit(PRINTERS, values, form="printer").status_code == 303
    (printer,) = printers_of(staff.id)
    assert offset_of(staff.id, printer.id) == (-1.5, 2.0)
    plain = client.submit(HUB, {"format": "21", "printer": ""}, form="labels").data
    moved = client.submit(HUB, {"format": "21", "printer": str(printer.id)}, form="labels").data
    before, after = inked(plain), inked(moved)
    assert after[0] - before[0] == pytest.approx(-15, abs=1)
    assert after[1] - before[1] == pytest.approx(20, abs=1)


def test_the_folds_cut_the_rulers_where_the_offset_is(app: Flask) -> None:
    """The zero of both rulers is the middle of the page; each number is as far off as it says."""
    pdf = calibration_sheet(About("Réglette", "fr"))
    ticks = [box for box in paths_of(pdf) if box.right - box.left < 1 < box.bottom - box.top < 13]
    places = sorted({round((box.left + box.right) / 2, 1) for box in ticks})
    assert {105.0, 95.0, 115.0, 106.5} <= set(places)
    across = [box for box in paths_of(pdf) if box.bottom - box.top < 1 < box.right - box.left < 13]
    heights = {round((box.top + box.bottom) / 2, 1) for box in across}
    assert {148.5, 138.5, 158.5} <= heights
    assert pytest.approx(2.8346, abs=0.001) == MM


@pytest.mark.parametrize(
    "values",
    [
        {"name": "", "right": "1", "down": "1"},
        {"name": "Bureau", "right": "loin", "down": "1"},
        {"name": "Bureau", "right": "1", "down": "11"},
        {"name": "Bureau", "right": "NaN", "down": "1"},
        {"name": "Bureau", "right": "1e9", "down": "1"},
    ],
)
def test_a_wrong_number_is_said_and_what_was_typed_stays(
    stall: Stall, values: dict[str, str]
) -> None:
    client, staff, _listings = stall
    answer = client.submit(PRINTERS, values, form="printer")
    assert answer.status_code == 422
    assert f'value="{values["right"]}"' in answer.get_data(as_text=True)
    assert printers_of(staff.id) == []


def test_the_same_name_writes_over_and_another_persons_printer_is_nobodys(app: Flask) -> None:
    one, other = make_account().id, make_account().id
    kept = keep_printer(one, " Bureau ", (1.0, 0.0))
    assert keep_printer(one, "Bureau", (0.3, -10.0)) == kept
    assert offset_of(one, kept) == (0.3, -10.0)
    with pytest.raises(errors.NoSuchPrinter):
        offset_of(other, kept)
    forget_printer(other, kept)
    assert len(printers_of(one)) == 1
    forget_printer(one, kept)
    assert printers_of(one) == []
    with pytest.raises(errors.PrinterWithoutName):
        keep_printer(one, " ", (0.0, 0.0))
    with pytest.raises(errors.OffsetTooLarge):
        keep_printer(one, "Loin", (10.1, 0.0))


def test_nobody_keeps_printers_without_end(app: Flask) -> None:
    one = make_account().id
    for number in range(20):
        keep_printer(one, f"Imprimante {number}", (0.0, 0.0))
    with pytest.raises(errors.TooManyPrinters):
        keep_printer(one, "Une de trop", (0.0, 0.0))


@pytest.mark.parametrize("start_at", ["5", "x", ""])
@pytest.mark.parametrize("code", [code for code, f in FORMATS.items() if f.is_single])
def test_the_first_free_label_is_ignored_where_a_sheet_is_one(
    stall: Stall, code: str, start_at: str
) -> None:
    client, _staff, (_brick, tile) = stall
    values = {"format": code, "start_at": start_at}
    for page, form in ((HUB, "labels"), (f"{HUB}/etiquette/{tile.code}", "one-label")):
        answer = client.submit(page, values, form=form)
        assert answer.mimetype == "application/pdf"
        assert tile.code in text_of(answer.data)
        shown = client.page(page).iter("option")
        single = {option.get("value") for option in shown if "data-single" in option.attrib}
        assert code in single
        assert not single & {"24", "2"}


def test_every_page_of_printing_has_its_style_sheet(stall: Stall) -> None:
    """Without it a long name widens the page of a phone, and a field of no use shows."""
    client, staff, (_brick, tile) = stall
    keep_printer(staff.id, "W" * 60, (0.0, 0.0))
    for address in (HUB, PRINTERS, f"{HUB}/etiquette/{tile.code}"):
        sheets = [str(link.get("href")) for link in client.page(address).iter("link")]
        assert [sheet for sheet in sheets if "printing.css" in sheet]
    listed = [shown for shown in client.page(PRINTERS).iter("ul") if "W" * 60 in words(shown)]
    assert "printer-list" in str(listed[-1].get("class"))


@transactional
def _reprice(listing_id: int, cents: int) -> None:
    session.get_one(Listing, listing_id).price_cents = cents


def test_only_labels_that_changed_are_printed_again(stall: Stall) -> None:
    client, _staff, (brick, tile) = stall
    changed = {"format": "24", "only_changed": "y"}
    first = text_of(client.submit(HUB, changed, form="labels").data)
    assert brick.code in first
    assert tile.code in first
    assert client.submit(HUB, changed, form="labels").status_code == 409
    _reprice(tile.id, 777)
    again = text_of(client.submit(HUB, changed, form="labels").data)
    assert tile.code in again
    assert "7,77 €" in again
    assert brick.code not in again


def test_a_preview_prints_nothing(stall: Stall) -> None:
    client, _staff, _listings = stall
    answer = client.get(f"{HUB}/etiquettes.png")
    assert answer.mimetype == "image/png"
    assert client.submit(HUB, {"only_changed": "y"}, form="labels").mimetype == "application/pdf"


def test_one_label_again_from_the_phone(stall: Stall) -> None:
    client, _staff, (brick, tile) = stall
    page = f"{HUB}/etiquette/{tile.code.lower()}"
    answer = client.submit(page, {"format": "62"}, form="one-label")
    assert answer.headers["Content-Disposition"].startswith("inline")
    text = text_of(answer.data)
    assert tile.code in text
    assert brick.code not in text
    outside = {"format": "24", "start_at": "25"}
    assert client.submit(page, outside, form="one-label").status_code == 409
    wrong = {"format": "24", "start_at": "x"}
    assert client.submit(page, wrong, form="one-label").status_code == 422
    theirs = make_listing(make_site(make_participation(make_edition())))
    assert client.get(f"{HUB}/etiquette/{theirs.code}").status_code == 404
