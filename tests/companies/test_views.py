"""Registration and invitations as people meet them."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.accounts.models import Role
from brocante.companies import membership, people, queries
from brocante.companies.models import ParticipationState
from brocante.companies.queries import accesses_of
from brocante.core.db import session
from brocante.editions.models import EditionState
from brocante.outbox.models import OutboxMessage
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_organiser,
    make_organiser_member,
    make_participation,
)
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

FORM = {
    "name": "Charpente Vézère",
    "siret": "732 829 320 00074",
    "phone": "05 53 00 00 00",
    "contact_name": "Ann Example",
    "email": "ann@example.org",
}


def _mailed_path() -> str:
    letter = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.text.contains("/invitation-entreprise/"))
        .order_by(OutboxMessage.id.desc())
    ).first()
    assert letter is not None
    link = next(word for word in letter.text.split() if "/invitation-entreprise/" in word)
    return urlsplit(link).path


def test_a_stranger_registers_and_comes_in_by_the_mailed_link(
    app: Flask, client: CheckedClient
) -> None:
    edition = make_edition(state=EditionState.LISTING)
    answer = client.submit(f"/{edition.slug}/inscription", FORM)
    assert answer.status_code == 200
    assert "ann@example.org" in words_of(answer)
    assert client.get("/exposant/entreprise").status_code == 303  # nobody is signed in yet
    path = _mailed_path()
    assert client.get(path).status_code == 200
    [status] = queries.participations_with_lacks(edition.id)
    assert status.members == []  # looking at the link changes nothing
    answer = client.submit(path, form="invitation")
    assert answer.status_code == 303
    assert answer.location.endswith("/exposant/")
    [status] = queries.participations_with_lacks(edition.id)
    assert [(p.email, p.name, p.role) for p in status.members] == [
        ("ann@example.org", "Ann Example", Role.OWNER)
    ]
    assert "Charpente Vézère" in words(client.page("/exposant/entreprise"))
    assert client.get(path).status_code == 410


def words_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_refused_registration_keeps_what_was_typed(client: CheckedClient) -> None:
    edition = make_edition(state=EditionState.LISTING)
    answer = client.submit(f"/{edition.slug}/inscription", FORM | {"siret": "12345"})
    assert answer.status_code == 409
    assert "Charpente Vézère" in words_of(answer)
    answer = client.submit(f"/{edition.slug}/inscription", FORM | {"email": "no"})
    assert answer.status_code == 422


@pytest.mark.parametrize("state", [EditionState.RUNNING, EditionState.CLOSING])
def test_a_closed_registration_says_so(client: CheckedClient, state: EditionState) -> None:
    edition = make_edition(state=state)
    page = client.page(f"/{edition.slug}/inscription")
    assert edition.contact_email in words(page)
    assert not [f for f in page.iter("form") if f.get("id") == "registration"]


def test_a_hidden_edition_takes_nobody(client: CheckedClient) -> None:
    edition = make_edition(state=EditionState.DRAFT)
    assert client.get(f"/{edition.slug}/inscription").status_code == 404


def test_a_member_registers_in_one_tap(client: CheckedClient) -> None:
    company = make_company()
    who = make_company_member(company)
    edition = make_edition(state=EditionState.LISTING)
    sign_in(client, who)
    url = f"/{edition.slug}/inscription"
    answer = client.submit(url, {"company_id": str(company.id)})
    assert answer.status_code == 303
    assert [a.edition_id for a in accesses_of(who.id)] == [edition.id]
    foreign = make_company()
    answer = client.submit(url, {"name": "x", "contact_name": "y"})
    token = next(
        e.get("value") for e in client.page(url).iter("input") if e.get("name") == "csrf_token"
    )
    client.post(url, data={"csrf_token": token, "company_id": foreign.id})
    assert foreign.id not in {a.company_id for a in accesses_of(who.id)}


def test_who_has_no_company_chooses_an_edition(client: CheckedClient) -> None:
    open_one = make_edition(state=EditionState.LISTING, name="Open one")
    make_edition(state=EditionState.RUNNING, name="Running one")
    page = client.page("/exposant-inscription")
    assert "Open one" in words(page)
    assert "Running one" not in words(page)
    sign_in(client, make_company_member(make_company()))
    answer = client.get("/exposant/entreprise")
    assert answer.location.endswith("/exposant-inscription")
    assert open_one.slug in words_of(client.get("/exposant-inscription"))


def test_an_invited_company_is_in_after_one_form(client: CheckedClient) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser, state=EditionState.LISTING)
    membership.invite_companies(make_organiser_member(organiser), edition.id, ["new@example.org"])
    values = {"name": "Quarry", "no_siret": "y", "contact_name": "Ann"}
    answer = client.submit(_mailed_path(), values, form="invitation")
    assert answer.status_code == 303
    [status] = queries.participations_with_lacks(edition.id)
    assert status.state is ParticipationState.APPROVED
    assert "Quarry" in words(client.page("/exposant/entreprise"))


def test_an_invitation_refused_by_a_rule_can_be_accepted_afterwards(
    client: CheckedClient,
) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser, state=EditionState.LISTING)
    membership.invite_companies(make_organiser_member(organiser), edition.id, ["new@example.org"])
    values = {"name": "Quarry", "contact_name": "Ann"}
    answer = client.submit(_mailed_path(), values, form="invitation")
    assert answer.status_code == 409
    answer = client.submit(_mailed_path(), values | {"no_siret": "y"}, form="invitation")
    assert answer.status_code == 303


def test_an_invitation_for_somebody_else_asks_to_sign_out(client: CheckedClient) -> None:
    company = make_company()
    make_participation(make_edition(), company)
    owner = make_company_member(company)
    access = accesses_of(owner.id)[0]
    membership.invite_member(owner, access, "new@example.org", Role.MEMBER)
    sign_in(client, make_company_member(make_company()))
    page = client.page(_mailed_path())
    assert "new@example.org" in words(page)
    assert not [f for f in page.iter("form") if f.get("id") == "invitation"]
    assert len(people.members_of(company.id)) == 1


def test_an_unknown_invitation_is_gone(client: CheckedClient) -> None:
    assert client.get("/invitation-entreprise/nothing").status_code == 410


def test_communes_are_suggested(client: CheckedClient) -> None:
    answer = client.get("/communes?q=sarlat")
    assert answer.json is not None
    assert answer.json[0] == {"code": "24520", "label": "Sarlat-la-Canéda (24200)"}
    assert client.get("/communes").json == []
    assert "Set-Cookie" not in answer.headers
