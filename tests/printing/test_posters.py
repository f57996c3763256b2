"""Posters, signs and the flyer: what the data say, on the size asked for, codes that lead."""

from dataclasses import replace

import pytest
from flask import Flask

from brocante.core.codes import new_code
from brocante.core.qr import short_address
from brocante.editions.models import Edition
from brocante.printing.documents import A3, A4, A5, About
from brocante.printing.edition_posters import edition_poster, flyer
from brocante.printing.gathering import edition_sheet
from brocante.printing.posters import arrow_sheet, counter_sign, sheet, site_poster
from brocante.printing.sheets import EditionSheet
from tests.factories import make_company, make_edition, make_listing, make_participation, make_site
from tests.printing.reading import (
    Box,
    assert_reads,
    pages_of,
    sizes_of,
    text_of,
    texts_of,
)
from tests.printing.test_service import use

ABOUT = About("Affiche", "fr", "Organisateur")
LONG = "Établissements Menuiseries, Charpentes et Fermetures du Bergeracois et du Sarladais réunis"


@pytest.fixture
def edition(app: Flask) -> Edition:
    use(app, public_url="https://brocante.example.org")
    made = make_edition(name="Brocante aux matériaux de Dordogne", territory="Dordogne")
    for number, name in enumerate(("Négoce Ŵilhelm", LONG, "Scierie")):
        participation = make_participation(made, make_company(name=name, slug=new_code().lower()))
        site = make_site(participation, latitude=44.8 + number / 9, commune="Sarlat-la-Canéda")
        make_listing(site)
    return made


def inside(pdf: bytes, size: tuple[float, float], page: int = 0) -> bool:
    """Tell whether all text keeps off the border that printers leave blank."""
    paper = Box(4, 4, size[0] - 4, size[1] - 4)
    return all(text.within(paper) for text in texts_of(pdf, page))


def test_the_poster_of_a_site_says_when_and_where_and_leads_to_its_page(edition: Edition) -> None:
    found = edition_sheet(edition)
    for site in found.sites:
        pdf = sheet([site_poster(found, site)], ABOUT)
        text = text_of(pdf)
        assert sizes_of(pdf) == [(210, 297)]
        assert "12 route de Vitrac, 24200 Sarlat-la-Canéda" in text
        assert text.count("9 h – 17 h") == 2
        assert_reads(pdf, short_address(site.url))
        assert inside(pdf, A4)
    assert "Négoce Ŵilhelm" in text_of(sheet([site_poster(found, found.sites[0])], ABOUT))


@pytest.mark.parametrize("size", [A4, A3], ids=["A4", "A3"])
def test_the_poster_of_an_edition_names_every_site(
    edition: Edition, size: tuple[float, float]
) -> None:
    found = edition_sheet(edition)
    pdf = sheet([edition_poster(found)], ABOUT, size)
    text = text_of(pdf)
    assert sizes_of(pdf) == [(round(size[0]), round(size[1]))]
    assert [site.company for site in found.sites if site.company not in text] == []
    assert "3 dépôts ouverts, 3 lots" in text
    assert found.dates.french in text
    assert found.dates.english in text
    assert_reads(pdf, short_address(found.url))
    assert inside(pdf, size)


def crowd(found: EditionSheet, count: int) -> EditionSheet:
    sites = tuple(
        replace(found.sites[number % 3], id=number + 1, number=number + 1, company=f"Site {number}")
        for number in range(count)
    )
    return replace(found, sites=sites)


@pytest.mark.parametrize("count", [1, 30, 31, 100, 160])
def test_many_sites_in_one_place_still_find_room(edition: Edition, count: int) -> None:
    pdf = sheet([edition_poster(crowd(edition_sheet(edition), count))], ABOUT)
    text = text_of(pdf)
    assert [number for number in range(count) if f"Site {number}, " not in text] in (
        [],
        list(range(count)),  # few: name and commune stand one under the other
    )
    assert_reads(pdf, short_address(edition_sheet(edition).url))
    assert inside(pdf, A4)


def test_an_edition_without_any_site_makes_a_poster_all_the_same(app: Flask) -> None:
    use(app, demo=True)
    bare = edition_sheet(make_edition(departments="", name="Édition nue"))
    assert "Édition nue" in text_of(sheet([edition_poster(bare)], ABOUT))


def test_arrows_point_to_each_side_and_on(edition: Edition) -> None:
    found = edition_sheet(edition)
    size = (A4[1], A4[0])
    pdf = sheet(arrow_sheet(found, found.sites[1]), ABOUT, size, size)
    assert sizes_of(pdf) == [(297, 210)] * 3
    for number, text in enumerate(pages_of(pdf)):
        assert "Entrée Brocante" in text
        assert "Brocante entrance" in text
        assert LONG in text
        assert inside(pdf, size, number)


def test_the_sign_of_the_counter_says_what_to_do(edition: Edition) -> None:
    found = edition_sheet(edition)
    size = (A4[1], A4[0])
    pdf = sheet([counter_sign(found, found.sites[0])], ABOUT, size, size)
    text = text_of(pdf)
    for words in ("Comptoir", "Counter", "Montrez votre billet", "Pay the company here"):
        assert words in text
    assert_reads(pdf, short_address(found.sites[0].url))
    assert inside(pdf, size)


def test_the_flyer_is_half_a_page_and_leads_to_the_catalogue(edition: Edition) -> None:
    found = edition_sheet(edition)
    pdf = sheet([flyer(found)], ABOUT, A5, A5)
    assert sizes_of(pdf) == [(148, 210)]
    assert_reads(pdf, short_address(found.url))
    assert "brocante.example.org" in text_of(pdf)
    assert inside(pdf, A5)


def test_a_demonstration_is_stamped_on_every_page(app: Flask, edition: Edition) -> None:
    use(app, demo=True)
    found = edition_sheet(edition)
    size = (A4[1], A4[0])
    pages = [site_poster(found, found.sites[0]), edition_poster(found)]
    papers = [sheet(pages, ABOUT), sheet(arrow_sheet(found, found.sites[0]), ABOUT, size, size)]
    texts = [text for pdf in papers for text in pages_of(pdf)]
    assert len(texts) == 5
    assert all("DÉMONSTRATION" in text for text in texts)
