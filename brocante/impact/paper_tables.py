"""Tables and charts of breakdowns on paper, the same for every part of the report."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from brocante.impact.charts import Chart
from brocante.impact.headlines import mass_text
from brocante.impact.paper import INNER, Picture, beside, table, words
from brocante.impact.report import Breakdown
from brocante.impact.rules import Slots, Total
from brocante.web.formats import number

CHART = 72 * mm
_GAP = 8 * mm
_BESIDE = INNER - CHART - _GAP


def charted(
    part: Breakdown, total: Total, draw: Callable[[Breakdown], Chart]
) -> Sequence[Flowable]:
    """Return a chart beside its table."""
    if not part.rows:
        return [words(_("Nothing was handed over"))]
    made = masses(part, total, _BESIDE)
    return [beside(Picture(draw(part), CHART), made, (CHART + _GAP, _BESIDE))]


def masses(part: Breakdown, total: Total, width: float = INNER) -> Table:
    """Return the table of a breakdown: known weight, how well it is known, lines."""
    rows = [
        (row.name, mass_text(row.total), covered(row.total.coverage), number(row.total.lines))
        for row in part.rows
    ]
    rows.append((_("Total"), mass_text(total), covered(total.coverage), number(total.lines)))
    head = [part.label, _("Known weight"), _("Lines of known weight"), _("Lines")]
    rest = width - 62 * mm
    return table(head, rows, [rest, 24 * mm, 22 * mm, 16 * mm], total=True)


def fills(
    label: str, rows: Sequence[tuple[str, Slots]], whole: Slots, width: float = INNER
) -> Table:
    """Return the table of pickup places: the share that was booked, of how many."""
    cells = [
        (name, covered(one.fill), number(one.booked), number(one.capacity))
        for name, one in [*rows, (_("Total"), whole)]
    ]
    head = [label, _("Share booked"), _("Places booked"), _("Pickup places")]
    return table(head, cells, [width - 60 * mm, 20 * mm, 20 * mm, 20 * mm], total=True)


def covered(share: int | None) -> str:
    """Return a share in whole per cent."""
    return "–" if share is None else f"{share}\u00a0%"
