"""The results and the ledger as data for programs: exact numbers, null for what is not known."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from brocante.editions.models import Edition
from brocante.impact.carbon import Carbon, two_digits
from brocante.impact.figures import Figures
from brocante.impact.parameters import SETTINGS
from brocante.impact.queries import LedgerLine, every_line
from brocante.impact.report import Report, Row
from brocante.impact.rules import Dimension, Total, Unsold

# What a company sold is its own affair: open data and the public page divide by nothing that
# names one. A commune is named: the sites of the edition are public.
PUBLIC = tuple(d for d in Dimension if d not in (Dimension.COMPANY, Dimension.SITE))
METHOD = "brocante-carbon-1"


def report_data(edition: Edition, report: Report, *, with_amounts: bool = True) -> dict[str, Any]:
    """Return every figure: masses in grams, amounts in cents incl. VAT, carbon in tonnes CO2e."""
    figures = report.figures
    return {
        "edition": edition.slug,
        "name": edition.name,
        "starts_on": edition.starts_on.isoformat(),
        "ends_on": edition.ends_on.isoformat(),
        "territory": edition.territory,
        "method": METHOD,
        "total": _sum(figures.total, with_amounts),
        "carbon": carbon_data(figures),
        "by": {
            part.dimension.value: [_row(row, with_amounts) for row in part.rows]
            for part in report.breakdowns
        },
        "space": {
            "square_metres": _number(figures.space.square_metres),
            "companies_typed": figures.space.typed,
            "companies": figures.space.companies,
        },
        **({"money": money_data(figures)} if with_amounts else {}),
        "attendance": asdict(figures.attendance),
        "missed_searches": figures.missed.searches,
        "walk_ins": figures.walk_ins.lines,
        "slots": asdict(figures.slots),
        "unsold": {
            **_left(figures.left_over),
            "by_outcome": [
                {"outcome": outcome and outcome.value, **_left(left)}
                for outcome, left in figures.unsold
            ],
        },
        "lines_to_check": figures.doubtful,
        "parameters": {
            name.value: None if value is None else str(value)
            for name, value in figures.parameters.items()
            if name in SETTINGS
        },
    }


def carbon_data(figures: Figures) -> dict[str, Any]:
    """Return the carbon in tonnes CO2e, each figure exact and with the two digits to quote."""
    carbon, travel = figures.carbon, figures.travel
    values = {
        **_carbon(carbon),
        "travel": travel.grams,
        "avoided_net_low": figures.net_low,
        "avoided_net_high": figures.net_high,
    }
    return {
        "unit": "t CO2e",
        "modules": "A1-A3",
        "mass_with_factor_g": carbon.factor_g,
        "known_mass_g": carbon.mass_g,
        "is_alarming": carbon.is_alarming,
        "trips": travel.trips,
        "trips_of_known_length": travel.known_trips,
        "kilometres": _number(Decimal(travel.metres).scaleb(-3)),
        "exact": {name: _tonnes(grams) for name, grams in values.items()},
        "quoted": {name: _number(two_digits(grams)) for name, grams in values.items()},
    }


def money_data(figures: Figures) -> dict[str, Any]:
    """Return amounts in cents."""
    money = figures.money
    return {
        "value_cents": money.value_cents,
        "free_lines": money.free_lines,
        "attested_lines": money.attested_lines,
        "saved_cents": money.saved_cents,
        "disposal_cents": figures.disposal_cents,
    }


def ledger_data(edition: Edition) -> dict[str, Any]:
    """Return every line of the ledger, oldest first; times in UTC, quantities as exact text."""
    lines = [_line(line) for line in every_line(edition.id)]
    return {"edition": edition.slug, "lines": lines}


def _row(row: Row, with_amounts: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"value": row.value, "name": row.name, **_sum(row.total, with_amounts)}
    if row.carbon is not None:
        found["carbon"] = {name: _tonnes(grams) for name, grams in _carbon(row.carbon).items()}
        found["mass_with_factor_g"] = row.carbon.factor_g
    return found


def _carbon(carbon: Carbon) -> dict[str, Decimal]:
    return {
        "contained_low": carbon.low,
        "contained_typical": carbon.typical,
        "contained_high": carbon.high,
        "avoided_low": carbon.avoided_low,
        "avoided_high": carbon.avoided_high,
    }


def _sum(total: Total, with_amounts: bool) -> dict[str, int | None]:
    found = {**asdict(total), "mass_g": total.mass_g if total.is_known else None}
    if not with_amounts:
        del found["amount_cents"]
    return found


def _left(left: Unsold) -> dict[str, int | None]:
    return {**asdict(left), "mass_g": left.mass_g if left.known else None}


def _tonnes(grams_co2e: Decimal) -> float:
    return _number(grams_co2e.scaleb(-6))


def _number(value: Decimal) -> float:
    """Return a number as JSON writes it; what people type is short enough to stay exact."""
    return float(value)


def _line(line: LedgerLine) -> dict[str, Any]:
    return {**asdict(line), "at": line.at.isoformat(), "quantity": str(line.quantity)}
