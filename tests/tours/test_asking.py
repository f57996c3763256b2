"""What an address asks of a tour is understood, or left out with a sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brocante.core.vehicles import Vehicle
from brocante.tours.asking import Asked, days_asked, read_asked

DAYS = (date(2026, 10, 24), date(2026, 10, 25))


def read(**values: str) -> Asked:
    return read_asked(values, DAYS, [])


def test_everything_is_understood() -> None:
    asked = read(depart=" Périgueux ", vehicule="van", jour="2026-10-25", heure="9:30")
    assert asked.start is not None
    assert asked.start.name == "Périgueux"
    assert asked.vehicle is Vehicle.VAN
    assert (asked.day, asked.hour, asked.notes) == (DAYS[1], time(9, 30), ())
    assert read(**asked.parameters()) == asked


def test_a_position_is_rounded_to_a_kilometre() -> None:
    asked = read(depart="44.88921,1.21633")
    assert asked.start is not None
    assert (asked.start.point.latitude, asked.start.point.longitude) == (44.89, 1.22)


@pytest.mark.parametrize(
    ("typed", "hour"), [("9:30", time(9, 30)), ("14h", time(14)), ("7 h 05", time(7, 5))]
)
def test_times_are_read_as_people_write_them(typed: str, hour: time) -> None:
    assert read(heure=typed).hour == hour


def test_what_is_not_understood_is_kept_and_said() -> None:
    asked = read(depart="Atlantis sur Lune", heure="25:99", jour="2027-01-01", vehicule="tank")
    assert [note.params["typed"] for note in asked.notes] == [
        "Atlantis sur Lune",
        "25:99",
        "tank",
        "2027-01-01",
    ]
    assert (asked.start, asked.hour, asked.day) == (None, None, None)
    assert asked.vehicle is Vehicle.UNDECIDED
    assert (asked.start_typed, asked.hour_typed) == ("Atlantis sur Lune", "25:99")


@example({"heure": "000000000 0", "depart": "a" * 99 + " b"})
@given(st.dictionaries(st.sampled_from(["depart", "vehicule", "jour", "heure"]), st.text()))
def test_no_text_breaks_it(values: dict[str, str]) -> None:
    asked = read_asked(values, DAYS, [])
    assert len(asked.start_typed) <= 100
    # What is no choice of a list is said once and not carried on.
    again = read_asked(asked.parameters(), DAYS, [])
    assert replace(again, notes=()) == replace(asked, notes=())
    assert all(note in asked.notes for note in again.notes)


def test_days_begin_at_their_own_midnight_and_not_before_now() -> None:
    """On the night of 25 October the clocks go back: the day after begins an hour later."""
    saturday, sunday = days_asked(Asked(), DAYS, "Europe/Paris", None)
    assert sunday.midnight - saturday.midnight == timedelta(hours=24)
    assert sunday.not_before == datetime(2026, 10, 24, 22, tzinfo=UTC)
    at_nine = Asked(day=DAYS[1], hour=time(9))
    (only,) = days_asked(at_nine, DAYS, "Europe/Paris", None)
    assert only.not_before == datetime(2026, 10, 25, 8, tzinfo=UTC)
    now = datetime(2026, 10, 25, 10, tzinfo=UTC)
    (rest,) = days_asked(Asked(), DAYS, "Europe/Paris", now)
    assert (rest.date, rest.not_before) == (DAYS[1], now)
