"""Lines nobody expects: said and listed, never an exception, never a silent zero."""

import pytest
from flask import Flask

from brocante.accounts.models import Organiser
from brocante.catalogue.models import Listing, ListingState
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition, EditionState
from brocante.impact.doubts import Doubt, doubt_of
from brocante.impact.figures import figures_of
from brocante.materials.rules import MassOrigin
from tests.factories import (
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.factories.ledger import make_handover
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in

PAGES = ("", "/lignes", "/a-verifier", "/editions", "/parametres", "/textes")
FILES = ("/lignes.csv", "/totaux.csv", "/classeur.xlsx", "/rapport.pdf")


@pytest.mark.parametrize(
    ("mass_g", "quantity", "unit", "is_undo", "doubt"),
    [
        (40_000_000, 1000, "u", False, Doubt.LORRY),
        (4_000_000, 1000, "u", False, Doubt.PIECE),
        (4_000_000, 2000, "u", False, None),
        (24_000_000, 1000, "m3", False, None),
        (-10, 1000, "u", False, Doubt.SIGN),
        (-10, -1000, "u", True, None),
        (10, -1000, "u", True, Doubt.SIGN),
        (0, 1000, "u", False, Doubt.ZERO),
        (None, 1000, "u", False, None),
    ],
)
def test_what_cannot_be_right(
    mass_g: int | None, quantity: int, unit: str, is_undo: bool, doubt: Doubt | None
) -> None:
    assert doubt_of(mass_g, quantity, unit, is_undo=is_undo) is doubt


def _desk(app: Flask, state: EditionState = EditionState.CLOSING) -> tuple[CheckedClient, Edition]:
    organiser = make_organiser()
    edition = make_edition(organiser, state=state)
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_organiser_member(session.get_one(Organiser, organiser.id)))
    return client, edition


def test_an_edition_without_a_line_has_all_its_pages_and_files(app: Flask) -> None:
    client, edition = _desk(app)
    for path in PAGES:
        client.page(f"/organisation/bilan{path}")
    for path in FILES:
        assert client.get(f"/organisation/bilan{path}").status_code == 200, path
    figures = figures_of(edition)
    assert figures.total.lines == 0
    assert not figures.carbon.is_known


def test_odd_lines_are_listed_and_change_no_total(app: Flask) -> None:
    client, edition = _desk(app)
    site = make_site(make_participation(edition))
    door = make_listing(site, family="doors", title="Porte de 40 tonnes")
    gone = make_listing(site, title="Annonce retirée", material="no-such-material")
    make_handover(door, site, mass_g=40_000_000)
    make_handover(gone, site, 2, mass_g=50_000, family="no-such-family", commune_code="99999")
    make_handover(gone, site, mass_g=None, mass_origin=MassOrigin.UNKNOWN, amount_cents=0)
    _withdraw(gone.id)
    figures = figures_of(edition)
    assert (figures.total.mass_g, figures.total.known_lines, figures.doubtful) == (50_000, 1, 1)
    for path in PAGES:
        client.page(f"/organisation/bilan{path}")
    for path in FILES:
        assert client.get(f"/organisation/bilan{path}").status_code == 200, path
    listed = words(client.page("/organisation/bilan/a-verifier"))
    assert "Porte de 40 tonnes" in listed
    assert "aucun camion ne les porte" in listed
    assert "Annonce retirée" not in listed


@transactional
def _withdraw(listing_id: int) -> None:
    session.get_one(Listing, listing_id).state = ListingState.WITHDRAWN


@pytest.mark.parametrize(
    "query",
    [
        "famille=",
        "famille=zzz",
        "jour=hier",
        "jour=0001-01-01",
        "jour=9999-12-31",
        "jour=2026-04-05T09",
        "heure=2026-99-99T44",
        "site=x",
        "site=999999",
        "entreprise=999999",
        "commune=zz",
        "epci=zz",
        "pmcb=zz",
        "sortie=zz",
        "poids=zz",
        "etat=%00",
    ],
)
def test_a_made_up_value_is_not_found(app: Flask, query: str) -> None:
    client, _edition = _desk(app)
    assert client.get(f"/organisation/bilan/lignes?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "famille=doors",
        "jour=2026-04-05",
        "heure=2026-04-05T09",
        "commune=24520",
        "epci=",
        "pmcb=autre",
        "sortie=walk_in",
        "poids=weighed",
        "etat=surplus",
    ],
)
def test_a_value_without_lines_has_its_page(app: Flask, query: str) -> None:
    client, _edition = _desk(app)
    client.page(f"/organisation/bilan/lignes?{query}")


def test_a_word_no_table_knows_is_shown_where_a_line_has_it(app: Flask) -> None:
    client, edition = _desk(app)
    site = make_site(make_participation(edition))
    make_handover(make_listing(site), site, family="no-such-family")
    client.page("/organisation/bilan/lignes?famille=no-such-family")
