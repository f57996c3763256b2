"""Sides out of columns and titles, and the words by which they are looked up."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.sizes import (
    Sides,
    side_words,
    sides_in,
    sides_of,
    words_near,
    words_of_longest,
)
from brocante.catalogue.wanted import Wanted
from brocante.catalogue.wishes import Face


@dataclass(frozen=True)
class Piece:
    """Something with a title and sizes."""

    title: str = ""
    family: str | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    thickness_mm: int | None = None
    diameter_mm: int | None = None


@pytest.mark.parametrize(
    ("title", "family", "sides"),
    [
        ("Fenêtre bois pin H 75 × L 60", "windows", (750, 600)),
        ("Regard béton 30 × 30 avec couvercle", "outdoor", (300, 300)),
        ("Radiateur acier 600 × 1000 type 22", "plumbing-heating", (600, 1000)),
        ("Treillis soudé ST10 2,40 × 3,60 m", "metals", (2400, 3600)),
        ("Plaque polycarbonate 10 mm 3 m × 1,05 m", "roofing", (3000, 1050)),
        ("Poutre chêne 20 × 20 en 3 m", "timber", (200, 200, 3000)),
        ("Bastaing sapin 63 × 175 en 4 m", "timber", (63, 175, 4000)),
        ("Lame composite gris 23 × 145", "outdoor", (23, 145)),
        ("Tube carré 40 × 40 en 6 m", "metals", (40, 40, 6000)),
        ("Bac acier anthracite en 2,50 m", "roofing", (2500,)),
        ("Gaine ICTA Ø 20 couronne 100 m", "electrical", ()),
        ("Adhésif rouleau 25 m", "hardware", ()),
        ("Gravier concassé 10/20 calcaire", "outdoor", ()),
        ("Rouleau de bitume 10 m²", "roofing", ()),
        ("Double vitrage 4/16/4 120 × 60", "windows", (1200, 600)),
        ("Laine de verre 100 mm", "insulation", ()),
    ],
)
def test_sides_a_title_tells(title: str, family: str, sides: tuple[int, ...]) -> None:
    assert sides_in(title, family) == sides


def test_sizes_given_count_more_than_the_title() -> None:
    piece = Piece("Fenêtre 60 × 75", length_mm=1000, width_mm=800)
    assert sides_of(piece) == Sides((1000, 800), 800, 1000)


def test_a_title_completes_what_is_not_given() -> None:
    assert sides_of(Piece("Chevron 63 × 75", "timber", length_mm=4000)).all == (4000, 75, 63)
    assert sides_of(Piece("Bloc-porte 73 cm", width_mm=730)) == Sides((730,), 730, 730)


def test_a_thickness_alone_says_nothing_of_the_longest_side() -> None:
    assert sides_of(Piece("Volige", thickness_mm=18)) == Sides((18,), None, None)
    assert side_words(sides_of(Piece("Volige", thickness_mm=18))) == ["_s1"]


_side = st.integers(min_value=1, max_value=9_000)


@given(_side, _side, _side, st.integers(min_value=0, max_value=300))
def test_the_index_never_hides_what_fits(a: int, b: int, asked: int, tolerance: int) -> None:
    """Words may find too much, never too little: what fits has a word of every group."""
    piece = Piece(length_mm=a, width_mm=b)
    words = set(side_words(sides_of(piece)))
    near = words_near(asked, tolerance)
    if any(abs(side - asked) <= tolerance for side in (a, b)):
        assert not near or words & set(near)
    if min(a, b) <= asked:
        assert words & set(words_of_longest(0, max(a, b)))


@given(_side, _side, st.integers(min_value=-25, max_value=25), st.integers(-25, 25))
def test_a_face_may_be_turned(a: int, b: int, off_a: int, off_b: int) -> None:
    wanted = Wanted(face=Face(((a, b),), 20))
    for piece in (
        Piece(length_mm=a + off_a, width_mm=b + off_b),
        Piece(width_mm=a + off_a, height_mm=b + off_b),
    ):
        if min(a + off_a, b + off_b) < 1:
            continue
        fits = wanted._off(sides_of(piece)) is not None
        if abs(off_a) <= 20 and abs(off_b) <= 20:
            assert fits
        elif abs(a - b) > 60:
            assert not fits
