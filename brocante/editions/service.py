"""Writes about editions. The acting person works for the edition's organiser."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from brocante.accounts.models import Organiser
from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import NotAllowed, NotFound
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.editions import rules
from brocante.editions.errors import AddressTaken, NoWayBack
from brocante.editions.models import Edition, EditionState


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDetails:
    """What an organiser says of an edition; instants are UTC."""

    name: str
    slug: str
    territory: str
    departments: str
    starts_on: date
    ends_on: date
    time_zone: str
    contact_email: str
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
    """Make a draft edition; returns its id."""
    if organiser_id not in who.organisers or session.get(Organiser, organiser_id) is None:
        raise NotAllowed
    edition = Edition(organiser_id=organiser_id, created_at=clock.now())
    _write(edition, details)
    session.add(edition)
    session.flush()
    return edition.id


@transactional
def change(who: Identity, edition_id: int, details: EditionDetails) -> None:
    """Change an edition. Another charter text is another version, to be signed again."""
    edition = own_edition(who, edition_id)
    if (
        edition.charter_text.strip()
        and details.charter_text.strip() != edition.charter_text.strip()
    ):
        edition.charter_version += 1
    _write(edition, details)


def _write(edition: Edition, details: EditionDetails) -> None:
    rules.check_dates(details.starts_on, details.ends_on)
    rules.check_zone(details.time_zone)
    rules.check_openings(
        details.catalogue_opens_at, details.reservations_open_at, details.reservations_close_at
    )
    slug = slugify(details.slug or details.name)
    taken = session.scalar(
        select(Edition.id).where(Edition.slug == slug, Edition.id != (edition.id or 0))
    )
    if not slug or slug in rules.RESERVED_SLUGS or taken is not None:
        raise AddressTaken
    for name in EditionDetails.__dataclass_fields__:
        setattr(edition, name, slug if name == "slug" else getattr(details, name))


@transactional
def advance(
    who: Identity, edition_id: int, *, approved_companies: int, listings: int
) -> EditionState:
    """Take the next step of the lifecycle; returns it. Raises StepNotReady, NoNextStep."""
    edition = own_edition(who, edition_id)
    rules.check_ready(edition, approved_companies, listings)
    edition.state = rules.next_state(edition.state)
    return edition.state


@transactional
def step_back(who: Identity, edition_id: int, *, reservations: int) -> EditionState:
    """Take a step back, as long as nobody reserved (figures of past days stay what they are)."""
    edition = own_edition(who, edition_id)
    earlier = rules.previous_state(edition.state)
    if earlier is None:
        raise NotFound
    hides_promises = not rules.reached(earlier, EditionState.RESERVATIONS)
    if reservations and hides_promises:
        raise NoWayBack
    edition.state = earlier
    return earlier


def own_edition(who: Identity, edition_id: int) -> Edition:
    """Return an edition of an organiser the person works for; NotFound otherwise."""
    edition = session.get(Edition, edition_id)
    if edition is None or edition.organiser_id not in who.organisers:
        raise NotFound
    return edition
