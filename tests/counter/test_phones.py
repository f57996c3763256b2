"""A counter by link: one tap starts it, it opens one site's counter and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads
from brocante.counter import accesses
from brocante.counter.errors import AccessNotFound
from brocante.counter.models import CounterPhone
from brocante.counter.phones import Phone
from brocante.counter.standing import Span, Standing
from tests.counter.test_views import stock
from tests.factories import make_listing, make_participation, make_site
from tests.factories.counter import (
    Gate,
    archive,
    ledger,
    make_arrival,
    make_link,
    start_phone,
)
from tests.support.pages import CheckedClient, words

ONLINE = "/comptoir/en-ligne"
DATA = {"Accept": "application/json"}


@pytest.fixture
def phone(app: Flask) -> CheckedClient:
    """Somebody's telephone, in English."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    return client


def rehearsal_of(phone: Phone) -> object:
    """What is stored of a phone's rehearsal."""
    end_reads()
    return session.get_one(CounterPhone, phone.id, populate_existing=True).rehearsal


def test_looking_at_a_link_starts_nothing_and_one_tap_does(
    phone: CheckedClient, gate: Gate
) -> None:
    link = make_link(gate.site)
    page = phone.page(f"/comptoir/acces/{link.token}")
    assert "Portail nord" in words(page)
    assert phone.get(ONLINE).status_code == 401
    answer = phone.submit(f"/comptoir/acces/{link.token}", form="start")
    assert (answer.status_code, answer.location) == (303, "/comptoir")
    cookie = phone.get_cookie("comptoir")
    assert cookie is not None
    assert cookie.http_only
    assert phone.page(ONLINE) is not None


def test_a_second_tap_on_the_same_phone_makes_no_second_phone(
    phone: CheckedClient, gate: Gate
) -> None:
    link = make_link(gate.site)
    page = phone.page(f"/comptoir/acces/{link.token}")
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    for _tap in range(2):
        answer = phone.post(f"/comptoir/acces/{link.token}", data={"csrf_token": token})
        assert answer.location == "/comptoir"
    end_reads()
    assert session.scalar(select(func.count()).select_from(CounterPhone)) == 1
    assert "Open the counter" in words(phone.page(f"/comptoir/acces/{link.token}"))


@pytest.mark.parametrize(
    ("opens", "ends", "said"),
    [(1, 3, "opens on"), (-3, -1, "days of this counter are over")],
)
def test_a_link_says_when_it_does_not_work(
    phone: CheckedClient, gate: Gate, opens: int, ends: int, said: str
) -> None:
    now = clock.now()
    link = make_link(
        gate.site, opens_at=now + timedelta(days=opens), ends_at=now + timedelta(days=ends)
    )
    page = phone.page(f"/comptoir/acces/{link.token}")
    assert said in words(page)
    assert not [f for f in page.iter("form") if f.get("id") == "start"]


def test_revoking_cuts_a_phone_off_at_its_next_contact(phone: CheckedClient, gate: Gate) -> None:
    link = make_link(gate.site)
    start_phone(phone, link)
    accesses.revoke([gate.site.id], link.id)
    answer = phone.get(ONLINE, headers=DATA)
    assert (answer.status_code, answer.json) == (403, {"access": "revoked"})
    page = phone.get(ONLINE, headers={"Accept": "text/html"})
    assert (page.status_code, "was revoked" in page.text) == (403, True)
    assert phone.get(f"/comptoir/acces/{link.token}").status_code == 200


def test_an_archived_edition_ends_every_counter(phone: CheckedClient, gate: Gate) -> None:
    start_phone(phone, make_link(gate.site))
    archive(gate.edition.id)
    assert phone.get(ONLINE, headers=DATA).json == {"access": "archived"}


def test_a_closed_phone_is_closed_and_its_link_starts_anew(
    phone: CheckedClient, gate: Gate
) -> None:
    link = make_link(gate.site)
    start_phone(phone, link)
    assert phone.post("/comptoir/fermer", headers=DATA).json == {"access": "closed"}
    assert phone.get(ONLINE, headers=DATA).json == {"access": "closed"}
    assert phone.submit(f"/comptoir/acces/{link.token}", form="start").status_code == 303
    assert phone.get(ONLINE).status_code == 200


def test_a_phone_does_not_leave_what_it_noted_at_another_counter(
    phone: CheckedClient, gate: Gate
) -> None:
    other = make_link(make_site(make_participation(gate.edition)), "Autre portail")
    start_phone(phone, make_link(gate.site))
    answer = phone.submit(f"/comptoir/acces/{other.token}", form="start")
    assert answer.status_code == 409
    assert "Close that one first" in answer.text
    assert phone.get(ONLINE).status_code == 200


def test_made_up_cookies_open_nothing(phone: CheckedClient, gate: Gate) -> None:
    standing = start_phone(phone, make_link(gate.site))
    for cookie in (f"{standing.id}.", f"{standing.id}.wrong", "999999.x", "x", "." * 90, "1.é"):
        phone.set_cookie("comptoir", cookie)
        assert phone.get(ONLINE).status_code == 401, cookie


def test_the_pages_without_script_hand_over_sell_and_undo_for_one_site(
    phone: CheckedClient, gate: Gate
) -> None:
    start_phone(phone, make_link(gate.site))
    visitor = make_arrival(gate, 4, phone="+33612345678")
    sheet = phone.submit(ONLINE, {"q": visitor.code}, form="search").location or ""
    assert sheet == f"{ONLINE}/enlevement/{visitor.pickup_id}"
    assert "12 34 56 78" not in words(phone.page(sheet)).replace("\u00a0", " ")
    assert phone.submit(sheet, form="sheet").status_code == 303
    assert stock(gate) == ("10", "0", "4")
    label = phone.get(f"/a/{gate.listing.code}")
    assert label.location == f"{ONLINE}/vente/{gate.listing.code}"
    assert phone.submit(label.location or "", {"quantity": "2"}, form="sale").status_code == 303
    assert stock(gate) == ("10", "0", "6")
    assert [line.staff for line in ledger()] == ["Portail nord", "Portail nord"]
    assert "Portail nord" in words(phone.page(ONLINE))


def test_a_phone_knows_only_its_site(phone: CheckedClient, gate: Gate) -> None:
    second = make_site(make_participation(gate.edition), name="Autre dépôt")
    goods = make_listing(second)
    start_phone(phone, make_link(gate.site))
    assert phone.get(f"{ONLINE}/vente/{goods.code}").status_code == 404
    assert "comptoir" not in (phone.get(f"/a/{goods.code}").location or "")


def test_the_rehearsal_keeps_what_it_knows(phone: CheckedClient, gate: Gate) -> None:
    link = make_link(gate.site)
    standing = start_phone(phone, link)
    checks = dict.fromkeys(accesses.CHECKS, "ok")
    sent = {"passed": True, "checks": {**checks, "nonsense": "ok"}}
    assert phone.post("/comptoir/repetition", json=sent).status_code == 200
    assert rehearsal_of(standing) == {"passed": True, "checks": checks}
    unread: tuple[object, ...] = ([], "x", {"checks": 1})
    for broken in unread:
        assert phone.post("/comptoir/repetition", json=broken).status_code == 422
    sent = {"passed": True, "checks": {"https": "perfect"}}
    assert phone.post("/comptoir/repetition", json=sent).status_code == 200
    assert rehearsal_of(standing) == {"passed": False, "checks": {}}


def test_links_in_one_go_serve_every_site_once(gate: Gate) -> None:
    sites = [gate.site.id, make_site(make_participation(gate.edition)).id]
    now = clock.now()
    span = Span(now, now + timedelta(days=1))
    make_link(gate.site)
    assert accesses.create_missing(gate.staff, sites, "Comptoir", span) == 1
    assert accesses.create_missing(gate.staff, sites, "Comptoir", span) == 0


def test_another_site_cannot_be_given_a_link_or_lose_it(gate: Gate) -> None:
    link = make_link(gate.site)
    with pytest.raises(AccessNotFound):
        accesses.revoke([gate.site.id + 1], link.id)
    with pytest.raises(AccessNotFound):
        accesses.create(
            gate.staff, [gate.site.id], gate.site.id + 1, "x", Span(link.opens_at, link.ends_at)
        )
    assert link.standing(clock.now()) is Standing.OPEN
