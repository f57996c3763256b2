"""Sizes, amounts and vehicles asked in a sentence or in fields, on both databases."""

from typing import Any

import pytest
from flask import Flask

from brocante.catalogue.criteria import Sort, read_criteria
from brocante.catalogue.finding import GIVEN_UP, UNSURE, Found, find
from brocante.catalogue.search import reindex
from brocante.companies.models import Site
from brocante.core.transaction import transactional
from brocante.core.units import Unit
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from tests.factories import make_edition, make_listing, make_participation, make_site

SHEET = {"unit": Unit.SHEET, "length_mm": 2500, "width_mm": 1200}


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An edition whose catalogue is open."""
    return make_edition()


@pytest.fixture
def site(edition: Edition) -> Site:
    """A yard in Sarlat."""
    return make_site(make_participation(edition))


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


def _find(edition: Edition, **values: str) -> Found:
    _reindex(edition.id)
    return find(edition, read_criteria(values, days_of(edition)))


def _ids(edition: Edition, **values: str) -> list[int]:
    return [row.id for row in _find(edition, **values).page.rows]


@pytest.mark.parametrize(
    ("changes", "quantity", "typed", "fits"),
    [
        ({"width_mm": 600, "height_mm": 750}, 1, "pièce 60 x 75 ± 2 cm", True),
        ({"width_mm": 770, "height_mm": 580}, 1, "pièce 60 x 75 ± 2 cm", True),
        ({"width_mm": 771, "height_mm": 600}, 1, "pièce 60 x 75 ± 2 cm", False),
        ({"width_mm": 630, "height_mm": 750}, 1, "pièce 60 x 75 ± 3 cm", True),
        ({"title": "Pièce de bois 60 × 75 mm"}, 1, "pièce 60 x 75", True),
        ({"title": "Pièce de 60 × 75"}, 1, "pièce 600 x 750 mm", True),
        ({"width_mm": 830}, 1, "pièce largeur 83", True),
        ({"width_mm": 730}, 1, "pièce largeur 83", False),
        ({"length_mm": 2500}, 1, "pièce longueur ≤ 2,5 m", True),
        ({"length_mm": 2501}, 1, "pièce longueur ≤ 2,5 m", False),
        ({"length_mm": 6000}, 1, "pièce longueur >= 6 m", True),
        ({}, 1, "pièce longueur ≤ 2,5 m", False),
        (SHEET, 6, "pièce au moins 18 m²", True),
        (SHEET, 5, "pièce au moins 18 m²", False),
        ({"unit": Unit.SQUARE_METRE}, "18.2", "pièce 18 m²", True),
        ({"unit": Unit.ROLL, "title": "Pièce, rouleau 10 m²"}, 2, "pièce 18 m²", True),
        ({"unit": Unit.ROLL, "title": "Pièce, rouleau 10 m²"}, 1, "pièce 18 m²", False),
        # How much there is in it nobody knows: it may do.
        ({"unit": Unit.ROLL, "title": "Pièce, rouleau"}, 1, "pièce 18 m²", True),
        ({"unit": Unit.BAR, "title": "Pièce en 3 m"}, 4, "au moins 12 m de pièce", True),
        ({"unit": Unit.BAR, "title": "Pièce en 3 m"}, 3, "au moins 12 m de pièce", False),
        ({"unit": Unit.BAG, "unit_mass_g": 25_000}, 40, "pièce 1 tonne", True),
        ({"unit": Unit.BAG, "unit_mass_g": 25_000}, 39, "pièce 1 tonne", False),
        ({"length_mm": 1400, "width_mm": 600}, 1, "pièce dans ma Clio", True),
        ({"length_mm": 1500, "width_mm": 600}, 1, "pièce dans ma Clio", False),
        ({"length_mm": 1500, "width_mm": 600}, 1, "pièce dans un Kangoo", True),
        ({"length_mm": 500, "unit_mass_g": 260_000}, 1, "pièce dans ma Clio", False),
        ({"length_mm": 500, "unit_mass_g": 26_000}, 99, "10 pièces dans ma Clio", False),
        ({}, 1, "pièce dans ma Clio", False),
        ({"price_cents": 1500}, 1, "pièce moins de 15 €", True),
        ({"price_cents": 1501}, 1, "pièce moins de 15 €", False),
    ],
)
def test_a_sentence_finds_what_fits(
    edition: Edition,
    site: Site,
    changes: dict[str, Any],
    quantity: int | str,
    typed: str,
    fits: bool,
) -> None:
    listing = make_listing(site, quantity, **{"title": "Pièce", **changes})
    found = _find(edition, q=typed)
    given_up = [note.message for note in found.notes if note.message in GIVEN_UP.values()]
    # What does not fit is only shown when nothing does, and then it is said.
    assert (listing.id in [row.id for row in found.page.rows], bool(given_up)) == (True, not fits)


@pytest.mark.parametrize(
    ("titles", "is_told"),
    [(["Pièce, rouleau"], True), (["Pièce, rouleau", "Pièce, rouleau 20 m²"], False)],
)
def test_what_may_be_enough_is_told_from_what_surely_is(
    edition: Edition, site: Site, titles: list[str], is_told: bool
) -> None:
    for title in titles:
        make_listing(site, 1, title=title, unit=Unit.ROLL)
    found = _find(edition, q="pièce au moins 18 m²")
    assert len(found.page.rows) == len(titles)
    assert [note.message for note in found.notes] == [UNSURE] * is_told


@pytest.mark.parametrize("near", ["", "Bergerac"])
def test_the_nearest_first_needs_a_place(edition: Edition, site: Site, near: str) -> None:
    make_listing(site, title="Pièce")
    found = _find(edition, q="pièce", tri="distance", pres_de=near)
    assert (found.order is Sort.DISTANCE, bool(found.notes)) == (bool(near), not near)


@pytest.mark.parametrize(
    ("changes", "values", "fits"),
    [
        ({"length_mm": 1400, "width_mm": 600}, {"vehicule": "car"}, True),
        ({"length_mm": 1500, "width_mm": 600}, {"vehicule": "car"}, False),
        ({"length_mm": 1500, "width_mm": 600}, {"vehicule": "Kangoo"}, True),
        ({"length_mm": 2500}, {"longueur_max": "2,5 m"}, True),
        ({"length_mm": 2501}, {"longueur_max": "2,5 m"}, False),
        (SHEET, {"quantite_min": "30 m²"}, True),
        (SHEET, {"quantite_min": "31 m2"}, False),
        # A field counts more than the sentence.
        ({"length_mm": 900, "width_mm": 600}, {"q": "brique 60x75", "longueur": "90"}, True),
    ],
)
def test_fields_say_the_same(
    edition: Edition, site: Site, changes: dict[str, Any], values: dict[str, str], fits: bool
) -> None:
    listing = make_listing(site, 10, **changes)
    assert _ids(edition, **values) == ([listing.id] if fits else [])


def test_listings_of_one_company_and_batch_add_up(edition: Edition, site: Site) -> None:
    tiles = {"unit": Unit.SQUARE_METRE, "title": "Carrelage grès"}
    one = make_listing(site, "10.08", batch="24-602", **tiles)
    two = make_listing(site, "8.64", batch="24-602", **tiles)
    make_listing(site, "10.08", batch="24-603", **tiles)
    make_listing(site, "10.08", batch="", **tiles)
    elsewhere = make_site(make_participation(edition))
    make_listing(elsewhere, "10.08", batch="24-602", **tiles)
    assert _ids(edition, q="carrelage au moins 18 m²") == [two.id, one.id]
    assert _find(edition, q="carrelage au moins 19 m²").notes


def test_the_nearest_size_stands_first(edition: Edition, site: Site) -> None:
    off = make_listing(site, title="Fenêtre", width_mm=610, height_mm=740)
    exact = make_listing(site, title="Fenêtre", width_mm=600, height_mm=750)
    make_listing(site, title="Fenêtre", width_mm=800, height_mm=750)
    far_off = make_listing(site, title="Fenêtre", width_mm=620, height_mm=770)
    assert _ids(edition, q="fenêtre 60x75") == [exact.id, off.id, far_off.id]


def test_enough_stands_before_perhaps(edition: Edition, site: Site) -> None:
    sure = make_listing(site, 4, title="Laine de verre, rouleau 10 m²", unit=Unit.ROLL)
    perhaps = make_listing(site, 9, title="Laine de verre", unit=Unit.ROLL)
    assert _ids(edition, q="laine de verre 30 m²") == [sure.id, perhaps.id]


def test_a_place_in_the_sentence_sorts_what_is_equal(edition: Edition, site: Site) -> None:
    near = make_site(
        make_participation(edition),
        commune="Bergerac",
        commune_code="24037",
        latitude=44.853,
        longitude=0.483,
    )
    by_bergerac = make_listing(near)
    in_sarlat = make_listing(site)
    found = _find(edition, q="brique près de Bergerac")
    assert [row.id for row in found.page.rows] == [by_bergerac.id, in_sarlat.id]
    assert found.place is not None
    assert found.place.name == "Bergerac"
    assert _ids(edition, q="brique à moins de 20 km de Bergerac") == [by_bergerac.id]
    assert _ids(edition, q="brique à Bergerac") == [by_bergerac.id, in_sarlat.id]


def test_words_that_nothing_has_together_are_left_out_and_said(
    edition: Edition, site: Site
) -> None:
    listing = make_listing(site, title="Parquet chêne")
    make_listing(site, title="Baignoire")
    found = _find(edition, q="parquet de salle de bain")
    assert [row.id for row in found.page.rows] == [listing.id]
    assert "« salle »" in found.notes[0].params["words"]


def test_facets_count_without_themselves(edition: Edition, site: Site) -> None:
    for family, condition in (("tiles", "surplus"), ("tiles", "demo"), ("timber", "demo")):
        make_listing(site, family=family, condition=condition)
    for values in ({}, {"q": "brique"}):
        page = _find(edition, famille="tiles", **values).page
        assert page.families == {"tiles": 2, "timber": 1}
        assert page.conditions == {"surplus": 1, "demo": 1}
        page = _find(edition, etat="demo", **values).page
        assert page.families == {"tiles": 1, "timber": 1}
        assert page.conditions == {"surplus": 1, "demo": 2}


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 1_000_000,
        "1 x 1 " * 50,
        "NEAR(a b) OR * : ' \" ; DROP TABLE listing --",
        "((((((((((",
        "au moins 999999 m² longueur ≤ 0,001 m dans ma Clio moins de 0 €",
        "près de près de près de près de",
        "± ± ± 60 x x 75",
        "'; SELECT 1; --",
        "\ud800",
    ],
)
def test_bad_input_is_answered(edition: Edition, site: Site, typed: str) -> None:
    make_listing(site)
    assert _find(edition, q=typed).page.total <= 1
    assert _find(edition, pres_de=typed, quantite_min=typed, vehicule=typed).page.total <= 1
