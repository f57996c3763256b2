"""A family nobody wrote, guessed from the title when the trade word in it leaves no doubt."""

from __future__ import annotations

from functools import lru_cache

from brocante.materials.queries import family, suggest_material


@lru_cache(maxsize=65_536)
def guess_family(title: str) -> str | None:
    """Return the French name of the family a title means, None when in doubt."""
    suggestion = suggest_material(title)
    if suggestion is None or suggestion.to_confirm:
        return None
    return family(suggestion.material.family).label_fr
