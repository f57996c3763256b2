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
from brocante.impact.carbon import Carbon, two_digits
from brocante.impact.figures import Figures
from brocante.impact.parameters import SETTINGS
from brocante.impact.places import authority_name, authority_of
from brocante.impact.pmcb import pmcb_of
from brocante.impact.queries import LedgerLine, commune_name, every_line
from brocante.impact.report import Report
from brocante.impact.rules import Total, Unsold, tonnes
from brocante.impact.words import CONDITIONS, KINDS, ORIGINS, OUTCOMES
from brocante.materials.queries import find_family, find_material
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
    N_("EPCI"),
    N_("listing code"),
    N_("title"),
    N_("family"),
    N_("material"),
    N_("PMCB family"),
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
    N_("weight with a factor (g)"),
    N_("CO2e contained, low (t)"),
    N_("CO2e contained, typical (t)"),
    N_("CO2e contained, high (t)"),
    N_("CO2e avoided before travel, low (t)"),
    N_("CO2e avoided before travel, high (t)"),
)


def line_header() -> list[str]:
    """Return what the columns of a line are called."""
    return [gettext(title) for title in _LINE_HEADER]


def ledger_csv(edition: Edition) -> Iterator[str]:
    """Yield the ledger as CSV, one line of the ledger each, oldest first."""
    yield _BOM + _row(line_header())
    for line in every_line(edition.id):
        yield _row(_written(cell) for cell in line_cells(line, edition))


def totals_csv(report: Report, *, with_amounts: bool = True) -> Iterator[str]:
    """Yield every total of the results as CSV: all, then by each dimension, then the counts."""
    figures = report.figures
    yield _BOM + _row(gettext(title) for title in _TOTAL_HEADER)
    total = (*_total_cells(figures.total, with_amounts), *_carbon_cells(figures.carbon))
    yield _row((gettext("Total"), "", *total))
    for part in report.breakdowns:
        for row in part.rows:
            cells = (*_total_cells(row.total, with_amounts), *_carbon_cells(row.carbon))
            yield _row((part.label, row.name, *cells))
    for label, value in (*_counts(figures), *(_amounts(figures) if with_amounts else ())):
        yield _row((gettext("Count"), gettext(label), _written(value)))
    for outcome, left in figures.unsold:
        yield _row((gettext("Unsold"), gettext(OUTCOMES[outcome]), *_left_cells(left)))
    yield _row((gettext("Unsold"), gettext("Total"), *_left_cells(figures.left_over)))
    for name, parameter in figures.parameters.items():
        label = gettext(SETTINGS[name].label)
        yield _row((gettext("Parameter"), label, "" if parameter is None else _written(parameter)))


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


def line_cells(line: LedgerLine, edition: Edition) -> tuple[object, ...]:
    """Return the columns of a line: texts, integers and exact decimals; "" where nothing is."""
    at = to_local(line.at, edition.time_zone)
    family, material = find_family(line.family), find_material(line.material)
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
        authority_name(authority_of(line.commune_code)),
        line.code,
        line.title,
        family.label(current_language()) if family else line.family,
        material.label(current_language()) if material else line.material or "",
        pmcb_of(line.material, line.family),
        gettext(CONDITIONS[line.condition]),
        line.quantity.decimal,
        unit_name(line.unit) or gettext("piece"),
        Decimal(line.amount_cents).scaleb(-2),
        "" if line.mass_g is None else line.mass_g,
        gettext(ORIGINS[line.mass_origin]),
    )


def _total_cells(total: Total, with_amounts: bool) -> tuple[object, ...]:
    return (
        total.lines,
        total.known_lines,
        total.mass_g if total.is_known else "",
        _written(tonnes(total.mass_g)) if total.is_known else "",
        _written(Decimal(total.amount_cents).scaleb(-2)) if with_amounts else "",
    )


def _carbon_cells(carbon: Carbon | None) -> tuple[object, ...]:
    """Return exact tonnes CO2e: what is quoted has two figures, what is added up has all."""
    if carbon is None or not carbon.is_known:
        return ()
    values = (carbon.low, carbon.typical, carbon.high, carbon.avoided_low, carbon.avoided_high)
    return (carbon.factor_g, *(_written(value.scaleb(-6)) for value in values))


def _left_cells(left: Unsold) -> tuple[object, ...]:
    known = (left.mass_g, _written(tonnes(left.mass_g))) if left.known else ()
    return (left.listings, left.known, *known)


def _counts(figures: Figures) -> tuple[tuple[str, object], ...]:
    present, travel = figures.attendance, figures.travel
    return (
        (N_("Reservations"), present.reservations),
        (N_("Cancelled reservations"), present.cancelled),
        (N_("Collections planned"), present.pickups),
        (N_("Collections made"), present.done),
        (N_("Did not come"), present.no_shows),
        (N_("Visitors with a ticket"), present.visitors),
        (N_("Pickup places"), figures.slots.capacity),
        (N_("Pickup places booked"), figures.slots.booked),
        (N_("Searches without an answer"), figures.missed.searches),
        (N_("Lines to check"), figures.doubtful),
        (N_("Trips of visitors"), travel.trips),
        (N_("Trips of known length"), travel.known_trips),
        (N_("Kilometres of visitors"), Decimal(travel.metres).scaleb(-3)),
        (N_("CO2e of the visitors’ travel (t)"), travel.grams.scaleb(-6)),
        (N_("CO2e avoided, low, travel taken off (t)"), figures.net_low.scaleb(-6)),
        (N_("The same, two significant figures"), two_digits(figures.net_low)),
        (N_("CO2e avoided, high, travel taken off (t)"), figures.net_high.scaleb(-6)),
        (N_("The same, two significant figures"), two_digits(figures.net_high)),
        (N_("Storage freed (m²)"), figures.space.square_metres),
        (N_("Companies that typed it"), figures.space.typed),
    )


def _amounts(figures: Figures) -> tuple[tuple[str, object], ...]:
    money = figures.money
    saved, disposal = money.saved_cents, figures.disposal_cents
    return (
        (N_("Lines given away"), money.free_lines),
        (N_("Lines with an attested comparison"), money.attested_lines),
        (N_("Saved on them (€)"), "" if saved is None else Decimal(saved).scaleb(-2)),
        (N_("Disposal avoided (€)"), "" if disposal is None else Decimal(disposal).scaleb(-2)),
    )


def _written(value: object) -> object:
    """Return a number with the decimal mark of the reader's spreadsheet."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}"
    return text.replace(".", ",") if current_language() == "fr" else text
