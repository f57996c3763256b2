"""The results as a page shows them: words and figures ready to read, from one set of sums."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask_babel import gettext

from brocante.counter.models import HandoverKind
from brocante.impact.queries import attendance, company_names, ledger_cells, unsold
from brocante.impact.rules import (
    Attendance,
    Dimension,
    Total,
    Unsold,
    divide,
    tonnes,
    total_of,
)
from brocante.impact.words import DIMENSIONS, value_name
from brocante.web.languages import current_language


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a dimension and its sum."""

    value: str
    name: str
    total: Total


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The results divided by one dimension."""

    dimension: Dimension
    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a page of results shows."""

    total: Total
    walk_ins: Total
    companies: int
    breakdowns: list[Breakdown]
    attendance: Attendance
    unsold: Unsold


def edition_report(edition_id: int, dimensions: Iterable[Dimension] = tuple(Dimension)) -> Report:
    """Return the results of an edition divided by some dimensions. Five queries."""
    cells, names = ledger_cells(edition_id), company_names(edition_id)
    by_kind = dict(divide(cells, Dimension.KIND))
    return Report(
        total=total_of(cells),
        walk_ins=by_kind.get(HandoverKind.WALK_IN, Total()),
        companies=len(divide(cells, Dimension.COMPANY)),
        breakdowns=[
            Breakdown(
                dimension,
                gettext(DIMENSIONS[dimension]),
                [
                    Row(value, value_name(dimension, value, names), total)
                    for value, total in divide(cells, dimension)
                ],
            )
            for dimension in dimensions
        ],
        attendance=attendance(edition_id),
        unsold=unsold(edition_id),
    )


def in_tonnes(grams: int, digits: int = 3) -> str:
    """Return grams as "12,435 t", to the kilogram unless fewer digits are asked for."""
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    text: str = format_decimal(tonnes(grams), format=pattern, locale=current_language())
    return f"{text}\u00a0t"
