"""How amounts, sizes and times are written for people, in their language and the edition's zone."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import ParamSpec, Protocol, cast

import phonenumbers
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask_babel import gettext

from brocante.core.clock import to_local
from brocante.core.text import N_
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Sized
from brocante.web.languages import current_language

NBSP = "\u00a0"
FRANCE = 33


class Zoned(Protocol):
    """Anything that lives in a time zone."""

    time_zone: str


SYMBOLS = {
    Unit.PIECE: "",
    Unit.SQUARE_METRE: "m²",
    Unit.CUBIC_METRE: "m³",
    Unit.LINEAR_METRE: "m",
    Unit.KILOGRAM: "kg",
    Unit.TONNE: "t",
    Unit.LITRE: "L",
}
COUNTED = {
    Unit.PIECE: (N_("piece"), N_("pieces")),
    Unit.PALLET: (N_("pallet"), N_("pallets")),
    Unit.BAG: (N_("bag"), N_("bags")),
    Unit.ROLL: (N_("roll"), N_("rolls")),
    Unit.BOX: (N_("box"), N_("boxes")),
    Unit.PACK: (N_("pack"), N_("packs")),
    Unit.SHEET: (N_("sheet"), N_("sheets")),
    Unit.BAR: (N_("bar"), N_("bars")),
    Unit.BUCKET: (N_("bucket"), N_("buckets")),
    Unit.CAN: (N_("can"), N_("cans")),
    Unit.PAIR: (N_("pair"), N_("pairs")),
    Unit.SET: (N_("set"), N_("sets")),
    Unit.LOT: (N_("lot"), N_("lots")),
}


P = ParamSpec("P")


def per_language(write: Callable[P, str]) -> Callable[P, str]:
    """Keep what a format wrote: Babel takes 20 to 60 µs, and a page has few different values."""
    plain: Callable[..., str] = write

    @lru_cache(maxsize=8_192)
    def kept(_language: str, *values: Hashable) -> str:
        return plain(*values)

    @wraps(write)
    def written(*values: P.args, **_none: P.kwargs) -> str:
        return kept(current_language(), *cast("tuple[Hashable, ...]", values))

    return written


@per_language
def money(cents: int) -> str:
    """Return cents as "12,50 €", without ",00" for round euros."""
    pattern = None if cents % 100 else ("#,##0 ¤" if current_language() == "fr" else "¤#,##0")
    text: str = format_currency(
        cents / 100, "EUR", format=pattern, locale=current_language(), currency_digits=not pattern
    )
    return _signed(text)


@per_language
def number(value: Quantity | int) -> str:
    """Return an amount without unit, "1 250,5"."""
    exact = value.decimal if isinstance(value, Quantity) else value
    text: str = format_decimal(exact, format="#,##0.###", locale=current_language())
    return _signed(text)


def unit_name(unit: Unit, plural: bool = False) -> str:
    """Return the word or symbol of one unit, "m²" or "sac"."""
    if unit in COUNTED:
        return gettext(COUNTED[unit][plural])
    return SYMBOLS[unit]


def quantity(value: Quantity, unit: Unit) -> str:
    """Return "12 m²", "1 sac", "3 sacs"; from 2 on it is several, as French counts."""
    return f"{number(value)}{NBSP}{unit_name(unit, plural=abs(value.thousandths) >= 2000)}"


@per_language
def mass(grams: int | None) -> str:
    """Return "850 g", "24 kg", "1,25 t"; an unknown mass says so (R7).

    What is taken back stands in the unit of what had left.
    """
    if grams is None:
        return gettext("unknown weight")
    size = abs(grams)
    if size < 1000:
        return _signed(f"{grams}{NBSP}g")
    if size < 1_000_000:
        return f"{_decimal(grams / 1000, 1 if size < 100_000 else 0)}{NBSP}kg"
    return f"{_decimal(grams / 1_000_000, 2)}{NBSP}t"


@per_language
def length(millimetres: int) -> str:
    """Return a length the way builders say it: mm below 10 cm, then cm, m from 10 m on."""
    if millimetres < 100:
        return f"{millimetres}{NBSP}mm"
    if millimetres < 10_000:
        return f"{_decimal(millimetres / 10, 1)}{NBSP}cm"
    return f"{_decimal(millimetres / 1000, 2)}{NBSP}m"


def dims(sized: Sized) -> str:
    """Return "2,5 m x 1,2 m x 13 mm" as "250 × 120 cm, ép. 12,5"; empty when none is known."""
    sides = [s for s in (sized.length_mm, sized.width_mm, sized.height_mm) if s]
    parts = []
    if sides:
        joined = " × ".join(_decimal(side / 10, 1) for side in sides)
        parts.append(f"{joined}{NBSP}cm")
    if sized.thickness_mm:
        parts.append(gettext("%(size)s thick", size=f"{sized.thickness_mm}{NBSP}mm"))
    if sized.diameter_mm:
        parts.append(f"Ø{NBSP}{sized.diameter_mm}{NBSP}mm")
    return ", ".join(parts)


@per_language
def day(value: date) -> str:
    """Return "vendredi 10 avril"."""
    pattern = "EEEE d MMMM" if current_language() == "fr" else "EEEE, d MMMM"
    text: str = format_date(value, pattern, locale=current_language())
    return text


@per_language
def day_year(value: date) -> str:
    """Return "10 avril 2026"."""
    text: str = format_date(value, "d MMMM y", locale=current_language())
    return text


def days(first: date, last: date) -> str:
    """Return the days of an edition, "10 et 11 avril 2026"."""
    if first == last:
        return day_year(first)
    if (first.year, first.month) == (last.year, last.month):
        glue = gettext("and") if (last - first).days == 1 else gettext("to")
        return f"{first.day} {glue} {day_year(last)}"
    return gettext("%(first)s to %(last)s", first=day_year(first), last=day_year(last))


def clock(instant: datetime, zoned: Zoned) -> str:
    """Return the time on the edition's wall, "9 h 30" or "9:30 am"."""
    return _clock(instant, zoned.time_zone)


@per_language
def _clock(instant: datetime, time_zone: str) -> str:
    local = to_local(instant, time_zone)
    if current_language() == "fr":
        return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")
    text: str = format_time(local, "h:mm a", locale="en").lower()
    return text


def hours(start: datetime, end: datetime, zoned: Zoned) -> str:
    """Return "9 h – 9 h 30" in the edition's zone."""
    return f"{clock(start, zoned)} – {clock(end, zoned)}"


def local_day(instant: datetime, zoned: Zoned) -> str:
    """Return the day of an instant in the edition's zone."""
    return day(to_local(instant, zoned.time_zone).date())


def when(instant: datetime, zoned: Zoned) -> str:
    """Return "vendredi 10 avril, 9 h 30" in the edition's zone."""
    return f"{local_day(instant, zoned)}, {clock(instant, zoned)}"


def stamp(instant: datetime, zoned: Zoned) -> str:
    """Return a short date and time for tables, "10/04/2026 09:30"."""
    text: str = format_datetime(
        to_local(instant, zoned.time_zone).replace(tzinfo=None), "dd/MM/y HH:mm", locale="fr"
    )
    return text


def distance(kilometres: float) -> str:
    """Return "800 m" or "12 km"."""
    if kilometres < 1:
        return f"{round(kilometres * 10) * 100}{NBSP}m"
    return f"{round(kilometres)}{NBSP}km"


def phone(number: str) -> str:
    """Return a stored number as people dial it, "05 53 00 00 00", abroad "+34 912 34 56 78"."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    is_french = parsed.country_code == FRANCE
    style = phonenumbers.PhoneNumberFormat
    text: str = phonenumbers.format_number(
        parsed, style.NATIONAL if is_french else style.INTERNATIONAL
    )
    return text.replace(" ", NBSP)


def _decimal(value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    text: str = format_decimal(value, format=pattern, locale=current_language())
    return _signed(text)


def _signed(text: str) -> str:
    """Return a figure with a minus sign in place of a hyphen."""
    return text.replace("-", "−")


FORMATS = (
    money,
    number,
    quantity,
    unit_name,
    mass,
    length,
    dims,
    day,
    day_year,
    days,
    clock,
    hours,
    local_day,
    when,
    stamp,
    distance,
    phone,
)


def init_formats(app: Flask) -> None:
    """Make every format a global and a filter of the templates."""
    for function in FORMATS:
        app.jinja_env.globals[function.__name__] = function
        # Jinja's own filters keep their names: `length` there counts.
        app.jinja_env.filters.setdefault(function.__name__, function)
