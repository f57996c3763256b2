"""Writes about editions."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import NotAllowed
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.editions import rules
from brocante.editions.errors import AddressFixed, AddressTaken, DatesFixed, NotTheNextStep
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import own_edition, slug_is_taken


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDetails:
    """What an organiser says of an edition. Instants are UTC; `departments` as it was typed."""

    name: str
    slug: str
    territory: str
    departments: str
    starts_on: date
    ends_on: date
    contact_email: str
    time_zone: str = "Europe/Paris"
    contact_phone: str | None = None
    presentation: str = ""
    presentation_en: str = ""
    charter_text: str = ""
    listing_opens_at: datetime | None = None
    catalogue_opens_at: datetime | None = None
    reservations_open_at: datetime | None = None
    reservations_close_at: datetime | None = None


@transactional
def create(who: Identity, organiser_id: int, details: EditionDetails) -> int:
    """Make an edition in the draft state, which only its organiser sees; returns its id."""
    if organiser_id not in who.organisers:
        raise NotAllowed
    edition = Edition(organiser_id=organiser_id, charter_version=1, created_at=clock.now())
    _write(edition, details)
    session.add(edition)
    _flush()
    return edition.id


@transactional
def change(who: Identity, edition_id: int, details: EditionDetails) -> bool:
    """Change an edition; returns True when the charter changed, so that it is signed again."""
    edition = own_edition(who, edition_id)
    _check_promises(edition, details)
    changed = bool(edition.charter_text) and edition.charter_text != details.charter_text.strip()
    if changed:
        edition.charter_version += 1
    _write(edition, details)
    _flush()
    return changed


def _check_promises(edition: Edition, details: EditionDetails) -> None:
    """Keep what others rely on: published addresses, and the days visitors hold tickets for."""
    if edition.state is not EditionState.DRAFT and _slug(details) != edition.slug:
        raise AddressFixed
    same = (edition.starts_on, edition.ends_on, edition.time_zone) == (
        details.starts_on,
        details.ends_on,
        details.time_zone,
    )
    if not same and rules.reached(edition.state, EditionState.RESERVATIONS):
        raise DatesFixed


def _slug(details: EditionDetails) -> str:
    return details.slug or slugify(f"{details.territory} {details.starts_on.year}")


def _write(edition: Edition, details: EditionDetails) -> None:
    rules.check_dates(details.starts_on, details.ends_on)
    rules.check_time_zone(details.time_zone)
    rules.check_openings(details.reservations_open_at, details.reservations_close_at)
    slug = _slug(details)
    rules.check_slug(slug)
    with session.no_autoflush:
        if slug_is_taken(slug, edition.id):
            raise AddressTaken
    for name, value in asdict(details).items():
        setattr(edition, name, value)
    edition.slug = slug
    edition.departments = rules.read_departments(details.departments)
    edition.charter_text = details.charter_text.strip()


def _flush() -> None:
    """Two people may choose the same address at the same moment: the database decides."""
    try:
        session.flush()
    except IntegrityError:
        raise AddressTaken from None


@transactional
def advance(who: Identity, edition_id: int, seen: EditionState) -> EditionState:
    """Move an edition to its next state, if it still is in the state `seen` on the page."""
    edition = _as_seen(who, edition_id, seen)
    now = clock.now()
    edition.state = rules.check_step_forward(edition, now)
    if edition.state is EditionState.RESERVATIONS and edition.reservations_open_at is None:
        # Noted because going back is narrower once visitors could hold tickets.
        edition.reservations_open_at = now
    return edition.state


@transactional
def step_back(who: Identity, edition_id: int, seen: EditionState) -> EditionState:
    """Move an edition to the state before, if it still is in the state `seen` on the page."""
    edition = _as_seen(who, edition_id, seen)
    edition.state = rules.check_step_back(edition, clock.now())
    return edition.state


def _as_seen(who: Identity, edition_id: int, seen: EditionState) -> Edition:
    edition = own_edition(who, edition_id)
    if edition.state is not seen:
        raise NotTheNextStep
    return edition
