"""Where labels lie: on the makers' measures, nothing outside its cell, codes read when blurred."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brocante.catalogue.models import Condition, PriceKind
from brocante.core.codes import ALPHABET
from brocante.core.qr import short_address
from brocante.core.units import Unit
from brocante.printing.formats import FORMATS
from brocante.printing.label_frame import frame_of
from brocante.printing.label_layout import set_label
from brocante.printing.labelling import english_words
from brocante.printing.labels import LabelData, SheetOptions, label_sheet
from brocante.printing.typesetting import load_fonts
from tests.printing.reading import Box, codes_at, paths_of, texts_of

OPTIONS = SheetOptions(title="Étiquettes", lang="fr")
# As the packs of label sheets have it: columns, rows, width, height, left, top, and the way from
# one label to the next; typed from the makers' sheets, not from the program.
MAKERS = {
    "24": (3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0),
    "21": (3, 7, 63.5, 38.1, 7.2, 15.1, 66.0, 38.1),
    "8": (2, 4, 99.1, 67.7, 4.6, 13.1, 101.6, 67.7),
    "4": (2, 2, 99.1, 139.0, 4.6, 9.5, 101.6, 139.0),
    "2": (1, 2, 199.6, 143.5, 5.2, 5.0, 199.6, 143.5),
    "1": (1, 1, 199.6, 289.1, 5.2, 4.0, 199.6, 289.1),
    "a5": (1, 1, 148.0, 210.0, 0.0, 0.0, 148.0, 210.0),
    "a6": (1, 1, 105.0, 148.0, 0.0, 0.0, 105.0, 148.0),
    "62": (1, 1, 62.0, 100.0, 0.0, 0.0, 62.0, 100.0),
}
CUT_MARK = 4 * 25.4 / 72  # half of one, which stands around each corner
PRICED = LabelData(
    code="K7F9MX",
    url="https://brocante.example.org/a/K7F9MX",
    title="Tuile canal",
    price_text="0,85 €",
    condition="surplus",
    condition_label="Surplus",
    english="Roofing, surplus. Price incl. VAT, per piece.",
)
every_format = pytest.mark.parametrize("code", FORMATS)


def cells(code: str) -> list[Box]:
    columns, rows, width, height, left, top, step_x, step_y = MAKERS[code]
    return [
        Box(x, y, x + width, y + height)
        for row, column in product(range(rows), range(columns))
        for x, y in [(left + column * step_x, top + row * step_y)]
    ]


@every_format
def test_every_label_lies_within_a_fifth_of_a_millimetre_of_the_makers_measures(code: str) -> None:
    sheet = [PRICED] * FORMATS[code].per_page
    pdf = label_sheet(sheet, FORMATS[code], replace(OPTIONS, cut_marks=True))
    marks = [
        Box(b.left + CUT_MARK, b.top + CUT_MARK, b.right - CUT_MARK, b.bottom - CUT_MARK)
        for b in paths_of(pdf)
    ]
    for cell in cells(code):
        assert min(mark.farthest(cell) for mark in marks) <= 0.2


@every_format
@pytest.mark.parametrize("stamped", [False, True])
def test_no_line_of_facts_ends_with_the_dot_between_two(code: str, stamped: bool) -> None:
    load_fonts()
    tiles = replace(
        PRICED,
        dimensions_text="60 × 30 cm",
        quantity_text="24,84 m²",
        mass_text="20 kg / m²",
        location="Hangar nord, travée 12",
        batch="Bain 77",
    )
    setting = set_label(tiles, frame_of(FORMATS[code], stamped))
    assert len(setting.facts) > 1
    assert not [line.text for line in setting.facts if line.text.strip("\u00a0 ·") != line.text]


@pytest.mark.usefixtures("app")
def test_the_english_keeps_a_unit_with_its_word() -> None:
    words = english_words("tiles", Condition.SURPLUS, PriceKind.UNIT, Unit.SQUARE_METRE)
    assert words.endswith("per\u00a0m².")


strange = st.text(max_size=60) | st.text(alphabet="aWÉjgŐ é,-1\u00a0\u202f", max_size=180)
listings = st.builds(
    LabelData,
    code=st.text(alphabet=ALPHABET, min_size=4, max_size=12),
    url=st.just("https://brocante.example.org/a/K7F9MX"),
    title=strange,
    price_text=strange.map(lambda text: f"1 {text}"),
    condition=st.sampled_from(["surplus", "demo"]),
    condition_label=strange,
    price_unit_text=strange,
    percentage_text=st.sampled_from(["", "−40 %", "W" * 40]),
    percentage_attested=st.just(True),
    defect=strange,
    dimensions_text=strange,
    quantity_text=strange,
    mass_text=st.just("21 kg / m²"),
    batch=strange,
    location=strange,
    company=strange,
    english=strange,
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    found=st.lists(listings, min_size=5, max_size=5), code=st.sampled_from(["24", "21", "8", "62"])
)
def test_nothing_leaves_its_cell_for_two_thousand_strange_listings(
    found: list[LabelData], code: str
) -> None:
    """Each example prints five listings in four mixtures of their texts: 2,000 labels in all."""
    mixed = [
        replace(one, title=other.company, defect=other.title, location=third.defect)
        for shift in range(4)
        for one, other, third in zip(
            found, found[shift:] + found[:shift], found[-shift:] + found[:-shift], strict=True
        )
    ]
    pdf = label_sheet(mixed, FORMATS[code], OPTIONS)
    pages = -(-len(mixed) // FORMATS[code].per_page)
    places = cells(code)
    for page in range(pages):
        found_texts = texts_of(pdf, page)
        assert len(found_texts) > 3
        assert [t for t in found_texts if not any(t.within(c, 0.05) for c in places)] == []


@every_format
def test_a_moving_phone_reads_every_code_of_a_full_sheet(code: str) -> None:
    sheet = [
        replace(PRICED, code=letters, url=f"https://brocante.example.org/a/{letters}")
        for letters in ("".join(parts) for parts in product("CDF", "GHJ", "KMN", "PQR"))
    ][: FORMATS[code].per_page]
    pdf = label_sheet(sheet, FORMATS[code], replace(OPTIONS, stamp="*** DÉMONSTRATION ***"))
    wanted = sorted(short_address(label.url) for label in sheet)
    assert codes_at(pdf, 150) == wanted
    assert codes_at(pdf, 200, blur=1.2) == wanted
