"""Words on paper: what is kept, where lines break and how they are cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brocante.printing.typesetting import REGULAR, clean, load_fonts, width_per_point, wrap

texts = st.text(max_size=120) | st.text(alphabet="aW é,-1\u00a0\u202f", max_size=200)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    load_fonts()


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        (" a\n\tb  c ", "a b c"),
        ("12,50\u202f€", "12,50\u00a0€"),
        ("e\u0301te\u0301", "été"),
        ("Z\u0337\u0319a", "Za"),
        ("a\u200bb\x00", "ab"),
        ("日 \U0001f642 m²", "? ? m²"),
        ("œuvre Ø 12 × ≥ 3 …", "œuvre Ø 12 × ≥ 3 …"),
        ("Łódź, Győr, Țara, Ħal, Ŵyn, Ậu", "Łódź, Győr, Țara, Ħal, Ŵyn, Ậu"),
        ("Ĕ ſ ĸ Ɓ Ḕ", "E s k B E"),
    ],
)
def test_text_is_reduced_to_what_the_fonts_can_draw(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@settings(max_examples=200, deadline=None)
@given(text=texts, size=st.floats(4, 80), width=st.floats(90, 500), most=st.integers(1, 8))
def test_wrapping_loses_nothing_but_what_it_says_it_cut(
    text: str, size: float, width: float, most: int
) -> None:
    line = clean(text)
    lines, cut = wrap(line, REGULAR, size, width, most)
    assert len(lines) <= most
    assert all(width_per_point(part, REGULAR) * size <= width + 0.01 for part in lines)
    if cut:
        assert lines[-1].endswith("…")
    else:
        # A dot between two facts may go where a line ends.
        lost = str.maketrans(dict.fromkeys(" \u00a0·"))
        assert "".join(lines).translate(lost) == line.translate(lost)


def test_a_word_gives_way_whole_to_the_ellipsis() -> None:
    width = width_per_point("alpha beta gamma", REGULAR) * 10
    assert wrap("alpha beta gamma delta", REGULAR, 10, width, 1) == (["alpha beta…"], True)


def test_where_one_letter_has_no_room_beside_it_the_ellipsis_stands_alone() -> None:
    assert wrap("00W00", REGULAR, 62, 90, 2) == (["00", "…"], True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Faïence blanche 20 × 20", ["Faïence blanche", "20 × 20"]),
        ("Tomette rouge 17 cm", ["Tomette rouge", "17 cm"]),
        ("Bâche de 4 mètres", ["Bâche de 4", "mètres"]),
    ],
)
def test_a_measure_is_not_torn_apart(text: str, lines: list[str]) -> None:
    width = max(width_per_point(line, REGULAR) for line in lines) + 1.4
    assert wrap(text, REGULAR, 1, width, 2) == (lines, False)


@pytest.mark.parametrize("dot", ["\u00a0· ", " · "])
def test_a_line_neither_begins_nor_ends_with_a_dot_between_facts(dot: str) -> None:
    facts = ["60\u00a0×\u00a030\u00a0cm", "24,84\u00a0m²", "20\u00a0kg\u00a0/\u00a0m²"]
    width = width_per_point("\u00a0· ".join(facts[:2]), REGULAR) + 0.01
    lines, cut = wrap(dot.join(facts), REGULAR, 1, width, 2)
    assert (lines, cut) == (["\u00a0· ".join(facts[:2]), facts[2]], False)
    narrow = width_per_point(facts[0], REGULAR) + 0.01
    assert wrap(dot.join(facts), REGULAR, 1, narrow, 3) == (facts, False)


def test_a_measure_longer_than_a_line_breaks_between_its_numbers() -> None:
    width = width_per_point("1000 × 1000", REGULAR) + 0.1
    assert wrap("1000 × 1000 × 1000", REGULAR, 1, width, 2) == (["1000 × 1000", "× 1000"], False)


def test_prices_keep_their_currency_on_the_same_line() -> None:
    lines, _ = wrap("lot à 12,50\u00a0€", REGULAR, 10, 40, 3)
    assert any("12,50\u00a0€" in line for line in lines)
