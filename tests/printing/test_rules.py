"""What may not be printed: one test for each refusal, and for what must pass."""

from dataclasses import replace

import pytest

from brocante.printing import errors, rules
from brocante.printing.formats import FORMATS, LabelFormat
from brocante.printing.labels import LabelData

LABEL = LabelData(
    code="K7F9MX",
    url="https://brocante.example.org/a/K7F9MX",
    title="Tuile canal",
    price_text="0,85 €",
    condition="surplus",
    condition_label="Surplus",
)


def test_a_plain_label_may_be_printed() -> None:
    rules.check_printable(LABEL)


@pytest.mark.parametrize("price", ["", " "])
def test_a_label_without_a_price_is_refused(price: str) -> None:
    with pytest.raises(errors.LabelWithoutPrice, match="K7F9MX"):
        rules.check_printable(replace(LABEL, price_text=price))


def test_a_percentage_needs_the_attested_lowest_price() -> None:
    claim = replace(LABEL, percentage_text="−40 %")
    with pytest.raises(errors.PercentageNotAttested, match="K7F9MX"):
        rules.check_printable(claim)
    rules.check_printable(replace(claim, percentage_attested=True))


def test_a_declassed_material_says_its_defect() -> None:
    declassed = replace(LABEL, condition="declassed", condition_label="Déclassé")
    with pytest.raises(errors.DeclassedWithoutDefect, match="K7F9MX"):
        rules.check_printable(declassed)
    rules.check_printable(replace(declassed, defect="Coins ébréchés"))


@pytest.mark.parametrize("start_at", [0, -1, 25])
def test_a_start_that_is_not_on_the_sheet_is_refused(start_at: int) -> None:
    with pytest.raises(errors.StartOutsideSheet, match="24"):
        rules.check_start(FORMATS["24"], start_at)


def test_a_sheet_of_one_label_is_not_said_to_have_several() -> None:
    with pytest.raises(errors.NoOtherLabel):
        rules.check_start(FORMATS["62"], 2)
    rules.check_start(FORMATS["62"], 1)


@pytest.mark.parametrize("start_at", [1, 24])
def test_every_label_of_the_sheet_may_be_the_first(start_at: int) -> None:
    rules.check_start(FORMATS["24"], start_at)


@pytest.mark.parametrize("offset", [(10.1, 0.0), (0.0, -10.1), (float("nan"), 0.0)])
def test_an_offset_no_printer_has_is_refused(offset: tuple[float, float]) -> None:
    with pytest.raises(errors.OffsetTooLarge, match="10 mm"):
        rules.check_offset(offset)


def test_an_offset_of_some_millimetres_is_accepted() -> None:
    rules.check_offset((-10.0, 10.0))


@pytest.mark.parametrize("label_format", FORMATS.values(), ids=FORMATS)
def test_the_labels_of_a_sheet_lie_side_by_side_on_the_page(label_format: LabelFormat) -> None:
    cells = list(label_format.cells())
    single = {"a5": 1, "a6": 1, "62": 1}
    count = single.get(label_format.code) or int(label_format.code)
    assert len(set(cells)) == label_format.per_page == count
    assert label_format.pitch_x >= label_format.width
    assert label_format.pitch_y >= label_format.height
    last_x, last_y = cells[-1]
    right = label_format.page_width - last_x - label_format.width
    bottom = label_format.page_height - last_y - label_format.height
    assert right == pytest.approx(label_format.left, abs=0.1)
    assert bottom == pytest.approx(label_format.top, abs=0.1)


@pytest.mark.parametrize("label_format", FORMATS.values(), ids=FORMATS)
def test_the_border_that_printers_leave_blank_holds_no_text(
    label_format: LabelFormat,
) -> None:
    blank = 3.0 if label_format.code == "62" else 4.2
    assert label_format.left + label_format.padding_x >= blank
    assert label_format.top + label_format.padding_y >= blank
