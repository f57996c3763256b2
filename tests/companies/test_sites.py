"""Sites: hours on the clock of the place, pins, what cannot be deleted, neighbours kept out."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask

from brocante.companies import errors, places, sites
from brocante.companies.models import Declaration, Equipment, ParticipationState
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.companies.rules import Hours
from brocante.companies.sites import SiteDetails
from brocante.core.gazetteer import Commune, find_communes
from brocante.core.geo import Point
from brocante.editions.models import EditionState
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_site,
    make_slot,
)

THIVIERS = find_communes("Thiviers")[0]
HERE = Point(45.417, 0.9195)


def _access(
    state: ParticipationState = ParticipationState.APPROVED, **edition: Any
) -> CompanyAccess:
    company = make_company()
    make_participation(make_edition(**edition), company, state=state)
    return accesses_of(make_company_member(company).id)[0]


def _details(*hours: Hours, commune: Commune = THIVIERS) -> SiteDetails:
    return SiteDetails(
        name="Quarry",
        address="Route de Nantheuil",
        commune=commune,
        equipment=(Equipment.SCALES, Equipment.FORKLIFT),
        hours=hours,
    )


def _two_days(first: date, zone: str = "Europe/Paris") -> dict[str, Any]:
    return {"starts_on": first, "ends_on": first.replace(day=first.day + 1), "time_zone": zone}


def test_a_site_waits_for_somebody_to_confirm_its_pin(app: Flask) -> None:
    access = _access()
    site_id = sites.create(access, _details(), HERE)
    site = places.own_site(access.participation_id, site_id)
    assert (site.latitude, site.longitude) == (45.417, 0.9195)
    assert site.pin_confirmed_at is None
    assert (site.commune_code, site.postcode) == ("24551", "24800")
    assert site.equipment == "forklift,scales"
    sites.confirm_pin(access, site_id, 45.42, 0.92)
    site = places.own_site(access.participation_id, site_id)
    assert (site.latitude, site.longitude) == (45.42, 0.92)
    assert site.pin_confirmed_at is not None


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Europe/Paris", datetime(2026, 10, 25, 8, tzinfo=UTC)),
        ("Indian/Reunion", datetime(2026, 10, 25, 5, tzinfo=UTC)),
        ("America/Cayenne", datetime(2026, 10, 25, 12, tzinfo=UTC)),
    ],
)
def test_nine_o_clock_is_nine_at_the_place_also_in_october(
    app: Flask, zone: str, opens: datetime
) -> None:
    """Paris turns its clocks back that night: nine is 8:00 UTC and no longer 7:00."""
    access = _access(**_two_days(date(2026, 10, 24), zone))
    hours = [Hours(date(2026, 10, day), time(9), time(12)) for day in (24, 25)]
    site_id = sites.create(access, _details(*hours), HERE)
    openings = places.own_site(access.participation_id, site_id).openings
    assert openings[1].opens_at == opens
    assert len(openings) == 2


def test_hours_replace_the_earlier_ones(app: Flask) -> None:
    access = _access(**_two_days(date(2027, 4, 9)))
    morning = Hours(date(2027, 4, 9), time(9), time(12))
    site_id = sites.create(access, _details(morning), HERE)
    sites.change(access, site_id, _details(replace(morning, closes=time(17))), None)
    [opening] = places.own_site(access.participation_id, site_id).openings
    assert opening.closes_at == datetime(2027, 4, 9, 15, tzinfo=UTC)


def test_hours_of_another_day_change_nothing(app: Flask) -> None:
    access = _access(**_two_days(date(2027, 4, 9)))
    with pytest.raises(errors.HoursOutside):
        sites.create(access, _details(Hours(date(2027, 4, 12), time(9), time(12))), HERE)
    assert places.own_sites(access.participation_id) == []


def test_another_address_asks_for_the_pin_again(app: Flask) -> None:
    access = _access()
    site_id = sites.create(access, _details(), HERE)
    sites.confirm_pin(access, site_id, 45.42, 0.92)
    site = places.own_site(access.participation_id, site_id)
    moved = replace(_details(), address="Elsewhere")
    assert not sites.has_moved(site, _details())
    assert sites.has_moved(site, moved)
    sites.change(access, site_id, _details(), None)
    assert places.own_site(access.participation_id, site_id).pin_confirmed_at is not None
    sites.change(access, site_id, moved, HERE)
    assert places.own_site(access.participation_id, site_id).pin_confirmed_at is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "error"),
    [
        (0.92, 45.42, errors.PinTooFar),
        (91.0, 0.0, errors.PinNotUnderstood),
        (float("nan"), 0.0, errors.PinNotUnderstood),
    ],
)
def test_a_pin_that_cannot_be_there(
    app: Flask, latitude: float, longitude: float, error: type[Exception]
) -> None:
    access = _access()
    site_id = sites.create(access, _details(), HERE)
    with pytest.raises(error):
        sites.confirm_pin(access, site_id, latitude, longitude)
    assert places.own_site(access.participation_id, site_id).pin_confirmed_at is None


def test_without_address_service_the_town_hall_is_proposed() -> None:
    assert sites.locate("Route de Nantheuil", THIVIERS, None) == THIVIERS.point


def test_a_site_of_others_is_not_there(app: Flask) -> None:
    mine, theirs = _access(), _access()
    site_id = sites.create(theirs, _details(), HERE)
    for attempt in (
        lambda: sites.change(mine, site_id, _details(), None),
        lambda: sites.confirm_pin(mine, site_id, 45.42, 0.92),
        lambda: sites.remove(mine, site_id),
    ):
        with pytest.raises(errors.SiteNotFound):
            attempt()
    assert places.own_site(theirs.participation_id, site_id).pin_confirmed_at is None


def test_the_same_company_of_another_edition_is_another_place(app: Flask) -> None:
    company = make_company()
    earlier = make_participation(make_edition(), company)
    later = make_participation(make_edition(), company)
    site = make_site(earlier)
    with pytest.raises(errors.SiteNotFound):
        places.own_site(later.id, site.id)


def test_a_site_with_listings_or_slots_stays(app: Flask) -> None:
    access = _access()
    for belongs in (make_listing, make_slot):
        site_id = sites.create(access, _details(), HERE)
        belongs(places.own_site(access.participation_id, site_id))
        with pytest.raises(errors.SiteInUse):
            sites.remove(access, site_id)
        assert places.own_site(access.participation_id, site_id).name == "Quarry"


def test_an_empty_site_goes_with_its_hours(app: Flask) -> None:
    access = _access(**_two_days(date(2027, 4, 9)))
    hours = Hours(date(2027, 4, 9), time(9), time(12))
    site_id = sites.create(access, _details(hours), HERE)
    sites.remove(access, site_id)
    assert places.own_sites(access.participation_id) == []


def test_places_do_not_change_once_the_sale_is_over_or_refused(app: Flask) -> None:
    with pytest.raises(errors.EditionOver):
        sites.create(_closed(), _details(), HERE)
    with pytest.raises(errors.ParticipationStopped):
        sites.create(_access(ParticipationState.REFUSED), _details(), HERE)


def _closed() -> CompanyAccess:
    company = make_company()
    make_participation(make_edition(state=EditionState.CLOSING), company)
    return accesses_of(make_company_member(company).id)[0]


def test_the_legal_status_is_kept(app: Flask) -> None:
    access = _access()
    details = replace(_details(), declaration=Declaration.RECEIPT)
    site_id = sites.create(access, details, HERE)
    assert places.own_site(access.participation_id, site_id).declaration is Declaration.RECEIPT
