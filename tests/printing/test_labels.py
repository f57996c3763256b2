"""Labels as a printer and a phone see them: what is on the paper, where, and whether it reads."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from brocante.core.codes import ALPHABET
from brocante.printing import errors, labels
from brocante.printing.formats import FORMATS, LabelFormat
from brocante.printing.label_frame import (
    CHIP_EDGE,
    CHIP_GAP,
    ICON_ADVANCE,
    Frame,
    Line,
    Setting,
    frame_of,
)
from brocante.printing.label_layout import set_label
from brocante.printing.labels import LabelData, SheetOptions, label_sheet
from brocante.printing.typesetting import BOLD, load_fonts, width_per_point

OPTIONS = SheetOptions(title="Étiquettes du dépôt", lang="fr")
DPI = 150

TILE = LabelData(
    code="K7F9MX",
    url="https://brocante.example.org/a/K7F9MX",
    title="Carrelage grès cérame",
    price_text="12,50 €",
    condition="declassed",
    condition_label="Déclassé",
    price_unit_text="TTC / m²",
    percentage_text="−40 %",
    percentage_attested=True,
    defect="Nuance variable",
    dimensions_text="60 × 60 cm",
    quantity_text="38,5 m²",
    mass_text="21 kg/m²",
    batch="Bain 77",
    location="Rack A12",
    company="Carrelages de Lœuilly",
)
LONG = replace(
    TILE,
    code="C6CC6C",
    url="https://brocante.example.org/a/C6CC6C",
    title="Menuiserie aluminium coulissante deux vantaux triple vitrage gris anthracite avec volet "
    "roulant motorisé intégré, seuil encastré et ensemble de quincaillerie de rechange",
    price_text="1 234 567,89 €",
    price_unit_text="TTC le lot indivisible de vingt-quatre ensembles",
    percentage_text="−35 % du prix le plus bas",
    defect="Rayures sur le dormant, joint à reprendre, poignée manquante, coffre voilé de 4 mm, "
    "quincaillerie dépareillée, étiquettes de l’usine collées sur le vitrage",
    dimensions_text="2 400 × 2 150 × 140 mm hors tout",
    location="Hangar nord, travée 12, niveau 3, derrière les palettes",
    company="Établissements Menuiseries Charpentes et Fermetures du Bergeracois",
)
WILD = replace(
    TILE,
    code="W" * 12,
    url="https://brocante.example.org/a/" + "W" * 12,
    title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    price_text="9" * 60,
    condition_label="W" * 60,
    price_unit_text="W" * 100,
    percentage_text="W" * 60,
    defect="W" * 300,
    dimensions_text="日本 \U0001f642",
    quantity_text="Z̷̛̙̍a̸l",
    mass_text="\n\n\t",
    company="\u00a0".join(["mot"] * 60),
)

texts = st.text(max_size=120) | st.text(alphabet="aW é,-1\u00a0\u202f", max_size=200)
formats = st.sampled_from(list(FORMATS.values()))
strange_labels = st.builds(
    LabelData,
    code=st.text(alphabet=ALPHABET, min_size=4, max_size=12),
    url=st.just("https://brocante.example.org/a/K7F9MX"),
    title=texts,
    price_text=texts,
    condition=st.sampled_from(["surplus", "declassed", "demo"]),
    condition_label=texts,
    price_unit_text=texts,
    percentage_text=texts,
    percentage_attested=st.booleans(),
    defect=texts,
    dimensions_text=texts,
    quantity_text=texts,
    mass_text=texts,
    batch=texts,
    location=texts,
    company=texts,
)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    load_fonts()


def numbered(count: int) -> Iterator[LabelData]:
    """Yield labels with codes of their own, in the order of the alphabet."""
    for letters, _ in zip(product(ALPHABET, repeat=4), range(count), strict=False):
        code = "".join(letters)
        yield replace(TILE, code=code, url=f"https://brocante.example.org/a/{code}")


def pictures(pdf: bytes) -> list[Image.Image]:
    """Return each page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def text_of(pdf: bytes) -> str:
    """Return the text of all pages, with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def codes_in(picture: Image.Image) -> list[str]:
    """Return the end of every address that a reader finds on a picture."""
    return [found.text.rsplit("/", 1)[1] for found in zxingcpp.read_barcodes(picture)]


def cell_box(
    label_format: LabelFormat, cell: tuple[float, float], padded: bool
) -> tuple[float, float, float, float]:
    """Return the pixels a cell, or its inside, covers; a pixel more for soft edges."""
    x, y = cell
    px, py = (label_format.padding_x, label_format.padding_y) if padded else (0, 0)
    scale = DPI / 25.4
    return (
        (x + px) * scale - 1,
        (y + py) * scale - 1,
        (x + label_format.width - px) * scale + 1,
        (y + label_format.height - py) * scale + 1,
    )


def line_width(line: Line) -> float:
    """Return how far a line reaches from its left edge, with icon and chip, in points."""
    width = width_per_point(line.text, line.font) * line.size
    width += line.size * ICON_ADVANCE if line.icon else 0
    if line.chip:
        width += (line.size * CHIP_GAP if line.text else 0) + 2 * CHIP_EDGE * line.size
        width += width_per_point(line.chip, BOLD) * line.size
    return width


def assert_inside(label: LabelData, frame: Frame) -> None:
    """Assert that no line of a label touches another, the QR code or the edge."""
    setting = set_label(label, frame)
    slack = 0.01
    assert all(line_width(line) <= frame.head_width + slack for line in setting.head)
    assert all(line_width(line) <= frame.side_width + slack for line in setting.facts)
    head = sum(line.advance for line in setting.head)
    facts = sum(line.advance for line in setting.facts)
    assert frame.qr_side + frame.code_height + frame.stamp <= frame.height + slack
    if frame.tall:
        assert head <= frame.height - frame.stamp - frame.band + slack
        assert facts <= frame.band + slack
    else:
        assert head + facts <= frame.height - frame.stamp + slack


every_format = pytest.mark.parametrize("label_format", FORMATS.values(), ids=FORMATS)


@every_format
@pytest.mark.parametrize("stamp", ["", "DÉMONSTRATION"])
def test_every_label_of_a_full_sheet_scans_and_reads(label_format: LabelFormat, stamp: str) -> None:
    sheet = list(numbered(label_format.per_page))
    sheet[0] = LONG
    pdf = label_sheet(sheet, label_format, replace(OPTIONS, stamp=stamp, cut_marks=True))
    (picture,) = pictures(pdf)
    codes = [label.code for label in sheet]
    assert sorted(codes_in(picture)) == sorted(codes)
    text = text_of(pdf)
    assert all(text.count(code) == 1 for code in codes)
    assert text.count("DÉMONSTRATION") == (len(sheet) if stamp else 0)


@every_format
def test_a_label_says_everything_it_was_given(label_format: LabelFormat) -> None:
    text = text_of(label_sheet([TILE], label_format, OPTIONS))
    for part in (
        TILE.code,
        TILE.title,
        TILE.price_text,
        TILE.condition_label,
        TILE.price_unit_text,
        TILE.percentage_text,
        TILE.defect,
        TILE.dimensions_text,
        TILE.quantity_text,
        TILE.mass_text,
        TILE.batch,
        TILE.location,
        TILE.company,
    ):
        assert part in text


def test_the_price_is_the_largest_text_of_a_label() -> None:
    setting = set_label(TILE, frame_of(FORMATS["24"], stamped=False))
    largest = max([*setting.head, *setting.facts], key=lambda line: line.size)
    assert largest.text == TILE.price_text
    assert largest.size > 1.8 * max(line.size for line in setting.head if line is not largest)


@every_format
def test_labels_stand_in_their_cells_row_by_row(label_format: LabelFormat) -> None:
    sheet = list(numbered(label_format.per_page))
    (picture,) = pictures(label_sheet(sheet, label_format, OPTIONS))
    for label, cell in zip(sheet, label_format.cells(), strict=True):
        assert codes_in(picture.crop(cell_box(label_format, cell, padded=False))) == [label.code]


@every_format
@pytest.mark.parametrize("label", [TILE, LONG, WILD], ids=["plain", "long", "wild"])
def test_no_ink_gets_out_of_a_label(label_format: LabelFormat, label: LabelData) -> None:
    sheet = [label] * label_format.per_page
    (picture,) = pictures(label_sheet(sheet, label_format, OPTIONS))
    drawing = ImageDraw.Draw(picture)
    for cell in label_format.cells():
        box = cell_box(label_format, cell, padded=True)
        assert picture.crop(box).getextrema()[0] == 0
        drawing.rectangle(box, fill=255)
    assert picture.getextrema() == (255, 255)


def test_even_a_wrong_setting_stays_off_the_neighbouring_label(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A font or a rule that goes wrong one day must not spoil somebody else's label."""
    endless = Setting([Line("W" * 200, BOLD, 30, 30)], [], cut=False)
    monkeypatch.setattr(labels, "set_label", lambda label, frame: endless)
    label_format = FORMATS["24"]
    (picture,) = pictures(label_sheet([TILE], label_format, OPTIONS))
    first = cell_box(label_format, next(label_format.cells()), padded=True)
    ImageDraw.Draw(picture).rectangle(first, fill=255)
    assert picture.getextrema() == (255, 255)


@every_format
@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize("label", [TILE, LONG, WILD], ids=["plain", "long", "wild"])
def test_lines_touch_nothing(label_format: LabelFormat, stamped: bool, label: LabelData) -> None:
    assert_inside(label, frame_of(label_format, stamped))


@settings(max_examples=150, deadline=None)
@given(
    label=strange_labels,
    label_format=st.sampled_from(list(FORMATS.values())),
    stamped=st.booleans(),
)
def test_strange_texts_touch_nothing(
    label: LabelData, label_format: LabelFormat, stamped: bool
) -> None:
    assert_inside(label, frame_of(label_format, stamped))


@settings(max_examples=25, deadline=None)
@given(label=strange_labels, label_format=formats)
def test_strange_texts_leave_the_code_readable(label: LabelData, label_format: LabelFormat) -> None:
    """Nothing beside the QR code may come so near that a phone no longer finds it."""
    printable = replace(
        label,
        price_text=f"1 {label.price_text}",
        defect=f"x {label.defect}",
        percentage_attested=True,
    )
    (picture,) = pictures(label_sheet([printable], label_format, OPTIONS))
    assert codes_in(picture) == ["K7F9MX"]


def test_texts_that_are_too_long_end_with_an_ellipsis_behind_a_word() -> None:
    text = text_of(label_sheet([LONG], FORMATS["24"], OPTIONS))
    start = re.search(r"Menuiserie [^…]*(?=…)", text)
    assert start
    title = " ".join(start[0].split())
    assert LONG.title.startswith(title)
    assert LONG.title[len(title)] in " ,"


def test_a_large_label_shows_long_texts_whole() -> None:
    text = text_of(label_sheet([LONG], FORMATS["1"], OPTIONS))
    assert "…" not in text
    assert LONG.title in text
    assert LONG.defect in text


def test_a_price_is_shrunk_but_never_cut() -> None:
    long_price = replace(TILE, price_text="9 876 543 210,99 € TTC le lot")
    assert long_price.price_text in text_of(label_sheet([long_price], FORMATS["21"], OPTIONS))


def test_an_unattested_percentage_is_refused_and_never_set() -> None:
    claim = replace(TILE, percentage_attested=False)
    with pytest.raises(errors.PercentageNotAttested):
        label_sheet([claim], FORMATS["24"], OPTIONS)
    setting = set_label(claim, frame_of(FORMATS["24"], stamped=False))
    assert not any(line.chip for line in setting.head)


def test_a_label_without_price_stops_the_whole_print() -> None:
    with pytest.raises(errors.LabelWithoutPrice, match="K7F9MX"):
        label_sheet([LONG, replace(TILE, price_text="")], FORMATS["24"], OPTIONS)


def test_printing_nothing_is_refused() -> None:
    with pytest.raises(errors.NothingToPrint):
        label_sheet([], FORMATS["24"], OPTIONS)


@pytest.mark.parametrize(
    ("count", "start_at", "pages"), [(1, 1, 1), (24, 1, 1), (25, 1, 2), (2, 24, 2), (48, 1, 2)]
)
def test_pages_are_filled_before_the_next_begins(count: int, start_at: int, pages: int) -> None:
    pdf = label_sheet(numbered(count), FORMATS["24"], replace(OPTIONS, start_at=start_at))
    found = [codes_in(picture) for picture in pictures(pdf)]
    assert len(found) == pages
    assert sum(map(len, found)) == count


def test_a_half_used_sheet_is_continued_at_its_first_free_label() -> None:
    label_format = FORMATS["21"]
    (picture,) = pictures(label_sheet([TILE], label_format, replace(OPTIONS, start_at=5)))
    fifth = list(label_format.cells())[4]
    assert codes_in(picture.crop(cell_box(label_format, fifth, padded=False))) == ["K7F9MX"]
    ImageDraw.Draw(picture).rectangle(cell_box(label_format, fifth, padded=True), fill=255)
    assert picture.getextrema() == (255, 255)


def test_an_offset_moves_everything_to_the_right_and_down() -> None:
    (plain,) = pictures(label_sheet([TILE], FORMATS["21"], OPTIONS))
    (moved,) = pictures(
        label_sheet([TILE], FORMATS["21"], replace(OPTIONS, offset_mm=(5.08, 2.54)))
    )
    before = Image.eval(plain, lambda grey: 255 - grey).getbbox()
    after = Image.eval(moved, lambda grey: 255 - grey).getbbox()
    assert before
    assert after
    assert after[0] - before[0] == pytest.approx(30, abs=1)
    assert after[1] - before[1] == pytest.approx(15, abs=1)


def test_a_start_or_offset_out_of_bounds_is_refused() -> None:
    with pytest.raises(errors.StartOutsideSheet):
        label_sheet([TILE], FORMATS["24"], replace(OPTIONS, start_at=25))
    with pytest.raises(errors.OffsetTooLarge):
        label_sheet([TILE], FORMATS["24"], replace(OPTIONS, offset_mm=(0.0, 11.0)))


def test_cut_marks_stand_on_the_corners_only_when_asked_for() -> None:
    label_format = FORMATS["8"]
    x, y, right, bottom = cell_box(label_format, next(label_format.cells()), padded=False)
    corners = [(x + 1, y + 1), (right - 1, y + 1), (x + 1, bottom - 1), (right - 1, bottom - 1)]
    for cut_marks in (False, True):
        options = replace(OPTIONS, cut_marks=cut_marks)
        (picture,) = pictures(label_sheet([TILE], label_format, options))
        for cx, cy in corners:
            corner = picture.crop((cx - 4, cy - 4, cx + 4, cy + 4)).tobytes()
            assert (min(corner) < 200) is cut_marks


@pytest.mark.parametrize("condition", ["surplus", "declassed", "demo"])
def test_each_condition_has_an_icon_of_its_own(condition: str) -> None:
    """A condition is told by word and drawing: with the same word, the pages still differ."""
    pages = {
        code: pictures(label_sheet([replace(TILE, condition=code)], FORMATS["1"], OPTIONS))[0]
        for code in ("surplus", "declassed", "demo", "unknown")
    }
    others = [page.tobytes() for code, page in pages.items() if code != condition]
    assert pages[condition].tobytes() not in others


def test_the_file_names_itself_its_language_and_asks_not_to_be_scaled() -> None:
    pdf = label_sheet([TILE], FORMATS["24"], OPTIONS)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == "Étiquettes du dépôt"
    assert re.search(rb"/Lang\s*\(fr\)", pdf)
    assert re.search(rb"/PrintScaling\s*/None", pdf)
    # For archives: the same as plain XML, and every font in the file itself.
    assert b'<rdf:li xml:lang="x-default">\xc3\x89tiquettes du d\xc3\xa9p\xc3\xb4t<' in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/TrueType") > 0
    width, height = document[0].get_size()
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((210, 297), abs=0.01)
