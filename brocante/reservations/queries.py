"""Reads about baskets and reservations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, bindparam, func, select, type_coerce, union

from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.rules import PriceKind
from brocante.companies.models import Company, Site
from brocante.core.codes import read_code
from brocante.core.db import Lookup, QuantityType, run, session
from brocante.core.text import fold
from brocante.core.units import ZERO, Quantity, Unit
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, Reservation, ReservationLine
from brocante.reservations.rules import names_match
from brocante.reservations.tickets import Expected, Line, Stop, Ticket, in_order

_left = type_coerce(
    ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over, QuantityType()
)


class Offered(NamedTuple):
    """A listing somebody wants, as it stands now; its fields are the columns read, in order."""

    id: int
    code: str
    title: str
    state: ListingState
    unit: Unit
    smallest: Quantity
    indivisible: bool
    price_kind: PriceKind
    price_cents: int | None
    unit_mass_g: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    thickness_mm: int | None
    diameter_mm: int | None
    left: Quantity
    site_id: int
    site_name: str
    company_name: str
    address: str
    postcode: str
    commune: str

    @property
    def available(self) -> Quantity:
        """What can still be reserved: nothing of a listing that is no longer shown."""
        return self.left if self.state is ListingState.PUBLISHED and self.left > ZERO else ZERO

    @property
    def sold_whole(self) -> bool:
        """Tell whether it cannot be divided."""
        return self.indivisible or self.price_kind is PriceKind.LOT


_OFFERED = Lookup(
    select(
        Listing.id,
        Listing.code,
        Listing.title,
        Listing.state,
        Listing.unit,
        Listing.smallest,
        Listing.indivisible,
        Listing.price_kind,
        Listing.price_cents,
        Listing.unit_mass_g,
        Listing.length_mm,
        Listing.width_mm,
        Listing.height_mm,
        Listing.thickness_mm,
        Listing.diameter_mm,
        _left.label("left"),
        Site.id.label("site_id"),
        Site.name.label("site_name"),
        Company.name.label("company_name"),
        Site.address,
        Site.postcode,
        Site.commune,
    )
    .join(ListingStock, ListingStock.listing_id == Listing.id)
    .join(Site, Site.id == Listing.site_id)
    .join(Company, Company.id == Listing.company_id)
    .where(Listing.edition_id == bindparam("edition"))
    .order_by(Listing.id),
    Listing.code,
)
_live = select(Reservation.id).where(
    Reservation.edition_id == bindparam("edition"), Reservation.cancelled_at.is_(None)
)
# A number or an address that was not given is NULL, which equals nothing. One index for each: with
# OR, SQLite reads every reservation of the edition.
_live_count = select(func.count()).select_from(
    union(
        _live.where(Reservation.phone == bindparam("phone")),
        _live.where(Reservation.email == bindparam("email")),
    ).subquery()
)
_OPENING = select(Edition.__table__, _live_count.scalar_subquery().label("live")).where(
    Edition.id == bindparam("edition")
)


def offered(edition_id: int, codes: Collection[str]) -> list[Offered]:
    """Return the listings of an edition by code, in id order; unknown ones are left out."""
    if not codes:
        return []
    return [Offered._make(row) for row in _OFFERED.rows(codes, edition=edition_id)]


def left_of(listing_id: int) -> Quantity:
    """Return what can still be reserved of a listing whose stock this unit holds."""
    found = session.scalar(select(_left).where(ListingStock.listing_id == listing_id))
    return found or ZERO


def opening_for(edition_id: int, phone: str | None, email: str | None) -> Row[Any] | None:
    """Return an edition's columns, and as `live` how many reservations a person has in it.

    A person is known by telephone number or address.
    """
    return run(_OPENING, {"edition": edition_id, "phone": phone, "email": email}).one_or_none()


_RESERVATION = (
    Reservation.id,
    Reservation.edition_id,
    Reservation.token,
    Reservation.code,
    Reservation.name,
    Reservation.phone,
    Reservation.email,
    Reservation.vehicle,
    Reservation.language,
    Reservation.cancelled_at,
)


def ticket(token: str) -> Ticket | None:
    """Return a ticket with all it shows; None when unknown or erased. Three queries."""
    found = session.execute(
        select(*_RESERVATION).where(Reservation.token == token, Reservation.erased_at.is_(None))
    ).mappings()
    row = found.first()
    if row is None:
        return None
    stops = _stops(Pickup.reservation_id == row["id"])
    return Ticket(**row, stops=in_order(stops.values()))


def ticket_of(reservation_id: int) -> Ticket | None:
    """Return a ticket by the id of its reservation."""
    token = session.scalar(select(Reservation.token).where(Reservation.id == reservation_id))
    return ticket(token) if token else None


@dataclass(frozen=True, slots=True)
class TicketLink:
    """A ticket of this browser, enough to choose it from a list."""

    token: str
    code: str
    name: str
    cancelled: bool


def tickets_of(edition_id: int, tokens: Collection[str]) -> list[TicketLink]:
    """Return the tickets of some tokens in an edition, the latest first."""
    if not tokens:
        return []
    rows = session.execute(
        select(Reservation.token, Reservation.code, Reservation.name, Reservation.cancelled_at)
        .where(
            Reservation.edition_id == edition_id,
            Reservation.token.in_(tokens),
            Reservation.erased_at.is_(None),
        )
        .order_by(Reservation.id.desc())
    )
    return [TicketLink(row[0], row[1], row[2], row[3] is not None) for row in rows]


def count_live(edition_id: int, tokens: Collection[str]) -> int:
    """Return how many of some tickets of an edition are not cancelled."""
    return sum(not ticket.cancelled for ticket in tickets_of(edition_id, tokens))


def token_of(edition_id: int, code: str, name: str) -> str | None:
    """Return the token of the ticket with a code, if the name typed is the visitor's."""
    row = session.execute(
        select(Reservation.token, Reservation.folded_name).where(
            Reservation.edition_id == edition_id,
            Reservation.code == read_code(code),
            Reservation.erased_at.is_(None),
        )
    ).first()
    return row[0] if row is not None and names_match(fold(name), row[1]) else None


def expected(*conditions: ColumnElement[bool], limit: int = 20) -> list[Expected]:
    """Return pickups that meet conditions on Pickup and Reservation, those to come first."""
    rows = session.execute(
        select(
            Pickup.id.label("pickup_id"),
            Reservation.id.label("reservation_id"),
            Reservation.edition_id,
            Reservation.token,
            Reservation.code,
            Reservation.name,
            Reservation.phone,
            Reservation.email,
            Reservation.vehicle,
            Reservation.commune_code,
        )
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .where(*conditions)
        # "booked" comes before every other state by the alphabet too.
        .order_by(Pickup.state, PickupSlot.starts_at, Pickup.id)
        .limit(limit)
    ).mappings()
    people = [dict(row) for row in rows]
    stops = _stops(Pickup.id.in_([person["pickup_id"] for person in people])) if people else {}
    return [Expected(stop=stops[person.pop("pickup_id")], **person) for person in people]


def _stops(*conditions: ColumnElement[bool]) -> dict[int, Stop]:
    """Return pickups with their lines by id. Two queries."""
    places = session.execute(
        select(
            Pickup.id,
            Pickup.state,
            Pickup.done_at,
            Site.id.label("site_id"),
            Site.name.label("site_name"),
            Company.name.label("company_name"),
            Site.address,
            Site.postcode,
            Site.commune,
            Site.latitude,
            Site.longitude,
            func.coalesce(Site.phone, Company.phone).label("phone"),
            Site.access_notes,
            PickupSlot.id.label("slot_id"),
            PickupSlot.starts_at,
            PickupSlot.ends_at,
        )
        .join(Site, Site.id == Pickup.site_id)
        .join(Company, Company.id == Site.company_id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .where(*conditions)
    ).mappings()
    lines = _lines(conditions)
    return {
        place["id"]: Stop(
            **place, lines=tuple(line for line in lines if line.pickup_id == place["id"])
        )
        for place in places
    }


def _lines(conditions: Iterable[ColumnElement[bool]]) -> list[Line]:
    """Return the lines of some pickups, in the order of their listings."""
    rows = session.execute(
        select(
            ReservationLine.id,
            ReservationLine.pickup_id,
            ReservationLine.listing_id,
            Listing.code,
            ReservationLine.title,
            ReservationLine.unit,
            ReservationLine.asked,
            ReservationLine.reserved,
            ReservationLine.handed_over,
            ReservationLine.price_kind,
            ReservationLine.price_cents,
            Listing.smallest,
            Listing.indivisible,
            Listing.unit_mass_g,
            Listing.length_mm,
            Listing.width_mm,
            Listing.height_mm,
            Listing.thickness_mm,
            Listing.diameter_mm,
            Listing.location,
        )
        .join(Pickup, Pickup.id == ReservationLine.pickup_id)
        .join(Listing, Listing.id == ReservationLine.listing_id)
        .where(*conditions)
        .order_by(ReservationLine.listing_id)
    )
    return [Line(**row) for row in rows.mappings()]
