"""A company makes, changes, closes and deletes its slots as a browser does."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from brocante.accounts.queries import Identity
from brocante.companies.models import Company, Site
from brocante.core.clock import to_local
from brocante.core.db import session
from brocante.core.transaction import end_reads
from brocante.editions.models import Edition
from brocante.pickups.models import SlotState
from brocante.pickups.queries import Slot, slots_by_id, slots_of_site
from tests.factories import (
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in

PAGE = "/exposant/creneaux"


@pytest.fixture
def site(client: FlaskClient) -> Site:
    """A site of the company that is signed in."""
    company = make_company()
    site = make_site(make_participation(make_edition(), company))
    sign_in(client, _member(company))
    return site


def _member(company: Company) -> Identity:
    return make_company_member(session.get_one(Company, company.id))


def test_a_company_without_site_is_sent_to_make_one(client: CheckedClient) -> None:
    company = make_company()
    make_participation(make_edition(), company)
    sign_in(client, _member(company))
    assert "/exposant/sites" in client.get(PAGE).get_data(as_text=True)


def test_slots_are_made_in_one_go_and_shown_by_day(client: CheckedClient, site: Site) -> None:
    answer = client.submit(PAGE, {"minutes": "60", "capacity": "4"}, form="generate-form")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?site={site.id}")
    assert len(_slots(site.id)) == 16
    page = client.page(PAGE)
    assert len([e for e in page.iter("a") if "slot-face" in (e.get("class") or "")]) == 16
    again = client.submit(
        PAGE, {"minutes": "60", "capacity": "4"}, form="generate-form", follow=True
    )
    assert "16" in words(parse(again.get_data(as_text=True)))
    assert len(_slots(site.id)) == 16


@pytest.mark.parametrize("capacity", ["", "0", "501", "two"])
def test_a_capacity_is_a_number_of_vehicles(
    client: CheckedClient, site: Site, capacity: str
) -> None:
    values = {"minutes": "60", "capacity": capacity}
    answer = client.submit(PAGE, values, form="generate-form")
    assert answer.status_code == 422
    assert _slots(site.id) == []
    main = next(parse(answer.get_data(as_text=True)).iter("main"))
    under_the_title = list(main)[1]
    assert under_the_title.get("id") == "errors"
    assert [link.get("href") for link in under_the_title.iter("a")] == ["#capacity"]


def test_a_refusal_stands_on_the_same_page(client: CheckedClient) -> None:
    company = make_company()
    make_site(make_participation(make_edition(), company), openings=[])
    sign_in(client, _member(company))
    answer = client.submit(PAGE, {"minutes": "60", "capacity": "9"}, form="generate-form")
    assert answer.status_code == 409
    assert 'value="9"' in answer.get_data(as_text=True)


def test_a_single_slot_is_added_on_the_clock_of_the_edition(
    client: CheckedClient, site: Site
) -> None:
    edition = session.get_one(Edition, site.edition_id)
    day = edition.starts_on.isoformat()
    values = {"starts_at": f"{day}T07:00", "ends_at": f"{day}T08:00", "vehicles": "2"}
    assert client.submit(PAGE, values, form="add-form").status_code == 303
    (slot,) = _slots(site.id)
    assert to_local(slot.starts_at, edition.time_zone).hour == 7
    assert client.submit(PAGE, values, form="add-form").status_code == 409
    late = (edition.ends_on + timedelta(days=1)).isoformat()
    outside = {"starts_at": f"{late}T07:00", "ends_at": f"{late}T08:00", "vehicles": "2"}
    assert client.submit(PAGE, outside, form="add-form").status_code == 409
    assert client.submit(PAGE, {**values, "ends_at": ""}, form="add-form").status_code == 422


def test_a_slot_is_changed_closed_reopened_and_deleted(client: CheckedClient, site: Site) -> None:
    slot_id = make_slot(site, 3).id
    url = f"{PAGE}/{slot_id}"
    assert client.submit(url, {"capacity": "5"}, form="capacity-form").status_code == 303
    assert _slot(slot_id).capacity == 5
    assert client.submit(url, {"capacity": "x"}, form="capacity-form").status_code == 422
    _press(client, url, "fermer")
    assert _slot(slot_id).state is SlotState.CLOSED
    _press(client, url, "rouvrir")
    assert _slot(slot_id).state is SlotState.OPEN
    assert _press(client, url, "supprimer") == f"{PAGE}?site={site.id}"
    assert _slots(site.id) == []
    assert client.get(url).status_code == 404


def test_what_is_booked_is_neither_shrunk_nor_deleted(client: CheckedClient, site: Site) -> None:
    slot, listing = make_slot(site, 3), make_listing(site)
    make_reservation(slot, listing)
    make_reservation(slot, listing)
    url = f"{PAGE}/{slot.id}"
    answer = client.submit(url, {"capacity": "1"}, form="capacity-form")
    assert answer.status_code == 409
    assert "2" in words(parse(answer.get_data(as_text=True)))
    assert "supprimer" not in client.get(url).get_data(as_text=True)
    token = _token(client, url)
    refused = client.post(f"{url}/supprimer", data={"csrf_token": token})
    assert refused.location == url
    assert _slot(slot.id).capacity == 3


def test_only_the_chosen_site_is_shown(client: CheckedClient) -> None:
    company = make_company()
    participation = make_participation(make_edition(), company)
    make_slot(make_site(participation, name="A"))
    second = make_site(participation, name="B")
    sign_in(client, _member(company))
    first_page, second_page = client.page(PAGE), client.page(f"{PAGE}?site={second.id}")
    faces = [
        len([e for e in page.iter("a") if "slot-face" in (e.get("class") or "")])
        for page in (first_page, second_page)
    ]
    assert faces == [1, 0]


def _slots(site_id: int) -> list[Slot]:
    """Return what is stored now, not what this test read before."""
    end_reads()
    return slots_of_site(site_id)


def _slot(slot_id: int) -> Slot:
    end_reads()
    return slots_by_id([slot_id])[slot_id]


def _press(client: CheckedClient, url: str, action: str) -> str | None:
    answer = client.post(f"{url}/{action}", data={"csrf_token": _token(client, url)})
    assert answer.status_code == 303
    return answer.location


def _token(client: CheckedClient, url: str) -> str:
    page = client.page(url)
    return next(e.get("value", "") for e in page.iter("input") if e.get("name") == "csrf_token")
