"""The team page, and invitations from the letter to the first page."""

from typing import cast
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import TestResponse

from brocante.accounts.models import Account, Organiser, Role
from brocante.accounts.queries import Identity, identity_of, open_invitations
from brocante.core.db import session
from brocante.core.transaction import end_reads
from tests.factories import make_account, make_organiser, make_organiser_member
from tests.support.messages import stored
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

TEAM = "/organisation/equipe"


def _owner() -> tuple[Organiser, Identity]:
    organiser = make_organiser(name="La Fab'coop")
    return organiser, make_organiser_member(organiser, make_account(name="Ann Example"))


def _browser(app: Flask) -> CheckedClient:
    """Another browser than `client`."""
    return cast("CheckedClient", app.test_client())


def _now(account_id: int) -> Identity:
    """A person as the database has it now, whatever the test read before."""
    end_reads()
    return identity_of(account_id)


def _press(client: CheckedClient, action: str, **values: str) -> TestResponse:
    page = client.page(TEAM)
    token = next(e for e in page.iter("input") if e.get("name") == "csrf_token").get("value")
    return client.post(action, data={"csrf_token": token, **values})


def _main(page: Element) -> str:
    """The words between head and foot."""
    found = page.find("body/main")
    assert found is not None
    return words(found)


def _actions(page: Element) -> list[str]:
    return [f.get("action") or "" for f in page.iter("form") if TEAM in (f.get("action") or "")]


def _invitation_path() -> str:
    text = stored()[-1].text.split("http://localhost", 1)[1]
    return text.split(maxsplit=1)[0]


def test_an_owner_invites_and_takes_back(client: CheckedClient) -> None:
    organiser, owner = _owner()
    sign_in(client, owner)
    answer = client.submit(TEAM, {"email": "marc@example.org", "role": "member"})
    assert answer.status_code == 303
    page = client.page(TEAM)
    assert "marc@example.org" in words(page)
    waiting = open_invitations(organiser.id)[0].id
    assert f"{TEAM}/invitations/{waiting}/retirer" in _actions(page)
    assert _press(client, f"{TEAM}/invitations/{waiting}/retirer").status_code == 303
    assert "marc@example.org" not in words(client.page(TEAM))


def test_refusals_stand_beside_the_field(client: CheckedClient) -> None:
    _organiser, owner = _owner()
    sign_in(client, owner)
    member = client.submit(TEAM, {"email": owner.email, "role": "member"})
    assert member.status_code == 409
    assert 'id="email-error"' in member.get_data(as_text=True)
    shapeless = client.submit(TEAM, {"email": "marc", "role": "member"})
    assert shapeless.status_code == 422


def test_a_new_person_accepts_with_a_name(app: Flask, client: CheckedClient) -> None:
    organiser, owner = _owner()
    sign_in(client, owner)
    client.submit(TEAM, {"email": "marc@example.org", "role": "owner"})
    path, browser = _invitation_path(), _browser(app)
    for _ in range(2):  # mail scanners read it too
        assert "La Fab'coop" in words(browser.page(path))
    assert len(open_invitations(organiser.id)) == 1
    assert browser.submit(path, {"name": " "}).status_code == 422
    accepted = browser.submit(path, {"name": "Marc Example"})
    assert (accepted.status_code, accepted.location) == (303, "/organisation/")
    assert "Marc Example" in words(browser.page("/compte"))
    assert "Marc Example" in words(client.page(TEAM))
    assert browser.get(path).status_code == 410


def test_a_known_person_is_not_asked_again_and_sees_who_is_signed_in(
    app: Flask, client: CheckedClient
) -> None:
    organiser, owner = _owner()
    marc = make_account(name="Marc Example", email="marc@example.org")
    sign_in(client, owner)
    client.submit(TEAM, {"email": marc.email, "role": "member"})
    page = client.page(_invitation_path())  # in the browser of the owner
    assert owner.email in _main(page)
    client.submit(_invitation_path(), form="accept")
    assert _now(marc.id).organisers == {organiser.id: Role.MEMBER}
    assert "Marc Example" in words(client.page("/compte"))


def test_an_unknown_invitation_says_so(client: CheckedClient) -> None:
    for answer in (client.get("/invitation/unknown"), client.get("/invitation/" + "x" * 27)):
        assert answer.status_code == 410


def test_roles_change_and_somebody_stays_in_charge(client: CheckedClient) -> None:
    organiser, owner = _owner()
    member = make_organiser_member(organiser, role=Role.MEMBER)
    sign_in(client, owner)
    _press(client, f"{TEAM}/{owner.id}/role", role="member")
    assert _now(owner.id).organisers[organiser.id] is Role.OWNER
    _press(client, f"{TEAM}/{member.id}/role", role="owner")
    assert _now(member.id).organisers[organiser.id] is Role.OWNER
    _press(client, f"{TEAM}/{member.id}/role", role="anything")
    assert _now(member.id).organisers[organiser.id] is Role.MEMBER


def test_removed_members_see_nothing_more(app: Flask, client: CheckedClient) -> None:
    organiser, owner = _owner()
    member = make_organiser_member(organiser, role=Role.MEMBER)
    other = _browser(app)
    sign_in(other, member)
    assert other.get(TEAM).status_code == 200
    sign_in(client, owner)
    _press(client, f"{TEAM}/{member.id}/retirer")
    assert other.get(TEAM).status_code == 403
    assert session.get(Account, member.id) is not None


def test_a_member_sees_no_buttons_and_may_leave(client: CheckedClient) -> None:
    organiser, owner = _owner()
    member = make_organiser_member(organiser, role=Role.MEMBER)
    sign_in(client, member)
    assert _actions(client.page(TEAM)) == [f"{TEAM}/{member.id}/retirer"]
    _press(client, f"{TEAM}/{owner.id}/retirer")
    assert _now(owner.id).organisers
    left = _press(client, f"{TEAM}/{member.id}/retirer")
    assert left.location == "/compte"
    assert _now(member.id).organisers == {}


def test_another_organisers_people_cannot_be_touched(client: CheckedClient) -> None:
    _organiser, owner = _owner()
    elsewhere = make_organiser()
    make_organiser_member(elsewhere)
    foreign = make_organiser_member(elsewhere, role=Role.MEMBER)
    sign_in(client, owner)
    assert foreign.email not in words(client.page(TEAM))
    _press(client, f"{TEAM}/{foreign.id}/retirer")
    _press(client, f"{TEAM}/{foreign.id}/role", role="owner")
    assert _now(foreign.id).organisers == {elsewhere.id: Role.MEMBER}
