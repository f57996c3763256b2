"""The lifecycle, and what is open when, on clocks of several zones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.errors import DomainError
from brocante.editions import errors, rules
from brocante.editions.rules import EditionState, Missing

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    state: EditionState = EditionState.RESERVATIONS
    starts_on: date = date(2026, 4, 10)
    ends_on: date = date(2026, 4, 11)
    time_zone: str = "Europe/Paris"
    listing_opens_at: datetime | None = None
    catalogue_opens_at: datetime | None = None
    reservations_open_at: datetime | None = None
    reservations_close_at: datetime | None = None
    presentation: str = "Two days of open yards."
    charter_text: str = "We sell in our own name."
    departments: str = "24"


EDITIONS = st.builds(
    Sample,
    state=st.sampled_from(EditionState),
    time_zone=st.sampled_from(sorted(rules.TIME_ZONES)),
    presentation=st.sampled_from(["", " ", "Here"]),
    charter_text=st.sampled_from(["", "We"]),
    departments=st.sampled_from(["", "24"]),
    reservations_open_at=st.none() | st.just(NOON),
)
MOMENTS = st.integers(-31 * 24, 30 * 24).map(lambda hours: NOON + timedelta(hours=hours))


@given(EDITIONS, MOMENTS)
def test_a_step_forward_is_the_next_state_or_a_named_refusal(sample: Sample, now: datetime) -> None:
    missing = rules.missing_for_next_step(sample, now)
    if sample.state is EditionState.ARCHIVED or missing:
        with pytest.raises((errors.StepNotReady, errors.NotTheNextStep)):
            rules.check_step_forward(sample, now)
    else:
        following = rules.check_step_forward(sample, now)
        assert rules.ORDER.index(following) == rules.ORDER.index(sample.state) + 1


@given(EDITIONS, MOMENTS)
def test_a_step_back_returns_one_and_never_hides_tickets(sample: Sample, now: datetime) -> None:
    try:
        before = rules.check_step_back(sample, now)
    except DomainError:
        return
    assert rules.next_state(before) is sample.state
    if sample.reservations_open_at is not None and sample.reservations_open_at <= now:
        assert rules.reached(before, EditionState.CATALOGUE)


@given(EDITIONS, MOMENTS)
def test_doors_open_in_order(sample: Sample, now: datetime) -> None:
    """Nobody can reserve what is not shown, nor see a catalogue of a hidden edition."""
    if rules.reservations_are_open(sample, now):
        assert rules.catalogue_is_open(sample, now)
    if rules.catalogue_is_open(sample, now):
        assert rules.is_public(sample)
    if rules.may_list(sample, now):
        assert rules.is_public(sample)


def test_a_draft_names_all_it_lacks() -> None:
    empty = Sample(EditionState.DRAFT, presentation=" ", charter_text="", departments="")
    late = datetime(2026, 4, 12, 12, tzinfo=UTC)
    assert rules.missing_for_next_step(empty, late) == [
        Missing.PRESENTATION,
        Missing.CHARTER,
        Missing.DEPARTMENTS,
        Missing.DAYS_PASSED,
    ]
    assert set(rules.MISSING_WORDS) == set(Missing)


def test_the_days_begin_on_the_first_day_of_the_place_not_of_paris() -> None:
    # 22:00 UTC on the 9th is already the 10th in Réunion (+4), still the 9th in Cayenne (-3).
    evening = datetime(2026, 4, 9, 22, tzinfo=UTC)
    for zone, begun in {"Indian/Reunion": True, "America/Cayenne": False}.items():
        lacking = rules.missing_for_next_step(Sample(time_zone=zone), evening)
        assert (Missing.FIRST_DAY not in lacking) is begun


def test_reservations_end_with_the_last_day_of_the_place() -> None:
    # 23:30 UTC on the 11th: the 12th in Réunion, evening of the 11th in Guadeloupe.
    late = datetime(2026, 4, 11, 23, 30, tzinfo=UTC)
    running = Sample(EditionState.RUNNING)
    assert not rules.reservations_are_open(replace(running, time_zone="Indian/Reunion"), late)
    assert rules.reservations_are_open(replace(running, time_zone="America/Guadeloupe"), late)


def test_days_across_the_october_change_are_two_days() -> None:
    october = Sample(starts_on=date(2026, 10, 24), ends_on=date(2026, 10, 25))
    assert rules.days_of(october) == [date(2026, 10, 24), date(2026, 10, 25)]
    # The last night has an hour more: 23:30 UTC on the 25th is 0:30 on the 26th in Paris (+1).
    assert not rules.is_over(october, datetime(2026, 10, 25, 22, 30, tzinfo=UTC))
    assert rules.is_over(october, datetime(2026, 10, 25, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("opens", "closes", "open_now"),
    [
        (None, None, True),
        (NOON, None, True),
        (NOON + timedelta(seconds=1), None, False),
        (None, NOON, False),
        (None, NOON + timedelta(seconds=1), True),
    ],
)
def test_reservations_follow_their_times_to_the_second(
    opens: datetime | None, closes: datetime | None, open_now: bool
) -> None:
    sample = Sample(reservations_open_at=opens, reservations_close_at=closes)
    assert rules.reservations_are_open(sample, NOON) is open_now


@pytest.mark.parametrize("state", EditionState)
def test_companies_register_from_listing_until_the_days(state: EditionState) -> None:
    open_states = {EditionState.LISTING, EditionState.CATALOGUE, EditionState.RESERVATIONS}
    assert rules.may_register(Sample(state), NOON) is (state in open_states)


def test_listing_waits_for_its_time() -> None:
    sample = Sample(EditionState.LISTING, listing_opens_at=NOON)
    assert not rules.may_list(sample, NOON - timedelta(seconds=1))
    assert rules.may_list(sample, NOON)


@pytest.mark.parametrize("slug", ["", "Dordogne", "a--b", "-a", "é", "a/b", "exposant", "r"])
def test_addresses_that_are_not_possible(slug: str) -> None:
    with pytest.raises(errors.AddressNotPossible):
        rules.check_slug(slug)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("24", "24"), (" 24, 33;2a ", "24,33,2A"), ("1", "01"), ("974", "974"), ("24 24", "24")],
)
def test_departments_as_people_type_them(typed: str, stored: str) -> None:
    assert rules.read_departments(typed) == stored
    assert rules.split_departments(stored) == stored.split(",")


def test_an_unknown_department_is_named() -> None:
    with pytest.raises(errors.UnknownDepartment) as caught:
        rules.read_departments("24, 99")
    assert caught.value.params == {"code": "99"}
