"""The catalogue on paper: everything in it once, under its heading, found by its index."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.album import stored_name
from brocante.catalogue.models import Photo
from brocante.companies.models import Company
from brocante.core import clock
from brocante.core.db import session
from brocante.core.qr import short_address
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.printing.catalogue_book import COLUMN
from brocante.printing.kinds import Paper, Scope
from brocante.printing.papers import Press
from tests.factories import make_company, make_edition, make_listing, make_participation, make_site
from tests.printing.reading import Box, assert_reads, pages_of, paths_of, texts_of
from tests.printing.test_service import use
from tests.support.pictures import encoded, two_halves

TITLES = [f"Matériau {n:02d} {'de très longue désignation ' * (n % 3)}" for n in range(45)]
FAMILIES = ("tiles", "timber", None)


@pytest.fixture
def edition(app: Flask) -> Edition:
    use(app, public_url="https://brocante.example.org")
    made = make_edition()
    for start, name in enumerate(("Négoce Nord", "Scierie Sud")):
        site = make_site(make_participation(made, make_company(name=name)))
        for number in range(start, len(TITLES), 2):
            make_listing(site, title=TITLES[number], family=FAMILIES[number % 3])
    return made


def printed(app: Flask, edition: Edition, paper: Paper, company_id: int | None = None) -> bytes:
    press = Press(edition, app.extensions["brocante_store"])
    return press.make(paper, Scope(edition, company_id))


@pytest.mark.parametrize("paper", [Paper.BY_SITE, Paper.BY_FAMILY])
def test_every_listing_stands_on_the_page_that_the_index_says(
    app: Flask, edition: Edition, paper: Paper
) -> None:
    pdf = printed(app, edition, paper)
    pages = pages_of(pdf)
    assert "5 €" in pages[2]
    index = pages[-1]
    assert "Index" in index
    for number in range(len(TITLES)):
        word = f"Matériau {number:02d}"
        said = re.search(rf"{word}[^0-9]*?(\d+)(?= |$)", index)
        assert said, word
        holding = [at + 1 for at, text in enumerate(pages[2:-1], 2) if word in text]
        assert holding == [int(said[1])]
    for page in range(len(pages)):
        assert all(box.within(Box(4, 0, 206, 293)) for box in texts_of(pdf, page))


@pytest.mark.parametrize(("paper", "height"), [(Paper.BY_SITE, 17.0), (Paper.BY_FAMILY, 11.5)])
def test_the_band_of_a_section_is_as_tall_as_what_it_says(
    app: Flask, edition: Edition, paper: Paper, height: float
) -> None:
    pdf = printed(app, edition, paper)
    found = [
        box.bottom - box.top
        for page in range(2, len(pages_of(pdf)) - 1)
        for box in paths_of(pdf, page)
        if box.right - box.left == pytest.approx(COLUMN, abs=0.2) and box.bottom - box.top > 5
    ]
    assert len(found) >= 2
    assert found == pytest.approx([height] * len(found), abs=0.2)


def test_contents_name_the_sections_with_their_first_pages(app: Flask, edition: Edition) -> None:
    pages = pages_of(printed(app, edition, Paper.BY_SITE))
    contents = pages[1]
    for name in ("Négoce Nord", "Scierie Sud"):
        said = re.search(rf"{name} (\d+)", contents)
        assert said
        assert name in pages[int(said[1]) - 1]
        assert not [at for at in range(2, int(said[1]) - 1) if name in pages[at]]
    address = short_address(f"https://brocante.example.org/{edition.slug}/")
    assert_reads(printed(app, edition, Paper.BY_SITE), address)


def test_the_catalogue_of_a_company_holds_nothing_of_others(app: Flask, edition: Edition) -> None:
    company = session.scalars(select(Company).where(Company.name == "Négoce Nord")).one()
    text = " ".join(pages_of(printed(app, edition, Paper.BY_SITE, company_id=company.id)))
    assert "Matériau 00" in text
    assert "Matériau 01" not in text
    assert "Scierie Sud" not in text


@transactional
def _photograph(listing_id: int, key: str) -> None:
    values = {"upload_id": key[:40], "key": key, "position": 0, "width": 400, "height": 300}
    session.add(Photo(listing_id=listing_id, colour="#c0ffee", created_at=clock.now(), **values))


def test_photos_are_small_and_a_lost_one_stops_nothing(app: Flask) -> None:
    use(app, demo=True)
    edition = make_edition()
    site = make_site(make_participation(edition))
    store = app.extensions["brocante_store"]
    keys = ["a" * 64, "b" * 64]
    for key in keys:
        _photograph(make_listing(site, title=f"Photo {key[0]}").id, key)
    picture = encoded(two_halves((400, 300)), "WEBP")
    store.put(stored_name(keys[0], 400), picture, "image/webp")
    pdf = printed(app, edition, Paper.BY_SITE)
    assert pdf.count(b"/DCTDecode") == 1
    assert "Photo b" in pages_of(pdf)[2]
    assert len(pdf) < 200_000
