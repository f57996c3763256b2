"""The results and the ledger as data for programs: exact integers, null for what is not known."""

from dataclasses import asdict
from typing import Any

from brocante.editions.models import Edition
from brocante.impact.queries import LedgerLine, every_line
from brocante.impact.report import edition_report
from brocante.impact.rules import Total


def totals_data(edition: Edition) -> dict[str, Any]:
    """Return every total of the results: all, by each dimension, then the counts.

    Masses are grams, amounts cents incl. VAT; of a sum, the lines of known mass are said beside.
    """
    found = edition_report(edition.id)
    return {
        "edition": edition.slug,
        "total": _sum(found.total),
        "by": {
            breakdown.dimension.value: [
                {"value": row.value, "name": row.name, **_sum(row.total)} for row in breakdown.rows
            ]
            for breakdown in found.breakdowns
        },
        "attendance": asdict(found.attendance),
        "unsold": asdict(found.unsold),
    }


def ledger_data(edition: Edition) -> dict[str, Any]:
    """Return every line of the ledger, oldest first; times in UTC, quantities as exact text."""
    lines = [_line(line) for line in every_line(edition.id)]
    return {"edition": edition.slug, "lines": lines}


def _sum(total: Total) -> dict[str, int | None]:
    return {**asdict(total), "mass_g": total.mass_g if total.is_known else None}


def _line(line: LedgerLine) -> dict[str, Any]:
    return {**asdict(line), "at": line.at.isoformat(), "quantity": str(line.quantity)}
