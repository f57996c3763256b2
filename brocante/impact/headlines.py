"""The figures said first, each with its coverage or its bounds: the same words everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from brocante.impact.figures import Figures
from brocante.impact.report import co2_range, in_co2, in_tonnes, kilometres, square_metres
from brocante.impact.rules import Total
from brocante.web.formats import money, number


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure with its words. `behind` names what it opens onto, if anything."""

    key: str
    figure: str
    label: str
    note: str = ""
    behind: str = ""


def mass_text(total: Total) -> str:
    """Return the known mass of a sum, "unknown" where nothing is known of it."""
    if not total.lines:
        return in_tonnes(0)
    return in_tonnes(total.mass_g) if total.is_known else gettext("unknown")


def coverage_text(total: Total) -> str:
    """Return for how many of the lines the weight is known."""
    if total.coverage is None:
        return ""
    return gettext("weight known for %(share)s %% of the lines", share=total.coverage)


def carbon_coverage(figures: Figures) -> str:
    """Return for how much of the known mass a sourced factor exists."""
    if figures.carbon.coverage is None:
        return gettext("no factor for any of the goods")
    return gettext("sourced factor for %(share)s %% of the tonnes", share=figures.carbon.coverage)


def headlines(figures: Figures, *, with_amounts: bool = True) -> list[Headline]:
    """Return what is said first of an edition."""
    found = [
        Headline(
            "mass",
            mass_text(figures.total),
            gettext("put back into use"),
            coverage_text(figures.total),
            "lines",
        ),
        *_carbon(figures),
        *_space(figures),
    ]
    if with_amounts:
        found += _money(figures)
    return [*found, *_people(figures)]


def _carbon(figures: Figures) -> Iterator[Headline]:
    if not figures.carbon.is_known:
        return
    carbon, travel = figures.carbon, figures.travel
    yield Headline(
        "contained",
        in_co2(carbon.typical),
        gettext("CO2e contained in the goods"),
        gettext("from %(range)s; ", range=co2_range(carbon.low, carbon.high))
        + carbon_coverage(figures),
        "with_factor",
    )
    yield Headline(
        "avoided",
        co2_range(figures.net_low, figures.net_high),
        gettext("CO2e avoided, from the strictest to the widest reading"),
        gettext("visitors’ travel of %(mass)s taken off", mass=in_co2(travel.grams)),
        "with_factor",
    )


def _space(figures: Figures) -> Iterator[Headline]:
    space = figures.space
    if not space.typed:
        return
    yield Headline(
        "space",
        square_metres(space.square_metres, 0),
        gettext("of storage freed"),
        ngettext(
            "typed by %(num)d company of %(companies)s",
            "typed by %(num)d companies of %(companies)s",
            space.typed,
            companies=space.companies,
        ),
        "space",
    )


def _money(figures: Figures) -> Iterator[Headline]:
    books = figures.money
    free = ngettext("%(num)d line given away", "%(num)d lines given away", books.free_lines)
    yield Headline(
        "value",
        money(rounded_euros(books.value_cents)),
        gettext("at the prices asked"),
        free if books.free_lines else "",
        "lines",
    )
    if books.saved_cents is not None:
        yield Headline(
            "saved",
            money(rounded_euros(books.saved_cents)),
            gettext("saved by buyers, where the seller attests the earlier price"),
            gettext("attested for %(share)s %% of the lines", share=books.coverage or 0),
            "attested",
        )
    if figures.disposal_cents is not None:
        yield Headline(
            "disposal",
            money(rounded_euros(figures.disposal_cents)),
            gettext("of disposal avoided, if all of it had been thrown away"),
            gettext("an option, price and source below"),
            "lines",
        )


def _people(figures: Figures) -> Iterator[Headline]:
    present, walk_ins = figures.attendance, figures.walk_ins.lines
    yield Headline(
        "reservations",
        number(present.reservations),
        ngettext("reservation", "reservations", present.reservations),
        ngettext("and %(num)d cancelled", "and %(num)d cancelled", present.cancelled)
        if present.cancelled
        else "",
        "reservations",
    )
    yield Headline(
        "visitors",
        number(present.visitors),
        ngettext("visitor with a ticket came", "visitors with a ticket came", present.visitors),
        gettext(
            "%(distance)s in all, walk-ins included", distance=kilometres(figures.travel.metres)
        )
        if figures.travel.trips
        else "",
        "visitors",
    )
    yield Headline(
        "walk_ins",
        number(walk_ins),
        ngettext("sale on the spot", "sales on the spot", walk_ins),
        "",
        "walk_ins",
    )


def rounded_euros(cents: int) -> int:
    """Return an amount in whole euros, as cents."""
    return (cents + 50) // 100 * 100
