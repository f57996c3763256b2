"""Writes about the sites of a company: place, pin, hours, status of the sale."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from brocante.companies import places, rules
from brocante.companies.errors import EditionOver, ParticipationStopped, PinNotUnderstood, SiteInUse
from brocante.companies.models import Declaration, Equipment, Site, SiteOpening
from brocante.companies.queries import CompanyAccess, participation
from brocante.core import clock, gazetteer
from brocante.core.db import session
from brocante.core.gazetteer import Commune
from brocante.core.geo import Point
from brocante.core.transaction import transactional
from brocante.editions.models import Edition, EditionState
from brocante.editions.rules import days_of, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDetails:
    """What a company says of a site. `hours` are on the wall clock of the edition."""

    name: str
    address: str
    commune: Commune
    access_notes: str = ""
    phone: str | None = None
    equipment: tuple[Equipment, ...] = ()
    declaration: Declaration = Declaration.UNKNOWN
    hours: tuple[rules.Hours, ...] = field(default=())


def locate(address: str, commune: Commune, geocoder_url: str | None) -> Point:
    """Propose where an address lies: by the address service when one is set, else the town hall.

    May wait for another server: call it before the write, never inside.
    """
    if not geocoder_url:
        return commune.point
    # The client weighs several MB that only installations with a geocoder need to carry.
    from brocante.core.geocode import geocode  # noqa: PLC0415

    found = geocode(address, commune, geocoder_url)
    return found or commune.point


@transactional
def create(access: CompanyAccess, details: SiteDetails, proposal: Point) -> int:
    """Add a site whose pin is a proposal until a person confirms it; returns its id."""
    edition = _edition_in_preparation(access)
    site = Site(
        participation_id=access.participation_id,
        edition_id=access.edition_id,
        company_id=access.company_id,
        created_at=clock.now(),
        openings=[],
    )
    _write(site, details, edition)
    _place(site, proposal)
    session.add(site)
    session.flush()
    return site.id


@transactional
def change(
    access: CompanyAccess, site_id: int, details: SiteDetails, proposal: Point | None
) -> None:
    """Change a site. `proposal` is where a new address lies: its pin waits to be confirmed."""
    edition = _edition_in_preparation(access)
    site = places.own_site(access.participation_id, site_id)
    _write(site, details, edition)
    if proposal is not None:
        _place(site, proposal)
    session.flush()


def has_moved(site: Site, details: SiteDetails) -> bool:
    """Tell whether another address was typed, so that the pin must be found again."""
    return (site.address, site.commune_code) != (details.address, details.commune.code)


def _edition_in_preparation(access: CompanyAccess) -> Edition:
    """Return the edition while places and hours still matter to somebody."""
    found = participation(access.participation_id)
    if not rules.takes_part(found.state):
        raise ParticipationStopped
    if reached(found.edition.state, EditionState.CLOSING):
        raise EditionOver
    return found.edition


def _write(site: Site, details: SiteDetails, edition: Edition) -> None:
    site.name = details.name
    site.address = details.address
    site.commune_code = details.commune.code
    site.commune = details.commune.name
    site.postcode = _postcode(site, details.commune)
    site.access_notes = details.access_notes
    site.phone = details.phone
    site.equipment = rules.write_equipment(details.equipment)
    site.declaration = details.declaration
    site.openings = _openings(edition, details.hours)


def _postcode(site: Site, commune: Commune) -> str:
    """Return the commune's postcode; one of several that is in the address wins."""
    named = [code for code in commune.postcodes if code in site.address]
    return (named or list(commune.postcodes) or [""])[0]


def _openings(edition: Edition, hours: Iterable[rules.Hours]) -> list[SiteOpening]:
    zone = edition.time_zone
    return [
        SiteOpening(
            opens_at=clock.to_utc(datetime.combine(span.day, span.opens), zone),
            closes_at=clock.to_utc(datetime.combine(span.day, span.closes), zone),
        )
        for span in rules.check_hours(hours, days_of(edition))
    ]


def _place(site: Site, point: Point) -> None:
    site.latitude, site.longitude = round(point.latitude, 6), round(point.longitude, 6)
    site.pin_confirmed_at = None


@transactional
def confirm_pin(access: CompanyAccess, site_id: int, latitude: float, longitude: float) -> None:
    """Note that a person looked at the pin and says that it is right."""
    _edition_in_preparation(access)
    site = places.own_site(access.participation_id, site_id)
    try:
        point = Point(latitude, longitude)
    except ValueError:
        raise PinNotUnderstood from None
    commune = gazetteer.commune(site.commune_code)
    if commune is not None:
        rules.check_pin(point, commune)
    _place(site, point)
    site.pin_confirmed_at = clock.now()


@transactional
def remove(access: CompanyAccess, site_id: int) -> None:
    """Delete a site nothing belongs to; raises SiteInUse when listings or slots do."""
    site = places.own_site(access.participation_id, site_id)
    try:
        session.execute(delete(Site).where(Site.id == site.id))
    except IntegrityError:
        raise SiteInUse from None
    session.expire_all()
