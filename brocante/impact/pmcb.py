"""The family of the producer-responsibility scheme (REP PMCB) that goods belong to."""

from functools import cache

from brocante.materials.queries import families, find_family, find_material, materials

# Goods of another scheme (furniture, electrical equipment), or of none that is known.
OTHER = "autre"


@cache
def pmcb_of(material: str | None, family: str) -> str:
    """Return the code of a line: its material's, else the default one of its catalogue family."""
    found = find_material(material)
    if found is not None:
        return found.pmcb_family or OTHER
    of_family = find_family(family)
    if of_family is None or not of_family.pmcb_families:
        return OTHER
    return of_family.pmcb_families[0]


def goods_of(code: str) -> tuple[list[str], list[str]]:
    """Return the materials of a PMCB family, and the catalogue families that default to it."""
    of_materials = [m.code for m in materials() if (m.pmcb_family or OTHER) == code]
    of_families = [f.code for f in families() if pmcb_of(None, f.code) == code]
    return of_materials, of_families
