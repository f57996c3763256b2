"""What somebody asks of a tour, as it stands in the address of the page: start, vehicle, times."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from brocante.catalogue.yards import Place, Yard, find_place
from brocante.core.clock import to_utc
from brocante.core.geo import Point
from brocante.core.text import N_
from brocante.core.vehicles import Vehicle
from brocante.tours.plans import Day

T = TypeVar("T")
LONGEST_START = 100
_LONGEST_SAID = 40
_HOUR = re.compile(r"([01]?\d|2[0-3])\s*[:hH]\s*([0-5]\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about something that was not understood."""

    words: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, with what was typed. `start` is rounded to a kilometre when it is a place."""

    start_typed: str = ""
    hour_typed: str = ""
    start: Place | None = None
    vehicle: Vehicle = Vehicle.UNDECIDED
    day: date | None = None
    hour: time | None = None
    notes: tuple[Note, ...] = ()

    def parameters(self) -> dict[str, str]:
        """Return what was asked as the parameters of an address."""
        written = {
            "depart": self.start_typed,
            "vehicule": "" if self.vehicle is Vehicle.UNDECIDED else self.vehicle.value,
            "jour": self.day.isoformat() if self.day else "",
            "heure": self.hour_typed,
        }
        return {name: value for name, value in written.items() if value}


def read_asked(
    values: Mapping[str, str],
    days: Sequence[date],
    yards: Sequence[Yard],
    vehicle: Vehicle = Vehicle.UNDECIDED,
) -> Asked:
    """Read what an address asks; what cannot be understood is left out with a note."""
    notes: list[Note] = []
    start_typed = " ".join(values.get("depart", "").split())[:LONGEST_START].rstrip()
    start = find_place(start_typed, yards) if start_typed else None
    if start_typed and start is None:
        notes.append(Note(N_("No place called “%(typed)s” was found."), {"typed": start_typed}))
    hour_typed = values.get("heure", "").strip()[:10].rstrip()
    hour = _hour(hour_typed)
    if hour_typed and hour is None:
        notes.append(
            Note(N_("“%(typed)s” is no time of day: write 9:30 or 14:00."), {"typed": hour_typed})
        )
    chosen = _chosen(values, "vehicule", {one.value: one for one in Vehicle}, notes)
    day = _chosen(values, "jour", {day.isoformat(): day for day in days}, notes)
    return Asked(
        start_typed=start_typed,
        hour_typed=hour_typed,
        start=Place(start.name, _rounded(start.point)) if start else None,
        vehicle=chosen or vehicle,
        day=day,
        hour=hour,
        notes=tuple(notes),
    )


def _hour(typed: str) -> time | None:
    found = _HOUR.fullmatch(typed)
    return time(int(found[1]), int(found[2] or 0)) if found else None


def _chosen(
    values: Mapping[str, str], name: str, choices: Mapping[str, T], notes: list[Note]
) -> T | None:
    """Return what was chosen of a list; typed or cut addresses may name what is not in it."""
    typed = " ".join(values.get(name, "").split())
    found = choices.get(typed)
    if typed and found is None:
        said = {"typed": typed[:_LONGEST_SAID]}
        notes.append(Note(N_("“%(typed)s” was not understood and is left out."), said))
    return found


def _rounded(point: Point) -> Point:
    """Return a point to the kilometre: enough to drive from, too little to find a house."""
    return Point(round(point.latitude, 2), round(point.longitude, 2))


def days_asked(
    asked: Asked, days: Sequence[date], time_zone: str, now: datetime | None
) -> tuple[Day, ...]:
    """Return the days on which a tour may be, and from when on; `now` None does not count."""
    found = []
    for day in days if asked.day is None else (asked.day,):
        midnight = to_utc(datetime.combine(day, time()), time_zone)
        earliest = to_utc(datetime.combine(day, asked.hour), time_zone) if asked.hour else midnight
        not_before = earliest if now is None else max(earliest, now)
        if not_before < midnight + timedelta(days=1):
            found.append(Day(day, midnight, not_before))
    return tuple(found)
