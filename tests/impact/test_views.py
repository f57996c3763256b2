"""What organiser and public read: the same ledger, in words and in files that are safe to open."""

import csv
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.accounts.models import Organiser
from brocante.core.db import db, session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition, EditionState
from brocante.impact.export import safe_cell
from brocante.materials.rules import MassOrigin
from tests.factories import (
    make_account,
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.factories.ledger import make_handover, make_undo
from tests.support.pages import CheckedClient, words
from tests.support.people import sign_in
from tests.support.queries import count_queries


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An edition with two lines of 10 kg and 1.5 t, one of unknown mass and one undone."""
    edition = make_edition(make_organiser(), state=EditionState.RUNNING)
    site = make_site(make_participation(edition))
    bricks = make_listing(site)
    beams = make_listing(site, family="timber", title="=Poutres", code="WWW777")
    make_handover(bricks, site, 5)
    make_handover(beams, site, 1, mass_g=1_500_000, mass_origin=MassOrigin.WEIGHED)
    make_handover(beams, site, 1, mass_g=None, mass_origin=MassOrigin.UNKNOWN)
    make_undo(make_handover(bricks, site, 9).id)
    return edition


@pytest.fixture
def organiser(app: Flask, edition: Edition) -> CheckedClient:
    """The browser of somebody who works for the organiser."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_organiser_member(organiser_of(edition), make_account(language="en")))
    client.set_cookie("lang", "en")
    return client


def organiser_of(edition: Edition) -> Organiser:
    """Who runs an edition."""
    return session.get_one(Organiser, edition.organiser_id)


@transactional
def put_in(edition_id: int, state: EditionState) -> None:
    """Move an edition to a step of its life."""
    session.get_one(Edition, edition_id).state = state


def table(client: FlaskClient, url: str) -> list[list[str]]:
    """The cells of a file as a spreadsheet reads them."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_organiser_reads_tonnes_and_how_well_they_are_known(organiser: CheckedClient) -> None:
    text = words(organiser.page("/organisation/bilan"))
    assert "1.510 t" in text.replace("\u00a0", " ")
    assert "weight known for 66 % of the lines" in text
    assert "Estimated" not in text


def test_each_figure_leads_to_the_lines_it_sums(organiser: CheckedClient) -> None:
    page = organiser.page("/organisation/bilan")
    links = {words(a): a.get("href") or "" for a in page.iter("a")}
    found = organiser.page(links["Timber and framing"])
    shown = [words(cell) for cell in found.iter("th") if cell.get("scope") == "row"]
    assert shown == ["=Poutres WWW777", "=Poutres WWW777"]
    assert len(list(organiser.page("/organisation/bilan/lignes").iter("tr"))) == 6
    assert organiser.get("/organisation/bilan/lignes?famille=a&etat=b").status_code == 404
    assert not list(organiser.page("/organisation/bilan/lignes-attestees").iter("tr"))


def test_the_file_of_lines_has_every_line_to_the_gram(organiser: CheckedClient) -> None:
    header, *rows = table(organiser, "/organisation/bilan/lignes.csv")
    mass, title = header.index("weight (g)"), header.index("title")
    assert [row[mass] for row in rows] == ["10000", "1500000", "", "18000", "-18000"]
    assert rows[1][title] == "'=Poutres"
    assert rows[4][header.index("undoes line")] == rows[3][0]


def test_the_file_of_totals_says_what_the_page_says(organiser: CheckedClient) -> None:
    header, *rows = table(organiser, "/organisation/bilan/totaux.csv")
    assert rows[0][:7] == ["Total", "", "3", "2", "1510000", "1.510000", "35.00"]
    families = {row[1]: row[2:5] for row in rows if row[0] == "Family"}
    assert families == {
        "Timber and framing": ["2", "1", "1500000"],
        "Masonry and structural work": ["1", "1", "10000"],
    }
    assert ["Unsold", "Not said yet", "2", "2", "40000", "0.040000"] in rows
    assert header[5] == "known weight (t)"


def test_the_public_page_waits_for_the_end_of_the_sale(
    client: CheckedClient, edition: Edition
) -> None:
    url = f"/{edition.slug}/bilan"
    assert "1,510" not in words(client.page(url))
    put_in(edition.id, EditionState.CLOSING)
    text = words(client.page(url)).replace("\u00a0", " ")
    assert "1,510 t" in text
    assert "Bois et charpente" in text
    assert "€" not in text, "what a company earned is its own affair"


def test_the_figures_cost_the_same_queries_whatever_the_ledger(
    organiser: CheckedClient, edition: Edition
) -> None:
    def count(url: str) -> int:
        with count_queries(db.engine) as statements:
            organiser.page(url)
        return len(statements)

    urls = ("/organisation/bilan", "/organisation/bilan/lignes", f"/{edition.slug}/bilan")
    put_in(edition.id, EditionState.CLOSING)
    few = [count(url) for url in urls]
    site = make_site(make_participation(edition))
    for family in ("tiles", "doors", "floors", "metals"):
        make_handover(make_listing(site, family=family), site)
    assert [count(url) for url in urls] == few


def test_a_sale_without_any_line_has_its_page_too(
    client: CheckedClient, organiser: CheckedClient
) -> None:
    empty = make_edition(state=EditionState.ARCHIVED)
    client.page(f"/{empty.slug}/bilan")
    identity = make_organiser_member(organiser_of(make_edition()))
    sign_in(organiser, identity)
    organiser.page("/organisation/bilan")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-2 m de bois", "'-2 m de bois"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("－1", "'－1"),
        ("-12,5", "-12,5"),
        ("-18000", "-18000"),
        ("Tuile", "Tuile"),
    ],
)
def test_no_cell_is_run_as_a_formula(text: str, safe: str) -> None:
    assert safe_cell(text) == safe
