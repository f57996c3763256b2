"""Which charts the report has, with their words: the page and the PDF draw the same ones."""

from datetime import datetime

from flask_babel import gettext

from brocante.editions.models import Edition
from brocante.impact.charts import Chart, Item, Span, bars, columns, shares, spans
from brocante.impact.figures import Figures
from brocante.impact.report import Breakdown, Report, co2_range, in_co2, in_tonnes
from brocante.impact.rules import Dimension, Total
from brocante.impact.site_map import Ring, Spot, department_rings, draw_map
from brocante.impact.words import clock_name, hour_name
from brocante.materials.rules import MassOrigin
from brocante.web.formats import number

_MOST_BARS = 12
_ORIGIN_TONES = {
    MassOrigin.WEIGHED.value: "good",
    MassOrigin.DECLARED.value: "main",
    MassOrigin.ESTIMATED.value: "oak",
    MassOrigin.UNKNOWN.value: "pale",
}
_TONES = ("main", "good", "oak", "pale")


def mass_bars(part: Breakdown) -> Chart:
    """Return the tonnes of a breakdown, the smallest values together."""
    shown = [row for row in part.rows if row.total.mass_g > 0]
    head, rest = shown[:_MOST_BARS], shown[_MOST_BARS:]
    items = [
        Item(row.name, in_tonnes(row.total.mass_g, 2), (("main", row.total.mass_g),))
        for row in head
    ]
    if rest:
        left = sum(row.total.mass_g for row in rest)
        name = gettext("%(count)s others", count=len(rest))
        items.append(Item(name, in_tonnes(left, 2), (("oak", left),)))
    return bars(part.label, items)


def mass_shares(part: Breakdown) -> Chart:
    """Return a breakdown of few values as parts of one bar."""
    items = []
    for rank, row in enumerate(row for row in part.rows if row.total.mass_g > 0):
        tone = _TONES[min(rank, len(_TONES) - 1)]
        items.append(Item(row.name, in_tonnes(row.total.mass_g, 2), ((tone, row.total.mass_g),)))
    return shares(part.label, items)


def line_shares(part: Breakdown) -> Chart:
    """Return how the weights are known, by lines: an unknown weight has no tonnes to show."""
    items = []
    for row in part.rows:
        text = gettext("%(count)s lines", count=row.total.lines)
        items.append(Item(row.name, text, ((_ORIGIN_TONES[row.value], row.total.lines),)))
    return shares(part.label, items)


def hour_columns(figures: Figures) -> list[tuple[str, Chart]]:
    """Return the lines of each day by the hour, walk-ins above what was reserved."""
    days: dict[str, list[Item]] = {}
    for hour, total in figures.parts[Dimension.HOUR]:
        walk_ins = figures.walk_in_hours.get(hour, Total()).lines
        days.setdefault(hour[:10], []).append(
            Item(
                hour_name(hour),
                number(total.lines),
                (("main", max(0, total.lines - walk_ins)), ("oak", walk_ins)),
            )
        )
    title = gettext("Hand-overs by the hour")
    return [(day, columns(title, items)) for day, items in days.items()]


def fill_columns(figures: Figures) -> Chart:
    """Return the share of pickup places that were booked, by the hour of the day."""
    items = [
        Item(clock_name(hour), f"{one.fill} %", (("good", 100 * one.booked / one.capacity),))
        for hour, one in figures.clock_slots.items()
        if one.capacity > 0
    ]
    return columns(gettext("Pickup places booked, by the hour"), items)


def carbon_spans(figures: Figures) -> Chart:
    """Return the carbon contained and avoided between their bounds, with the travel."""
    carbon, travel = figures.carbon, figures.travel
    items = [
        Span(
            gettext("Contained in the goods"),
            co2_range(carbon.low, carbon.high),
            carbon.low,
            carbon.high,
            carbon.typical,
            "oak",
        ),
        Span(
            gettext("Avoided, travel taken off"),
            co2_range(figures.net_low, figures.net_high),
            figures.net_low,
            figures.net_high,
            None,
            "good",
        ),
        Span(
            gettext("Visitors’ travel"),
            in_co2(travel.grams),
            min(travel.grams, travel.grams * 0),
            travel.grams,
            None,
            "main",
        ),
    ]
    return spans(gettext("Carbon, in tonnes CO2e"), items)


def day_of(key: str) -> datetime:
    """Return the day of a key such as 2026-04-05."""
    return datetime.fromisoformat(key)


def spots_of(report: Report) -> list[Spot]:
    """Return the sites to place on a map, numbered as in the table of sites."""
    found = []
    for rank, row in enumerate(report.part(Dimension.SITE).rows, start=1):
        place = report.figures.places.get(row.value)
        if place is None or place.latitude is None or place.longitude is None:
            continue
        found.append(Spot(rank, place.latitude, place.longitude, row.total.mass_g))
    return found


def sites_map(edition: Edition, report: Report, rings: list[Ring] | None = None) -> Chart | None:
    """Return the map of the sites with their tonnes."""
    codes = [code.strip() for code in edition.departments.split(",") if code.strip()]
    ground = department_rings(codes) if rings is None else rings
    return draw_map(gettext("Sites, by the tonnes that left"), spots_of(report), ground)
