"""Home, landing page, language, health, metrics: what anybody may open."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from brocante.app import create_app
from brocante.core import clock
from brocante.core.db import db
from brocante.editions.models import EditionState
from tests.factories import (
    make_edition,
    make_listing,
    make_organiser,
    make_participation,
    make_site,
    make_stall,
)
from tests.support.pages import CheckedClient, words
from tests.support.queries import count_queries


def text_of(client: FlaskClient, url: str) -> str:
    assert isinstance(client, CheckedClient)
    return words(client.page(url))


@pytest.mark.parametrize(
    "url",
    ["/", "/aide", "/mentions-legales", "/confidentialite", "/accessibilite"],
)
def test_public_pages_set_no_cookie_and_read_in_both_languages(
    client: FlaskClient, url: str
) -> None:
    make_stall()
    answer = client.get(url)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("lang", "en")
    assert 'lang="en"' in client.get(url).get_data(as_text=True)


@pytest.mark.parametrize(
    "url", ["/aide", "/mentions-legales", "/confidentialite", "/accessibilite"]
)
def test_help_and_legal_pages_keep_the_menu_of_the_only_edition(
    client: CheckedClient, url: str
) -> None:
    def menu() -> list[str | None]:
        tree = client.page(url)
        tabs = [nav for nav in tree.iter("nav") if nav.get("class") == "tabs"]
        return [link.get("href") for nav in tabs for link in nav.iter("a")]

    assert menu() == []
    edition = make_edition()
    make_edition(state=EditionState.DRAFT)
    assert menu()[:2] == [f"/{edition.slug}/materiaux", f"/{edition.slug}/carte"]
    long_past = (clock.now() - timedelta(days=300)).date()
    make_edition(starts_on=long_past, ends_on=long_past)
    assert menu()[:1] == [f"/{edition.slug}/materiaux"]
    make_edition()
    assert menu() == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_legal_page_names_each_source_in_its_own_language(
    client: CheckedClient, language: str
) -> None:
    client.set_cookie("lang", language)
    links = list(client.page("/mentions-legales").iter("a"))
    languages = {words(link).split(",")[0]: link.get("lang") for link in links}
    assert languages["Code de l’environnement"] == "fr"
    assert languages["Greenhouse gas reporting conversion factors: material use"] == "en"


def test_home_shows_the_nearest_edition_first_then_the_past(client: FlaskClient) -> None:
    now = clock.now()
    for name, shift in (("Lointaine", 90), ("Prochaine", 8), ("Ancienne", -40)):
        day = (now + timedelta(days=shift)).date()
        make_edition(name=name, starts_on=day, ends_on=day)
    make_edition(name="Brouillon", state=EditionState.DRAFT)
    text = text_of(client, "/")
    assert text.index("Prochaine") < text.index("Lointaine") < text.index("Ancienne")
    assert "Brouillon" not in text


def test_an_empty_installation_says_what_to_expect(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")
    assert "No edition is announced" in text_of(client, "/")


def test_landing_page_counts_what_visitors_can_take(client: FlaskClient) -> None:
    edition, site, _listing, _slot = make_stall()
    make_listing(site, 3, family="timber")
    make_listing(site, 3, available=False)
    client.set_cookie("lang", "en")
    text = text_of(client, f"/{edition.slug}/")
    assert "2 listings, 1 site" in text
    assert "1 company opens its yard" in text
    assert "Sarlat-la-Canéda" in text


def test_landing_page_before_the_opening_says_when(client: FlaskClient) -> None:
    opening = clock.now() + timedelta(days=2)
    edition = make_edition(state=EditionState.CATALOGUE, catalogue_opens_at=opening)
    client.set_cookie("lang", "en")
    text = text_of(client, f"/{edition.slug}/")
    assert "The listings can be seen from" in text
    assert "0 listings" not in text


def test_landing_page_announces_itself_as_an_event(client: FlaskClient) -> None:
    edition = make_edition(make_organiser(name="La <Fab>"))
    source = client.get(f"/{edition.slug}/").get_data(as_text=True)
    assert f'"startDate": "{edition.starts_on.isoformat()}"' in source
    assert "La \\u003cFab\\u003e" in source


def test_landing_page_costs_the_same_for_many_companies(app: Flask, client: FlaskClient) -> None:
    edition = make_edition()
    url = f"/{edition.slug}/"
    make_listing(make_site(make_participation(edition)))
    few = _queries(client, url)
    for _ in range(10):
        make_listing(make_site(make_participation(edition)))
    assert _queries(client, url) == few


def _queries(client: FlaskClient, url: str) -> int:
    db.session.remove()
    with count_queries(db.engine) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_past_edition_thanks_and_leads_to_its_results(client: FlaskClient) -> None:
    edition = make_edition()
    client.set_cookie("lang", "en")
    with time_machine.travel(clock.now() + timedelta(days=60)):
        tree = client.page(f"/{edition.slug}/")  # type: ignore[attr-defined]
    assert "This edition is over" in words(tree)
    assert f"/{edition.slug}/bilan" in {a.get("href") for a in tree.iter("a")}


def test_language_is_kept_and_leads_back(client: FlaskClient) -> None:
    answer = client.post("/langue", data={"language": "en", "next": "/aide"})
    assert answer.status_code == 303
    assert answer.location == "/aide"
    assert 'lang="en"' in client.get("/aide").get_data(as_text=True)


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/r/abc/lignes/7", "/r/abc"),
        ("/exposant/creneaux/site/21/generer", "/exposant/creneaux"),
        ("/organisation/entreprises/inviter", "/organisation/entreprises"),
        ("/langue", "/"),
        ("/here/materiaux?q=tuile", "/here/materiaux?q=tuile"),
    ],
)
def test_language_chosen_on_a_refused_form_leads_to_its_page(
    client: FlaskClient, target: str, page: str
) -> None:
    answer = client.post("/langue", data={"language": "en", "next": target})
    assert answer.location == page


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/r/abc/lignes/7", "/r/abc"),
        ("/here/panier/ajouter?code=ABC", "/here/panier"),
        ("/exposant/creneaux/site/21/generer", "/exposant/creneaux"),
        ("/exposant/changer", "/exposant/"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page(
    client: FlaskClient, address: str, page: str
) -> None:
    """A mail or a history may hold it, and a reload after a refusal asks for it."""
    for answer in (client.get(address), client.head(address)):
        assert (answer.status_code, answer.location) == (303, page)


def test_what_no_page_answers_stays_unknown(client: FlaskClient) -> None:
    assert client.get("/nowhere/at/all").status_code == 404
    assert client.put("/langue").status_code == 405
    assert client.post("/aide").status_code == 405


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_language_never_leads_elsewhere(client: FlaskClient, target: str) -> None:
    answer = client.post("/langue", data={"language": "en", "next": target})
    assert answer.location == "/"


def test_another_site_cannot_change_the_language(client: FlaskClient) -> None:
    answer = client.post(
        "/langue", data={"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/langue", data={"language": "xx"}).status_code == 400


def test_health_tells_that_the_database_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.get_json() == {"status": "ok"}


def test_health_is_503_when_the_database_cannot_be_read(app: Flask) -> None:
    settings = app.extensions["brocante_settings"]
    broken = create_app(replace(settings, database_url="sqlite:////nowhere/at/all.sqlite3"))
    answer = broken.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "database unavailable"}


def test_metrics_are_for_the_machine_itself(client: FlaskClient) -> None:
    make_stall()
    answer = client.get("/metrics")
    assert "brocante_messages_queued 0" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "headers"),
    [("203.0.113.9", {}), ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}), ("", {})],
)
def test_metrics_do_not_exist_for_others(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404


@pytest.mark.parametrize(("token", "status"), [("right token", 200), ("wrong", 404), ("", 404)])
def test_metrics_open_to_who_holds_the_token(app: Flask, token: str, status: int) -> None:
    settings = replace(app.extensions["brocante_settings"], metrics_token="right token")
    watched = create_app(settings)
    answer = watched.test_client().get(
        "/metrics",
        headers={"Authorization": f"Bearer {token}"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    with watched.app_context():
        db.engine.dispose()
    assert answer.status_code == status


def test_security_contact_is_the_organiser_and_does_not_expire_soon(client: FlaskClient) -> None:
    make_edition(make_organiser(email="ptce@example.org"))
    text = client.get("/.well-known/security.txt").get_data(as_text=True)
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:ptce@example.org"
    address, _hash, section = fields["Policy"].partition("#")
    page = client.get(urlsplit(address).path).get_data(as_text=True)
    assert f'id="{section}"' in page
    assert fields["Expires"] > (clock.now() + timedelta(days=90)).isoformat()
