"""Search words: the same whatever the accents, plurals, blanks and marks somebody types."""

import pytest

from brocante.catalogue.words import _wordings, analyse, asked_words, index_words
from brocante.core.text import fold


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Déclassé", ["declasse"]),
        ("BA 13", ["ba13"]),
        ("OSB 3 18 mm", ["osb3", "18mm"]),
        ("R 3,15", ["r3_15"]),
        ("R3.15", ["r3_15"]),
        ("60 × 60 cm", ["60x60cm"]),
        ("60x60", ["60x60"]),
        ("20 x 20 x 50", ["20x20x50"]),
        ("d'œuvre", ["oeuvre"]),
        ("12 m²", ["12m2"]),
        ("de la", []),
        ("\x00'\"*()&|!:", []),
    ],
)
def test_words_of_a_text(typed: str, words: list[str]) -> None:
    assert analyse(typed) == words


def test_codes_are_also_found_by_their_parts() -> None:
    words = index_words("OSB3 18mm 20x20x50 carreau 60 × 60 cm")
    assert {"osb3", "osb", "18mm", "18", "20x20x50", "20x20", "60x60cm", "60x60"} <= set(words)


def test_plurals_share_their_stem() -> None:
    assert set(index_words("carreaux")) & set(index_words("carreau"))
    assert set(index_words("tuiles plates")) & set(index_words("tuile plate"))


def test_trade_words_share_a_token() -> None:
    common = set(index_words("placo")) & set(index_words("plaque de plâtre BA13"))
    assert any(word.startswith("mat") for word in common)


def test_only_the_last_word_is_a_beginning() -> None:
    assert [asked.beginning for asked in asked_words("poutre vieil")] == [None, "vieil"]
    assert [asked.beginning for asked in asked_words("poutre vieille ")] == [None, None]
    assert [asked.beginning for asked in asked_words("poutre v")] == [None, None]


def test_a_size_beside_a_material_counts() -> None:
    (asked,) = asked_words("carrelage 60 x 60")
    assert all("60x60" in choice for choice in asked.choices)


@pytest.mark.parametrize("word", ["terrazzo", "mezzanine", "jacuzzi", "zzqq"])
def test_two_z_are_no_decimal_mark(word: str) -> None:
    (asked,) = asked_words(f"{word} ")
    assert asked.text == word


def test_a_decimal_is_asked_as_it_is_indexed() -> None:
    assert "r3_15" in index_words("R 3,15")
    assert [asked.text for asked in asked_words("isolant R3,15")] == ["isolant", "r3_15"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("window ", "Fenêtre PVC"),
        ("oak beams ", "Poutre chêne"),
        ("roof window ", "Fenêtre de toit"),
        ("plasterboard ", "Plaque BA13"),
        ("tuiles anciennes ", "Tuile canal vieillie"),
        ("isolant ", "Laine de verre"),
    ],
)
def test_what_visitors_say_is_looked_for_in_the_words_of_sellers(typed: str, title: str) -> None:
    indexed = set(index_words(title))
    assert all(
        any(set(choice) <= indexed for choice in part.choices) for part in asked_words(typed)
    )


def test_the_longest_wording_counts() -> None:
    (asked,) = asked_words("roof window ")
    assert asked.text == "roof window"


def test_wordings_are_written_as_they_are_looked_up() -> None:
    for said, meant in _wordings().items():
        assert fold(said) == said
        assert len(said.split()) <= 3, said
        assert all(analyse(phrase) for phrase in meant), said
