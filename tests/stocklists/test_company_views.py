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
from brocante.stocklists.models import Group, StockListImport, StockListLine
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
    assert client.get(f"{address}/avancement").get_json()["moving"]
    work(app)
    assert client.get(f"{address}/avancement").get_json() == {"moving": False}
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


def test_a_family_nobody_knows_is_asked_with_its_lines(
    app: Flask, client: CheckedClient, yard: Site
) -> None:
    address = send(client, "Désignation;Qté;Prix TTC;Famille\nMachin bleu;3;4,00;BRICOLES\n")
    work(app)
    assert "BRICOLES (1)" in words(client.page(address))
    assert client.submit(address, {"family-0": "masonry"}, form="questions").status_code == 303
    work(app)
    assert "BRICOLES (1)" not in words(client.page(address))


def test_lines_that_look_the_same_are_added_up_on_the_page(
    app: Flask, client: CheckedClient, yard: Site
) -> None:
    head, brick, *_rest = LIST.replace("HT;PA", "TTC;PA").splitlines()
    address = send(client, "\n".join((head, brick, brick.replace("Allée A", "Allée B"))) + "\n")
    work(app)
    assert "2 lignes se ressemblent" in words(client.page(address))
    answers = {"twins": "sum", "condition": "surplus"}
    assert client.submit(address, answers, form="questions").status_code == 303
    work(app)
    assert "Publier 1 ligne" in words(client.page(address))
    out = client.page(f"{address}?groupe=ecartees")
    assert "Ajoutée à une ligne semblable" in words(out)
    assert "Corriger" not in words(out)


def test_what_is_not_understood_stays_as_it_was_typed(
    app: Flask, client: CheckedClient, yard: Site
) -> None:
    address = send(client)
    work(app)
    line = session.scalars(select(StockListLine).where(StockListLine.row == 4)).one()
    opened = f"{address}?groupe=a-verifier&ligne={line.id}"
    refused = client.submit(opened, {"quantity": "beaucoup", "title": "Grès 60"})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert 'value="beaucoup"' in text
    assert 'value="Grès 60"' in text
    done = client.submit(
        opened, {"quantity": "12,5", "condition": "surplus", "price": "14,90"}, follow=True
    )
    assert "La ligne est corrigée" in words(parse(done.get_data(as_text=True)))
    work(app)
    assert session.get_one(StockListLine, line.id, populate_existing=True).stand is Group.READY


def test_leaving_and_coming_back_keeps_everything(
    app: Flask, client: CheckedClient, yard: Site
) -> None:
    address = send(client)
    work(app)
    for page in ("/exposant/", IMPORT):
        assert any(link.get("href") == address for link in client.page(page).iter("a"))


def test_columns_are_shown_and_costs_are_not(app: Flask, client: CheckedClient, yard: Site) -> None:
    address = send(client)
    work(app)
    page = words(client.page(f"{address}/colonnes"))
    assert "Brique creuse 20x20x50" in page
    assert "non conservé" in page
    assert "3,21" not in page
    assert client.submit(f"{address}/colonnes", {"role-0-G": "remark"}).status_code == 303
    work(app)
    stored = session.scalars(select(StockListLine).where(StockListLine.row == 2)).one()
    assert stored.parsed is not None
    assert stored.parsed["location"] is None


def test_bad_input_answers_a_person(app: Flask, client: CheckedClient, yard: Site) -> None:
    nothing = client.submit(IMPORT, {}, form="file-form")
    assert nothing.status_code == 422
    files = {"file": (BytesIO(LIST.encode()), "a.csv"), "photos": (BytesIO(b"GIF89a"), "a.zip")}
    assert client.submit(IMPORT, files, form="file-form").status_code == 422
    address = send(client, "%PDF-1.7", "scan.pdf")
    work(app)
    assert "Excel" in words(client.page(address))
    assert client.get("/exposant/import/999999").status_code == 404
