"""The sheet of lines: each with its factors, its carbon by formula and what it counts for."""

from decimal import Decimal
from enum import IntEnum

from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name

from brocante.core.clock import to_local
from brocante.editions.models import Edition
from brocante.impact.carbon import carbon_of
from brocante.impact.doubts import doubt_of
from brocante.impact.export import line_cells, line_header
from brocante.impact.parameters import Parameter, Parameters, number_of, share_low
from brocante.impact.queries import LedgerLine, commune_name, every_line
from brocante.impact.rules import Dimension
from brocante.impact.sheets import Sheet
from brocante.impact.words import DOUBTS, ORIGINS
from brocante.materials.queries import find_material
from brocante.materials.rules import MassOrigin


class Column(IntEnum):
    """Places of the columns that formulas name; those up to ORIGIN_WORD are of the CSV."""

    DAY = 2
    KIND = 4
    COMPANY = 5
    COMMUNE = 8
    EPCI = 9
    FAMILY = 12
    PMCB = 14
    CONDITION = 15
    QUANTITY = 16
    AMOUNT = 18
    MASS_G = 19
    ORIGIN_WORD = 20
    HOUR = 21
    SITE_KEY = 22
    SIGN = 23
    DOUBT = 24
    KEPT_G = 25
    KNOWN = 26
    ORIGIN = 27
    EF_LOW = 28
    EF_TYPICAL = 29
    EF_HIGH = 30
    SHARE_LOW = 31
    SHARE_HIGH = 32
    FACTOR_G = 33
    CO2_LOW = 34
    CO2_TYPICAL = 35
    CO2_HIGH = 36
    AVOIDED_LOW = 37
    AVOIDED_HIGH = 38
    COMPARED = 39
    COMPARED_AMOUNT = 40
    ATTESTED = 41
    ATTESTED_AMOUNT = 42
    FREE = 43


def name() -> str:
    """Return the name of the sheet."""
    return _("Lines")


def extra_header() -> list[str]:
    """Return what the columns after those of the CSV are called."""
    return [
        _("hour"),
        _("site and company"),
        _("counts for (1 or −1)"),
        _("why the weight cannot be right"),
        _("weight that counts (g)"),
        _("weight known (1 or −1)"),
        _("how the weight that counts is known"),
        _("factor, low (kg CO2e/kg)"),
        _("factor, typical (kg CO2e/kg)"),
        _("factor, high (kg CO2e/kg)"),
        _("share wasted, low case"),
        _("share replaced, high case"),
        _("weight with a factor (g)"),
        _("CO2e contained, low (kg)"),
        _("CO2e contained, typical (kg)"),
        _("CO2e contained, high (kg)"),
        _("CO2e avoided, low (kg)"),
        _("CO2e avoided, high (kg)"),
        _("attested price of one unit (€)"),
        _("the same for the line (€)"),
        _("comparison attested (1 or −1)"),
        _("amount with a comparison (€)"),
        _("given away (1 or −1)"),
    ]


def range_of(column: Column, last: int) -> str:
    """Return the cells of a column, such as Lignes!$A$2:$A$90."""
    letters = xl_col_to_name(column)
    return f"'{name()}'!${letters}$2:${letters}${max(last, 2)}"


def key_of(dimension: Dimension, value: str, shown: str) -> str:
    """Return how a value of a dimension stands in the lines."""
    if dimension in (Dimension.DAY, Dimension.PMCB):
        return value
    return value.replace("T", " ") if dimension is Dimension.HOUR else shown


def write_lines(sheet: Sheet, edition: Edition, parameters: Parameters) -> int:
    """Write the lines; return the number of the last row as spreadsheets count."""
    titles = [*line_header(), *extra_header()]
    sheet.head(titles, [8, 8, 11, 7, 16, 26, 20, 9, 20, 26, 9, 34, 26, 26, 7, 14, 9, 9, 11, 12, 22])
    for line in every_line(edition.id):
        sheet.cells(line_cells(line, edition))
        _write_extra(sheet, line, edition, parameters)
        sheet.next()
    return sheet.row


def _write_extra(sheet: Sheet, line: LedgerLine, edition: Edition, parameters: Parameters) -> None:
    sign = -1 if line.undoes_id else 1
    doubt = doubt_of(
        line.mass_g, line.quantity.thousandths, line.unit, is_undo=line.undoes_id is not None
    )
    kept = None if doubt else line.mass_g
    origin = MassOrigin.UNKNOWN if doubt else line.mass_origin
    sheet.cells(
        [
            f"{to_local(line.at, edition.time_zone):%Y-%m-%d %H}",
            _site_key(line.company, line.site, line.commune_code),
            sign,
            _(DOUBTS[doubt]) if doubt else "",
            "" if kept is None else kept,
            0 if kept is None else sign,
            _(ORIGINS[origin]),
        ],
        Column.HOUR,
    )
    _write_carbon(sheet, line, kept, parameters)
    _write_money(sheet, line, sign)


def _site_key(company: str, site: str, commune_code: str) -> str:
    return f"{company}, {site} ({commune_name(commune_code)})"


def _write_carbon(sheet: Sheet, line: LedgerLine, kept: int | None, parameters: Parameters) -> None:
    material = find_material(line.material)
    if material is None or material.ef_typical is None:
        return
    low = material.ef_low if material.ef_low is not None else material.ef_typical
    high = material.ef_high if material.ef_high is not None else material.ef_typical
    shares = (
        share_low(parameters, line.condition.value),
        number_of(parameters, Parameter.SHARE_HIGH),
    )
    sheet.cells([low, material.ef_typical, high, *shares], Column.EF_LOW)
    if kept is None:
        return
    carbon = carbon_of(kept, material, line.condition.value, parameters)
    row = sheet.row + 1
    sheet.cell(Column.FACTOR_G, kept)
    for column, factor, value in (
        (Column.CO2_LOW, Column.EF_LOW, carbon.low),
        (Column.CO2_TYPICAL, Column.EF_TYPICAL, carbon.typical),
        (Column.CO2_HIGH, Column.EF_HIGH, carbon.high),
    ):
        formula = f"={_at(Column.FACTOR_G, row)}*{_at(factor, row)}/1000"
        sheet.formula(column, formula, _kilograms(value))
    for column, contained, share, value in (
        (Column.AVOIDED_LOW, Column.CO2_LOW, Column.SHARE_LOW, carbon.avoided_low),
        (Column.AVOIDED_HIGH, Column.CO2_TYPICAL, Column.SHARE_HIGH, carbon.avoided_high),
    ):
        formula = f"={_at(contained, row)}*{_at(share, row)}"
        sheet.formula(column, formula, _kilograms(value))


def _write_money(sheet: Sheet, line: LedgerLine, sign: int) -> None:
    row = sheet.row + 1
    if line.compared_cents is not None:
        sheet.cell(Column.COMPARED, Decimal(line.compared_cents).scaleb(-2))
        compared = Decimal(line.compared_cents * line.quantity.thousandths).scaleb(-5)
        formula = f"={_at(Column.COMPARED, row)}*{_at(Column.QUANTITY, row)}"
        sheet.formula(Column.COMPARED_AMOUNT, formula, float(compared))
        sheet.cell(Column.ATTESTED, sign)
        sheet.cell(Column.ATTESTED_AMOUNT, Decimal(line.amount_cents).scaleb(-2))
    sheet.cell(Column.FREE, 0 if line.amount_cents else sign)


def _at(column: Column, row: int) -> str:
    return f"{xl_col_to_name(column)}{row}"


def _kilograms(grams: Decimal) -> float:
    return float(grams.scaleb(-3))
