"""The page of printing: what is missing first, every paper with its picture, each for its owner."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from brocante.accounts.models import Organiser
from brocante.catalogue.models import Condition, ListingState
from brocante.companies.models import Company, Site
from brocante.config import Settings
from brocante.core.db import db, session
from brocante.editions.models import Edition
from brocante.printing.kinds import Paper
from brocante.printing.readiness import readiness
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_stall,
)
from tests.printing.reading import sizes_of, text_of
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in
from tests.support.queries import count_queries

HUBS = {"company": "/exposant/impression", "organiser": "/organisation/impression"}


@pytest.fixture
def stall(app: Flask, settings: Settings) -> tuple[Edition, Site]:
    """An edition with one site, one listing and a visitor, in a demonstration."""
    app.extensions["brocante_settings"] = replace(settings, demo=True)
    edition, site, listing, slot = make_stall()
    make_reservation(slot, listing)
    return edition, site


def browser(app: Flask, role: str, stall: tuple[Edition, Site]) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.set_cookie("lang", "en")
    if role == "company":
        sign_in(client, make_company_member(session.get_one(Company, stall[1].company_id)))
    else:
        organiser = session.get_one(Organiser, stall[0].organiser_id)
        sign_in(client, make_organiser_member(organiser))
    return client


@pytest.mark.parametrize("role", HUBS)
def test_every_paper_of_the_page_opens_and_shows_a_picture_of_itself(
    app: Flask, stall: tuple[Edition, Site], role: str
) -> None:
    client, hub = browser(app, role, stall), HUBS[role]
    page = client.page(hub)
    shown = {image.get("src") for image in page.iter("img")}
    for paper in Paper:
        pdf = client.get(f"{hub}/{paper.value}.pdf")
        assert pdf.mimetype == "application/pdf", paper
        assert "DÉMONSTRATION" in text_of(pdf.data), paper
        picture = client.get(f"{hub}/{paper.value}.png")
        with Image.open(BytesIO(picture.data)) as image:
            width, height = sizes_of(pdf.data)[0]
            assert image.width / image.height == pytest.approx(width / height, abs=0.02)
        assert pdf.cache_control.no_store
    assert len({source for source in shown if source and source.endswith(".png")}) == 8


@pytest.mark.parametrize("role", HUBS)
def test_what_is_missing_stands_first(app: Flask, stall: tuple[Edition, Site], role: str) -> None:
    edition, site = stall
    client, hub = browser(app, role, stall), HUBS[role]
    make_listing(site, price_cents=None)
    make_listing(site, condition=Condition.DECLASSED, defect="", location="Rack B")
    make_listing(site, state=ListingState.DRAFT)
    text = words(client.page(hub))
    for sentence in (
        "1 listing has no price",
        "1 declassed listing has no defect",
        "2 listings have no rack written",
        "1 draft is not published",
    ):
        assert sentence in text
    assert text.index("Missing first") < text.index("Everything in one go")
    assert client.submit(hub, {"format": "24"}, form="labels").status_code == 409
    assert edition.id


def test_counts_are_of_the_company_alone(app: Flask, stall: tuple[Edition, Site]) -> None:
    edition, site = stall
    theirs = make_site(make_participation(edition), pin_confirmed_at=None, openings=[])
    make_listing(theirs, location="")
    own, everybody = readiness(edition.id, site.company_id), readiness(edition.id, None)
    assert (own.published, own.sites, own.without_pin, own.without_hours, own.pickups) == (
        1,
        1,
        0,
        0,
        1,
    )
    assert (everybody.published, everybody.without_pin, everybody.without_hours) == (2, 1, 1)
    assert not own.lacks_nothing  # no rack is written
    assert readiness(make_edition().id, None).lacks_nothing


def test_without_an_address_the_page_says_so_and_codes_are_refused(app: Flask) -> None:
    edition, site, *_rest = make_stall()
    client = browser(app, "company", (edition, site))
    assert "must start with https://" in words(client.page(HUBS["company"]))
    for paper in Paper:
        answer = client.get(f"{HUBS['company']}/{paper.value}.pdf")
        expected = 200 if paper is Paper.LIST else 303
        assert answer.status_code == expected, paper
        picture = client.get(f"{HUBS['company']}/{paper.value}.png")
        assert picture.status_code == (200 if paper is Paper.LIST else 404), paper


def test_a_paper_or_a_site_there_is_not(app: Flask, stall: tuple[Edition, Site]) -> None:
    client, hub = browser(app, "company", stall), HUBS["company"]
    theirs = make_site(make_participation(stall[0]))
    assert client.get(f"{hub}/poeme.pdf").status_code == 404
    assert client.get(f"{hub}/fleches.pdf?site={theirs.id}").status_code == 404
    assert client.get(f"{hub}/fleches.pdf?site=x").status_code == 404
    assert client.get("/organisation/impression?entreprise=9999").status_code == 403
    organiser = browser(app, "organiser", stall)
    assert organiser.get("/organisation/impression?entreprise=9999").status_code == 404
    one = organiser.get(f"/organisation/impression/fleches.pdf?site={theirs.id}")
    assert len(sizes_of(one.data)) == 3


def test_the_page_asks_the_same_of_the_database_for_one_site_and_for_many(
    app: Flask, stall: tuple[Edition, Site]
) -> None:
    client, hub = browser(app, "organiser", stall), HUBS["organiser"]
    client.get(hub)
    with count_queries(db.engine) as before:
        client.get(hub)
    for _number in range(12):
        make_listing(make_site(make_participation(stall[0])))
    with count_queries(db.engine) as after:
        client.get(hub)
    assert len(after) == len(before)
