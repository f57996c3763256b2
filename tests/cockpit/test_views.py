"""Home pages of company and organiser."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from brocante.accounts.queries import Identity
from brocante.companies.models import Participation, ParticipationState
from brocante.core import clock
from brocante.core.db import db, session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition, EditionState
from brocante.outbox.models import MessageState, OutboxMessage
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in
from tests.support.queries import count_queries


def read(client: FlaskClient, url: str) -> str:
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    return words(client.page(url))


def figures_of(client: FlaskClient, url: str) -> dict[str, str]:
    """The figures of a page by their label."""
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    page = client.page(url)
    return {
        words(label): words(figure)
        for label, figure in zip(page.iter("dt"), page.iter("dd"), strict=True)
    }


def company_of(
    client: FlaskClient, edition: Edition | None = None, **changes: object
) -> Participation:
    """A participation whose owner is signed in on `client`."""
    company = make_company(siret="73282932000074")
    participation = make_participation(edition or make_edition(), company, **changes)
    sign_in(client, make_company_member(company))
    return participation


def organiser_of(client: FlaskClient) -> tuple[Identity, Edition]:
    organiser = make_organiser()
    who = make_organiser_member(organiser)
    sign_in(client, who)
    return who, make_edition(organiser)


def queries_of(client: FlaskClient, url: str) -> int:
    client.get(url)
    session.expire_all()
    with count_queries(db.engine) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_a_new_company_sees_three_tasks_and_how_many_follow(client: FlaskClient) -> None:
    company_of(client, charter_version=None)
    text = read(client, "/exposant/")
    assert "Read and sign the charter" in text
    assert "Describe the place where you sell" in text
    assert "Write your first listing" in text


def test_a_ready_company_is_told_so(client: FlaskClient) -> None:
    site = make_site(company_of(client))
    make_slot(site)
    listing = make_listing(site)
    text = read(client, "/exposant/")
    assert "Add a photo to 1 listing" in text
    assert listing.title not in text


def test_pickups_of_the_next_day_are_shown_by_the_hour(client: FlaskClient) -> None:
    edition = make_edition()
    site = make_site(company_of(client, edition))
    first, later = make_slot(site), make_slot(site, hour=10, day=edition.ends_on)
    listing = make_listing(site)
    make_reservation(first, listing)
    make_reservation(first, listing)
    make_reservation(later, listing, name="Personne d'autre")
    text = read(client, "/exposant/")
    assert "9:00 am – 9:30 am 2 vehicles expected" in text
    assert "10:00 am" not in text
    assert "Personne" not in text


def test_pickups_of_another_company_are_not_shown(client: FlaskClient) -> None:
    edition = make_edition()
    make_site(company_of(client, edition))
    other = make_site(make_participation(edition))
    make_reservation(make_slot(other), make_listing(other))
    assert "Nobody has reserved with you yet" in read(client, "/exposant/")


def test_the_counter_is_the_main_action_while_the_days_run(client: FlaskClient) -> None:
    company_of(client, make_edition(state=EditionState.RUNNING))
    assert "Add a listing" not in read(client, "/exposant/")


def test_waiting_for_approval_is_said(client: FlaskClient) -> None:
    company_of(client, state=ParticipationState.REGISTERED)
    assert "has not approved your company yet" in read(client, "/exposant/")


def test_the_company_home_costs_the_same_for_many_listings(app: Flask, client: FlaskClient) -> None:
    site = make_site(company_of(client))
    slot = make_slot(site, capacity=50)
    make_reservation(slot, make_listing(site))
    few = queries_of(client, "/exposant/")
    for hour in range(10, 16):
        make_reservation(make_slot(site, hour=hour), make_listing(site))
    assert queries_of(client, "/exposant/") == few


def test_the_organiser_sees_who_lacks_what(client: FlaskClient) -> None:
    _who, edition = organiser_of(client)
    make_participation(edition, make_company(name="Menuiserie Lune"), charter_version=None)
    text = read(client, "/organisation/")
    assert "Menuiserie Lune Charter not signed" in text
    assert "Reservations open" in text


def test_the_organiser_of_nothing_is_led_to_create_an_edition(client: FlaskClient) -> None:
    sign_in(client, make_organiser_member(make_organiser()))
    answer = client.get("/organisation/")
    assert answer.status_code == 303
    assert answer.location == "/organisation/editions"


def test_figures_of_the_day_count_today_only(client: FlaskClient) -> None:
    organiser = make_organiser()
    sign_in(client, make_organiser_member(organiser))
    today = clock.today("Europe/Paris")
    edition = make_edition(
        organiser,
        state=EditionState.RUNNING,
        starts_on=today,
        ends_on=today + timedelta(days=1),
    )
    site = make_site(make_participation(edition))
    listing = make_listing(site, 20)
    make_reservation(make_slot(site, hour=12), listing)
    make_reservation(make_slot(site, hour=12, day=edition.ends_on), listing)
    figures = figures_of(client, "/organisation/")
    assert figures["pickups today"] == "1"
    assert figures["reservations"] == "2"


def test_undelivered_messages_of_this_organiser_are_told(client: FlaskClient) -> None:
    _who, edition = organiser_of(client)
    _failed_message(edition.organiser_id)
    _failed_message(make_organiser().id)
    assert "1 message could not be delivered" in read(client, "/organisation/")


@transactional
def _failed_message(organiser_id: int) -> None:
    session.add(
        OutboxMessage(
            kind="ticket",
            organiser_id=organiser_id,
            recipient="nobody@example.org",
            subject="Ticket",
            text="Ticket",
            state=MessageState.FAILED,
            due_at=clock.now(),
            created_at=clock.now(),
        )
    )


def test_the_organisers_home_costs_the_same_for_many_companies(
    app: Flask, client: FlaskClient
) -> None:
    _who, edition = organiser_of(client)
    make_site(make_participation(edition))
    few = queries_of(client, "/organisation/")
    for _ in range(6):
        make_site(make_participation(edition, charter_version=None))
    assert queries_of(client, "/organisation/") == few
