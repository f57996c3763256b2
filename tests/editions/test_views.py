"""The organiser's pages about editions, through the front door."""

from datetime import UTC, datetime

from flask import Flask

from brocante.editions.models import EditionState
from brocante.editions.queries import edition as edition_by_id
from brocante.editions.queries import find_edition
from brocante.editions.rules import RESERVED_SLUGS, SLUG
from tests.factories import make_edition, make_organiser, make_organiser_member
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

FORM = {
    "name": "Brocante de La Réunion",
    "territory": "La Réunion",
    "departments": "974",
    "starts_on": "2027-05-08",
    "ends_on": "2027-05-09",
    "time_zone": "Indian/Reunion",
    "contact_email": "contact@example.org",
    "reservations_open_at": "2027-04-20T09:00",
}


def _organiser(client: CheckedClient, **changes: object) -> int:
    organiser = make_organiser()
    sign_in(client, make_organiser_member(organiser))
    return make_edition(organiser, **changes).id


def test_every_first_part_of_an_address_of_ours_is_reserved(app: Flask) -> None:
    """An edition called "exposant" could never be opened."""
    first = {rule.rule.split("/")[1].split(".")[0] for rule in app.url_map.iter_rules()}
    ours = {part for part in first if SLUG.fullmatch(part)}
    assert ours <= RESERVED_SLUGS


def test_an_edition_is_made_with_times_of_its_own_clock(client: CheckedClient) -> None:
    _organiser(client)
    answer = client.submit("/organisation/editions/nouvelle", FORM)
    assert answer.status_code == 303
    made = find_edition("la-reunion-2027")
    assert made is not None
    # 9:00 in Saint-Denis is 5:00 UTC.
    assert made.reservations_open_at == datetime(2027, 4, 20, 5, tzinfo=UTC)
    page = client.page(answer.location)
    shown = next(e for e in page.iter("input") if e.get("name") == "reservations_open_at")
    assert shown.get("value") == "2027-04-20T09:00"


def test_the_october_morning_keeps_its_hour(client: CheckedClient) -> None:
    _organiser(client)
    values = FORM | {
        "time_zone": "Europe/Paris",
        "starts_on": "2027-10-30",
        "ends_on": "2027-10-31",
        "slug": "octobre-2027",
        "reservations_open_at": "2027-10-30T09:00",
        "reservations_close_at": "2027-10-31T09:00",
    }
    client.submit("/organisation/editions/nouvelle", values)
    made = find_edition("octobre-2027")
    assert made is not None
    assert made.reservations_open_at == datetime(2027, 10, 30, 7, tzinfo=UTC)
    assert made.reservations_close_at == datetime(2027, 10, 31, 8, tzinfo=UTC)


def test_a_refused_edition_keeps_what_was_typed(client: CheckedClient) -> None:
    _organiser(client)
    values = FORM | {"ends_on": "2027-05-01"}
    answer = client.submit("/organisation/editions/nouvelle", values)
    assert answer.status_code == 409
    assert "Brocante de La Réunion" in answer.get_data(as_text=True)
    assert find_edition("la-reunion-2027") is None


def test_a_form_without_a_name_is_shown_again(client: CheckedClient) -> None:
    _organiser(client)
    answer = client.submit("/organisation/editions/nouvelle", FORM | {"name": " "})
    assert answer.status_code == 422


def test_settings_of_an_earlier_edition_come_along_dates_do_not(client: CheckedClient) -> None:
    earlier = _organiser(client, territory="Périgord vert", charter_text="Nous vendons tout.")
    page = client.page(f"/organisation/editions/nouvelle?modele={earlier}")
    values = {e.get("name"): e.get("value") for e in page.iter("input")}
    assert values["territory"] == "Périgord vert"
    assert values["starts_on"] == values["slug"] == values["reservations_open_at"] == ""
    assert "Nous vendons tout." in words(page)


def test_a_step_needs_its_button_and_shows_what_is_missing(client: CheckedClient) -> None:
    edition_id = _organiser(client, state=EditionState.DRAFT, presentation="")
    url = f"/organisation/editions/{edition_id}"
    assert 'value="forward"' not in client.get(url).get_data(as_text=True)
    edition_id = _organiser(client, state=EditionState.DRAFT, presentation="Deux jours.")
    url = f"/organisation/editions/{edition_id}"
    answer = client.submit(url, {"direction": "forward", "seen": "draft"})
    assert answer.status_code == 303
    edition = edition_by_id(edition_id)
    assert edition is not None
    assert edition.state is EditionState.LISTING


def test_editions_of_another_organiser_are_not_there(client: CheckedClient) -> None:
    _organiser(client)
    other = make_edition()
    assert client.get(f"/organisation/editions/{other.id}").status_code == 404
    assert client.get(f"/organisation/editions/nouvelle?modele={other.id}").status_code == 404
    assert other.name not in client.get("/organisation/editions").get_data(as_text=True)


def test_the_edition_worked_on_is_chosen_once(client: CheckedClient) -> None:
    organiser = make_organiser()
    sign_in(client, make_organiser_member(organiser))
    make_edition(organiser, name="First")
    second = make_edition(organiser, name="Second")
    client.post(
        f"/organisation/editions/{second.id}/choisir",
        data={"csrf_token": _token(client)},
    )
    page = client.page("/organisation/editions")
    panel = next(e for e in page.iter("section") if "Second" in words(e))
    assert not [f for f in panel.iter("form") if "choisir" in (f.get("action") or "")]


def _token(client: CheckedClient) -> str:
    page = client.page("/organisation/editions")
    return next(e.get("value") or "" for e in page.iter("input") if e.get("name") == "csrf_token")
