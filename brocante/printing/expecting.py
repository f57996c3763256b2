"""Lists by slot and tickets as papers, read from reservations."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby

from flask_babel import gettext as _

from brocante.core import clock
from brocante.core.text import fold
from brocante.core.vehicles import Load
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.printing.sheets import SiteSheet
from brocante.printing.slot_list import ListLine, ListTicket, SlotPage
from brocante.printing.ticket_sheet import TicketPaper, TicketStop
from brocante.reservations.handing import pickups_between
from brocante.reservations.models import PickupState
from brocante.reservations.tickets import Expected, Line, Stop, Ticket
from brocante.web.formats import (
    day,
    days,
    hours,
    length,
    local_day,
    mass,
    money,
    phone,
    quantity,
    unit_name,
)


def pages_of(edition: Edition, sites: Iterable[SiteSheet], shown: date | None) -> list[SlotPage]:
    """Return the list of some sites for a day, or for all days, a page for each slot.

    Site by site, so that each gets its own sheaf; by name within a slot, as one looks for people.
    Where nobody is expected there is a sheet for sales on the spot.
    """
    wanted = [shown] if shown else days_of(edition)
    start, end = _bounds(wanted[0], wanted[-1], edition.time_zone)
    pages = []
    for site in sites:
        found = pickups_between([site.id], start, end)
        if not found:
            when = day(shown) if shown else days(edition.starts_on, edition.ends_on)
            pages.append(SlotPage(site.company, site.place, when, "", ()))
        for _slot, group in groupby(found, key=lambda one: (one.stop.starts_at, one.stop.slot_id)):
            pages.append(_page(list(group), edition))
    return pages


def _bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    after = datetime.combine(last, time.min) + timedelta(days=1)
    return clock.to_utc(datetime.combine(first, time.min), zone), clock.to_utc(after, zone)


def _page(found: list[Expected], edition: Edition) -> SlotPage:
    stop = found[0].stop
    ordered = sorted(found, key=lambda one: (fold(one.name), one.code))
    return SlotPage(
        company=stop.company_name,
        site="" if stop.site_name == stop.company_name else stop.site_name,
        day=local_day(stop.starts_at, edition),
        hours=hours(stop.starts_at, stop.ends_at, edition),
        tickets=tuple(_ticket(one) for one in ordered),
    )


def _ticket(one: Expected) -> ListTicket:
    notes = {PickupState.DONE: _("handed over"), PickupState.NO_SHOW: _("did not come")}
    return ListTicket(
        code=one.code,
        name=one.name,
        phone=phone(one.phone) if one.phone else "",
        total=money(one.stop.cents),
        lines=tuple(_line(line) for line in one.stop.shown_lines),
        note=notes.get(one.stop.state, ""),
    )


def _line(line: Line) -> ListLine:
    return ListLine(
        quantity=quantity(line.quantity, line.unit),
        unit=unit_name(line.unit, plural=True),
        title=line.title,
        place=line.location,
        code=line.code,
    )


def ticket_paper(ticket: Ticket, edition: Edition, url: str, stamp: str) -> TicketPaper:
    """Return a ticket as its paper says it; without `url` there is no code to scan."""
    stops = [stop for stop in ticket.stops if stop.state is not PickupState.CANCELLED]
    notes = [_("Show this at each site: code, or name.")]
    if not stops:
        notes = [_("This reservation is cancelled: nothing is kept for you.")]
    elif len(stops) > 1:
        total = _("To pay at the sites: %(amount)s, tax included", amount=money(ticket.cents))
        notes.append(total)
    if stops and ticket.load.mass_g:
        notes.append(_load_words(ticket.load))
    if edition.contact_phone:
        notes.append(_("Questions: %(contact)s", contact=phone(edition.contact_phone)))
    contact = " · ".join(
        part for part in (phone(ticket.phone) if ticket.phone else "", ticket.email or "") if part
    )
    return TicketPaper(
        code=ticket.code,
        name=ticket.name,
        contact=contact,
        edition=edition.name,
        dates=days(edition.starts_on, edition.ends_on),
        url=url,
        stops=tuple(_stop(stop, edition) for stop in stops),
        notes=tuple(notes),
        stamp=stamp,
        departments=tuple(code for code in edition.departments.split(",") if code),
    )


def _load_words(load: Load) -> str:
    words = _("Weight: %(mass)s", mass=mass(load.mass_g))
    if load.longest_mm:
        words += ", " + _("longest side: %(length)s", length=length(load.longest_mm))
    return words


def _stop(stop: Stop, edition: Edition) -> TicketStop:
    where = [f"{stop.address}, {stop.postcode} {stop.commune}"]
    if stop.site_name != stop.company_name:
        where[0] = f"{stop.site_name}, {where[0]}"
    where += [phone(stop.phone)] if stop.phone else []
    where += [stop.access_notes] if stop.access_notes else []
    return TicketStop(
        when=f"{local_day(stop.starts_at, edition)}, "
        f"{hours(stop.starts_at, stop.ends_at, edition)}",
        company=stop.company_name,
        where=tuple(where),
        lines=tuple(_row(line) for line in stop.shown_lines),
        total=_("To pay here: %(amount)s, tax included", amount=money(stop.cents)),
        place=_place(stop),
    )


def _place(stop: Stop) -> tuple[float, float] | None:
    if stop.longitude is None or stop.latitude is None:
        return None
    return stop.longitude, stop.latitude


def _row(line: Line) -> tuple[str, str, str]:
    price = money(line.cents) if line.cents else _("free")
    return quantity(line.quantity, line.unit), line.title, price
