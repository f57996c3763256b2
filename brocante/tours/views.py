"""The tour: of what is in the basket and on the tickets of this browser, or of one ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from brocante.catalogue.yards import yards_of
from brocante.core import clock
from brocante.core.units import Quantity
from brocante.core.vehicles import LABELS, Vehicle
from brocante.editions.access import current_edition
from brocante.editions.models import Edition
from brocante.editions.queries import edition as edition_by_id
from brocante.editions.rules import days_of, reservations_are_open, split_departments
from brocante.pickups.queries import free_slots
from brocante.reservations import basket as baskets
from brocante.reservations import queries
from brocante.reservations.errors import TicketNotFound
from brocante.reservations.selection import select
from brocante.reservations.tickets import Ticket
from brocante.tours.asking import Asked, read_asked
from brocante.tours.drawing import Pin, draw
from brocante.tours.outings import Outing, plan_outing
from brocante.tours.queries import whereabouts
from brocante.tours.rules import DETOUR, STAY_MINUTES, TRAILER_SOURCE, UNLOAD_MINUTES
from brocante.tours.stops import Halt, promised_halts, wanted_halts
from brocante.tours.words import duration, proposal
from brocante.web.blueprints import public_blueprint
from brocante.web.formats import number
from brocante.web.links import public_link, settings
from brocante.web.security import mark_personal

blueprint = public_blueprint("tours", __name__)
blueprints = (blueprint,)

# A browser remembers thirty tickets; nobody drives more than some of them in one edition.
MOST_TICKETS = 6


@dataclass(frozen=True)
class _Asking:
    """A tour that is asked for: its stops, what was asked, where the page and its calendar are.

    `booked_days` are all that have a reserved time, also while another day is asked for; `back` is
    where one came from: the basket or the ticket."""

    edition: Edition
    halts: list[Halt]
    booked_days: list[date]
    asked: Asked
    now: datetime | None
    page: str
    calendar: str
    link: str
    back: str


@blueprint.get("/<edition>/tournee")
def tour() -> str:
    """The tour of the basket, around what is reserved on this browser already."""
    return _page(_of_basket())


@blueprint.get("/<edition>/tournee.ics")
def tour_calendar() -> Response:
    """The same for a calendar."""
    return _calendar(_of_basket())


@blueprint.get("/r/<token>/tournee")
def ticket_tour(token: str) -> str:
    """The tour of one ticket."""
    return _page(_of_ticket(token))


@blueprint.get("/r/<token>/tournee.ics")
def ticket_calendar(token: str) -> Response:
    """The same for a calendar."""
    return _calendar(_of_ticket(token))


def _of_basket() -> _Asking:
    mark_personal()
    edition, now = current_edition(), clock.now()
    wanted = baskets.lines_of(edition.slug)
    offers = queries.offered(edition.id, wanted.keys())
    sites = {offer.site_id for offer in offers if offer.available}
    cards = select(offers, wanted, free_slots(sites, now)).cards
    tickets = _tickets(edition)
    promised = {stop.site_id for ticket in tickets for stop in ticket.live_stops}
    places = whereabouts(sites | promised)
    asked = _asked(edition, tickets[0].vehicle if tickets else Vehicle.UNDECIDED)
    booked = promised_halts(tickets, places)
    return _Asking(
        edition,
        [*wanted_halts(cards, places), *_of_day(booked, asked)],
        _days_with(booked),
        asked,
        # Whoever has a ticket for this morning still wants to see the morning.
        None if promised else now,
        url_for(".tour"),
        _address(".tour_calendar", asked.parameters()),
        public_link("tours.tour", edition=edition.slug),
        url_for("reservations.basket"),
    )


def _tickets(edition: Edition) -> list[Ticket]:
    """Return the tickets of this browser whose goods still wait, the latest first."""
    links = queries.tickets_of(edition.id, baskets.last_tickets())
    tokens = [link.token for link in links if not link.cancelled][:MOST_TICKETS]
    found = (queries.ticket(token) for token in tokens)
    return [ticket for ticket in found if ticket and ticket.live_stops]


def _of_ticket(token: str) -> _Asking:
    mark_personal()
    ticket = queries.ticket(token)
    edition = edition_by_id(ticket.edition_id) if ticket else None
    if ticket is None or edition is None:
        raise TicketNotFound
    g.edition = edition
    places = whereabouts({stop.site_id for stop in ticket.live_stops})
    asked = _asked(edition, ticket.vehicle)
    booked = promised_halts([ticket], places)
    return _Asking(
        edition,
        _of_day(booked, asked),
        _days_with(booked),
        asked,
        None,
        url_for(".ticket_tour", token=token),
        _address(".ticket_calendar", {"token": token, **asked.parameters()}),
        public_link("reservations.ticket", token=token),
        url_for("reservations.ticket", token=token),
    )


def _asked(edition: Edition, vehicle: Vehicle) -> Asked:
    typed = request.args.get("depart")
    yards = yards_of(edition.id) if typed else []
    return read_asked(request.args, days_of(edition), yards, vehicle)


def _of_day(halts: Sequence[Halt], asked: Asked) -> list[Halt]:
    """Leave out what is promised for another day than the one asked for."""
    return [halt for halt in halts if asked.day is None or asked.day in _days_with([halt])]


def _days_with(halts: Sequence[Halt]) -> list[date]:
    """Return the days on which some stops can be made."""
    zone = current_edition().time_zone
    return sorted({clock.to_local(w.opens, zone).date() for halt in halts for w in halt.windows})


def _plan(asking: _Asking) -> Outing:
    return plan_outing(
        asking.edition, asking.halts, asking.asked, asking.now, settings().router_url
    )


def _address(endpoint: str, values: Mapping[str, str]) -> str:
    named: dict[str, Any] = dict(values)
    return url_for(endpoint, **named)


def _calendar(asking: _Asking) -> Response:
    # The library weighs several MB that a web process need not carry before anybody asks.
    from brocante.tours.calendars import calendar_of  # noqa: PLC0415

    body = calendar_of(_plan(asking), asking.edition, asking.link)
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="tournee.ics"'
    return response


def _page(asking: _Asking) -> str:
    outing = _plan(asking)
    edition = asking.edition
    choose = {f"slot-{site}": str(slot) for site, slot in outing.slots_to_choose.items()}
    if asking.asked.vehicle is not Vehicle.UNDECIDED:
        choose["vehicule"] = asking.asked.vehicle.value
    return render_template(
        "tours/tour.html",
        outing=outing,
        asked=asking.asked,
        notes=[_(note.words, **note.params) for note in asking.asked.notes],
        page=asking.page,
        calendar_url=asking.calendar,
        back_url=asking.back,
        booked_days=asking.booked_days,
        basket_url=_address("reservations.basket", choose),
        has_slots=bool(outing.slots_to_choose),
        is_open=reservations_are_open(edition, clock.now()),
        days=days_of(edition),
        vehicle_labels=LABELS,
        stay=STAY_MINUTES,
        unload=UNLOAD_MINUTES,
        detour=number(Quantity.of(str(DETOUR))),
        grams_source=_grams_source(outing),
        maps=_maps(outing, edition),
        duration=duration,
        proposal=proposal(outing, edition),
        starts_later=any(leg.begins_at != leg.window.opens for leg in outing.to_reserve),
    )


def _grams_source(outing: Outing) -> str:
    words, grams = outing.grams_source
    source = _(words, grams=grams)
    if outing.asked.vehicle is Vehicle.CAR_TRAILER:
        return _(TRAILER_SOURCE, source=source)
    return source


def _maps(outing: Outing, edition: Edition) -> list[Markup]:
    """Return a map for each trip."""
    start = outing.asked.start
    home = Pin(start.point, "", start.name or _("Start")) if start else None
    departments = split_departments(edition.departments)
    maps = []
    for trip in outing.trips:
        halts = [outing.halt(leg) for leg in trip.legs]
        pins = [
            Pin(halt.point, str(number), halt.commune)
            for number, halt in enumerate(halts, 1)
            if halt.point is not None
        ]
        names = ", ".join(f"{pin.mark} {pin.name}" for pin in pins)
        label = _("Map of the trip: %(stops)s. The list says the same.", stops=names)
        maps.append(draw([pins], home, departments, label))
    return maps
