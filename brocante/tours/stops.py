"""The stops of a tour as people read them, from a basket and from tickets alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brocante.core.geo import Point
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Load
from brocante.pickups.queries import Slot
from brocante.reservations.selection import SiteCard
from brocante.reservations.tickets import Stop, Ticket
from brocante.tours.queries import Whereabouts
from brocante.tours.rules import Visit, Window, clipped


@dataclass(frozen=True, slots=True)
class Goods:
    """What is fetched: so much of something."""

    title: str
    quantity: Quantity
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A site to stop at. `ticket` is the one that promises it; None while it is only wanted."""

    key: str
    site_id: int
    site_name: str
    company_name: str
    address: str
    postcode: str
    commune: str
    phone: str | None
    access_notes: str
    goods: tuple[Goods, ...]
    load: Load
    windows: tuple[Window, ...]
    ticket: Ticket | None = None
    pickup_id: int | None = None
    point: Point | None = None
    is_exact: bool = False
    is_open: bool = True

    @property
    def visit(self) -> Visit:
        """The stop as the planner sees it."""
        return Visit(self.key, self.site_id, self.point, self.windows, self.load)


def wanted_halts(cards: Iterable[SiteCard], places: Mapping[int, Whereabouts]) -> list[Halt]:
    """Return the sites of a basket, each with the slots that can still be chosen."""
    return [
        _placed(
            Halt(
                key=f"s{card.site_id}",
                site_id=card.site_id,
                site_name=card.site_name,
                company_name=card.company_name,
                address=card.address,
                postcode=card.postcode,
                commune=card.commune,
                phone=None,
                access_notes="",
                goods=tuple(
                    Goods(line.offer.title, line.quantity, line.offer.unit) for line in card.lines
                ),
                load=card.load,
                windows=tuple(_window(slot) for slot in card.slots),
            ),
            places,
        )
        for card in cards
    ]


def promised_halts(tickets: Iterable[Ticket], places: Mapping[int, Whereabouts]) -> list[Halt]:
    """Return the sites where goods of some tickets wait, each with the slot that is promised."""
    return [
        _placed(_promised(ticket, stop), places) for ticket in tickets for stop in ticket.live_stops
    ]


def _promised(ticket: Ticket, stop: Stop) -> Halt:
    return Halt(
        key=f"p{stop.id}",
        site_id=stop.site_id,
        site_name=stop.site_name,
        company_name=stop.company_name,
        address=stop.address,
        postcode=stop.postcode,
        commune=stop.commune,
        phone=stop.phone,
        access_notes=stop.access_notes,
        goods=tuple(Goods(line.title, line.quantity, line.unit) for line in stop.shown_lines),
        load=stop.load,
        windows=(Window(stop.slot_id, stop.starts_at, stop.ends_at),),
        ticket=ticket,
        pickup_id=stop.id,
    )


def _window(slot: Slot) -> Window:
    return Window(slot.id, slot.starts_at, slot.ends_at)


def _placed(halt: Halt, places: Mapping[int, Whereabouts]) -> Halt:
    """Return a stop with its place, its slots kept within the opening hours.

    A promise stands even when the hours were changed afterwards: it is shown with a warning.
    """
    place = places.get(halt.site_id)
    if place is None:
        return halt
    windows: Sequence[Window] = clipped(halt.windows, place.openings)
    is_open = bool(windows) or not halt.windows
    if not windows and halt.ticket is not None:
        windows = halt.windows
    return replace(
        halt,
        point=place.point,
        is_exact=place.is_exact,
        windows=tuple(windows),
        is_open=is_open,
    )
