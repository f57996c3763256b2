"""What the form says about the weight of goods: how much, how it is known, what to confirm."""

from flask_babel import gettext as _

from brocante.catalogue.reading import Reading
from brocante.materials.rules import MassOrigin
from brocante.web import formats
from brocante.web.languages import current_language


def weight_note(reading: Reading) -> str:
    """Say what is known of the weight of one unit, and how."""
    if reading.unit_mass_g is None:
        return _("Weight unknown: it will not count in the tonnes put back into use.")
    values = {
        "mass": formats.mass(reading.unit_mass_g),
        "unit": formats.unit_name(reading.offer.unit) or _("piece"),
    }
    if reading.mass_origin is MassOrigin.ESTIMATED:
        return _("We estimate %(mass)s for 1 %(unit)s: right? If not, write the weight.", **values)
    if reading.mass_origin is MassOrigin.WEIGHED:
        return _("%(mass)s for 1 %(unit)s, weighed.", **values)
    return _("%(mass)s for 1 %(unit)s, as declared.", **values)


def material_question(reading: Reading) -> dict[str, str] | None:
    """Return the material the seller must confirm, with its words; None when nothing is asked."""
    if reading.question is None:
        return None
    return {"code": reading.question.code, "label": reading.question.label(current_language())}
