"""From what a visitor asks to what is shown: places, days, companies and words looked up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from brocante.catalogue.criteria import Criteria, Note, Reading
from brocante.catalogue.queries import ListingPage, Selection, find_listings
from brocante.catalogue.search import Correction, Matches, find_matches
from brocante.catalogue.yards import Place, distances, find_place, open_on, yards_of
from brocante.companies.models import Company
from brocante.companies.queries import company_by_slug
from brocante.core.text import N_
from brocante.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Found:
    """A page of listings with everything the visitor should be told about it."""

    criteria: Criteria
    page: ListingPage
    notes: Sequence[Note]
    corrections: Sequence[Correction]
    company: Company | None
    place: Place | None
    distances: dict[int, float] = field(default_factory=dict)


def days_of(edition: Edition) -> list[date]:
    """Return the days of an edition, in order."""
    count = (edition.ends_on - edition.starts_on).days + 1
    return [edition.starts_on + timedelta(days=n) for n in range(count)]


def find(edition: Edition, reading: Reading) -> Found:
    """Return what fits; a place or a company that nobody knows is left out with a note."""
    criteria, notes = reading.criteria, list(reading.notes)
    place, far = _around(edition, criteria)
    if criteria.near and place is None:
        notes.append(Note(N_("No place called “%(typed)s” was found."), {"typed": criteria.near}))
        criteria = replace(criteria, near="", radius_km=None)
    company = company_by_slug(edition.id, criteria.company) if criteria.company else None
    if criteria.company and company is None:
        notes.append(
            Note(N_("No company called “%(typed)s” takes part."), {"typed": criteria.company})
        )
        criteria = replace(criteria, company="")
    matches = find_matches(edition.id, criteria.text) if criteria.text else None
    if criteria.text and matches is None:
        words = N_("“%(typed)s” says nothing of a material: write a word such as tiles or oak.")
        notes.append(Note(words, {"typed": criteria.text}))
        criteria = replace(criteria, text="")
    page = find_listings(_selection(edition, criteria, company, matches, far))
    corrections = matches.corrections if matches else ()
    return Found(criteria, page, notes, corrections, company, place, far)


def _around(edition: Edition, criteria: Criteria) -> tuple[Place | None, dict[int, float]]:
    if not criteria.near:
        return None, {}
    yards = yards_of(edition.id)
    place = find_place(criteria.near, yards)
    return place, distances(yards, place) if place else {}


def _selection(
    edition: Edition,
    criteria: Criteria,
    company: Company | None,
    matches: Matches | None,
    far: dict[int, float],
) -> Selection:
    sites: set[int] | None = None
    if criteria.day is not None:
        sites = open_on(edition.id, criteria.day, edition.time_zone)
    if far and criteria.radius_km is not None:
        near = {site for site, distance in far.items() if distance <= criteria.radius_km}
        sites = near if sites is None else sites & near
    return Selection(
        edition_id=edition.id,
        criteria=criteria,
        company_id=company.id if company else None,
        ranked=matches.ids if matches else None,
        site_ids=sites,
        distances=far or None,
        has_more=matches.has_more if matches else False,
    )
