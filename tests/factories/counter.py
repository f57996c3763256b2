"""A company at its gate: someone who acts for it, its goods, a visitor on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.catalogue.models import Listing, ListingStock
from brocante.companies.models import Company, Site
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from brocante.counter import accesses
from brocante.counter.counters import Counter, company_counter
from brocante.counter.models import Handover
from brocante.counter.phones import Link, Phone, link_of, phone_of_cookie
from brocante.counter.standing import Span
from brocante.editions.models import Edition, EditionState
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, ReservationLine
from tests.factories import make_company_member, make_reservation, make_stall


@dataclass(frozen=True)
class Arrival:
    """A visitor on the way: the only pickup and line of a reservation."""

    pickup_id: int
    line_id: int
    token: str
    code: str
    name: str


@dataclass(frozen=True)
class Gate:
    """What tests of the counter act with."""

    staff: Identity
    access: CompanyAccess
    edition: Edition
    site: Site
    listing: Listing
    slot: PickupSlot

    @property
    def counter(self) -> Counter:
        """The counter of the member of the company."""
        return company_counter(self.staff, self.access)


def make_gate(quantity: int | str = 10, capacity: int = 9) -> Gate:
    """A company with one site, one listing and one slot, and a member of it."""
    edition, site, listing, slot = make_stall(quantity, capacity)
    staff = make_company_member(session.get_one(Company, site.company_id))
    return Gate(staff, accesses_of(staff.id)[0], edition, site, listing, slot)


def make_arrival(gate: Gate, quantity: int = 4, **changes: object) -> Arrival:
    """A visitor expected at the gate for some of its listing."""
    made = make_reservation(gate.slot, gate.listing, quantity, **changes)
    pickup_id, line_id = session.execute(
        select(Pickup.id, ReservationLine.id)
        .join(ReservationLine, ReservationLine.pickup_id == Pickup.id)
        .where(Pickup.reservation_id == made.id)
    ).one()
    return Arrival(pickup_id, line_id, made.token, made.code, made.name)


def make_link(site: Site, name: str = "Portail nord", **dates: datetime) -> Link:
    """A link to the counter of a site; it works now unless the dates say otherwise."""
    span = {
        "opens_at": clock.now() - timedelta(days=1),
        "ends_at": clock.now() + timedelta(days=2),
        **dates,
    }
    author = make_company_member(session.get_one(Company, site.company_id))
    access_id = accesses.create(author, [site.id], site.id, name, Span(**span))
    link = link_of([site.id], access_id)
    assert link is not None
    return link


def start_phone(client: FlaskClient, link: Link) -> Phone:
    """Let a browser stand at the counter of a link, as one tap on its page does."""
    started = accesses.start(link.token)
    client.set_cookie("comptoir", started.cookie)
    phone = phone_of_cookie(started.cookie)
    assert phone is not None
    return phone


@transactional
def promise_also(visitor: Arrival, listing: Listing, quantity: int) -> int:
    """Some of another listing on the same ticket; returns the line."""
    amount = Quantity(quantity * 1000)
    line = ReservationLine(
        pickup_id=visitor.pickup_id,
        listing_id=listing.id,
        asked=amount,
        reserved=amount,
        title=listing.title,
        unit=listing.unit,
        price_kind=listing.price_kind,
        price_cents=listing.price_cents,
    )
    session.add(line)
    stock = session.get_one(ListingStock, listing.id)
    stock.reserved = stock.reserved + amount
    session.flush()
    return line.id


def ledger() -> list[Handover]:
    """Every line of the ledger, as it is stored."""
    end_reads()
    statement = select(Handover).order_by(Handover.id).execution_options(populate_existing=True)
    return list(session.scalars(statement))


@transactional
def set_listing(gate: Gate, **values: object) -> None:
    """Change the listing behind everybody's back."""
    for name, value in values.items():
        setattr(gate.listing, name, value)


@transactional
def archive(edition_id: int) -> None:
    """End an edition for good."""
    session.get_one(Edition, edition_id).state = EditionState.ARCHIVED
