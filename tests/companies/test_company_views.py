"""A company's pages: sites and pins without JavaScript, charter, members, switching."""

from datetime import timedelta

import pytest
from flask import Flask

from brocante.accounts.models import Organiser, Role
from brocante.accounts.queries import Identity
from brocante.companies import people, places, queries
from brocante.companies.models import Company, Declaration, Participation
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.core import clock
from brocante.core.db import session
from tests.factories import (
    make_account,
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

SITE = {"name": "Quarry", "address": "Route de Nantheuil", "commune": "Thiviers"}


@pytest.fixture
def company(app: Flask) -> Company:
    return make_company(name="Charpente Vézère")


@pytest.fixture
def participation(company: Company) -> Participation:
    return make_participation(make_edition(), company)


@pytest.fixture
def who(company: Company, participation: Participation, client: CheckedClient) -> Identity:
    identity = make_company_member(company)
    sign_in(client, identity)
    return identity


@pytest.fixture
def access(who: Identity) -> CompanyAccess:
    return accesses_of(who.id)[0]


def test_a_site_is_added_and_its_pin_confirmed(
    client: CheckedClient, access: CompanyAccess
) -> None:
    answer = client.submit("/exposant/sites/nouveau", SITE, form="site")
    assert answer.status_code == 303
    [site] = places.own_sites(access.participation_id)
    assert len(site.openings) == 4  # the usual hours, morning and afternoon of both days
    assert answer.location.endswith(f"/exposant/sites/{site.id}/carte")
    answer = client.submit(answer.location, {"latitude": "45,42"}, form="pin")
    assert answer.status_code == 303
    [site] = places.own_sites(access.participation_id)
    assert site.latitude == 45.42
    assert site.pin_confirmed_at is not None


def test_a_commune_that_is_not_clear_is_chosen_from_a_list(
    client: CheckedClient, access: CompanyAccess
) -> None:
    answer = client.submit(
        "/exposant/sites/nouveau", SITE | {"commune": "Saint-Martin"}, form="site"
    )
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert 'type="radio" name="commune_code"' in text
    assert "Route de Nantheuil" in text
    code = text.split('name="commune_code" value="')[2][:5]
    values = SITE | {"commune": "Saint-Martin", "commune_code": code}
    token = text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/exposant/sites/nouveau",
        data=values | {"csrf_token": token, "declaration": "unknown"},
    )
    assert answer.status_code == 303
    [site] = places.own_sites(access.participation_id)
    assert site.commune_code == code


def test_a_site_is_changed_and_shown_as_it_was_typed(
    client: CheckedClient, access: CompanyAccess
) -> None:
    client.submit("/exposant/sites/nouveau", SITE, form="site")
    [site] = places.own_sites(access.participation_id)
    url = f"/exposant/sites/{site.id}"
    values = {"hours-0-opens_1": "08:30", "equipment": ["crane"], "declaration": "declared"}
    answer = client.submit(url, values, form="site")
    assert answer.location.endswith("/exposant/sites")
    page = client.page(url)
    shown = {e.get("name"): e.get("value") for e in page.iter("input") if e.get("type") == "time"}
    assert shown["hours-0-opens_1"] == "08:30"
    assert shown["hours-1-closes_2"] == "18:00"
    ticked = {e.get("value") for e in page.iter("input") if e.get("checked") is not None}
    assert {"crane", "declared"} <= ticked


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"hours-0-opens_1": "13:00"}, 409),
        ({"hours-0-closes_2": ""}, 409),
        ({"hours-0-opens_1": "nine"}, 422),
        ({"commune": "Xyzzyq"}, 409),
        ({"phone": "12"}, 422),
        ({"name": ""}, 422),
    ],
)
def test_a_site_that_makes_no_sense_keeps_what_was_typed(
    client: CheckedClient, access: CompanyAccess, values: dict[str, str], status: int
) -> None:
    answer = client.submit("/exposant/sites/nouveau", SITE | values, form="site")
    assert answer.status_code == status
    assert "Route de Nantheuil" in answer.get_data(as_text=True)
    assert places.own_sites(access.participation_id) == []


def test_a_pin_elsewhere_is_refused_with_the_numbers_kept(
    client: CheckedClient, participation: Participation, access: CompanyAccess
) -> None:
    site = make_site(participation, pin_confirmed_at=None)
    url = f"/exposant/sites/{site.id}/carte"
    answer = client.submit(url, {"latitude": "48,85", "longitude": "2,35"}, form="pin")
    assert answer.status_code == 409
    assert "48,85" in answer.get_data(as_text=True)
    assert places.own_site(participation.id, site.id).pin_confirmed_at is None


def test_a_site_in_use_is_not_deleted(
    client: CheckedClient, participation: Participation, access: CompanyAccess
) -> None:
    site = make_site(participation)
    make_listing(site)
    empty = make_site(participation, name="Empty")
    for one in (site, empty):
        page = client.page(f"/exposant/sites/{one.id}")
        token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
        client.post(f"/exposant/sites/{one.id}/supprimer", data={"csrf_token": token})
    assert [s.id for s in places.own_sites(participation.id)] == [site.id]


@pytest.mark.parametrize("path", ["", "/carte"])
def test_a_site_of_another_company_is_not_there(
    client: CheckedClient, access: CompanyAccess, path: str
) -> None:
    theirs = make_site(make_participation(make_edition()), access_notes="Code 4711")
    answer = client.get(f"/exposant/sites/{theirs.id}{path}")
    assert answer.status_code == 404
    assert "4711" not in answer.get_data(as_text=True)


def test_the_list_of_sites_says_what_is_lacking(
    client: CheckedClient, participation: Participation, access: CompanyAccess
) -> None:
    make_site(participation, name="Ready one")
    make_site(participation, name="Other one", pin_confirmed_at=None, openings=[])
    page = client.page("/exposant/sites")
    badges = {
        name: [words(b) for b in s.iter("span") if "badge-warn" in (b.get("class") or "")]
        for name, s in ((words(s)[:9], s) for s in page.iter("section"))
    }
    assert badges["Ready one"] == []
    assert len(badges["Other one"]) == 2


def test_the_charter_is_signed_as_shown(
    client: CheckedClient, company: Company, access: CompanyAccess
) -> None:
    other = make_participation(make_edition(charter_text="We sell.\n\nWe smile."), company)
    _switch(client, other.id)
    client.get("/exposant/charte")
    unsigned = make_participation(make_edition(), company, charter_version=None)
    _switch(client, unsigned.id)
    signed = {"name": "Ann Example", "accepted": "y"}
    answer = client.submit("/exposant/charte", signed, form="charter")
    assert answer.status_code == 303
    assert queries.participation(unsigned.id).charter_name == "Ann Example"
    assert "Ann Example" in words(client.page("/exposant/charte"))


@pytest.mark.parametrize(("known_as", "filled"), [("Ann", ""), ("Ann Example", "Ann Example")])
def test_nobody_signs_the_charter_in_one_press(
    app: Flask, client: CheckedClient, known_as: str, filled: str
) -> None:
    """As the page opens, the box is not ticked and a first name alone is not filled in."""
    company = make_company()
    unsigned = make_participation(make_edition(), company, charter_version=None)
    sign_in(client, make_company_member(company, make_account(name=known_as)))
    page = client.page("/exposant/charte")
    assert [e.get("value") for e in page.iter("input") if e.get("name") == "name"] == [filled]
    pressed = client.submit("/exposant/charte", form="charter")
    assert pressed.status_code == 422
    assert queries.participation(unsigned.id).charter_version is None


def _switch(client: CheckedClient, participation_id: int) -> None:
    page = client.page("/exposant/membres")
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    client.post(
        "/exposant/changer", data={"csrf_token": token, "participation_id": participation_id}
    )


def test_an_old_page_signs_nothing(client: CheckedClient, access: CompanyAccess) -> None:
    unsigned = make_participation(
        make_edition(charter_version=3), queries.company(access.company_id), charter_version=None
    )
    _switch(client, unsigned.id)
    values = {"name": "Ann Example", "version": "2", "accepted": "y"}
    answer = client.submit("/exposant/charte", values, form="charter")
    assert answer.status_code == 409
    assert queries.participation(unsigned.id).charter_version is None
    assert 'value="3"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(("days", "is_late"), [(14, True), (15, False)])
def test_a_declaration_that_is_too_late_is_said(
    client: CheckedClient, company: Company, days: int, is_late: bool
) -> None:
    """On the page of the site, on the company's home page and in the organiser's list."""
    client.set_cookie("lang", "en")
    first = clock.today("Europe/Paris") + timedelta(days=days)
    edition = make_edition(starts_on=first, ends_on=first)
    site = make_site(make_participation(edition, company), declaration=Declaration.UNKNOWN)
    sign_in(client, make_company_member(company))
    assert ("That day has passed" in words(client.page(f"/exposant/sites/{site.id}"))) is is_late
    assert ("the deadline has passed" in words(client.page("/exposant/"))) is is_late
    boss = make_organiser_member(session.get_one(Organiser, edition.organiser_id))
    sign_in(client, boss)
    said = "its deadline has passed" in words(client.page("/organisation/entreprises"))
    assert said is is_late


def test_nobody_switches_to_a_company_of_others(
    client: CheckedClient, access: CompanyAccess
) -> None:
    theirs = make_participation(make_edition(), make_company(name="Theirs"))
    _switch(client, theirs.id)
    assert "Charpente Vézère" in words(client.page("/exposant/entreprise"))


def test_the_profile_is_saved(client: CheckedClient, access: CompanyAccess) -> None:
    values = {"name": "Vézère", "website": "www.example.org", "no_siret": "y"}
    answer = client.submit("/exposant/entreprise", values, form="profile")
    assert answer.status_code == 303
    saved = queries.company(access.company_id)
    assert (saved.name, saved.website) == ("Vézère", "https://www.example.org")


@pytest.mark.parametrize("website", ["javascript://x/%0aalert(1)", "ftp", "http://"])
def test_a_website_is_an_address_of_the_web(
    client: CheckedClient, access: CompanyAccess, website: str
) -> None:
    values = {"website": website, "no_siret": "y"}
    client.submit("/exposant/entreprise", values, form="profile")
    assert queries.company(access.company_id).website is None


def test_members_are_invited_promoted_and_removed(
    client: CheckedClient, company: Company, access: CompanyAccess
) -> None:
    colleague = make_company_member(company, make_account(name="Colleague"), Role.MEMBER)
    answer = client.submit("/exposant/membres", {"email": "x@example.org"}, form="invite")
    assert answer.status_code == 303
    assert "x@example.org" in words(client.page("/exposant/membres"))
    page = client.page("/exposant/membres")
    token = next(e.get("value") for e in page.iter("input") if e.get("name") == "csrf_token")
    client.post(f"/exposant/membres/{colleague.id}/retirer", data={"csrf_token": token})
    assert colleague.id not in {p.account_id for p in people.members_of(company.id)}


def test_a_member_sees_no_form_to_invite(
    client: CheckedClient, company: Company, participation: Participation
) -> None:
    sign_in(client, make_company_member(company, role=Role.MEMBER))
    page = client.page("/exposant/membres")
    assert not [f for f in page.iter("form") if f.get("id") == "invite"]
