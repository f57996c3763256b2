"""A ticket as plain data: what the page, the mail, the calendar and the counter show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from brocante.catalogue.rules import PriceKind
from brocante.core.units import ZERO, Quantity, Unit
from brocante.core.vehicles import (
    Fit,
    Load,
    Piece,
    Vehicle,
    judge,
    least_trips,
    load_of,
    sides_of,
)
from brocante.reservations.models import PickupState
from brocante.reservations.rules import line_cents, line_mass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Some of one listing. Sizes and mass are those of one unit, as the listing says now."""

    id: int
    pickup_id: int
    listing_id: int
    code: str
    title: str
    unit: Unit
    asked: Quantity
    reserved: Quantity
    handed_over: Quantity
    price_kind: PriceKind
    price_cents: int | None
    smallest: Quantity
    indivisible: bool
    unit_mass_g: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    thickness_mm: int | None
    diameter_mm: int | None
    location: str

    @property
    def quantity(self) -> Quantity:
        """What is promised, or what left the yard."""
        return self.reserved + self.handed_over

    @property
    def sold_whole(self) -> bool:
        """Tell whether it cannot be divided."""
        return self.indivisible or self.price_kind is PriceKind.LOT

    @property
    def cents(self) -> int:
        """What the line costs, TTC."""
        return line_cents(self.price_kind, self.price_cents, self.quantity)

    @property
    def mass_g(self) -> int | None:
        """What the line weighs; None when unknown."""
        return line_mass(self.unit_mass_g, self.quantity)

    @property
    def piece(self) -> Piece:
        """The line as something to load."""
        return Piece(sides_of(self), self.mass_g)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One pickup: where, when, what. Times are UTC."""

    id: int
    state: PickupState
    done_at: datetime | None
    site_id: int
    site_name: str
    company_name: str
    address: str
    postcode: str
    commune: str
    latitude: float | None
    longitude: float | None
    phone: str | None
    access_notes: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    lines: tuple[Line, ...]

    @property
    def is_live(self) -> bool:
        """Tell whether the goods still wait."""
        return self.state is PickupState.BOOKED

    @property
    def shown_lines(self) -> list[Line]:
        """What is there to collect, or was collected."""
        return [line for line in self.lines if line.quantity > ZERO]

    @property
    def lost_lines(self) -> list[Line]:
        """What was wanted and went to somebody else, wholly or in part."""
        if self.state not in {PickupState.BOOKED, PickupState.CANCELLED}:
            return []
        return [line for line in self.lines if line.asked > line.quantity]

    @property
    def can_change(self) -> bool:
        """Tell whether the visitor may still change it: nothing was handed over yet."""
        return self.is_live and not any(line.handed_over > ZERO for line in self.lines)

    @property
    def cents(self) -> int:
        """What there is to pay at this site, TTC."""
        return sum(line.cents for line in self.lines)

    @property
    def load(self) -> Load:
        """What is loaded here."""
        return load_of(line.piece for line in self.shown_lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One reservation of one visitor, over one or several sites, in the order of the times."""

    id: int
    edition_id: int
    token: str
    code: str
    name: str
    phone: str | None
    email: str | None
    vehicle: Vehicle
    language: str
    cancelled_at: datetime | None
    stops: tuple[Stop, ...]

    @property
    def live_stops(self) -> list[Stop]:
        """The sites where goods still wait."""
        return [stop for stop in self.stops if stop.is_live]

    @property
    def lost_lines(self) -> list[Line]:
        """What went to somebody else, at any site."""
        return [line for stop in self.stops for line in stop.lost_lines]

    @property
    def cents(self) -> int:
        """What there is to pay at all sites together, TTC."""
        return sum(stop.cents for stop in self.stops)

    @property
    def load(self) -> Load:
        """What is loaded when everything is fetched in one go."""
        return load_of(line.piece for stop in self.live_stops for line in stop.shown_lines)

    @property
    def clashes(self) -> bool:
        """Tell whether two sites expect the visitor at the same time."""
        ordered = self.live_stops
        return any(earlier.ends_at > later.starts_at for earlier, later in pairwise(ordered))

    def fit(self, load: Load) -> Fit:
        """Tell whether a load goes into the vehicle of this ticket."""
        return judge(load, self.vehicle)

    def least_trips(self, load: Load) -> int:
        """Tell how many trips a load takes at the very least with the vehicle of this ticket."""
        return least_trips(load, self.vehicle)

    def stop(self, pickup_id: int) -> Stop | None:
        """Return one of its stops."""
        return next((stop for stop in self.stops if stop.id == pickup_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A pickup as its own site sees it: who comes and for what."""

    reservation_id: int
    edition_id: int
    token: str
    code: str
    name: str
    phone: str | None
    email: str | None
    vehicle: Vehicle
    commune_code: str | None
    stop: Stop


def in_order(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Return stops as the visitor makes them: what is called off comes last."""
    return tuple(sorted(stops, key=lambda s: (s.state is PickupState.CANCELLED, s.starts_at, s.id)))
