"""What the dimensions of the results and their values are called (English message ids)."""

from flask_babel import gettext

from brocante.catalogue.rules import Condition
from brocante.core.text import N_
from brocante.counter.models import HandoverKind
from brocante.impact.queries import commune_name
from brocante.impact.rules import Dimension
from brocante.materials.queries import find_family
from brocante.materials.rules import MassOrigin
from brocante.web.languages import current_language

DIMENSIONS = {
    Dimension.FAMILY: N_("Family"),
    Dimension.CONDITION: N_("Condition"),
    Dimension.COMPANY: N_("Company"),
    Dimension.COMMUNE: N_("Commune"),
    Dimension.ORIGIN: N_("How the weight is known"),
    Dimension.KIND: N_("How it left"),
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
_WORDS: dict[Dimension, dict[str, str]] = {
    Dimension.CONDITION: {str(key): word for key, word in CONDITIONS.items()},
    Dimension.ORIGIN: {str(key): word for key, word in ORIGINS.items()},
    Dimension.KIND: {str(key): word for key, word in KINDS.items()},
}


def value_name(dimension: Dimension, value: str, companies: dict[str, str]) -> str:
    """Return what a value of a dimension is called in the reader's language."""
    if dimension is Dimension.COMPANY:
        return companies.get(value, value)
    if dimension is Dimension.COMMUNE:
        return commune_name(value)
    if dimension is Dimension.FAMILY:
        family = find_family(value)
        return family.label(current_language()) if family else value
    word = _WORDS[dimension].get(value)
    return gettext(word) if word else value
