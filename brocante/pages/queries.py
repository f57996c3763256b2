"""Reads for the home page, the landing page of an edition and the watchers of an installation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from brocante.accounts.models import Organiser
from brocante.catalogue.tallies import count_by_family
from brocante.companies.models import Company, Participation, ParticipationState, Site
from brocante.core import clock
from brocante.core.db import session
from brocante.counter.models import Handover
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import public_editions
from brocante.outbox.models import MessageState, OutboxMessage
from brocante.reservations.models import Reservation


@dataclass(frozen=True, slots=True)
class Calendar:
    """The editions visitors may see: the nearest first, and those that are over."""

    coming: list[Edition]
    past: list[Edition]


@dataclass(frozen=True, slots=True)
class Seller:
    """A company that takes part, and where it opens."""

    name: str
    slug: str
    activity: str
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Showcase:
    """What the landing page shows of an edition; `families` counts its listings by family."""

    families: dict[str, int]
    sites: int
    sellers: list[Seller]

    @property
    def listings(self) -> int:
        """Listings on sale now."""
        return sum(self.families.values())


def calendar() -> Calendar:
    """Return the public editions around today; each is compared on its own calendar."""
    editions = public_editions()
    past = [edition for edition in editions if edition.ends_on < _today(edition)]
    coming = [edition for edition in editions if edition.ends_on >= _today(edition)]
    return Calendar(coming=coming[::-1], past=past)


def _today(edition: Edition) -> date:
    return clock.today(edition.time_zone)


def showcase(edition_id: int) -> Showcase:
    """Return companies, sites and numbers of listings of an edition, in two queries."""
    families = count_by_family(edition_id)
    sellers = _sellers(edition_id)
    return Showcase(
        families=families,
        sites=sum(len(seller.communes) for seller in sellers),
        sellers=sellers,
    )


def _sellers(edition_id: int) -> list[Seller]:
    rows = session.execute(
        select(Company.name, Company.slug, Company.activity, Site.commune)
        .join(Participation, Participation.company_id == Company.id)
        .join(Site, Site.participation_id == Participation.id)
        .where(
            Participation.edition_id == edition_id,
            Participation.state == ParticipationState.APPROVED,
            Site.pin_confirmed_at.is_not(None),
        )
        .order_by(func.lower(Company.name), Company.id, Site.id)
    )
    found: dict[str, Seller] = {}
    for name, slug, activity, commune in rows:
        known = found.get(slug)
        communes = (*known.communes, commune) if known else (commune,)
        found[slug] = Seller(name, slug, activity, communes)
    return list(found.values())


def responsible() -> list[Organiser]:
    """Return the organisers of public editions: they answer for what is published here."""
    return list(
        session.scalars(
            select(Organiser)
            .where(
                Organiser.id.in_(
                    select(Edition.organiser_id).where(Edition.state != EditionState.DRAFT)
                )
            )
            .order_by(func.lower(Organiser.name), Organiser.id)
        )
    )


def database_answers() -> bool:
    """Tell whether the database can be read now."""
    try:
        session.execute(select(1))
    except SQLAlchemyError:
        return False
    return True


def measures() -> dict[str, int]:
    """Return the figures an operator watches. The last number given costs no count of a table."""
    counted = session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.state != MessageState.SENT)
        .group_by(OutboxMessage.state)
    )
    waiting = dict(counted.all())
    return {
        "brocante_reservations_total": session.scalar(select(func.max(Reservation.id))) or 0,
        "brocante_handovers_total": session.scalar(select(func.max(Handover.id))) or 0,
        "brocante_messages_queued": waiting.get(MessageState.QUEUED, 0),
        "brocante_messages_failed": waiting.get(MessageState.FAILED, 0),
    }
