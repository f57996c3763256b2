"""Writing editions: who may, what is kept, what follows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from brocante.core import clock
from brocante.core.errors import NotAllowed
from brocante.editions import errors, queries, service
from brocante.editions.models import EditionState
from brocante.editions.service import EditionDetails
from tests.factories import make_edition, make_organiser, make_organiser_member

DETAILS = EditionDetails(
    name="Brocante de Dordogne",
    slug="",
    territory="Dordogne",
    departments="24",
    starts_on=date(2027, 4, 9),
    ends_on=date(2027, 4, 10),
    contact_email="contact@example.org",
    presentation="Two days.",
    charter_text="We sell in our own name.",
)


def test_a_new_edition_is_a_draft_named_after_place_and_year(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition = queries.own_edition(who, service.create(who, organiser.id, DETAILS))
    assert (edition.slug, edition.state) == ("dordogne-2027", EditionState.DRAFT)
    assert edition.charter_version == 1


def test_nobody_makes_or_changes_editions_of_another_organiser(app: Flask) -> None:
    edition = make_edition()
    who = make_organiser_member(make_organiser())
    with pytest.raises(NotAllowed):
        service.create(who, edition.organiser_id, DETAILS)
    with pytest.raises(errors.EditionNotFound):
        service.change(who, edition.id, DETAILS)
    with pytest.raises(errors.EditionNotFound):
        service.advance(who, edition.id, EditionState.RESERVATIONS)


def test_two_editions_cannot_share_an_address(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    service.create(who, organiser.id, DETAILS)
    with pytest.raises(errors.AddressTaken):
        service.create(who, organiser.id, DETAILS)


def test_another_charter_is_another_version(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition_id = service.create(who, organiser.id, DETAILS)
    assert not service.change(who, edition_id, replace(DETAILS, name="Another name"))
    assert service.change(who, edition_id, replace(DETAILS, charter_text="We also sell lots."))
    assert queries.own_edition(who, edition_id).charter_version == 2


def test_a_published_address_does_not_change(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition_id = service.create(who, organiser.id, DETAILS)
    with time_machine.travel(datetime(2027, 1, 10, tzinfo=UTC), tick=False):
        service.advance(who, edition_id, EditionState.DRAFT)
        with pytest.raises(errors.AddressFixed):
            service.change(who, edition_id, replace(DETAILS, slug="other"))
        service.change(who, edition_id, replace(DETAILS, slug="dordogne-2027", name="New"))
    assert queries.own_edition(who, edition_id).name == "New"


def test_days_do_not_move_under_tickets(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition = make_edition(organiser, slug="dordogne", state=EditionState.RESERVATIONS)
    details = replace(DETAILS, slug="dordogne")
    with pytest.raises(errors.DatesFixed):
        service.change(who, edition.id, details)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ends_on": date(2027, 4, 8)}, errors.DatesReversed),
        ({"ends_on": date(2028, 4, 9)}, errors.TooLong),
        ({"time_zone": "Europe/Paris2"}, errors.UnknownTimeZone),
        ({"departments": "24, 99"}, errors.UnknownDepartment),
        ({"slug": "exposant"}, errors.AddressNotPossible),
        (
            {
                "reservations_open_at": datetime(2027, 3, 1, tzinfo=UTC),
                "reservations_close_at": datetime(2027, 2, 1, tzinfo=UTC),
            },
            errors.OpeningsReversed,
        ),
    ],
)
def test_details_that_do_not_hold_together(
    app: Flask, change: dict[str, object], error: type[Exception]
) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    with pytest.raises(error):
        service.create(who, organiser.id, replace(DETAILS, **change))  # type: ignore[arg-type]


def test_the_whole_life_of_an_edition(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition_id = service.create(who, organiser.id, DETAILS)
    walk = [
        (datetime(2027, 1, 5, tzinfo=UTC), EditionState.DRAFT),
        (datetime(2027, 2, 5, tzinfo=UTC), EditionState.LISTING),
        (datetime(2027, 3, 5, tzinfo=UTC), EditionState.CATALOGUE),
        (datetime(2027, 4, 9, 6, tzinfo=UTC), EditionState.RESERVATIONS),
        (datetime(2027, 4, 10, 18, tzinfo=UTC), EditionState.RUNNING),
        (datetime(2027, 5, 10, tzinfo=UTC), EditionState.CLOSING),
    ]
    for moment, state in walk:
        with time_machine.travel(moment, tick=False):
            assert service.advance(who, edition_id, state) is not state
    assert queries.own_edition(who, edition_id).state is EditionState.ARCHIVED
    with pytest.raises(errors.NotTheNextStep):
        service.advance(who, edition_id, EditionState.ARCHIVED)
    with pytest.raises(errors.NoWayBack):
        service.step_back(who, edition_id, EditionState.ARCHIVED)


def test_an_old_page_moves_nothing(app: Flask) -> None:
    """Two employees press the same button: the edition takes one step."""
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition = make_edition(organiser, state=EditionState.LISTING, presentation="Here")
    service.advance(who, edition.id, EditionState.LISTING)
    with pytest.raises(errors.NotTheNextStep):
        service.advance(who, edition.id, EditionState.LISTING)
    assert queries.own_edition(who, edition.id).state is EditionState.CATALOGUE


def test_reservations_can_pause_but_the_catalogue_stays(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    edition = make_edition(organiser, state=EditionState.CATALOGUE, presentation="Here")
    service.advance(who, edition.id, EditionState.CATALOGUE)
    assert queries.own_edition(who, edition.id).reservations_open_at is not None
    assert service.step_back(who, edition.id, EditionState.RESERVATIONS) is EditionState.CATALOGUE
    with pytest.raises(errors.TicketsAreOut):
        service.step_back(who, edition.id, EditionState.CATALOGUE)


def test_an_announced_opening_time_is_kept(app: Flask) -> None:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    friday = clock.now().replace(microsecond=0) + timedelta(days=3)
    edition = make_edition(
        organiser, state=EditionState.CATALOGUE, presentation="Here", reservations_open_at=friday
    )
    service.advance(who, edition.id, EditionState.CATALOGUE)
    assert queries.own_edition(who, edition.id).reservations_open_at == friday
