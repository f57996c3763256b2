"""The lifecycle of an edition, and what is open when. Pure: the present instant is an argument.

States say what the organiser decided; opening times say from when. Both are needed: the state may
be moved on days ahead, and the doors then open by themselves at the time announced.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from brocante.core.gazetteer import departments
from brocante.core.text import N_
from brocante.editions import errors

MOST_DAYS = 31
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# First parts of addresses that belong to the application; an edition lives at /<slug>/.
RESERVED_SLUGS = frozenset(
    [
        "a",
        "accessibilite",
        "aide",
        "api",
        "comptoir",
        "communes",
        "compte",
        "confidentialite",
        "connexion",
        "deconnexion",
        "edition",
        "editions",
        "exposant",
        "exposant-inscription",
        "favicon",
        "healthz",
        "inscription",
        "invitation",
        "invitation-entreprise",
        "langue",
        "mentions-legales",
        "metrics",
        "new",
        "nouvelle",
        "partage",
        "organisation",
        "photos",
        "r",
        "robots",
        "sitemap",
        "static",
        "well-known",
    ]
)
# The zones of the départements whose communes the gazetteer knows.
TIME_ZONES = {
    "Europe/Paris": N_("Mainland France and Corsica"),
    "America/Guadeloupe": N_("Guadeloupe, Saint-Martin, Saint-Barthélemy"),
    "America/Martinique": N_("Martinique"),
    "America/Cayenne": N_("French Guiana"),
    "Indian/Reunion": N_("Réunion"),
    "Indian/Mayotte": N_("Mayotte"),
}


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
_REGISTRATION = frozenset({EditionState.LISTING, EditionState.CATALOGUE, EditionState.RESERVATIONS})
_LISTING = _REGISTRATION | {EditionState.RUNNING}
_RESERVATIONS = frozenset({EditionState.RESERVATIONS, EditionState.RUNNING})


class Missing(StrEnum):
    """What an edition lacks before its next step."""

    PRESENTATION = "presentation"
    CHARTER = "charter"
    DEPARTMENTS = "departments"
    DAYS_PASSED = "days_passed"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


MISSING_WORDS = {
    Missing.PRESENTATION: N_("The presentation for visitors is empty."),
    Missing.CHARTER: N_("The charter that companies sign is empty."),
    Missing.DEPARTMENTS: N_("No département is named: the map would be empty."),
    Missing.DAYS_PASSED: N_("The days of the edition have passed: change the dates."),
    Missing.FIRST_DAY: N_("The first day has not come yet."),
    Missing.LAST_DAY: N_("The last day is not over yet."),
}


class EditionLike(Protocol):
    """What the rules look at."""

    @property
    def state(self) -> EditionState: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def listing_opens_at(self) -> datetime | None: ...
    @property
    def catalogue_opens_at(self) -> datetime | None: ...
    @property
    def reservations_open_at(self) -> datetime | None: ...
    @property
    def reservations_close_at(self) -> datetime | None: ...
    @property
    def presentation(self) -> str: ...
    @property
    def charter_text(self) -> str: ...
    @property
    def departments(self) -> str: ...


def reached(state: EditionState, other: EditionState) -> bool:
    """Tell whether a state is `other` or comes after it."""
    return ORDER.index(state) >= ORDER.index(other)


def next_state(state: EditionState) -> EditionState | None:
    """Return the step after a state, None after the last one."""
    later = ORDER[ORDER.index(state) + 1 :]
    return later[0] if later else None


def previous_state(state: EditionState) -> EditionState | None:
    """Return the step before a state, None before the first one."""
    position = ORDER.index(state)
    return ORDER[position - 1] if position else None


def days_of(edition: EditionLike) -> list[date]:
    """Return the days of an edition, in order."""
    count = (edition.ends_on - edition.starts_on).days + 1
    return [edition.starts_on + timedelta(days=n) for n in range(count)]


def _local_day(edition: EditionLike, now: datetime) -> date:
    return now.astimezone(ZoneInfo(edition.time_zone)).date()


def is_over(edition: EditionLike, now: datetime) -> bool:
    """Tell whether the last day has ended, on the edition's own calendar."""
    return _local_day(edition, now) > edition.ends_on


def _has_come(instant: datetime | None, now: datetime) -> bool:
    return instant is None or instant <= now


def is_public(edition: EditionLike) -> bool:
    """Tell whether visitors may see the edition's pages at all."""
    return edition.state is not EditionState.DRAFT


def may_register(edition: EditionLike, now: datetime) -> bool:
    """Tell whether companies may register: from the listing step until the days begin."""
    return edition.state in _REGISTRATION and not is_over(edition, now)


def may_list(edition: EditionLike, now: datetime) -> bool:
    """Tell whether companies may write and publish listings."""
    return edition.state in _LISTING and _has_come(edition.listing_opens_at, now)


def catalogue_is_open(edition: EditionLike, now: datetime) -> bool:
    """Tell whether visitors may see the listings; an archived edition keeps its own closed."""
    seen = reached(edition.state, EditionState.CATALOGUE)
    archived = edition.state is EditionState.ARCHIVED
    return seen and not archived and _has_come(edition.catalogue_opens_at, now)


def reservations_are_open(edition: EditionLike, now: datetime) -> bool:
    """Tell whether visitors may reserve: state, opening and closing time, and last day."""
    return (
        edition.state in _RESERVATIONS
        and _has_come(edition.reservations_open_at, now)
        and (edition.reservations_close_at is None or now < edition.reservations_close_at)
        and not is_over(edition, now)
    )


def missing_for_next_step(edition: EditionLike, now: datetime) -> list[Missing]:
    """Return what the edition lacks before its next step; empty when it may go on.

    What companies still lack does not stop the organiser: it is shown beside, and one slow company
    must not keep the others from opening.
    """
    today = _local_day(edition, now)
    if edition.state is EditionState.DRAFT:
        wanted = {
            Missing.PRESENTATION: not edition.presentation.strip(),
            Missing.CHARTER: not edition.charter_text.strip(),
            Missing.DEPARTMENTS: not edition.departments.strip(),
            Missing.DAYS_PASSED: today > edition.ends_on,
        }
    elif edition.state in {EditionState.LISTING, EditionState.CATALOGUE}:
        wanted = {Missing.DAYS_PASSED: today > edition.ends_on}
    elif edition.state is EditionState.RESERVATIONS:
        wanted = {Missing.FIRST_DAY: today < edition.starts_on}
    elif edition.state is EditionState.RUNNING:
        wanted = {Missing.LAST_DAY: today < edition.ends_on}
    else:
        wanted = {Missing.LAST_DAY: today <= edition.ends_on}
    return [missing for missing, lacks in wanted.items() if lacks]


def check_step_forward(edition: EditionLike, now: datetime) -> EditionState:
    """Return the next state; raises NotTheNextStep after the last, StepNotReady when it lacks."""
    following = next_state(edition.state)
    if following is None:
        raise errors.NotTheNextStep
    if missing_for_next_step(edition, now):
        raise errors.StepNotReady
    return following


def check_step_back(edition: EditionLike, now: datetime) -> EditionState:
    """Return the state before, which a slip of the thumb may need.

    Going back from reservations only pauses them: tickets stay good. But once reservations were
    open the catalogue and the edition stay visible, because visitors hold tickets. An archived
    edition never goes back: its figures are frozen and personal data may be erased.
    """
    before = previous_state(edition.state)
    if edition.state is EditionState.ARCHIVED or before is None:
        raise errors.NoWayBack
    opened = edition.reservations_open_at is not None and edition.reservations_open_at <= now
    if edition.state in {EditionState.LISTING, EditionState.CATALOGUE} and opened:
        raise errors.TicketsAreOut
    return before


def check_dates(starts_on: date, ends_on: date) -> None:
    """Refuse days in the wrong order, or too many."""
    if ends_on < starts_on:
        raise errors.DatesReversed
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise errors.TooLong(days=MOST_DAYS)


def check_openings(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Refuse reservations that close before they open."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise errors.OpeningsReversed


def check_time_zone(time_zone: str) -> None:
    """Refuse a zone that is not offered."""
    if time_zone not in TIME_ZONES:
        raise errors.UnknownTimeZone


def check_slug(slug: str) -> None:
    """Refuse an address that is not one, or belongs to the application."""
    if not SLUG.fullmatch(slug) or slug in RESERVED_SLUGS:
        raise errors.AddressNotPossible


def read_departments(text: str) -> str:
    """Return "24, 33 ; 2a" as "24,33,2A"; raises UnknownDepartment for what is none."""
    codes = [code.upper().zfill(2) for code in re.findall(r"\w+", text)]
    for code in codes:
        if code not in departments():
            raise errors.UnknownDepartment(code=code)
    return ",".join(dict.fromkeys(codes))


def split_departments(stored: str) -> list[str]:
    """Return the département codes an edition stores."""
    return [code for code in stored.split(",") if code]
