"""Where sites are and when they are open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from brocante.companies.models import Site, SiteOpening
from brocante.core.db import session
from brocante.core.gazetteer import commune
from brocante.core.geo import Point


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A site for whoever drives there. `point` is the town hall's while no pin is confirmed."""

    point: Point | None
    is_exact: bool
    openings: tuple[tuple[datetime, datetime], ...]


def whereabouts(site_ids: Collection[int]) -> dict[int, Whereabouts]:
    """Return where some sites are, by id. Two queries."""
    if not site_ids:
        return {}
    openings: dict[int, list[tuple[datetime, datetime]]] = {}
    for site_id, opens, closes in session.execute(
        select(SiteOpening.site_id, SiteOpening.opens_at, SiteOpening.closes_at)
        .where(SiteOpening.site_id.in_(site_ids))
        .order_by(SiteOpening.opens_at)
    ):
        openings.setdefault(site_id, []).append((opens, closes))
    rows = session.execute(
        select(
            Site.id, Site.latitude, Site.longitude, Site.commune_code, Site.pin_confirmed_at
        ).where(Site.id.in_(site_ids))
    )
    found = {}
    for site_id, latitude, longitude, commune_code, confirmed_at in rows:
        hours = tuple(openings.get(site_id, ()))
        if latitude is not None and longitude is not None and confirmed_at is not None:
            found[site_id] = Whereabouts(Point(latitude, longitude), True, hours)
        else:
            town = commune(commune_code)
            found[site_id] = Whereabouts(town.point if town else None, False, hours)
    return found
