"""The organiser's list of companies: what is lacking, decisions, invitations, reminders."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.accounts.models import Organiser
from brocante.accounts.queries import Identity
from brocante.companies import people, queries
from brocante.companies.models import ParticipationState
from brocante.core.db import db, session
from brocante.editions.models import Edition
from brocante.outbox.models import OutboxMessage
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in
from tests.support.queries import count_queries

LIST = "/organisation/entreprises"


@pytest.fixture
def who(app: Flask, client: CheckedClient) -> Identity:
    identity = make_organiser_member(make_organiser())
    sign_in(client, identity)
    return identity


@pytest.fixture
def edition(who: Identity) -> Edition:
    return make_edition(session.get_one(Organiser, min(who.organisers)))


def _post(client: CheckedClient, path: str, **values: object) -> int:
    page = client.page(LIST)
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    return client.post(path, data={"csrf_token": token, **values}).status_code


def test_the_list_filters_what_is_incomplete(client: CheckedClient, edition: Edition) -> None:
    ready = make_company(name="Ready one", siret="73282932000074")
    make_site(make_participation(edition, ready))
    make_participation(edition, make_company(name="Other one"))
    assert "Ready one" in words(client.page(LIST))
    text = words(client.page(f"{LIST}?incomplets=1"))
    assert "Other one" in text
    assert "Ready one" not in text


def test_a_company_is_approved_refused_and_withdrawn(
    client: CheckedClient, edition: Edition
) -> None:
    first = make_participation(edition, state=ParticipationState.REGISTERED)
    second = make_participation(edition, state=ParticipationState.REGISTERED)
    assert _post(client, f"{LIST}/{first.id}/decision", state="approved") == 303
    assert _post(client, f"{LIST}/{first.id}/decision", state="withdrawn") == 303
    assert _post(client, f"{LIST}/{second.id}/decision", state="refused") == 303
    assert _post(client, f"{LIST}/{second.id}/decision", state="nonsense") == 404
    assert queries.participation(first.id).state is ParticipationState.WITHDRAWN
    assert queries.participation(second.id).state is ParticipationState.REFUSED


def test_a_company_of_another_organiser_is_not_there(
    client: CheckedClient, edition: Edition
) -> None:
    theirs = make_participation(make_edition(), state=ParticipationState.REGISTERED)
    assert client.get(f"{LIST}/{theirs.id}").status_code == 404
    assert _post(client, f"{LIST}/{theirs.id}/decision", state="approved") == 404
    assert _post(client, f"{LIST}/{theirs.id}/relancer") == 404
    assert queries.participation(theirs.id).state is ParticipationState.REGISTERED


def test_the_page_of_a_company_shows_what_was_signed(
    client: CheckedClient, edition: Edition
) -> None:
    participation = make_participation(edition, charter_text="As signed")
    make_site(participation, access_notes="Gate on the left")
    text = words(client.page(f"{LIST}/{participation.id}"))
    assert "As signed" in text
    assert "Gate on the left" in text


def test_many_addresses_are_invited_at_once(client: CheckedClient, edition: Edition) -> None:
    values = {"addresses": "a@example.org, B <b@example.org>"}
    assert client.submit(LIST, values, form="invite").status_code == 303
    invited = people.open_invitations(edition_id=edition.id)
    assert {one.email for one in invited} == {"a@example.org", "b@example.org"}
    client.submit(LIST, values, form="invite")
    again = people.open_invitations(edition_id=edition.id)
    assert len(again) == 2
    assert _post(client, f"{LIST}/invitations/{again[0].id}/retirer") == 303
    assert len(people.open_invitations(edition_id=edition.id)) == 1


@pytest.mark.parametrize(
    ("state", "sent"), [(ParticipationState.APPROVED, 1), (ParticipationState.WITHDRAWN, 2)]
)
def test_who_takes_part_already_is_not_invited_but_shown(
    client: CheckedClient, edition: Edition, state: ParticipationState, sent: int
) -> None:
    company = make_company(name="Charpente Vézère")
    known = make_participation(edition, company, state=state)
    member = make_company_member(company)
    client.set_cookie("lang", "en")
    values = {"addresses": f"{member.email.upper()}, new@example.org"}
    answer = client.submit(LIST, values, form="invite", follow=True)
    assert len(people.open_invitations(edition_id=edition.id)) == sent
    said = "No invitation was sent to Charpente Vézère" in answer.get_data(as_text=True)
    assert said is (sent == 1)
    assert f"{LIST}/{known.id}" in answer.get_data(as_text=True)
    alone = client.submit(LIST, {"addresses": member.email}, form="invite", follow=True)
    assert ("0 invitation" in words(parse(alone.get_data(as_text=True)))) is False


def test_addresses_not_understood_stay_in_the_form(client: CheckedClient, edition: Edition) -> None:
    answer = client.submit(LIST, {"addresses": "a@example.org b@example"}, form="invite")
    assert answer.status_code == 409
    assert "b@example" in answer.get_data(as_text=True)
    assert people.open_invitations(edition_id=edition.id) == []


def test_all_that_lack_something_are_reminded_once(client: CheckedClient, edition: Edition) -> None:
    participation = make_participation(edition, charter_version=None)
    for _ in range(2):
        assert _post(client, f"{LIST}/relancer") == 303
    assert _post(client, f"{LIST}/{participation.id}/relancer") == 303
    letters = select(func.count()).select_from(OutboxMessage)
    assert session.scalar(letters.where(OutboxMessage.kind == "reminder")) == 1


def test_companies_of_an_earlier_edition_are_ticked(
    client: CheckedClient, edition: Edition, who: Identity
) -> None:
    earlier = make_edition(
        session.get_one(Organiser, min(who.organisers)),
        starts_on=date(2024, 4, 5),
        ends_on=date(2024, 4, 6),
    )
    company = make_company(name="Faithful one")
    make_participation(earlier, company)
    url = f"{LIST}/reprendre"
    assert "Faithful one" in words(client.page(url))
    assert client.submit(url, form="bring-over").status_code == 303
    assert queries.participation_of(edition.id, company.id) is not None
    assert client.get(f"{url}?source={make_edition().id}").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_companies(
    client: CheckedClient, edition: Edition
) -> None:
    for _ in range(2):
        make_site(make_participation(edition))
    with count_queries(db.engine) as few:
        client.get(LIST)
    for _ in range(20):
        make_site(make_participation(edition))
    with count_queries(db.engine) as many:
        client.get(LIST)
    assert len(few) == len(many)


def test_without_an_edition_the_organiser_is_sent_to_make_one(
    app: Flask, client: CheckedClient
) -> None:
    sign_in(client, make_organiser_member(make_organiser()))
    answer = client.get(LIST)
    assert answer.status_code == 303
    assert answer.location.endswith("/organisation/editions")
