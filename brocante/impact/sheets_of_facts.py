"""The other sheets: summary by formula, travel, space, slots, unsold, parameters, dictionary."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from xlsxwriter import Workbook

from brocante.editions.models import Edition
from brocante.impact.carbon import two_digits
from brocante.impact.credits import data_version, glossary, method_texts
from brocante.impact.export import line_header
from brocante.impact.parameters import SETTINGS, Parameter, number_of
from brocante.impact.report import Report, change_text, fill_by_site
from brocante.impact.sheet_of_lines import Column, extra_header, range_of
from brocante.impact.sheet_of_lines import name as lines_name
from brocante.impact.sheet_words import column_meanings
from brocante.impact.sheets import Sheet
from brocante.impact.words import OUTCOMES, VEHICLES
from brocante.materials.queries import materials, sources


@dataclass(frozen=True, slots=True)
class Facts:
    """Where formulas find what is not in the lines: cells of other sheets."""

    travel_kg: str
    metres: str
    floor: str
    capacity: str
    booked: str


def write_read_me(sheet: Sheet, edition: Edition) -> None:
    """Write what the workbook is, and the method."""
    sheet.head([edition.name, ""], [34, 110])
    texts = [
        (
            _("How to check"),
            _(
                "Each total is a formula over the sheet of lines, each carbon figure a product of "
                "a weight and a factor that stand in the same row. Change nothing and recompute: "
                "the figures of the report come out, rounded to two significant figures for "
                "carbon."
            ),
        ),
        (_("Data"), f"{data_version()}; {edition.slug}"),
        *method_texts(),
        *glossary(),
    ]
    for heading, text in texts:
        sheet.cell(0, heading)
        sheet.long(1, text)
        sheet.next()


def write_facts(book: Workbook, report: Report) -> Facts:
    """Write what people did and typed besides the lines; return where the sums stand."""
    figures = report.figures
    travel = Sheet(book, _("Travel"))
    travel.head(
        [_("vehicle"), _("length"), _("trips"), _("kilometres"), _("kg CO2e/km"), _("kg CO2e")],
        [36, 14, 8, 14, 12, 14],
    )
    for leg in figures.travel.legs:
        known = _("assumed") if leg.is_assumed else _("known")
        kilometres = Decimal(leg.metres).scaleb(-3)
        travel.cells([_(VEHICLES[leg.vehicle]), known, leg.trips, kilometres, leg.kg_per_km])
        row = travel.row + 1
        travel.formula(5, f"=D{row}*E{row}", float(leg.grams.scaleb(-3)))
        travel.next()
    last = max(travel.row, 2)
    share = number_of(figures.parameters, Parameter.TRAVEL_SHARE)
    travel.cells([_("share that is counted"), "", "", "", share])
    travel.next()
    name = f"'{travel.name}'!"
    floor = _write_space(book, report)
    capacity, booked = _write_slots(book, report)
    _write_fill(book, report)
    _write_unsold(book, report)
    return Facts(
        f"SUM({name}$F$2:$F${last})*{name}$E${last + 1}",
        f"SUM({name}$D$2:$D${last})",
        floor,
        capacity,
        booked,
    )


def _write_space(book: Workbook, report: Report) -> str:
    figures, sheet = report.figures, Sheet(book, _("Space"))
    sheet.head(
        [_("site"), _("pallets"), _("levels"), _("other floor (m²)"), _("m² of a pallet"), "m²"],
        [44, 9, 9, 16, 14, 10],
    )
    pallet = number_of(figures.parameters, Parameter.PALLET_M2)
    for one in figures.spaces:
        place = figures.places.get(str(one.site_id))
        label = f"{place.company}, {place.name}" if place else str(one.site_id)
        sheet.cells([label, one.pallets, one.levels, one.other_m2, pallet])
        row = sheet.row + 1
        sheet.formula(5, f"=ROUND(B{row}*E{row}/C{row}+D{row},2)", float(one.square_metres(pallet)))
        sheet.next()
    return f"SUM('{sheet.name}'!$F$2:$F${max(sheet.row, 2)})"


def _write_slots(book: Workbook, report: Report) -> tuple[str, str]:
    sheet = Sheet(book, _("Slots"))
    sheet.head(
        [_("hour"), _("places"), _("booked"), _("full slots"), _("slots")], [16, 9, 9, 11, 9]
    )
    sheet.rows(
        (hour.replace("T", " "), one.capacity, one.booked, one.full, one.slots)
        for hour, one in report.figures.hours.items()
    )
    last = max(sheet.row, 2)
    return f"SUM('{sheet.name}'!$B$2:$B${last})", f"SUM('{sheet.name}'!$C$2:$C${last})"


def _write_fill(book: Workbook, report: Report) -> None:
    sheet = Sheet(book, _("Slots by site"))
    sheet.head(
        [_("site"), _("places"), _("booked"), _("full slots"), _("slots"), _("share booked")],
        [44, 9, 9, 11, 9, 12],
    )
    for label, one in fill_by_site(report.figures):
        sheet.cells([label, one.capacity, one.booked, one.full, one.slots])
        row = sheet.row + 1
        share = one.booked / one.capacity if one.capacity else 0
        sheet.formula(5, f"=IF(B{row}=0,0,C{row}/B{row})", share)
        sheet.next()


def _write_unsold(book: Workbook, report: Report) -> None:
    sheet = Sheet(book, _("Unsold"))
    sheet.head(
        [_("what became of it"), _("listings"), _("of known weight"), _("known weight (g)")],
        [34, 10, 16, 16],
    )
    sheet.rows(
        (_(OUTCOMES[outcome]), left.listings, left.known, left.mass_g if left.known else "")
        for outcome, left in report.figures.unsold
    )


def write_summary(sheet: Sheet, report: Report, facts: Facts, last: int) -> None:
    """Write the figures said first, each by formula."""
    sheet.head([_("figure"), _("value"), _("unit"), _("as quoted")], [58, 18, 12, 14])
    for label, formula, value, unit in _masses(report, last):
        _write_figure(sheet, label, formula, value, unit)
    for label, formula, grams in _carbon(report, facts, last):
        _write_figure(sheet, label, formula, float(grams.scaleb(-6)), "t", two_digits(grams))
    for label, formula, value, unit in _others(report, facts, last):
        _write_figure(sheet, label, formula, value, unit)
    _write_counts(sheet, report)


def _write_figure(
    sheet: Sheet, label: str, formula: str, value: float, unit: str, quoted: Decimal | None = None
) -> None:
    sheet.cell(0, label)
    sheet.formula(1, f"={formula}", value)
    sheet.cell(2, unit)
    if quoted is not None:
        cell = f"B{sheet.row + 1}"
        rounded = f"=IF({cell}=0,0,ROUND({cell},1-INT(LOG10(ABS({cell})))))"
        sheet.formula(3, rounded, float(quoted))
    sheet.next()


def _sum(column: Column, last: int, divisor: int = 1) -> str:
    plain = f"SUM({range_of(column, last)})"
    return plain if divisor == 1 else f"{plain}/{divisor}"


def _masses(report: Report, last: int) -> list[tuple[str, str, float, str]]:
    total, carbon = report.figures.total, report.figures.carbon
    return [
        (_("Hand-overs that stand"), _sum(Column.SIGN, last), total.lines, ""),
        (_("of known weight"), _sum(Column.KNOWN, last), total.known_lines, ""),
        (_("Known weight"), _sum(Column.KEPT_G, last, 10**6), total.mass_g / 10**6, "t"),
        (
            _("Known weight with a factor"),
            _sum(Column.FACTOR_G, last, 10**6),
            carbon.factor_g / 10**6,
            "t",
        ),
    ]


def _carbon(report: Report, facts: Facts, last: int) -> list[tuple[str, str, Decimal]]:
    figures = report.figures
    carbon, travel = figures.carbon, f"{facts.travel_kg}/1000"
    low = _sum(Column.AVOIDED_LOW, last, 1000)
    high = _sum(Column.AVOIDED_HIGH, last, 1000)
    return [
        (_("CO2e contained, low"), _sum(Column.CO2_LOW, last, 1000), carbon.low),
        (_("CO2e contained, typical"), _sum(Column.CO2_TYPICAL, last, 1000), carbon.typical),
        (_("CO2e contained, high"), _sum(Column.CO2_HIGH, last, 1000), carbon.high),
        (_("Avoided before travel, low"), low, carbon.avoided_low),
        (_("Avoided before travel, high"), high, carbon.avoided_high),
        (_("Visitors’ travel"), travel, figures.travel.grams),
        (_("Avoided, travel taken off, low"), f"{low}-{travel}", figures.net_low),
        (_("Avoided, travel taken off, high"), f"{high}-{travel}", figures.net_high),
    ]


def _others(report: Report, facts: Facts, last: int) -> list[tuple[str, str, float, str]]:
    figures, money = report.figures, report.figures.money
    saved = f"{_sum(Column.COMPARED_AMOUNT, last)}-{_sum(Column.ATTESTED_AMOUNT, last)}"
    found = [
        (_("Kilometres of visitors"), facts.metres, figures.travel.metres / 1000, "km"),
        (_("Storage freed"), facts.floor, float(figures.space.square_metres), "m²"),
        (_("At the prices asked"), _sum(Column.AMOUNT, last), money.value_cents / 100, "€"),
        (_("Lines given away"), _sum(Column.FREE, last), money.free_lines, ""),
        (
            _("Lines with an attested comparison"),
            _sum(Column.ATTESTED, last),
            money.attested_lines,
            "",
        ),
        (_("Saved on them"), saved, (money.saved_cents or 0) / 100, "€"),
        (_("Pickup places"), facts.capacity, figures.slots.capacity, ""),
        (_("Pickup places booked"), facts.booked, figures.slots.booked, ""),
    ]
    if figures.disposal_cents is not None:
        price = figures.parameters[Parameter.DISPOSAL]
        formula = f"ROUND({_sum(Column.KEPT_G, last, 10**6)}*{price},2)"
        found.append((_("Disposal avoided (€)"), formula, figures.disposal_cents / 100, "€"))
    return found


def _write_counts(sheet: Sheet, report: Report) -> None:
    present = report.figures.attendance
    sheet.rows(
        [
            (_("Reservations"), present.reservations),
            (_("Cancelled reservations"), present.cancelled),
            (_("Visitors with a ticket who came"), present.visitors),
            (_("Collections planned"), present.pickups),
            (_("Collections made"), present.done),
            (_("Did not come"), present.no_shows),
            (_("Sales on the spot"), report.figures.walk_ins.lines),
            (_("Searches without an answer"), report.figures.missed.searches),
            *(("« " + words + " »", count) for words, count in report.figures.missed.words),
            (_("Lines to check"), report.figures.doubtful),
            (_("Companies"), report.figures.companies),
        ]
    )


def write_reference(book: Workbook, report: Report) -> None:
    """Write parameters, materials with their sources, and what each column means."""
    figures = report.figures
    sheet = Sheet(book, _("Parameters"))
    sheet.head([_("parameter"), _("value"), _("unit"), _("basis")], [60, 12, 14, 80])
    sheet.rows(
        (
            _(SETTINGS[name].label),
            "" if value is None else value,
            SETTINGS[name].unit,
            _(SETTINGS[name].basis),
        )
        for name, value in figures.parameters.items()
    )
    sheet.rows(
        (_("changed"), change_text(change), change.name, change.reason)
        for change in figures.changes
    )
    sheet = Sheet(book, _("Materials"))
    sheet.head(
        ["code", "label_fr", "label_en", "ef_low", "ef_typical", "ef_high", "ef_source", "note"],
        [28, 40, 40, 9, 10, 9, 28, 80],
    )
    sheet.rows(
        (
            m.code,
            m.label_fr,
            m.label_en,
            m.ef_low,
            m.ef_typical,
            m.ef_high,
            "+".join(m.ef_source),
            m.note,
        )
        for m in materials()
    )
    sheet = Sheet(book, _("Sources"))
    sheet.head(["key", "title", "publisher", "version", "licence", "url"], [18, 60, 40, 12, 40, 50])
    sheet.rows((s.key, s.title, s.publisher, s.version, s.licence, s.url) for s in sources())
    sheet = Sheet(book, _("Dictionary"))
    sheet.head([_("sheet"), _("column"), _("meaning")], [16, 44, 90])
    columns = [*line_header(), *extra_header()]
    for column, meaning in zip(columns, column_meanings(), strict=True):
        sheet.cells([lines_name(), column, meaning])
        sheet.next()
