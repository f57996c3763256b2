"""Where the goods are: the sites of an edition for visitors, and how far away they lie."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as hour_of_day

from sqlalchemy import func, select

from brocante.catalogue.models import Listing, ListingState
from brocante.companies.models import (
    Company,
    Participation,
    ParticipationState,
    Site,
    SiteOpening,
)
from brocante.core.among import among
from brocante.core.clock import to_utc
from brocante.core.db import session
from brocante.core.gazetteer import commune, find_communes
from brocante.core.geo import Point, distance_km

_POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Yard:
    """A site of an approved company. `point` is None until somebody confirmed the pin."""

    id: int
    name: str
    commune: str
    postcode: str
    company: str
    company_slug: str
    commune_code: str
    point: Point | None

    @property
    def about(self) -> Point | None:
        """Where the site is, or its commune's town hall: good enough to say how far."""
        known = commune(self.commune_code) if self.point is None else None
        return known.point if known else self.point


@dataclass(frozen=True, slots=True)
class Place:
    """A place a visitor named, or where the phone says it is (then without a name)."""

    name: str
    point: Point


def yards_of(edition_id: int) -> Sequence[Yard]:
    """Return the sites of an edition's approved companies, by commune. One query.

    Thousands of them, in a national edition, are read once a minute.
    """
    key, minute = (session.get_bind(), edition_id), int(time.monotonic()) // 60
    kept = _kept.get(key)
    if kept and kept[0] == minute:
        return kept[1]
    yards = _read_yards(edition_id)
    if len(yards) > MANY:
        _kept.clear()
        _kept[key] = (minute, yards)
    return yards


MANY = 1_000
# The sites of one large edition, and the minute they were read in.
_kept: dict[tuple[object, int], tuple[int, list[Yard]]] = {}


def _read_yards(edition_id: int) -> list[Yard]:
    rows = session.execute(
        select(
            Site.id,
            Site.name,
            Site.commune,
            Site.postcode,
            Company.name,
            Company.slug,
            Site.commune_code,
            Site.latitude,
            Site.longitude,
            Site.pin_confirmed_at.is_not(None),
        )
        .join(Participation, Participation.id == Site.participation_id)
        .join(Company, Company.id == Site.company_id)
        .where(Site.edition_id == edition_id, Participation.state == ParticipationState.APPROVED)
        .order_by(Site.commune, Company.name, Site.name, Site.id)
    )
    return [Yard(*row[:7], point=_point(row[7], row[8], row[9])) for row in rows]


def _point(latitude: float | None, longitude: float | None, is_confirmed: object) -> Point | None:
    if latitude is None or longitude is None or not is_confirmed:
        return None
    return Point(latitude, longitude)


def listings_by_site(site_ids: Sequence[int]) -> dict[int, int]:
    """Return how many listings each site shows, from an index alone; none are left out."""
    rows = session.execute(
        select(Listing.site_id, func.count())
        .where(
            among(Listing.site_id, site_ids),
            Listing.state == ListingState.PUBLISHED,
            Listing.available,
        )
        .group_by(Listing.site_id)
    )
    return {site_id: count for site_id, count in rows if site_id is not None}


def open_on(edition_id: int, day: date, time_zone: str) -> set[int]:
    """Return the sites open at some time of a day on the edition's calendar."""
    midnight = datetime.combine(day, hour_of_day())
    starts, ends = to_utc(midnight, time_zone), to_utc(midnight + timedelta(days=1), time_zone)
    return set(
        session.scalars(
            select(SiteOpening.site_id)
            .join(Site, Site.id == SiteOpening.site_id)
            .where(
                Site.edition_id == edition_id,
                SiteOpening.opens_at < ends,
                SiteOpening.closes_at > starts,
            )
        )
    )


def closing_times(edition_id: int) -> dict[int, float]:
    """Return when each site closes for the last time, as something to sort by."""
    rows = session.execute(
        select(SiteOpening.site_id, func.max(SiteOpening.closes_at))
        .join(Site, Site.id == SiteOpening.site_id)
        .where(Site.edition_id == edition_id)
        .group_by(SiteOpening.site_id)
    )
    return {site_id: closes_at.timestamp() for site_id, closes_at in rows}


def find_place(typed: str, yards: Iterable[Yard]) -> Place | None:
    """Return the place meant by "44.9,1.2", a postcode or the name of a commune; None if none.

    Among communes of one name the nearest to the yards is meant.
    """
    position = _POSITION.fullmatch(typed)
    if position:
        try:
            return Place("", Point(float(position[1]), float(position[2])))
        except ValueError:
            return None
    found = find_communes(typed, limit=1, near=_middle(yards))
    return Place(found[0].name, found[0].point) if found else None


def _middle(yards: Iterable[Yard]) -> Point | None:
    points = [yard.point for yard in yards if yard.point]
    if not points:
        return None
    count = len(points)
    return Point(sum(p.latitude for p in points) / count, sum(p.longitude for p in points) / count)


def distances(yards: Iterable[Yard], place: Place) -> dict[int, float]:
    """Return how far each site is, in km as the crow flies."""
    points = {yard.id: yard.about for yard in yards}
    return {site_id: distance_km(point, place.point) for site_id, point in points.items() if point}
