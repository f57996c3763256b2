"""The `brocante` command, as an operator types it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument
from sqlalchemy import select, update

from brocante import cli as command
from brocante.accounts.models import Organiser
from brocante.catalogue.models import ListingStock
from brocante.companies.models import Company
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import Quantity
from brocante.editions.models import Edition
from brocante.impact.models import WorkbookJob
from brocante.impact.workbook_jobs import ask_for_workbook
from brocante.printing.jobs import ask_for_papers
from brocante.printing.models import JobState, PaperJob
from brocante.reservations.models import Reservation
from tests.factories import (
    make_account,
    make_edition,
    make_listing,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_stall,
)
from tests.factories.ledger import make_handover


@pytest.fixture
def brocante(settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Run the command on the installation of the test."""
    for name, value in {
        "DATABASE_URL": settings.database_url,
        "STORAGE_URL": str(settings.storage_url),
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": str(settings.public_url),
    }.items():
        monkeypatch.setenv(f"BROCANTE_{name}", value)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(command.cli, arguments, catch_exceptions=False)

    return run


def test_help_names_every_command(brocante) -> None:
    listed = brocante("--help").output
    for name in command.cli.commands:
        assert f"\n  {name} " in listed


def test_a_new_organiser_signs_in_by_the_link_printed(brocante, client: FlaskClient) -> None:
    done = brocante("create-organiser", "Ann@Example.org", "--organiser-name", "La Fab")
    link = next(line for line in done.output.splitlines() if line.startswith("http://localhost/"))
    answer = client.submit(link.removeprefix("http://localhost"))  # type: ignore[attr-defined]
    assert answer.status_code == 303
    assert client.get("/organisation/editions").status_code == 200


def test_without_a_public_address_the_path_of_the_link_is_printed(
    brocante, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "")
    done = brocante("create-organiser", "ann@example.org", "--organiser-name", "La Fab")
    paths = [line for line in done.output.splitlines() if line.startswith("/")]
    assert len(paths) == 1
    assert "8000" not in done.output
    answer = client.submit(paths[0])  # type: ignore[attr-defined]
    assert answer.status_code == 303
    assert client.get("/organisation/editions").status_code == 200


def test_an_organiser_has_a_name(brocante) -> None:
    done = brocante("create-organiser", "ann@example.org", "--organiser-name", " ")
    assert done.exit_code == 2
    assert "--organiser-name" in done.output


def test_check_is_content_with_sound_books(brocante) -> None:
    _edition, _site, listing, slot = make_stall()
    make_reservation(slot, listing)
    done = brocante("check")
    assert done.exit_code == 0
    assert "Every counter equals" in done.output


def test_check_fails_on_a_counter_that_drifted(brocante) -> None:
    _edition, _site, listing, _slot = make_stall()
    _drift(listing.id)
    done = brocante("check", "--json")
    assert done.exit_code == 1
    assert [line for line in json.loads(done.output)["discrepancies"] if listing.code in line]


@transactional
def _drift(listing_id: int) -> None:
    session.execute(
        update(ListingStock)
        .where(ListingStock.listing_id == listing_id)
        .values(reserved=Quantity(3000))
    )


def test_purge_erases_visitors_of_long_ago_only(brocante) -> None:
    _edition, _site, listing, slot = make_stall()
    kept = make_reservation(slot, listing)
    past = (clock.now() - timedelta(days=100)).date()
    old = make_reservation(slot, listing, edition_id=_edition_on(past))
    done = brocante("purge", "--json")
    assert json.loads(done.output)["reservations"] == 1
    session.expire_all()
    assert session.get_one(Reservation, old.id).name == ""
    assert session.get_one(Reservation, kept.id).name == kept.name
    assert "reservations: 0" in brocante("purge").output


def _edition_on(day) -> int:
    return make_edition(starts_on=day, ends_on=day).id


def test_report_prints_totals_and_ledger(brocante) -> None:
    edition, *_rest = make_stall()
    assert brocante("report", edition.slug).output.startswith("\ufeff")
    assert ";" in brocante("report", edition.slug, "--ledger").output


def test_report_answers_as_json_too(brocante) -> None:
    """Grams and cents as they are stored, what is not known as null."""
    edition, site, listing, _slot = make_stall()
    other = make_site(make_participation(edition))
    make_handover(listing, site, 3)
    make_handover(make_listing(other), other, mass_g=None)
    found = json.loads(brocante("report", edition.slug, "--json").output)
    assert found["edition"] == edition.slug
    assert found["total"]["lines"] == 2
    assert found["total"]["known_lines"] == 1
    assert {row["mass_g"] for row in found["by"]["entreprise"]} == {6000, None}
    assert found["unsold"]["listings"] == 2
    lines = json.loads(brocante("report", edition.slug, "--ledger", "--json").output)["lines"]
    assert [(line["quantity"], line["mass_g"]) for line in lines] == [("3", 6000), ("1", None)]


def test_report_writes_the_pdf_and_the_workbook(brocante, tmp_path: Path) -> None:
    edition, site, listing, _slot = make_stall()
    make_handover(listing, site, 3)
    pdf, xlsx = tmp_path / "bilan.pdf", tmp_path / "bilan.xlsx"
    brocante("report", edition.slug, "--pdf", str(pdf), "--xlsx", str(xlsx))
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")


def test_labels_are_those_of_the_page(brocante, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "https://brocante.example.org")
    edition, site, listing, _slot = make_stall()
    slug = session.get_one(Company, site.company_id).slug
    other = make_listing(make_site(make_participation(edition)))
    everybody = brocante("labels", edition.slug)
    assert _codes(everybody.stdout_bytes) == {listing.code, other.code}
    target = tmp_path / "labels.pdf"
    brocante(
        "labels", edition.slug, "--company", slug, "--format", "8", "--start", "8",
        "--output", str(target),
    )  # fmt: skip
    assert _codes(target.read_bytes()) == {listing.code}


def _codes(pdf: bytes) -> set[str]:
    """What a phone reads on the sheets: the codes at the end of the addresses."""
    pages = [page.render(scale=3).to_pil() for page in PdfDocument(pdf)]
    return {
        found.text.rpartition("/")[2] for page in pages for found in zxingcpp.read_barcodes(page)
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["posters"], "dépôts ouverts"),
        (["posters", "--kind", "arrows"], "Entrée Brocante"),
        (["lists"], "personne attendue"),
        (["catalogue", "--by", "family"], "Le catalogue"),
    ],
)
def test_papers_are_those_of_the_page(
    brocante, monkeypatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "https://brocante.example.org")
    edition, site, listing, slot = make_stall()
    make_reservation(slot, listing)
    slug = session.get_one(Company, site.company_id).slug
    name, *options = arguments
    for narrowed in ([], ["--company", slug]) if name != "posters" else ([],):
        pdf = brocante(name, edition.slug, *options, *narrowed).stdout_bytes
        texts = [page.get_textpage().get_text_bounded() for page in PdfDocument(pdf)]
        assert any(words in text for text in texts)


def test_labels_that_did_not_change_are_not_printed_again(brocante, monkeypatch) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "https://brocante.example.org")
    edition, *_rest = make_stall()
    assert brocante("labels", edition.slug, "--changed").exit_code == 0
    assert brocante("labels", edition.slug, "--changed").exit_code == 1


def test_waiting_papers_are_made_by_a_command(brocante, monkeypatch) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "https://brocante.example.org")
    edition, *_rest = make_stall()
    ask_for_papers(make_account().id, edition, None, "24")
    assert brocante("make-papers").exit_code == 0
    assert session.scalars(select(PaperJob.state)).all() == [JobState.DONE]


def test_waiting_workbooks_are_made_by_a_command(brocante) -> None:
    edition, site, listing, _slot = make_stall()
    make_handover(listing, site)
    organiser = make_organiser_member(session.get_one(Organiser, edition.organiser_id))
    ask_for_workbook(organiser, edition.id, "fr")
    assert brocante("make-workbooks").exit_code == 0
    assert session.scalars(select(WorkbookJob.state)).all() == [JobState.DONE]


@pytest.mark.parametrize(
    ("public_url", "options", "words"),
    [
        ("", [], "BROCANTE_PUBLIC_URL"),
        ("", [], "BROCANTE_DEMO=1"),
        ("http://localhost", [], "doit commencer par https://"),
        ("https://brocante.example.org", ["--company", "nobody"], "ne participe pas"),
        ("https://brocante.example.org", ["--start", "25"], "24 étiquettes"),
    ],
)
def test_labels_are_refused_as_on_the_page(
    brocante, monkeypatch, public_url: str, options: list[str], words: str
) -> None:
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", public_url)
    edition, *_rest = make_stall()
    done = brocante("labels", edition.slug, *options)
    assert done.exit_code == 1
    assert done.output.startswith("brocante: ")
    assert words in done.output


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["report", "nowhere"], {}, "édition n’existe pas"),
        (["labels", "nowhere"], {}, "édition n’existe pas"),
        (["backup", "/nowhere/x.tar"], {}, "/nowhere/"),
        (["check"], {"BROCANTE_PUBLIC_URL": "http://example.org"}, "write https://"),
        (["check"], {"BROCANTE_DATABASE_URL": "sqlite:////nowhere/x.sqlite3"}, "cannot be used"),
        (["restore", __file__], {}, "is not a backup"),
        (["backup", __file__], {}, "--replace"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(
    brocante, monkeypatch: pytest.MonkeyPatch, arguments, variables, words
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["brocante", *arguments])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert str(ended.value.code).startswith("brocante: ")
    assert words in str(ended.value.code)


def test_a_list_that_came_by_mail_becomes_listings(brocante, tmp_path: Path) -> None:
    site = make_site(make_participation(make_edition()))
    edition = session.get_one(Edition, site.edition_id).slug
    company = session.get_one(Company, site.company_id).slug
    path = tmp_path / "stock.csv"
    path.write_text(
        "Réf;Désignation;Qté;Unité;PV HT\nB1;Brique creuse;40;u;1,50\nB2;Parpaing creux;?;u;1,10\n"
    )
    where = ["--company", company, "--edition", edition, "--condition", "surplus"]
    done = brocante("stocklist", "import", str(path), *where, "--publish", "--json")
    assert json.loads(done.output)["lines"]["made"] == 1
    assert json.loads(done.output)["lines"]["check"] == 1
    again = brocante("stocklist", "import", str(path), *where, "--json")
    assert json.loads(again.output)["lines"]["made"] == 1
    wrong = brocante("stocklist", "import", str(path), *where[2:], "--company", "nobody")
    assert wrong.exit_code == 1
    assert "ne participe pas" in wrong.output
