"""A ticket as a calendar file, on the clock of the edition."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event

from brocante.core import clock
from brocante.editions.models import Edition
from brocante.reservations.tickets import Stop, Ticket


def calendar_of(ticket: Ticket, edition: Edition, link: str) -> bytes:
    """Return the pickups that still wait as iCalendar text, with the rules of the time zone.

    The identifier of each event stays the same, so that a second download moves it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Brocante aux matériaux//FR")
    calendar.add("version", "2.0")
    zone = ZoneInfo(edition.time_zone)
    for stop in ticket.live_stops:
        calendar.add_component(_event(stop, ticket, zone, link))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(stop: Stop, ticket: Ticket, zone: ZoneInfo, link: str) -> Event:
    event = Event()
    event.add("uid", f"pickup-{stop.id}@brocante")
    event.add("dtstamp", clock.now())
    event.add("dtstart", stop.starts_at.astimezone(zone))
    event.add("dtend", stop.ends_at.astimezone(zone))
    event.add("summary", _("Pickup at %(site)s", site=stop.company_name))
    event.add("location", f"{stop.address}, {stop.postcode} {stop.commune}")
    event.add("description", _("Ticket %(code)s", code=ticket.code) + f"\n{link}")
    event.add("url", link)
    if stop.latitude is not None and stop.longitude is not None:
        event.add("geo", (stop.latitude, stop.longitude))
    return event
