"""Sums of cells: nothing is lost, nothing unknown becomes zero tonnes known."""

from decimal import Decimal

import pytest

from brocante.editions.rules import EditionState
from brocante.impact.rules import (
    Cell,
    Dimension,
    Total,
    Unsold,
    divide,
    results_are_public,
    tonnes,
    total_of,
)


def cell(family: str, total: Total) -> Cell:
    return Cell({Dimension.FAMILY: family, Dimension.CONDITION: "surplus"}, total)


def test_parts_add_up_to_the_whole_heaviest_first() -> None:
    cells = [
        cell("timber", Total(2, 2, 5_000, 900)),
        cell("tiles", Total(1, 1, 7_000, 100)),
        cell("timber", Total(1, 0, 0, 50)),
    ]
    parts = divide(cells, Dimension.FAMILY)
    assert parts == [("tiles", Total(1, 1, 7_000, 100)), ("timber", Total(3, 2, 5_000, 950))]
    assert sum((part for _, part in parts), Total()) == total_of(cells)


def test_what_was_undone_altogether_is_not_listed() -> None:
    cells = [cell("timber", Total(1, 1, 5_000, 900)), cell("timber", Total(-1, -1, -5_000, -900))]
    assert divide(cells, Dimension.FAMILY) == []
    assert total_of(cells) == Total()


@pytest.mark.parametrize(
    ("total", "coverage"),
    [(Total(), None), (Total(3, 2), 66), (Total(1000, 999), 99), (Total(4, 4), 100)],
)
def test_coverage_is_rounded_down_so_that_100_means_all(total: Total, coverage: int | None) -> None:
    assert total.coverage == coverage


def test_an_unknown_mass_is_not_a_mass_of_zero() -> None:
    assert not Total(lines=3).is_known
    assert Total(lines=3, known_lines=1, mass_g=0).is_known
    assert Unsold(listings=3, known=1, mass_g=10).coverage == 33
    assert Unsold(0, 0, 0).coverage is None


def test_tonnes_are_exact_to_the_gram() -> None:
    assert tonnes(12_345_678) == Decimal("12.345678")
    assert tonnes(1) == Decimal("0.000001")


def test_results_are_public_once_the_sale_is_over() -> None:
    public = {state for state in EditionState if results_are_public(state)}
    assert public == {EditionState.CLOSING, EditionState.ARCHIVED}
