"""Criteria out of an address: what is understood, and that nonsense only earns a note."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.criteria import Criteria, Cursor, Sort, read_criteria
from brocante.catalogue.rules import Condition
from brocante.core.units import Quantity

DAYS = (date(2026, 4, 10), date(2026, 4, 11))
NAMES = [
    *("q", "famille", "etat", "jour", "prix_max", "quantite_min", "longueur", "largeur"),
    *("tolerance", "pres_de", "rayon_km", "entreprise", "tri", "page"),
]


@pytest.mark.parametrize(
    ("name", "typed", "field", "value"),
    [
        ("q", "  tuile \n plate", "text", "tuile plate"),
        ("famille", "timber", "family", "timber"),
        ("etat", "declassed", "condition", Condition.DECLASSED),
        ("etat", "Déclassé", "condition", Condition.DECLASSED),
        ("jour", "2026-04-11", "day", DAYS[1]),
        ("prix_max", "12,50 €", "max_price_cents", 1250),
        ("quantite_min", "18.5", "min_quantity", Quantity(18_500)),
        ("longueur", "250", "length_mm", 2500),
        ("longueur", "2,5 m", "length_mm", 2500),
        ("largeur", "2500mm", "width_mm", 2500),
        ("tolerance", "± 2 cm", "tolerance_mm", 20),
        ("rayon_km", "30 km", "radius_km", 30),
        ("tri", "prix", "sort", Sort.PRICE),
        ("page", "s24.117", "cursor", Cursor(24, 117)),
        ("page", "p0.9", "cursor", Cursor(0, 9, backwards=True)),
    ],
)
def test_understood(name: str, typed: str, field: str, value: object) -> None:
    reading = read_criteria({name: typed}, DAYS)
    assert getattr(reading.criteria, field) == value
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("famille", "licornes"),
        ("etat", "neuf"),
        ("jour", "2026-04-12"),
        ("jour", "demain"),
        ("prix_max", "-3"),
        ("prix_max", "1e9"),
        ("quantite_min", "beaucoup"),
        ("longueur", "0"),
        ("longueur", "10 km"),
        ("rayon_km", "0"),
        ("rayon_km", "99999"),
        ("tri", "couleur"),
        ("page", "2"),
        ("page", "s1.٣"),
    ],
)
def test_nonsense_is_left_out_and_said(name: str, typed: str) -> None:
    reading = read_criteria({name: typed}, DAYS)
    assert reading.criteria == Criteria()
    assert [note.params["typed"] for note in reading.notes] == [typed]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_no_address_fails(values: dict[str, str]) -> None:
    reading = read_criteria(values, DAYS)
    assert len(reading.notes) <= len(values)


def test_a_cursor_is_read_as_it_is_written() -> None:
    for cursor in (Cursor(0, 5), Cursor(999, 12, backwards=True)):
        assert read_criteria({"page": str(cursor)}, DAYS).criteria.cursor == cursor


@pytest.mark.parametrize(
    ("criteria", "order"),
    [
        (Criteria(), Sort.RECENT),
        (Criteria(text="bois"), Sort.RELEVANCE),
        (Criteria(near="Sarlat"), Sort.DISTANCE),
        (Criteria(text="bois", sort=Sort.PRICE), Sort.PRICE),
    ],
)
def test_the_order_suits_what_is_asked(criteria: Criteria, order: Sort) -> None:
    assert criteria.order is order
