"""Opening hours cut into slots."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.clock import to_utc
from brocante.pickups.errors import (
    NoOpeningHours,
    NoSlotFits,
    SlotEndsBeforeStart,
    SlotOutsideEdition,
    SlotOverlaps,
    TooManySlots,
)
from brocante.pickups.rules import (
    Span,
    check_days,
    check_overlap,
    check_span,
    free_of,
    plan_slots,
)

DAY = datetime(2026, 4, 10, tzinfo=UTC)


def span(start: float, end: float) -> Span:
    return Span(DAY + timedelta(hours=start), DAY + timedelta(hours=end))


def test_an_opening_is_cut_from_its_beginning_and_the_rest_is_left_out() -> None:
    assert plan_slots([span(9, 10.75)], 30) == [span(9, 9.5), span(9.5, 10), span(10, 10.5)]


def test_a_site_without_hours_is_told_to_give_them() -> None:
    with pytest.raises(NoOpeningHours):
        plan_slots([], 30)


def test_a_slot_longer_than_every_opening_is_refused() -> None:
    with pytest.raises(NoSlotFits):
        plan_slots([span(9, 9.5)], 60)


def test_a_thousand_slots_are_refused() -> None:
    with pytest.raises(TooManySlots):
        plan_slots([span(0, 24 * 10)], 10)


def test_planned_times_that_touch_a_slot_are_left_out() -> None:
    planned = plan_slots([span(9, 11)], 30)
    assert free_of(planned, [span(9.25, 9.75)]) == [span(10, 10.5), span(10.5, 11)]
    assert free_of(planned, planned) == []


def test_a_slot_must_end_after_it_begins_and_within_a_day() -> None:
    check_span(span(9, 33))
    for wrong in (span(9, 9), span(10, 9), span(9, 33.5)):
        with pytest.raises(SlotEndsBeforeStart):
            check_span(wrong)


def test_days_are_those_of_the_edition_s_own_calendar() -> None:
    """23:30 UTC on the 9th is half past one on the 10th in Paris, and the 9th in Guadeloupe."""
    late = Span(DAY - timedelta(minutes=30), DAY)
    days = (date(2026, 4, 10), date(2026, 4, 11))
    check_days(late, days, "Europe/Paris")
    with pytest.raises(SlotOutsideEdition):
        check_days(late, days, "America/Guadeloupe")


def test_slots_that_touch_do_not_overlap() -> None:
    check_overlap(span(9, 10), [span(8, 9), span(10, 11)])
    with pytest.raises(SlotOverlaps):
        check_overlap(span(9, 10), [span(9.5, 9.75)])


@pytest.mark.parametrize(("day", "slots"), [(25, 7), (26, 6)])
def test_the_night_of_the_october_change_has_an_hour_more(day: int, slots: int) -> None:
    """Open from midnight to 6 on the wall clock: seven real hours on 25 October 2026."""
    opens = to_utc(datetime.fromisoformat(f"2026-10-{day}T00:00"), "Europe/Paris")
    closes = to_utc(datetime.fromisoformat(f"2026-10-{day}T06:00"), "Europe/Paris")
    planned = plan_slots([Span(opens, closes)], 60)
    assert len(planned) == slots
    assert planned[-1].ends_at == closes


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), min_size=1, max_size=4),
    st.sampled_from([10, 15, 20, 30, 45, 60]),
)
def test_slots_lie_within_the_hours_and_never_overlap_when_added_to_what_exists(
    hours: list[tuple[int, int]], minutes: int
) -> None:
    openings = [span(start, start + length) for start, length in hours]
    planned = plan_slots(openings, minutes)
    first = free_of(planned[:3], [])
    for slot in planned:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=minutes)
        assert any(o.starts_at <= slot.starts_at and slot.ends_at <= o.ends_at for o in openings)
    for slot in free_of(planned, first):
        assert not any(slot.overlaps(other) for other in first)
