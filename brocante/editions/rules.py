"""The lifecycle of an edition and what is open when. Pure functions; times are aware instants."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brocante.core.text import N_
from brocante.editions.errors import (
    DatesReversed,
    NoNextStep,
    StepNotReady,
    UnknownTimeZone,
    WrongOrder,
)


class EditionState(StrEnum):
    """The lifecycle, in order."""

    DRAFT = "draft"
    LISTING = "listing"
    CATALOGUE = "catalogue"
    RESERVATIONS = "reservations"
    RUNNING = "running"
    CLOSING = "closing"
    ARCHIVED = "archived"


ORDER = tuple(EditionState)
ZONES = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Luxembourg",
)
# Words that are addresses of the site itself and cannot be an edition's.
RESERVED_SLUGS = frozenset(
    {
        "a",
        "r",
        "aide",
        "api",
        "accessibilite",
        "comptoir",
        "compte",
        "communes",
        "confidentialite",
        "connexion",
        "deconnexion",
        "exposant",
        "healthz",
        "inscription",
        "invitation",
        "invitation-entreprise",
        "langue",
        "mentions-legales",
        "metrics",
        "organisation",
        "photos",
        "robots",
        "sitemap",
        "static",
        "partage",
    }
)


class Schedule(Protocol):
    """What of an edition decides what is open."""

    state: EditionState
    listing_opens_at: datetime | None
    catalogue_opens_at: datetime | None
    reservations_open_at: datetime | None
    reservations_close_at: datetime | None


class Prepared(Protocol):
    """What of an edition must be there before a step."""

    state: EditionState
    charter_text: str
    presentation: str


def reached(state: EditionState, least: EditionState) -> bool:
    """Tell whether the lifecycle has come to `least` or beyond."""
    return ORDER.index(state) >= ORDER.index(least)


def is_public(edition: Schedule) -> bool:
    """Tell whether visitors may see that the edition exists."""
    return edition.state is not EditionState.DRAFT


def may_register(edition: Schedule) -> bool:
    """Tell whether companies may register themselves."""
    return edition.state in {
        EditionState.LISTING,
        EditionState.CATALOGUE,
        EditionState.RESERVATIONS,
    }


def may_list(edition: Schedule, now: datetime) -> bool:
    """Tell whether companies may publish listings: from the listing step to the last day."""
    open_states = {
        EditionState.LISTING,
        EditionState.CATALOGUE,
        EditionState.RESERVATIONS,
        EditionState.RUNNING,
    }
    return edition.state in open_states and _after(edition.listing_opens_at, now)


def catalogue_is_open(edition: Schedule, now: datetime) -> bool:
    """Tell whether visitors see the listings. An archived edition keeps its catalogue closed."""
    seen = reached(edition.state, EditionState.CATALOGUE)
    over = edition.state is EditionState.ARCHIVED
    return seen and not over and _after(edition.catalogue_opens_at, now)


def reservations_are_open(edition: Schedule, now: datetime) -> bool:
    """Tell whether visitors may reserve: state and times both say so."""
    if edition.state not in {EditionState.RESERVATIONS, EditionState.RUNNING}:
        return False
    closed = edition.reservations_close_at is not None and now >= edition.reservations_close_at
    return _after(edition.reservations_open_at, now) and not closed


def _after(opening: datetime | None, now: datetime) -> bool:
    return opening is None or now >= opening


def next_state(state: EditionState) -> EditionState:
    """Return the step after `state`; raises NoNextStep at the end."""
    place = ORDER.index(state)
    if place + 1 == len(ORDER):
        raise NoNextStep
    return ORDER[place + 1]


def previous_state(state: EditionState) -> EditionState | None:
    """Return the step before `state`, None at the beginning."""
    place = ORDER.index(state)
    return ORDER[place - 1] if place else None


def missing_for_next(edition: Prepared, approved_companies: int, listings: int) -> Iterator[str]:
    """Yield, as message ids, what the next step still needs."""
    if edition.state is EditionState.DRAFT and not edition.charter_text.strip():
        yield N_("write the charter companies sign.")
    if edition.state is EditionState.DRAFT and not edition.presentation.strip():
        yield N_("write the presentation of the edition.")
    if edition.state is EditionState.LISTING and not approved_companies:
        yield N_("approve at least one company.")
    if edition.state is EditionState.CATALOGUE and not listings:
        yield N_("publish at least one listing.")


def check_ready(edition: Prepared, approved_companies: int, listings: int) -> None:
    """Refuse the next step while something is missing for it."""
    missing = next(missing_for_next(edition, approved_companies, listings), None)
    if missing is not None:
        raise StepNotReady(word_missing=missing)


def check_dates(starts_on: date, ends_on: date) -> None:
    """Refuse an edition that ends before it begins."""
    if ends_on < starts_on:
        raise DatesReversed


def check_zone(name: str) -> None:
    """Refuse what is not an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZone from None


def check_openings(
    catalogue: datetime | None, opens: datetime | None, closes: datetime | None
) -> None:
    """Refuse opening times out of order; those not given do not count."""
    given = [moment for moment in (catalogue, opens, closes) if moment is not None]
    if given != sorted(given):
        raise WrongOrder
