"""What the dimensions of the results and their values are called (English message ids)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from babel.dates import format_date
from flask_babel import gettext

from brocante.catalogue.rules import Condition
from brocante.core.text import N_
from brocante.core.vehicles import Vehicle
from brocante.counter.models import HandoverKind
from brocante.impact.attending import Place
from brocante.impact.doubts import Doubt
from brocante.impact.models import Outcome
from brocante.impact.places import authority_name
from brocante.impact.pmcb import OTHER
from brocante.impact.queries import commune_name
from brocante.impact.rules import Dimension, Missed
from brocante.materials.queries import find_family, pmcb_families
from brocante.materials.rules import MassOrigin
from brocante.web.languages import current_language

DIMENSIONS = {
    Dimension.FAMILY: N_("Family"),
    Dimension.PMCB: N_("Family of the building REP scheme (PMCB)"),
    Dimension.CONDITION: N_("Condition"),
    Dimension.COMPANY: N_("Company"),
    Dimension.SITE: N_("Site"),
    Dimension.COMMUNE: N_("Commune"),
    Dimension.EPCI: N_("Inter-communal authority"),
    Dimension.DAY: N_("Day"),
    Dimension.HOUR: N_("Hour"),
    Dimension.KIND: N_("How it left"),
    Dimension.ORIGIN: N_("How the weight is known"),
}
CONDITIONS = {
    Condition.SURPLUS: N_("Surplus"),
    Condition.DECLASSED: N_("Declassed"),
    Condition.DEMO: N_("Demo item"),
}
ORIGINS = {
    MassOrigin.WEIGHED: N_("Weighed"),
    MassOrigin.DECLARED: N_("Given by the company"),
    MassOrigin.ESTIMATED: N_("Estimated from the materials table"),
    MassOrigin.UNKNOWN: N_("Unknown"),
}
KINDS = {
    HandoverKind.PICKUP: N_("With a reservation"),
    HandoverKind.WALK_IN: N_("Sold on the spot"),
}
OUTCOMES: Mapping[Outcome | None, str] = {
    Outcome.KEEP: N_("Kept by the company"),
    Outcome.LOWER: N_("Stays for sale at a lower price"),
    Outcome.GIVE: N_("Given to an outlet"),
    Outcome.NEXT: N_("Waits for the next edition"),
    Outcome.WASTE: N_("Thrown away"),
    None: N_("Not said yet"),
}
DOUBTS = {
    Doubt.SIGN: N_("the weight has the wrong sign"),
    Doubt.LORRY: N_("more than 25 t on one line: no lorry carries that"),
    Doubt.PIECE: N_("more than 3 t for one piece"),
    Doubt.ZERO: N_("a weight of zero"),
}
VEHICLES = {
    Vehicle.UNDECIDED: N_("Vehicle not said, counted as a car"),
    Vehicle.FOOT_OR_BIKE: N_("On foot or by bike"),
    Vehicle.CAR: N_("Car"),
    Vehicle.ESTATE: N_("Estate car"),
    Vehicle.SMALL_VAN: N_("Small van"),
    Vehicle.VAN: N_("Van"),
    Vehicle.CAR_TRAILER: N_("Car with trailer, counted as a car"),
    Vehicle.TRUCK: N_("Lorry, counted as a van"),
}
_WORDS: dict[Dimension, dict[str, str]] = {
    Dimension.CONDITION: {str(key): word for key, word in CONDITIONS.items()},
    Dimension.ORIGIN: {str(key): word for key, word in ORIGINS.items()},
    Dimension.KIND: {str(key): word for key, word in KINDS.items()},
}


def value_name(dimension: Dimension, value: str, places: Mapping[str, Place]) -> str:
    """Return what a value of a dimension is called in the reader's language."""
    if dimension is Dimension.COMPANY:
        return _company_name(value, places)
    if dimension is Dimension.SITE:
        place = places.get(value)
        return f"{place.company}, {place.name} ({place.commune})" if place else value
    if dimension in _WORDS:
        word = _WORDS[dimension].get(value)
        return gettext(word) if word else value
    return _NAMED[dimension](value)


def _company_name(value: str, places: Mapping[str, Place]) -> str:
    names = (place.company for place in places.values() if str(place.company_id) == value)
    return next(names, value)


def _pmcb_name(code: str) -> str:
    if code == OTHER:
        return gettext("Another scheme, or none")
    found = next((one for one in pmcb_families() if one.code == code), None)
    return f"{code} – {found.label(current_language())}" if found else code


def _time_name(value: str) -> str:
    """Return "samedi 5 avril" for a day, "samedi 5, 9 h" for an hour."""
    try:
        at = datetime.fromisoformat(value if "T" not in value else f"{value}:00")
    except ValueError:
        return value
    french = current_language() == "fr"
    if "T" not in value:
        pattern = "EEEE d MMMM" if french else "EEEE, d MMMM"
        return str(format_date(at, pattern, locale=current_language()))
    day = format_date(at, "EEEE d", locale=current_language())
    return f"{day}, {at.hour}\u00a0h" if french else f"{day}, {at:%H}:00"


def hour_name(hour: str) -> str:
    """Return "9 h" for the hour of a key such as 2026-04-05T09."""
    number = int(hour[11:13])
    return f"{number}\u00a0h" if current_language() == "fr" else f"{number}:00"


def clock_name(hour: str) -> str:
    """Return "9 h" for an hour of the day such as 09."""
    return hour_name(f"2000-01-01T{hour}")


def unmet_words(missed: Missed, *, with_words: bool = False) -> list[str]:
    """Return the sentences about demand that was not met.

    Anybody can make words count by searching for them: only the organiser reads them.
    """
    said = [
        gettext(
            "Demand that was not met: full slots above, goods that were sold out, and"
            " searches that nothing answered whole. Of these only words are kept, from"
            " browsers with scripts."
        )
    ]
    if with_words and missed.words:
        words = ", ".join(f"« {text} » ({count})" for text, count in missed.words)
        said.append(gettext("Looked for in vain most often: %(words)s.", words=words))
    return said


def _family_name(code: str) -> str:
    family = find_family(code)
    return family.label(current_language()) if family else code


def _epci_name(code: str) -> str:
    return authority_name(code) if code else gettext("None")


_NAMED: Mapping[Dimension, Callable[[str], str]] = {
    Dimension.FAMILY: _family_name,
    Dimension.PMCB: _pmcb_name,
    Dimension.COMMUNE: commune_name,
    Dimension.EPCI: _epci_name,
    Dimension.DAY: _time_name,
    Dimension.HOUR: _time_name,
}
