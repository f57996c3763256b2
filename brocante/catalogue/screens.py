"""What the list and the map have in common on the screen: fields, chips, families, sentences."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import ngettext

from brocante.catalogue.addresses import address, chips, field_count, parameters
from brocante.catalogue.criteria import Sort
from brocante.catalogue.finding import Found
from brocante.catalogue.mapping import Cluster
from brocante.catalogue.rules import Condition
from brocante.core.carriers import LABELS
from brocante.materials.queries import families
from brocante.web.languages import current_language


def search_screen(base: str, found: Found, days: Sequence[date]) -> dict[str, Any]:
    """Return what the templates of list and map show of a search."""
    return {
        "found": found,
        "criteria": found.criteria,
        "asked": defaultdict(str, parameters(found.criteria)),
        "base": base,
        "chips": chips(base, found),
        # The words searched for stand in a field of their own: they are no filter of the sheet.
        "filter_count": field_count(found),
        "families": _family_chips(base, found),
        "conditions": list(Condition),
        "sorts": list(Sort),
        "days_offered": days,
        "vehicle_label": LABELS.get(found.criteria.vehicle or ""),
    }


def _family_chips(base: str, found: Found) -> list[tuple[str, str, int, str]]:
    """Return code, name, count and address of each family there is something of, the most first."""
    chosen, language = found.criteria.family, current_language()
    counts = found.page.families
    return [
        (
            family.code,
            family.label(language),
            counts.get(family.code, 0),
            address(base, found.criteria, family=None if family.code == chosen else family.code),
        )
        for family in families()
        if family.code in counts or family.code == chosen
    ]


def point_of(cluster: Cluster) -> dict[str, Any]:
    """Return a cluster as the map draws it."""
    yard = cluster.yard
    listings = ngettext("%(num)d listing", "%(num)d listings", cluster.listings)
    if yard is None:
        name = ngettext("%(num)d yard", "%(num)d yards", cluster.sites)
        words, url = listings, None
    else:
        name, words = yard.company, f"{yard.postcode} {yard.commune} · {listings}"
        url = url_for("catalogue.site", site_id=yard.id)
    return {
        "at": [cluster.latitude, cluster.longitude],
        "sites": cluster.sites,
        "count": cluster.listings,
        "name": name,
        "words": words,
        "url": url,
    }
