"""The ledger and its totals as files for spreadsheets, safe to open and exact to the gram."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from flask_babel import gettext

from brocante.core.clock import to_local
from brocante.core.text import N_
from brocante.editions.models import Edition
from brocante.impact.queries import (
    LedgerLine,
    attendance,
    commune_name,
    company_names,
    every_line,
    ledger_cells,
    unsold,
)
from brocante.impact.rules import Dimension, Total, divide, tonnes, total_of
from brocante.impact.words import CONDITIONS, DIMENSIONS, KINDS, ORIGINS, value_name
from brocante.materials.queries import find_family
from brocante.web.formats import unit_name
from brocante.web.languages import current_language

# Excel on a French machine reads UTF-8 only with this mark before it.
_BOM = "\ufeff"
# A cell that begins so is run as a formula by spreadsheets, some of them after a blank.
_FORMULA = re.compile(r"[\s\x00]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")

_LINE_HEADER = (
    N_("line"),
    N_("undoes line"),
    N_("day"),
    N_("time"),
    N_("how it left"),
    N_("company"),
    N_("site"),
    N_("commune code"),
    N_("commune"),
    N_("listing code"),
    N_("title"),
    N_("family"),
    N_("condition"),
    N_("quantity"),
    N_("unit"),
    N_("amount incl. VAT (€)"),
    N_("weight (g)"),
    N_("how the weight is known"),
)
_TOTAL_HEADER = (
    N_("divided by"),
    N_("value"),
    N_("lines"),
    N_("lines of known weight"),
    N_("known weight (g)"),
    N_("known weight (t)"),
    N_("amount incl. VAT (€)"),
)


def ledger_csv(edition: Edition) -> Iterator[str]:
    """Yield the ledger as CSV, one line of the ledger each, oldest first."""
    yield _BOM + _row(gettext(title) for title in _LINE_HEADER)
    for line in every_line(edition.id):
        yield _row(_line_cells(line, edition))


def totals_csv(edition: Edition) -> Iterator[str]:
    """Yield every total of the results as CSV: all, then by each dimension, then the counts."""
    yield _BOM + _row(gettext(title) for title in _TOTAL_HEADER)
    cells, names = ledger_cells(edition.id), company_names(edition.id)
    yield _row((gettext("Total"), "", *_total_cells(total_of(cells))))
    for dimension in Dimension:
        for value, total in divide(cells, dimension):
            name = value_name(dimension, value, names)
            yield _row((gettext(DIMENSIONS[dimension]), name, *_total_cells(total)))
    present, left = attendance(edition.id), unsold(edition.id)
    for label, count in (
        (N_("Reservations"), present.reservations),
        (N_("Cancelled reservations"), present.cancelled),
        (N_("Collections planned"), present.pickups),
        (N_("Collections made"), present.done),
        (N_("Did not come"), present.no_shows),
    ):
        yield _row((gettext("Count"), gettext(label), count))
    left_cells = (left.listings, left.known, left.mass_g, _decimal(tonnes(left.mass_g)))
    yield _row((gettext("Count"), gettext("Listings not sold out"), *left_cells))


def safe_cell(value: object) -> str:
    """Return a cell no spreadsheet runs: a text that looks like a formula gets an apostrophe."""
    text = str(value)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _row(cells: Iterable[object]) -> str:
    buffer = StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(map(safe_cell, cells))
    return buffer.getvalue()


def _line_cells(line: LedgerLine, edition: Edition) -> tuple[object, ...]:
    at = to_local(line.at, edition.time_zone)
    family = find_family(line.family)
    return (
        line.id,
        line.undoes_id or "",
        at.strftime("%Y-%m-%d"),
        at.strftime("%H:%M"),
        gettext(KINDS[line.kind]),
        line.company,
        line.site,
        line.commune_code,
        commune_name(line.commune_code),
        line.code,
        line.title,
        family.label(current_language()) if family else line.family,
        gettext(CONDITIONS[line.condition]),
        _decimal(line.quantity.decimal),
        unit_name(line.unit) or gettext("piece"),
        _decimal(Decimal(line.amount_cents).scaleb(-2)),
        "" if line.mass_g is None else line.mass_g,
        gettext(ORIGINS[line.mass_origin]),
    )


def _total_cells(total: Total) -> tuple[object, ...]:
    return (
        total.lines,
        total.known_lines,
        total.mass_g if total.is_known else "",
        _decimal(tonnes(total.mass_g)) if total.is_known else "",
        _decimal(Decimal(total.amount_cents).scaleb(-2)),
    )


def _decimal(value: Decimal) -> str:
    """Return a number with the decimal mark of the reader's spreadsheet."""
    text = f"{value:f}"
    return text.replace(".", ",") if current_language() == "fr" else text
