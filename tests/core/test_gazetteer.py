"""Communes are found as people write them."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core import gazetteer
from brocante.core.gazetteer import Commune, commune, department_of, departments, find_communes
from brocante.core.geo import Point

PERIGUEUX = Point(45.1842, 0.7161)
# Where a commune of France may stand: metropolitan, or one of the five overseas départements.
BOXES = {
    "metropolitan": (41.2, 51.2, -5.3, 9.7),
    "971": (15.8, 16.6, -61.9, -60.9),
    "972": (14.3, 15.0, -61.3, -60.7),
    "973": (2.0, 6.0, -54.7, -51.5),
    "974": (-21.5, -20.8, 55.2, 55.9),
    "976": (-13.1, -12.6, 45.0, 45.4),
}


def known(code: str) -> Commune:
    """Return a commune that must exist."""
    found = commune(code)
    assert found is not None, code
    return found


def names(text, **choices):
    return [found.name for found in find_communes(text, **choices)]


@pytest.fixture(scope="module")
def every_commune():
    index = gazetteer._index()
    return [index.commune(row) for row in range(len(index.table_starts) - 1)]


def test_a_commune_is_known_by_its_insee_code():
    bergerac = known("24037")
    assert (bergerac.name, bergerac.postcodes, bergerac.department) == (
        "Bergerac",
        ("24100",),
        "24",
    )
    assert bergerac.point == Point(bergerac.latitude, bergerac.longitude)
    assert bergerac.population > 20_000


@pytest.mark.parametrize(
    ("code", "name"), [("75056", "Paris"), ("2A004", "Ajaccio"), ("97411", "Saint-Denis")]
)
def test_the_largest_corsican_and_overseas_communes_are_known(code, name):
    assert known(code).name == name


def test_a_postcode_means_its_largest_commune():
    lembras = next(found for found in find_communes("24100") if found.name == "Lembras")
    assert names("24100", near=lembras.point)[0] == "Bergerac"


@pytest.mark.parametrize("code", ["", "24999", "24037;", "2403", "\n2403", "24037;Ber", "é2403"])
def test_an_unknown_code_is_no_commune(code):
    assert commune(code) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Périgueux", "Périgueux"),
        ("PERIGUEUX", "Périgueux"),
        ("  périg ", "Périgueux"),
        ("sarlat la caneda", "Sarlat-la-Canéda"),
        ("Caneda", "Sarlat-la-Canéda"),
        ("caneda sarlat", "Sarlat-la-Canéda"),
        ("st astier", "Saint-Astier"),
        ("St-Astier", "Saint-Astier"),
        ("ste foy la grande", "Sainte-Foy-la-Grande"),
        ("bugue", "Le Bugue"),
        ("mans", "Le Mans"),
        ("L’Abergement-Clémenciat", "L'Abergement-Clémenciat"),
        ("oeuf en ternois", "Œuf-en-Ternois"),
        ("Œuf", "Œuf-en-Ternois"),
        ("24000", "Périgueux"),
        ("2400", "Périgueux"),
        ("24000 Périgueux", "Périgueux"),
        ("Périgueux (24)", "Périgueux"),
        ("24000 PERIGUEUX CEDEX", "Périgueux"),
        ("Paris 12", "Paris"),
        ("perigeux", "Périgueux"),
        ("Bergerak", "Bergerac"),
        ("le bugeu", "Le Bugue"),
        ("sarlatt", "Sarlat-la-Canéda"),
        ("Bergerac 33000", "Bergerac"),
    ],
)
def test_a_commune_is_found_as_people_write_it(typed, first):
    assert names(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", "99999", "zzzzzz", "(((", "\n", "q" * 500])
def test_nothing_is_found_for_nothing(typed):
    assert names(typed) == []


def test_the_most_populated_come_first():
    found = find_communes("saint", limit=20)
    full_names = [c for c in found if c.name != "Le Saint"]
    populations = [c.population for c in full_names]
    assert populations == sorted(populations, reverse=True)
    assert len(populations) >= 19


def test_the_whole_name_comes_before_the_larger_commune_that_only_begins_so():
    found = find_communes("roche", limit=3)
    assert [c.name for c in found][:1] in (["Roche"], ["La Roche"])
    assert found[0].population < known("17300").population


def test_the_nearest_come_first_when_a_place_is_given():
    near = [c.department for c in find_communes("saint-pierre-de", near=PERIGUEUX)]
    assert near[0] == "24"
    assert names("saint-pierre-de", near=PERIGUEUX) != names("saint-pierre-de")


def test_a_department_keeps_its_own_communes():
    found = find_communes("saint pierre", department="24", limit=50)
    assert {c.department for c in found} == {"24"}
    assert names("bergerac", department="75") == []
    assert names("bergerak", department="24") == ["Bergerac"]


def test_no_more_than_the_limit_is_answered():
    assert len(names("saint", limit=3)) == 3
    assert names("saint", limit=0) == []
    assert len(names("perigeux", limit=1)) == 1


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_an_answer(typed):
    assert len(find_communes(typed)) <= 8


def test_every_commune_is_found_by_its_own_name_and_postcode(every_commune):
    """A sample of 350, spread over all sizes and départements."""
    for place in every_commune[::100]:
        found = find_communes(f"{place.name} {place.postcodes[0]}", limit=40)
        assert place in found


def test_every_commune_has_a_name_a_postcode_and_a_plausible_place(every_commune):
    assert len(every_commune) > 34_800
    assert len({place.code for place in every_commune}) == len(every_commune)
    for place in every_commune:
        south, north, west, east = BOXES.get(place.department, BOXES["metropolitan"])
        assert south <= place.latitude <= north, place
        assert west <= place.longitude <= east, place
        assert place.name, place
        assert place.postcodes, place
        assert all(len(code) == 5 and code.isdigit() for code in place.postcodes), place


def test_departments_are_those_of_the_communes(every_commune):
    assert {place.department for place in every_commune} == set(departments())
    assert departments()["24"] == "Dordogne"
    assert len(departments()) == 101


def test_department_of_a_code():
    assert [department_of(c) for c in ("24037", "2B033", "97411")] == ["24", "2B", "974"]


def test_the_whole_country_stays_light_in_memory():
    tracemalloc.start()
    try:
        index = gazetteer._index.__wrapped__()
        kept, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert index.table_starts
    assert kept < 8_000_000


def test_the_file_is_small_enough_to_ship():
    assert (gazetteer.DATA / "communes.csv.xz").stat().st_size < 600_000
