"""What papers tell of sites and editions, read from the database."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import func, select

from brocante.accounts.models import Organiser
from brocante.catalogue.models import Listing, ListingState
from brocante.companies.models import Site, SiteOpening
from brocante.companies.queries import sites_of_edition
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.editions.models import Edition
from brocante.printing.sheets import Both, EditionSheet, SiteSheet, in_language
from brocante.web.formats import day, days, hours, phone
from brocante.web.links import public_link, settings

STAMP = "*** DÉMONSTRATION ***"


def stamp() -> str:
    """Return what is printed across the papers of a demonstration."""
    return STAMP if settings().demo else ""


def edition_sheet(edition: Edition) -> EditionSheet:
    """Return an edition with the sites visitors may see, numbered by commune. Four queries."""
    organiser = session.get_one(Organiser, edition.organiser_id)
    shown = select(func.count()).select_from(Listing)
    shown = shown.where(Listing.edition_id == edition.id, Listing.state == ListingState.PUBLISHED)
    sites = sites_of_edition(edition.id, openings=True)
    dates = Both(
        in_language("fr", lambda: days(edition.starts_on, edition.ends_on)),
        in_language("en", lambda: days(edition.starts_on, edition.ends_on)),
    )
    contact = phone(edition.contact_phone) if edition.contact_phone else edition.contact_email
    return EditionSheet(
        name=edition.name,
        territory=edition.territory,
        dates=dates,
        organiser=organiser.name,
        contact=contact,
        url=public_link("pages.edition_home", edition=edition.slug),
        departments=tuple(code for code in edition.departments.split(",") if code),
        listings=session.scalar(shown) or 0,
        sites=tuple(_site(site, number, edition) for number, site in enumerate(sites, 1)),
        stamp=stamp(),
    )


def _site(site: Site, number: int, edition: Edition) -> SiteSheet:
    return SiteSheet(
        id=site.id,
        number=number,
        company=site.company.name,
        name=site.name,
        address=site.address,
        town=f"{site.postcode} {site.commune}",
        commune=site.commune,
        phone=phone(site.phone) if site.phone else "",
        hours=tuple(_hours(site.openings, edition)),
        longitude=site.longitude,
        latitude=site.latitude,
        url=public_link("catalogue.site", edition=edition.slug, site_id=site.id),
    )


def _hours(openings: Iterable[SiteOpening], edition: Edition) -> Iterable[tuple[str, str]]:
    """Return a line for each day: the day, its spans of time."""

    def date_of(opening: SiteOpening) -> object:
        return to_local(opening.opens_at, edition.time_zone).date()

    for _date, spans in groupby(openings, date_of):
        found = list(spans)
        first = to_local(found[0].opens_at, edition.time_zone).date()
        name = in_language("fr", lambda first=first: day(first))  # type: ignore[misc]
        texts = [
            in_language("fr", lambda span=span: hours(span.opens_at, span.closes_at, edition))  # type: ignore[misc]
            for span in found
        ]
        yield name, ", ".join(texts)
