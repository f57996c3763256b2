"""The results as people read them: words and figures ready to show, from one set of sums.

Page, public page and PDF show these very texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal
from flask_babel import gettext

from brocante.editions.models import Edition
from brocante.impact.attending import Place
from brocante.impact.carbon import Carbon, two_digits
from brocante.impact.extras import Change
from brocante.impact.figures import Figures, figures_of
from brocante.impact.rules import Dimension, Slots, Total, tonnes
from brocante.impact.words import DIMENSIONS, clock_name, value_name
from brocante.web.languages import current_language

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a dimension and its sum."""

    value: str
    name: str
    total: Total
    carbon: Carbon | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The results divided by one dimension."""

    dimension: Dimension
    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a page of results shows."""

    figures: Figures
    breakdowns: list[Breakdown]

    def part(self, dimension: Dimension) -> Breakdown:
        """Return the results divided by one of the dimensions asked for."""
        return next(part for part in self.breakdowns if part.dimension is dimension)

    def has(self, dimension: Dimension) -> bool:
        """Tell whether the report was asked to divide by a dimension."""
        return any(part.dimension is dimension for part in self.breakdowns)


def report_of(edition: Edition, dimensions: Iterable[Dimension] = tuple(Dimension)) -> Report:
    """Return the results of an edition divided by some dimensions."""
    return told(figures_of(edition), dimensions)


def told(figures: Figures, dimensions: Iterable[Dimension] = tuple(Dimension)) -> Report:
    """Return figures with the words for them."""
    return Report(figures, [_breakdown(figures, dimension) for dimension in dimensions])


def _breakdown(figures: Figures, dimension: Dimension) -> Breakdown:
    carbons: Mapping[str, Carbon] = figures.carbon_parts.get(dimension, {})
    places: Mapping[str, Place] = figures.places
    return Breakdown(
        dimension,
        gettext(DIMENSIONS[dimension]),
        [
            Row(value, value_name(dimension, value, places), total, carbons.get(value))
            for value, total in figures.parts[dimension]
        ],
    )


def fill_by_hour(figures: Figures) -> list[tuple[str, Slots]]:
    """Return the places of pickup slots by the hour of the day."""
    return [(clock_name(hour), one) for hour, one in figures.clock_slots.items()]


def fill_by_site(figures: Figures) -> list[tuple[str, Slots]]:
    """Return the places of pickup slots by site, in the order of names."""
    named = (
        (value_name(Dimension.SITE, str(site_id), figures.places), one)
        for site_id, one in figures.site_slots.items()
    )
    return sorted(named, key=lambda item: item[0].casefold())


def in_tonnes(grams: int, digits: int = 3) -> str:
    """Return grams as "12,435 t", to the kilogram unless fewer digits are asked for."""
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    text: str = format_decimal(tonnes(grams), format=pattern, locale=current_language())
    return f"{text}{NBSP}t"


def in_co2(grams_co2e: Decimal) -> str:
    """Return grams CO2e as "12 t", with two significant figures."""
    return f"{co2_figure(grams_co2e)}{NBSP}t"


def co2_figure(grams_co2e: Decimal) -> str:
    """Return grams CO2e as tonnes without unit, with two significant figures."""
    value = two_digits(grams_co2e)
    places = max(0, -int(value.as_tuple().exponent)) if value else 0
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    text: str = format_decimal(value, format=pattern, locale=current_language())
    return text.replace("-", "−")


def co2_range(low: Decimal, high: Decimal) -> str:
    """Return "0,81 à 14 t", one figure where both are the same."""
    if two_digits(low) == two_digits(high):
        return in_co2(low)
    return gettext("%(low)s to %(high)s", low=co2_figure(low), high=in_co2(high))


def decimal_text(value: Decimal) -> str:
    """Return an exact decimal with the mark of the reader's language, "0,167"."""
    text: str = format_decimal(value, format="#,##0.######", locale=current_language())
    return text


def parameter_text(value: Decimal | None) -> str:
    """Return the value of a parameter, "not counted" where none is set."""
    return gettext("not counted") if value is None else decimal_text(value)


def change_text(change: Change) -> str:
    """Return what a parameter was set to, with what that replaced."""
    return gettext(
        "%(value)s instead of %(before)s",
        value=parameter_text(change.value),
        before=parameter_text(change.before),
    )


def square_metres(value: Decimal, digits: int = 2) -> str:
    """Return "12,5 m²", whole ones for no digits."""
    whole = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text: str = format_decimal(whole, format="#,##0.##", locale=current_language())
    return f"{text}{NBSP}m²"


def floor_rule(pallet_m2: Decimal) -> str:
    """Return how the floor of a site is reckoned, to print beside the figures."""
    return gettext(
        "Floor of a site = pallets / levels × %(pallet)s m² + other floor, rounded to the "
        "hundredth.",
        pallet=decimal_text(pallet_m2),
    )


def kilometres(metres: int) -> str:
    """Return whole kilometres, "1 234 km"."""
    text: str = format_decimal((metres + 500) // 1000, format="#,##0", locale=current_language())
    return f"{text}{NBSP}km"


FORMATS = {
    "in_tonnes": in_tonnes,
    "in_co2": in_co2,
    "co2_range": co2_range,
    "decimal_text": decimal_text,
    "change_text": change_text,
    "square_metres": square_metres,
    "floor_rule": floor_rule,
    "kilometres": kilometres,
}
