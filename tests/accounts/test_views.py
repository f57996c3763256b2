"""Signing in and out through the pages, as people and mail scanners do it."""

from dataclasses import replace
from datetime import timedelta
from typing import cast
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import TimeMachineFixture
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from brocante.accounts import signing_in
from brocante.accounts.models import Account, AccountSession, SignInLink
from brocante.accounts.queries import Identity, identity_of
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads
from brocante.outbox.tasks import deliver_due
from tests.factories import make_account, make_organiser, make_organiser_member
from tests.support.mail import MailServer
from tests.support.messages import stored
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in

PASSWORD, NEW = "tuiles et parpaings", "parquet en chêne massif"


def _person(**changes: object) -> Identity:
    hashed = generate_password_hash(PASSWORD, "scrypt:1024:8:1")
    return identity_of(make_account(password_hash=hashed, **changes).id)


def _sign_in(
    client: CheckedClient, email: str, password: str = PASSWORD, url: str = "/connexion"
) -> TestResponse:
    return client.submit(url, {"email": email, "password": password})


def _browser(app: Flask) -> CheckedClient:
    """Another browser than `client`."""
    return cast("CheckedClient", app.test_client())


def _is_signed_in(client: CheckedClient) -> bool:
    return client.get("/compte").status_code == 200


@pytest.mark.parametrize("page", ["/exposant/", "/exposant/annonces?etat=draft"])
def test_a_stranger_is_sent_to_sign_in_and_back(client: CheckedClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 303
    assert unquote(answer.location) == f"/connexion?next={page}"


def test_a_password_opens_ones_pages(client: CheckedClient) -> None:
    who = _person()
    assert not _is_signed_in(client)
    answer = _sign_in(client, who.email)
    assert (answer.status_code, answer.location) == (303, "/exposant/")
    assert _is_signed_in(client)


def test_an_organiser_arrives_at_the_organisers_pages(client: CheckedClient) -> None:
    who = _person()
    make_organiser_member(make_organiser(), session.get_one(Account, who.id))
    assert _sign_in(client, who.email).location == "/organisation/"


def test_one_comes_back_to_the_page_asked_for(client: CheckedClient) -> None:
    closed = client.get("/compte?x=1")
    assert closed.status_code == 303
    assert _sign_in(client, _person().email, url=closed.location).location == "/compte?x=1"


def test_the_page_to_come_back_to_is_written_as_it_was(client: CheckedClient) -> None:
    assert client.get("/exposant/").location == "/connexion?next=/exposant/"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "/\t/example.org",
        "javascript:alert(1)",
        "example.org",
    ],
)
def test_no_other_site_follows_a_sign_in(client: CheckedClient, target: str) -> None:
    who = _person()
    data = {"email": who.email, "password": PASSWORD, "next": target}
    page = client.page("/connexion")
    token = next(e for e in page.iter("input") if e.get("name") == "csrf_token").get("value")
    answer = client.post("/connexion", data={**data, "csrf_token": token})
    assert answer.location == "/exposant/"
    again = client.get("/connexion", query_string={"next": target})
    assert again.location == "/exposant/"


def test_a_form_of_another_site_signs_nobody_in(client: CheckedClient) -> None:
    answer = client.post("/connexion", data={"email": _person().email, "password": PASSWORD})
    assert answer.status_code == 400
    assert not _is_signed_in(client)


def test_known_and_unknown_addresses_get_the_same_answer(client: CheckedClient) -> None:
    known, unknown = _person().email, "nobody@example.org"
    pages = []
    for email in (known, unknown):
        wrong = _sign_in(client, email, "wrong")
        sent = client.submit("/connexion", {"email": email, "link": "1"})
        pages.append([(a.status_code, _main(a).replace(email, "ADDRESS")) for a in (wrong, sent)])
    assert pages[0] == pages[1]
    assert pages[0][0][0] == 422
    assert [m.recipient for m in stored()] == [known]


def _main(answer: TestResponse) -> str:
    """The words of a page between its head and its foot."""
    found = parse(answer.get_data(as_text=True)).find("body/main")
    assert found is not None
    return words(found)


def test_guessing_is_slowed_with_a_sentence(client: CheckedClient) -> None:
    who = _person()
    answers = [_sign_in(client, who.email, "wrong") for _ in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert "15 minutes" in answers[-1].get_data(as_text=True)
    assert who.email in answers[-1].get_data(as_text=True)  # what was typed stays
    assert _sign_in(client, who.email).status_code == 429


def test_a_forged_forwarding_header_changes_nothing(client: CheckedClient) -> None:
    who = _person()
    page = client.page("/connexion")
    token = next(e for e in page.iter("input") if e.get("name") == "csrf_token").get("value")
    data = {"email": who.email, "password": "wrong", "csrf_token": token}
    statuses = [
        client.post("/connexion", data=data, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
        for n in range(11)
    ]
    assert statuses[-1] == 429


def test_a_link_arrives_and_is_used_by_a_button(
    app: Flask, client: CheckedClient, settings: Settings
) -> None:
    who = _person(language="en")
    answer = client.submit("/connexion?next=/compte", {"email": who.email, "link": "1"})
    assert answer.status_code == 200
    end_reads()
    with MailServer() as server:
        assert deliver_due(replace(settings, smtp_url=server.url)) == 1
        mail = server.messages[0]
    body = mail.get_body(("plain",))
    assert mail["To"] == who.email
    assert body is not None
    link = next(line for line in body.get_content().splitlines() if line.startswith("http"))
    path = link.removeprefix("http://localhost")
    for _ in range(3):  # what scanners do
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    end_reads()
    assert session.scalars(select(SignInLink)).one().used_at is None
    assert not _is_signed_in(client)
    entered = client.submit(path, form="use-link")
    assert (entered.status_code, entered.location) == (303, "/compte")
    assert _is_signed_in(client)
    second = _browser(app).submit(path, form="use-link")
    assert second.status_code == 410


def test_an_old_link_says_what_to_do(
    client: CheckedClient, time_machine: TimeMachineFixture
) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    token = signing_in.new_link(_person().id)
    time_machine.move_to(start + timedelta(minutes=11), tick=False)
    answer = client.submit(f"/connexion/lien/{token}", form="use-link")
    assert answer.status_code == 410
    assert 'href="/connexion"' in answer.get_data(as_text=True)


def test_an_empty_password_asks_for_a_link(client: CheckedClient) -> None:
    who = _person()
    assert _sign_in(client, who.email, "").status_code == 200
    assert [m.recipient for m in stored()] == [who.email]


def test_a_new_session_at_sign_in(app: Flask, client: CheckedClient) -> None:
    """A cookie planted before the sign-in opens nothing after it; the basket stays."""
    client.page("/connexion")
    with client.session_transaction() as cookie:
        cookie["baskets"] = {"1": {"2": "3"}}
        cookie["planted"] = "yes"
    planted = client.get_cookie("brocante")
    assert planted is not None
    _sign_in(client, _person().email)
    thief = _browser(app)
    thief.set_cookie("brocante", planted.value)
    assert not _is_signed_in(thief)
    with client.session_transaction() as cookie:
        assert cookie["baskets"] == {"1": {"2": "3"}}
        assert "planted" not in cookie


def test_signing_in_over_somebody_ends_the_earlier_session(
    app: Flask, client: CheckedClient
) -> None:
    sign_in(client, _person())
    earlier = client.get_cookie("brocante")
    assert earlier is not None
    token = signing_in.new_link(_person(name="Marc Example").id)
    client.submit(f"/connexion/lien/{token}", form="use-link")
    assert "Marc Example" in client.get("/compte").get_data(as_text=True)
    thief = _browser(app)
    thief.set_cookie("brocante", earlier.value)
    assert not _is_signed_in(thief)


def test_a_copied_cookie_is_dead_after_the_sign_out(app: Flask, client: CheckedClient) -> None:
    _sign_in(client, _person().email)
    copied = client.get_cookie("brocante")
    assert copied is not None
    thief = _browser(app)
    thief.set_cookie("brocante", copied.value)
    assert _is_signed_in(thief)
    answer = _press(client, "/deconnexion")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not _is_signed_in(client)
    assert not _is_signed_in(thief)
    end_reads()
    assert session.scalars(select(AccountSession)).one().ended_at is not None


def test_leaving_takes_a_button(client: CheckedClient) -> None:
    sign_in(client, _person())
    client.page("/deconnexion")
    assert client.post("/deconnexion").status_code == 400  # no form of ours
    assert _is_signed_in(client)
    assert client.submit("/deconnexion").status_code == 303
    assert not _is_signed_in(client)
    assert "Vous êtes déconnecté" in client.get("/deconnexion").get_data(as_text=True)


def test_a_password_change_signs_the_others_out(app: Flask, client: CheckedClient) -> None:
    who = _person()
    other = _browser(app)
    for browser in (client, other):
        _sign_in(browser, who.email)
    answer = client.submit("/compte", {"present_password": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert _is_signed_in(client)
    assert not _is_signed_in(other)
    assert _sign_in(other, who.email).status_code == 422
    assert _sign_in(other, who.email, NEW).status_code == 303


def test_a_wrong_present_password_is_said_beside_it(client: CheckedClient) -> None:
    sign_in(client, _person())
    answer = client.submit("/compte", {"present_password": "wrong", "password": NEW})
    assert answer.status_code == 409
    assert 'id="present_password-error"' in answer.get_data(as_text=True)
    common = client.submit("/compte", {"present_password": PASSWORD, "password": "motdepasse"})
    assert common.status_code == 409
    assert 'id="password-error"' in common.get_data(as_text=True)


def test_a_forgotten_password_is_set_anew(client: CheckedClient) -> None:
    who = _person()
    client.submit(f"/connexion/lien/{signing_in.new_link(who.id)}", form="use-link")
    assert client.submit("/compte", {"password": NEW}).status_code == 303
    assert signing_in.sign_in(who.email, NEW, "10.0.0.1")[0].id == who.id


def test_one_sees_and_ends_ones_browsers(app: Flask, client: CheckedClient) -> None:
    who = _person()
    others = [_browser(app), _browser(app)]
    for browser in (client, *others):
        sign_in(browser, who)
    page = client.page("/compte")
    ends = [
        f.get("action") or "" for f in page.iter("form") if "sessions" in (f.get("action") or "")
    ]
    assert len(ends) == 3  # two others, and all of them
    _press(client, ends[0])
    assert [_is_signed_in(b) for b in (client, *others)].count(True) == 2
    _press(client, "/compte/sessions/fin")
    assert [_is_signed_in(b) for b in (client, *others)] == [True, False, False]


def _press(client: CheckedClient, action: str) -> TestResponse:
    """Press one of the buttons of one's own page."""
    page = client.page("/compte")
    token = next(e for e in page.iter("input") if e.get("name") == "csrf_token").get("value")
    answer = client.post(action, data={"csrf_token": token})
    assert answer.status_code == 303
    return answer


def test_a_foreign_session_cannot_be_ended(app: Flask, client: CheckedClient) -> None:
    other = _browser(app)
    sign_in(other, _person())
    session_id = session.scalars(select(AccountSession.id)).one()
    sign_in(client, _person())
    _press(client, f"/compte/sessions/{session_id}/fin")
    assert _is_signed_in(other)


def test_the_profile_changes_name_and_language(client: CheckedClient) -> None:
    who = _person()
    sign_in(client, who)
    answer = client.submit("/compte", {"name": "Marc Example", "language": "en"}, form="profile")
    assert answer.status_code == 303
    assert client.page("/compte").get("lang") == "en"
    end_reads()
    changed = identity_of(who.id)
    assert (changed.name, changed.language) == ("Marc Example", "en")
    assert client.submit("/compte", {"name": " "}, form="profile").status_code == 422


def test_sign_in_pages_are_kept_by_no_cache(client: CheckedClient) -> None:
    for url in ("/connexion", "/connexion/lien/unknown"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_reading_sets_no_session(client: CheckedClient) -> None:
    client.get("/connexion")
    assert session.scalar(select(func.count()).select_from(AccountSession)) == 0


def test_a_shapeless_address_is_refused_with_what_was_typed(client: CheckedClient) -> None:
    answer = _sign_in(client, "ann at example")
    assert answer.status_code == 422
    assert "ann at example" in answer.get_data(as_text=True)
