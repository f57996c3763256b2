"""A tour as a calendar file: one event for each stop, and the latest departure of each trip."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event

from brocante.core import clock
from brocante.editions.models import Edition
from brocante.tours.outings import Outing
from brocante.tours.plans import Leg, Trip
from brocante.tours.rules import STAY_MINUTES


def calendar_of(outing: Outing, edition: Edition, link: str) -> bytes:
    """Return a tour as iCalendar text. What is not reserved yet is tentative, and says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Brocante aux matériaux//FR")
    calendar.add("version", "2.0")
    zone = ZoneInfo(edition.time_zone)
    for trip in outing.trips:
        if outing.asked.start:
            calendar.add_component(_departure(trip, outing, zone, link))
        for leg in trip.legs:
            calendar.add_component(_stop(leg, outing, zone, link))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _departure(trip: Trip, outing: Outing, zone: ZoneInfo, link: str) -> Event:
    event = Event()
    event.add("uid", f"departure-{trip.legs[0].window.slot_id}@brocante")
    event.add("dtstamp", clock.now())
    event.add("dtstart", trip.departs_at.astimezone(zone))
    event.add("dtend", (trip.departs_at + timedelta(minutes=5)).astimezone(zone))
    first = outing.halt(trip.legs[0])
    event.add("summary", _("Leave at the latest for %(site)s", site=first.company_name))
    event.add("url", link)
    return event


def _stop(leg: Leg, outing: Outing, zone: ZoneInfo, link: str) -> Event:
    halt = outing.halt(leg)
    event = Event()
    event.add("uid", f"tour-{halt.key}@brocante")
    event.add("dtstamp", clock.now())
    event.add("dtstart", leg.begins_at.astimezone(zone))
    event.add("dtend", (leg.begins_at + timedelta(minutes=STAY_MINUTES)).astimezone(zone))
    if halt.ticket is None:
        event.add("summary", _("Pickup at %(site)s (not reserved yet)", site=halt.company_name))
        event.add("status", "TENTATIVE")
    else:
        event.add("summary", _("Pickup at %(site)s", site=halt.company_name))
        event.add("description", _("Ticket %(code)s", code=halt.ticket.code) + f"\n{link}")
    event.add("location", f"{halt.address}, {halt.postcode} {halt.commune}")
    event.add("url", link)
    if halt.point is not None:
        event.add("geo", (halt.point.latitude, halt.point.longitude))
    return event
