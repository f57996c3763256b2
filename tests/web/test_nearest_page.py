"""Whoever opens the address a form is sent to comes to the page of the form, and is told."""

import pytest
from flask import Flask

from brocante.core.db import session
from brocante.reservations.models import Reservation
from tests.factories import make_edition, make_reservation, make_stall
from tests.support.pages import CheckedClient, words


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/{slug}/panier/ajouter", "/{slug}/panier"),
        ("/{slug}/panier/modifier?x=1", "/{slug}/panier"),
        ("/r/{token}/annuler", "/r/{token}"),
        ("/r/{token}/enlevements/1/creneau", "/r/{token}"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page(
    client: CheckedClient, address: str, above: str
) -> None:
    edition, _site, listing, slot = make_stall()
    names = {"slug": edition.slug, "token": make_reservation(slot, listing).token}
    client.set_cookie("lang", "en")
    answer = client.get(address.format(**names))
    assert (answer.status_code, answer.location) == (303, above.format(**names))
    assert "only answers to a form" in words(client.page(above.format(**names)))
    assert session.query(Reservation.cancelled_at).all() == [(None,)]


def test_an_address_inside_leads_to_the_page_above_it(client: CheckedClient) -> None:
    assert client.get("/exposant/changer").location == "/exposant/"


def test_programs_and_the_other_way_round_are_refused(app: Flask, client: CheckedClient) -> None:
    address = f"/{make_edition().slug}/panier/ajouter"
    as_json = client.get(address, headers={"Accept": "application/json"})
    assert as_json.status_code == 405
    app.config["WTF_CSRF_ENABLED"] = False
    refused = client.post("/aide")
    assert (refused.status_code, "GET" in refused.headers["Allow"]) == (405, True)
