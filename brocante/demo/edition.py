"""The demonstration edition `/dordogne-2026/`, from its organiser to its first hand-overs."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, select, text

from brocante.accounts.models import Account, Organiser
from brocante.accounts.queries import Identity, identity_of
from brocante.accounts.service import (
    account_for,
    create_organiser,
    set_demonstration_password,
)
from brocante.catalogue.album import forget_files
from brocante.catalogue.models import Listing, Photo
from brocante.catalogue.tallies import recount_large
from brocante.companies.models import CompanyMember
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import Base, session
from brocante.core.errors import NotAllowed
from brocante.core.storage import Store
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.counter.models import CounterAccess
from brocante.demo import gate, lists, multitude, past, racks, sellers, tables, visitors
from brocante.editions import service
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import find_edition, own_edition
from brocante.reservations.models import Pickup, PickupState, Reservation, ReservationLine

SLUG = "dordogne-2026"
NAME = "Brocante aux matériaux de Dordogne 2026"
ORGANISER = "organisation@example.org"
COMPANY = "exposant@example.org"
PASSWORD = "brocante"  # noqa: S105 - published in the README, refused outside demonstrations
ZONE = "Europe/Paris"
SATURDAY = 5
DAYS_AHEAD = 3
# The company one signs in as has the most to show.
OWN_TIMES = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """How much to build. Tests build less."""

    companies: int = 20
    listings_each: int = 20
    reservations: int = 60
    past_companies: int = 12


def is_built() -> bool:
    """Tell whether the demonstration edition is there."""
    return find_edition(SLUG) is not None


def is_over() -> bool:
    """Tell whether its days have passed, so that nobody can reserve any more."""
    edition = find_edition(SLUG)
    return edition is not None and edition.ends_on < clock.today(edition.time_zone)


def is_alone() -> bool:
    """Tell whether nobody but the demonstration's organiser uses this database."""
    edition = find_edition(SLUG)
    others = select(Organiser.id).where(Organiser.id != (edition.organiser_id if edition else 0))
    return edition is not None and session.scalar(others.limit(1)) is None


@dataclass(frozen=True, slots=True)
class Samples:
    """What to try the demonstration with: a ticket, a label and a counter of one company."""

    ticket: str
    label: str
    counter: str


def samples() -> Samples:
    """Return the tokens of a ticket and a counter, and the code of a listing, of the own company.

    A ticket still waiting if there is one: visitors of the demonstration may have used them up.
    """
    waiting = case((Pickup.state == PickupState.BOOKED, 0), else_=1)
    row = session.execute(
        select(Reservation.token, Listing.code, CounterAccess.token)
        .join(Pickup, Pickup.reservation_id == Reservation.id)
        .join(ReservationLine, ReservationLine.pickup_id == Pickup.id)
        .join(CounterAccess, CounterAccess.site_id == Pickup.site_id)
        .join(Listing, Listing.id == ReservationLine.listing_id)
        .join(CompanyMember, CompanyMember.company_id == Listing.company_id)
        .join(Account, Account.id == CompanyMember.account_id)
        .where(Account.email == COMPANY, CounterAccess.revoked_at.is_(None))
        .order_by(waiting, Reservation.id)
        .limit(1)
    ).one()
    return Samples(*row)


@transactional
def build(settings: Settings, store: Store, scale: Scale | None = None) -> None:
    """Build the demonstration edition when it is absent: all of it, or nothing."""
    if is_built():
        return
    scale = scale or Scale()
    organiser, edition = _found(settings)
    _step(organiser, edition)
    stalls = _open_stalls(organiser, edition, scale, store)
    set_demonstration_password(account_for(COMPANY), PASSWORD, settings)
    sellers.register_only(edition, "Ferronnerie du Hibou")
    _step(organiser, edition)
    _step(organiser, edition)
    crowd = visitors.reserve(edition, stalls, scale.reservations)
    visitors.look_in_vain(edition)
    gate.open_counters(organiser, edition, stalls)
    gate.hand_over(stalls, crowd)
    gate.sell(stalls, crowd, scale.reservations // 2)
    if scale.past_companies:
        past.build(organiser, edition, stalls[: scale.past_companies], store)


@transactional
def rebuild(settings: Settings, store: Store, scale: Scale | None = None) -> None:
    """Build it anew with days to come and keep nothing of the present one: all of it, or nothing.

    Refused where somebody else's data would be lost.
    """
    if not settings.demo or not is_alone():
        raise NotAllowed
    forget_files(list(session.scalars(select(Photo.key).distinct())), store)
    session.execute(text("DELETE FROM listing_search"))
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    # New rows may take the numbers of deleted ones.
    session.expunge_all()
    build(settings, store, scale)


@transactional
def build_multitude(listings: int) -> None:
    """Add an edition of so many made-up listings, when it is absent."""
    edition = find_edition(SLUG)
    if edition is not None and not multitude.is_built():
        multitude.build(edition.organiser_id, listings)
        recount_large()


def _found(settings: Settings) -> tuple[Identity, Edition]:
    made = create_organiser(ORGANISER, "Coopérative de la démonstration", "Équipe d'organisation")
    set_demonstration_password(made.account_id, PASSWORD, settings)
    organiser = identity_of(made.account_id)
    first = next_saturday(clock.today(ZONE))
    edition_id = service.create(
        organiser,
        made.organiser_id,
        service.EditionDetails(
            name=NAME,
            slug=SLUG,
            territory="Dordogne",
            departments=sellers.DEPARTMENT,
            starts_on=first,
            ends_on=first + timedelta(days=1),
            time_zone=ZONE,
            contact_email=ORGANISER,
            contact_phone="+33553000000",
            presentation=tables.text("presentation.fr.txt"),
            presentation_en=tables.text("presentation.en.txt"),
            charter_text=tables.text("charter.txt"),
        ),
    )
    return organiser, own_edition(organiser, edition_id)


def next_saturday(today: date) -> date:
    """Return the first Saturday with a few days left to reserve."""
    soonest = today + timedelta(days=DAYS_AHEAD)
    return soonest + timedelta(days=(SATURDAY - soonest.weekday()) % 7)


def _step(organiser: Identity, edition: Edition) -> EditionState:
    # Imports leave no row in the session: what `edition` says may be of before.
    return service.advance(organiser, edition.id, own_edition(organiser, edition.id).state)


def _open_stalls(
    organiser: Identity, edition: Edition, scale: Scale, store: Store
) -> list[racks.Racks]:
    stalls = []
    for number, company in enumerate(tables.companies()[: scale.companies]):
        slug = slugify(company.name)
        email = f"{slug}@example.org" if number else COMPANY
        who, access, site_id = sellers.open_company(organiser, edition, company, number, email)
        wanted = scale.listings_each * (1 if number else OWN_TIMES)
        import_id, count = lists.send(who, access, slug, wanted, store)
        stalls.append(racks.Racks(who, access, site_id, slug, import_id, count))
    stalls[0].leave_draft()
    _fill(stalls, racks.Pictures(store))
    lists.send_message(stalls[0].who, stalls[0].access, store)
    return stalls


def _fill(stalls: list[racks.Racks], pictures: racks.Pictures) -> None:
    """List by turns, who has most first: the newest listings are of many yards."""
    for _ in range(sum(stall.left for stall in stalls)):
        max(stalls, key=lambda stall: stall.left).list_next(pictures)
    for stall in stalls:
        stall.close()
