"""What a company lacks, SIRET numbers, hours, pins, pasted addresses."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.companies import errors, rules
from brocante.companies.rules import (
    Declaration,
    EditionFacts,
    Equipment,
    Hours,
    Lack,
    ParticipationFacts,
    ParticipationState,
    SiteFacts,
)
from brocante.core.gazetteer import Commune, find_communes
from brocante.core.geo import Point

FIRST = date(2026, 4, 10)
EDITION = EditionFacts(charter_version=2, starts_on=FIRST, today=date(2026, 3, 1))
SITE = SiteFacts(1, "Yard", True, True, Declaration.NOT_REQUIRED)
READY = ParticipationFacts(ParticipationState.APPROVED, "73282932000074", 2, (SITE,))

SITES = st.builds(
    SiteFacts,
    id=st.integers(1, 99),
    name=st.just("Yard"),
    pin_confirmed=st.booleans(),
    has_hours=st.booleans(),
    declaration=st.sampled_from(Declaration),
)
PARTICIPATIONS = st.builds(
    ParticipationFacts,
    state=st.sampled_from(ParticipationState),
    siret=st.sampled_from([None, "73282932000074"]),
    charter_version=st.none() | st.integers(1, 3),
    sites=st.lists(SITES, max_size=3).map(tuple),
)


def test_a_ready_company_lacks_nothing() -> None:
    assert rules.lacks(READY, EDITION) == []
    assert set(rules.LACK_WORDS) == set(Lack)


@pytest.mark.parametrize(
    ("participation", "lack"),
    [
        (replace(READY, state=ParticipationState.REGISTERED), Lack.APPROVAL),
        (replace(READY, siret=None), Lack.SIRET),
        (replace(READY, charter_version=None), Lack.CHARTER),
        (replace(READY, charter_version=1), Lack.NEW_CHARTER),
        (replace(READY, sites=()), Lack.SITE),
        (replace(READY, sites=(replace(SITE, pin_confirmed=False),)), Lack.PIN),
        (replace(READY, sites=(SITE, replace(SITE, has_hours=False))), Lack.HOURS),
    ],
)
def test_each_thing_lacking_is_named_alone(participation: ParticipationFacts, lack: Lack) -> None:
    assert rules.lacks(participation, EDITION) == [lack]


@given(PARTICIPATIONS)
def test_adding_a_ready_site_only_takes_away_the_lack_of_a_site(
    participation: ParticipationFacts,
) -> None:
    more = replace(participation, sites=(*participation.sites, SITE))
    before, after = rules.lacks(participation, EDITION), rules.lacks(more, EDITION)
    assert [lack for lack in before if lack is not Lack.SITE] == after
    assert before == sorted(set(before), key=list(Lack).index)


@given(PARTICIPATIONS)
def test_who_does_not_take_part_is_not_reminded(participation: ParticipationFacts) -> None:
    if not rules.takes_part(participation.state):
        assert rules.lacks(participation, EDITION) == []


@pytest.mark.parametrize(
    ("declaration", "days_before", "lack"),
    [
        (Declaration.TO_DECLARE, 16, Lack.DECLARATION_TO_SEND),
        (Declaration.TO_DECLARE, 15, Lack.DECLARATION_TO_SEND),
        (Declaration.TO_DECLARE, 14, Lack.DECLARATION_LATE),
        (Declaration.UNKNOWN, 15, Lack.DECLARATION_UNKNOWN),
        (Declaration.UNKNOWN, 14, Lack.DECLARATION_UNKNOWN_LATE),
    ],
)
def test_a_declaration_is_late_after_the_fifteenth_day_before(
    declaration: Declaration, days_before: int, lack: Lack
) -> None:
    site = replace(SITE, declaration=declaration)
    today = FIRST - timedelta(days=days_before)
    found = rules.lacks(replace(READY, sites=(site,)), replace(EDITION, today=today))
    assert found == [lack]


@pytest.mark.parametrize("text", ["732 829 320 00074", "73282932000074", "732.829.320-00074"])
def test_a_siret_forgives_blanks(text: str) -> None:
    assert rules.check_siret(text) == "73282932000074"


def test_a_post_office_has_a_siret_of_its_own_rule() -> None:
    assert rules.check_siret("35600000049837") == "35600000049837"


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_of_a_siret_is_found(position: int, shift: int) -> None:
    good = "73282932000074"
    wrong = str((int(good[position]) + shift) % 10)
    with pytest.raises(errors.SiretNotValid):
        rules.check_siret(good[:position] + wrong + good[position + 1 :])


@given(st.text(max_size=20))
def test_whatever_is_typed_as_siret_is_14_digits_or_refused(text: str) -> None:
    try:
        siret = rules.check_siret(text)
    except errors.SiretNotValid:
        return
    assert len(siret) == 14
    assert siret.isascii()
    assert siret.isdigit()


DAYS = [FIRST, FIRST + timedelta(days=1)]


def _hours(opens: int, closes: int, day: date = FIRST) -> Hours:
    return Hours(day, time(opens), time(closes))


def test_hours_come_in_order() -> None:
    spans = [_hours(14, 18), _hours(9, 12, DAYS[1]), _hours(9, 12)]
    assert rules.check_hours(spans, DAYS) == [_hours(9, 12), _hours(14, 18), spans[1]]


@pytest.mark.parametrize(
    ("spans", "error"),
    [
        ([_hours(12, 9)], errors.HoursReversed),
        ([_hours(9, 9)], errors.HoursReversed),
        ([_hours(9, 13), _hours(12, 18)], errors.HoursOverlap),
        ([_hours(9, 12, date(2026, 4, 12))], errors.HoursOutside),
    ],
)
def test_hours_that_make_no_sense(spans: list[Hours], error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_hours(spans, DAYS)


def test_hours_may_touch() -> None:
    assert rules.check_hours([_hours(9, 12), _hours(12, 18)], DAYS)


SARLAT = Commune("24520", "Sarlat-la-Canéda", ("24200",), 44.8891, 1.2166, 8700, "24")


def test_a_pin_far_from_its_commune_is_a_slip() -> None:
    rules.check_pin(Point(44.95, 1.3), SARLAT)
    with pytest.raises(errors.PinTooFar):
        rules.check_pin(Point(1.2166, 44.8891), SARLAT)


def test_a_commune_is_meant_by_its_suggestion_its_code_or_being_alone() -> None:
    found = find_communes("Saint-Martin", limit=12)
    assert len(found) > 1
    with pytest.raises(errors.CommuneNotChosen):
        rules.choose_commune("Saint-Martin", "", found)
    assert rules.choose_commune("Saint-Martin", found[3].code, found) is found[3]
    label = rules.commune_label(found[2])
    assert rules.choose_commune(label, "", found).name == found[2].name
    assert rules.choose_commune("Sarlat", "", [SARLAT]) is SARLAT
    with pytest.raises(errors.CommuneNotFound):
        rules.choose_commune("Xyz", "24520", [])


def test_a_stale_choice_of_another_name_does_not_count() -> None:
    """The name was corrected, the ticked commune belongs to the earlier name."""
    with pytest.raises(errors.CommuneNotChosen):
        rules.choose_commune("Saint-Martin", "24520", find_communes("Saint-Martin"))


def test_addresses_are_read_as_they_are_pasted() -> None:
    text = "Anne <Anne@Example.org>; b@example.org,c@example.org\n\nb@example.org"
    assert rules.read_addresses(text) == ["anne@example.org", "b@example.org", "c@example.org"]


@pytest.mark.parametrize("text", ["nobody", "a@b", "a@b@example.org", "a@.org x@y.fr"])
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(errors.AddressesNotUnderstood):
        rules.read_addresses(text)


def test_too_many_addresses_are_a_slip() -> None:
    many = " ".join(f"p{n}@example.org" for n in range(rules.MOST_ADDRESSES + 1))
    with pytest.raises(errors.TooManyAddresses):
        rules.read_addresses(many)


@given(st.sets(st.sampled_from(Equipment)))
def test_equipment_is_stored_and_read_back(chosen: set[Equipment]) -> None:
    assert set(rules.read_equipment(rules.write_equipment(chosen))) == chosen
