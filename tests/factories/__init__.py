"""Test data: valid by default; one override says what the test is about.

The rows are written straight to the database: what a service does is for its own tests. Unknown
names raise. The clock of the default edition: reservations open now, the days are in ten days.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar

from brocante.accounts.models import Account, AccountSession, Organiser, OrganiserMember, Role
from brocante.accounts.queries import Identity, hash_token, identity_of
from brocante.catalogue.models import Condition, Listing, ListingState, ListingStock, PriceKind
from brocante.companies.models import (
    Company,
    CompanyMember,
    Declaration,
    Participation,
    ParticipationState,
    Site,
    SiteOpening,
)
from brocante.core import clock
from brocante.core.codes import new_code, new_token
from brocante.core.db import session
from brocante.core.text import fold
from brocante.core.transaction import transactional
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Vehicle
from brocante.editions.models import Edition, EditionState
from brocante.materials.rules import MassOrigin
from brocante.pickups.models import PickupSlot, SlotPlaces
from brocante.reservations.models import Pickup, Reservation, ReservationLine

_serial = count(1)
R = TypeVar("R")


@transactional
def _store(row: R) -> R:
    session.add(row)
    session.flush()
    return row


def make_account(**changes: object) -> Account:
    """A person who can sign in."""
    n = next(_serial)
    values = {"email": f"person{n}@example.org", "name": f"Person {n}", "created_at": clock.now()}
    return _store(Account(**(values | changes)))


def make_organiser(**changes: object) -> Organiser:
    """A PTCE."""
    n = next(_serial)
    values = {
        "slug": f"ptce-{n}",
        "name": f"PTCE {n}",
        "email": f"ptce{n}@example.org",
        "created_at": clock.now(),
    }
    return _store(Organiser(**(values | changes)))


def make_organiser_member(
    organiser: Organiser, account: Account | None = None, role: Role = Role.OWNER
) -> Identity:
    """A person who works for an organiser, as the acting person services take."""
    account = account or make_account()
    _store(
        OrganiserMember(
            organiser_id=organiser.id, account_id=account.id, role=role, since=clock.now()
        )
    )
    return identity_of(account.id)


def make_edition(organiser: Organiser | None = None, **changes: object) -> Edition:
    """An edition in ten days whose reservations are open."""
    organiser = organiser or make_organiser()
    n = next(_serial)
    first = (clock.now() + timedelta(days=10)).date()
    values = {
        "organiser_id": organiser.id,
        "slug": f"edition-{n}",
        "name": f"Brocante {n}",
        "territory": "Dordogne",
        "departments": "24",
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "time_zone": "Europe/Paris",
        "state": EditionState.RESERVATIONS,
        "contact_email": "contact@example.org",
        "contact_phone": "+33553000000",
        "charter_text": "Nous vendons en notre nom.",
        "created_at": clock.now(),
    }
    return _store(Edition(**(values | changes)))


def make_company(**changes: object) -> Company:
    """A building company."""
    n = next(_serial)
    values = {
        "name": f"Entreprise {n}",
        "slug": f"entreprise-{n}",
        "email": f"company{n}@example.org",
        "created_at": clock.now(),
    }
    return _store(Company(**(values | changes)))


def make_company_member(
    company: Company, account: Account | None = None, role: Role = Role.OWNER
) -> Identity:
    """A person who works for a company, as the acting person services take."""
    account = account or make_account()
    _store(
        CompanyMember(company_id=company.id, account_id=account.id, role=role, since=clock.now())
    )
    return identity_of(account.id)


def make_participation(
    edition: Edition, company: Company | None = None, **changes: object
) -> Participation:
    """An approved company that signed the charter."""
    company = company or make_company()
    values = {
        "edition_id": edition.id,
        "company_id": company.id,
        "state": ParticipationState.APPROVED,
        "charter_version": edition.charter_version,
        "charter_text": edition.charter_text,
        "charter_name": "Ann Example",
        "charter_signed_at": clock.now(),
        "created_at": clock.now(),
    }
    return _store(Participation(**(values | changes)))


def make_site(participation: Participation, **changes: object) -> Site:
    """A site in Sarlat with a confirmed pin, open from 9 to 17 on both days."""
    edition = session.get_one(Edition, participation.edition_id)
    openings = [
        SiteOpening(opens_at=at(day, 9, edition), closes_at=at(day, 17, edition))
        for day in (edition.starts_on, edition.ends_on)
    ]
    values = {
        "participation_id": participation.id,
        "edition_id": participation.edition_id,
        "company_id": participation.company_id,
        "name": "Dépôt",
        "address": "12 route de Vitrac",
        "commune_code": "24520",
        "commune": "Sarlat-la-Canéda",
        "postcode": "24200",
        "latitude": 44.889,
        "longitude": 1.216,
        "pin_confirmed_at": clock.now(),
        "declaration": Declaration.NOT_REQUIRED,
        "created_at": clock.now(),
        "openings": openings,
    }
    return _store(Site(**(values | changes)))


def make_listing(site: Site, quantity: int | str = 10, **changes: object) -> Listing:
    """A published listing of pieces at 5 € each, 2 kg a piece."""
    values = {
        "code": new_code(),
        "edition_id": site.edition_id,
        "company_id": site.company_id,
        "site_id": site.id,
        "state": ListingState.PUBLISHED,
        "title": "Brique creuse 20 × 20 × 50",
        "family": "masonry",
        "condition": Condition.SURPLUS,
        "unit": Unit.PIECE,
        "price_kind": PriceKind.UNIT,
        "price_cents": 500,
        "unit_mass_g": 2000,
        "mass_origin": MassOrigin.DECLARED,
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "published_at": clock.now(),
        "stock": ListingStock(quantity=Quantity.of(quantity)),
    }
    return _store(Listing(**(values | changes)))


def make_slot(site: Site, capacity: int = 3, hour: int = 9, day: date | None = None) -> PickupSlot:
    """A slot of half an hour on the first day."""
    edition = session.get_one(Edition, site.edition_id)
    starts_at = at(day or edition.starts_on, hour, edition)
    return _store(
        PickupSlot(
            site_id=site.id,
            edition_id=site.edition_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            places=SlotPlaces(capacity=capacity),
        )
    )


def make_stall(
    quantity: int | str = 10, capacity: int = 3
) -> tuple[Edition, Site, Listing, PickupSlot]:
    """An edition with one company, one site, one listing and one slot."""
    edition = make_edition()
    site = make_site(make_participation(edition))
    return edition, site, make_listing(site, quantity), make_slot(site, capacity)


def make_reservation(
    slot: PickupSlot, listing: Listing, quantity: int = 1, **changes: object
) -> Reservation:
    """A reservation of one listing; stock and slot count it."""
    n = next(_serial)
    amount = Quantity(quantity * 1000)
    line = ReservationLine(
        listing_id=listing.id,
        asked=amount,
        reserved=amount,
        title=listing.title,
        unit=listing.unit,
        price_kind=listing.price_kind,
        price_cents=listing.price_cents,
    )
    name = str(changes.get("name", f"Visitor {n}"))
    values = {
        "edition_id": slot.edition_id,
        "token": new_token(),
        "code": new_code(),
        "form_key": new_token(),
        "form_digest": "",
        "name": name,
        "folded_name": fold(name),
        "phone": "+33600000000",
        "vehicle": Vehicle.CAR,
        "created_at": clock.now(),
        "pickups": [Pickup(site_id=slot.site_id, slot_id=slot.id, lines=[line])],
    }
    reservation = _store(Reservation(**(values | changes)))
    _count(slot.id, listing.id, amount)
    return reservation


@transactional
def _count(slot_id: int, listing_id: int, amount: Quantity) -> None:
    session.get_one(SlotPlaces, slot_id).booked += 1
    stock = session.get_one(ListingStock, listing_id)
    stock.reserved = stock.reserved + amount


def make_session(account_id: int) -> str:
    """A live session of an account; returns the token a browser would hold."""
    token = new_token()
    _store(
        AccountSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
    )
    return token


def at(day: date, hour: int, edition: Edition) -> datetime:
    """The instant of an hour on a day of an edition."""
    return clock.to_utc(
        datetime(day.year, day.month, day.day, hour, tzinfo=UTC).replace(tzinfo=None),
        edition.time_zone,
    )
