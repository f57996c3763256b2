"""What the title of an offer says about its material, its family and its mass."""

from dataclasses import dataclass, replace

from brocante.catalogue.rules import Offer, resolve_unit_mass
from brocante.materials.queries import find_material, suggest_material
from brocante.materials.rules import MassOrigin, Material


@dataclass(frozen=True, slots=True)
class Reading:
    """An offer completed by what its title says without doubt, and the mass that follows.

    `question` is a material that the title may mean: the seller must say yes before it counts.
    `unit_mass_g` is in grams of one unit, None when unknown.
    """

    offer: Offer
    material: Material | None
    question: Material | None
    unit_mass_g: int | None
    mass_origin: MassOrigin


def read_offer(offer: Offer) -> Reading:
    """Complete an offer by its title, never against what the seller chose."""
    question = None
    suggestion = suggest_material(offer.title) if offer.material is None else None
    if suggestion is not None and suggestion.to_confirm:
        question = suggestion.material
    elif suggestion is not None:
        offer = replace(
            offer,
            material=suggestion.material.code,
            family=offer.family or suggestion.material.family,
        )
    material = find_material(offer.material)
    grams, origin = resolve_unit_mass(offer, material)
    return Reading(offer, material, question, grams, origin)
