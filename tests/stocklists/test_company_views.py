"""A list goes from upload to published listings through the front door, whatever is pressed."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.models import Listing, ListingState
from brocante.companies.models import Company, Site
from brocante.core.db import session
from brocante.core.transaction import end_reads
from brocante.stocklists import tasks
from brocante.stocklists.models import StockListImport
from tests.factories import make_company_member, make_edition, make_participation, make_site
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in

IMPORT = "/exposant/import"
LIST = (
    "Réf;Désignation;Qté;Unité;PV HT;PA HT;Emplacement\n"
    "BR-1;Brique creuse 20x20x50;40;u;1,50;0,77;Allée A\n"
    "MC-25;Mortier-colle sac 25 kg;12;sac;8,00;3,21;Allée B\n"
    "CA-1;Carrelage grès 60x60;?;m²;14,90;6,66;Allée C\n"
    ";TOTAL;;;;;\n"
)


@pytest.fixture
def yard(app: Flask, client: CheckedClient) -> Site:
    """The only site of a company, and the browser of one of its members."""
    site = make_site(make_participation(make_edition()))
    sign_in(client, make_company_member(session.get_one(Company, site.company_id)))
    return site


def work(app: Flask) -> None:
    """Do what the worker would do."""
    end_reads()
    while tasks.work(app.extensions["brocante_store"]):
        pass
    end_reads()


def send(client: CheckedClient, text: str = LIST, name: str = "stock.csv") -> str:
    """Send a file; return the address of its import."""
    form = client.submit(IMPORT, {"file": (BytesIO(text.encode()), name)}, form="file-form")
    assert form.status_code == 303, words(parse(form.get_data(as_text=True)))
    return str(form.location)


def listings() -> list[Listing]:
    end_reads()
    return list(session.scalars(select(Listing).order_by(Listing.id)))


def test_a_file_becomes_published_listings(app: Flask, client: CheckedClient, yard: Site) -> None:
    address = send(client)
    assert "est en cours de lecture" in words(client.page(address))
    work(app)
    page = words(client.page(address))
    assert "Une fois pour toute la liste" in page
    answers = {"vat_rate": "20", "condition": "surplus"}
    assert client.submit(address, answers, form="questions").status_code == 303
    work(app)
    assert "Publier 2 lignes" in words(client.page(address))
    assert client.submit(address, form="create", button="publish").status_code == 303
    work(app)
    assert "2 lignes sont dans vos annonces" in words(client.page(address))
    brick, glue = listings()
    assert (brick.title, brick.price_cents, brick.state) == (
        "Brique creuse 20x20x50",
        180,
        ListingState.PUBLISHED,
    )
    assert (glue.location, glue.price_cents) == ("Allée B", 960)
    assert session.scalars(select(StockListImport.upload_key)).all() == [None]
