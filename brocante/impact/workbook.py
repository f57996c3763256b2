"""The workbook an accountant recomputes the report with: lines, totals by formula, parameters.

Every formula also holds its value, so that readers without a spreadsheet see the same.
"""

from collections.abc import Sequence
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook

from brocante.editions.models import Edition
from brocante.impact import sheet_of_lines, sheets_of_facts
from brocante.impact.report import Report, report_of
from brocante.impact.rules import Dimension, Total
from brocante.impact.sheet_of_lines import Column
from brocante.impact.sheets import Sheet

# Under which column of the lines each dimension stands.
_UNDER = {
    Dimension.FAMILY: Column.FAMILY,
    Dimension.PMCB: Column.PMCB,
    Dimension.CONDITION: Column.CONDITION,
    Dimension.COMPANY: Column.COMPANY,
    Dimension.SITE: Column.SITE_KEY,
    Dimension.COMMUNE: Column.COMMUNE,
    Dimension.EPCI: Column.EPCI,
    Dimension.DAY: Column.DAY,
    Dimension.HOUR: Column.HOUR,
    Dimension.KIND: Column.KIND,
    Dimension.ORIGIN: Column.ORIGIN,
}


def report_workbook(edition: Edition) -> bytes:
    """Return the workbook of an edition."""
    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, options)
    report = report_of(edition)
    sheets_of_facts.write_read_me(Sheet(book, _("Read me")), edition)
    summary, totals = Sheet(book, _("Summary")), Sheet(book, _("Totals"))
    lines = Sheet(book, sheet_of_lines.name())
    last = sheet_of_lines.write_lines(lines, edition, report.figures.parameters)
    facts = sheets_of_facts.write_facts(book, report)
    _write_totals(totals, report, last)
    sheets_of_facts.write_summary(summary, report, facts, last)
    sheets_of_facts.write_reference(book, report)
    book.close()
    return out.getvalue()


def _write_totals(sheet: Sheet, report: Report, last: int) -> None:
    """Write every breakdown, each cell a SUMIFS over the lines."""
    sheet.head(
        [
            _("divided by"),
            _("value"),
            _("lines"),
            _("lines of known weight"),
            _("known weight (t)"),
            _("amount incl. VAT (€)"),
            _("CO2e contained, typical (t)"),
        ],
        [28, 44, 10, 12, 14, 14, 16],
    )
    for part in report.breakdowns:
        for row in part.rows:
            key = sheet_of_lines.key_of(part.dimension, row.value, row.name)
            _write_total(sheet, part.label, key, _UNDER[part.dimension], row.total, last)
            carbon = row.carbon
            if carbon is not None:
                sheet.formula(
                    6,
                    _sum_if(Column.CO2_TYPICAL, _UNDER[part.dimension], sheet.row, last, 1000),
                    float(carbon.typical.scaleb(-6)),
                )
            sheet.next()


def _write_total(
    sheet: Sheet, label: str, key: str, under: Column, total: Total, last: int
) -> None:
    sheet.cells([label, key])
    values: Sequence[tuple[Column, int, float]] = (
        (Column.SIGN, 1, total.lines),
        (Column.KNOWN, 1, total.known_lines),
        (Column.KEPT_G, 1_000_000, total.mass_g / 1_000_000),
        (Column.AMOUNT, 1, total.amount_cents / 100),
    )
    for place, (column, divisor, value) in enumerate(values, start=2):
        sheet.formula(place, _sum_if(column, under, sheet.row, last, divisor), value)


def _sum_if(column: Column, under: Column, row: int, last: int, divisor: int) -> str:
    summed, asked = sheet_of_lines.range_of(column, last), sheet_of_lines.range_of(under, last)
    plain = f"=SUMIFS({summed},{asked},B{row + 1})"
    return plain if divisor == 1 else f"{plain}/{divisor}"
