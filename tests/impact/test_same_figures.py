"""Page, public page, PDF, workbook, CSV, JSON and open data say the same, to the last digit."""

import csv
import json
import re
from decimal import Decimal
from io import BytesIO, StringIO

import pypdfium2
import python_calamine
from flask import Flask
from flask_babel import force_locale

from brocante.cli import cli
from brocante.impact.figures import figures_of
from brocante.impact.headlines import headlines
from brocante.impact.rules import Dimension
from tests.impact.conftest import Counted
from tests.support.pages import CheckedClient, words


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\u00a0\u202f]", " ", text))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_headlines_are_the_same_on_screen_and_paper(
    app: Flask, counted: Counted, desk: CheckedClient, client: CheckedClient
) -> None:
    with app.test_request_context("/"), force_locale("fr"):
        said = headlines(figures_of(counted.edition))
        public = headlines(figures_of(counted.edition), with_amounts=False)
    pdf = pypdfium2.PdfDocument(desk.get("/organisation/bilan/rapport.pdf").data)
    summary = plain(pdf[1].get_textpage().get_text_range())
    pdf.close()
    screen = plain(words(desk.page("/organisation/bilan")))
    everybody = plain(words(client.page(f"/{counted.edition.slug}/bilan")))
    assert len(said) == 10
    for text in (summary, screen, everybody):
        assert "saisi par 1 entreprise sur 2" in text
    for one in said:
        assert plain(one.figure) in screen, one.key
        assert plain(one.figure) in summary, one.key
    for one in public:
        assert plain(one.figure) in everybody, one.key
    assert not re.search(r"\d €(?!/t)", everybody), "what a company earned is its own affair"
    assert "Bois & Fils" not in everybody


def test_files_and_open_data_hold_the_same_sums(
    counted: Counted, desk: CheckedClient, client: CheckedClient
) -> None:
    figures = figures_of(counted.edition)
    base = f"/api/v1/editions/{counted.edition.slug}"
    data = json.loads(client.get(f"{base}/bilan").data)
    assert data["total"]["mass_g"] == figures.total.mass_g == 1_488_797
    assert data["total"]["known_lines"] == figures.total.known_lines == 5
    assert data["carbon"]["exact"]["avoided_net_high"] == float(figures.net_high.scaleb(-6))
    assert "amount_cents" not in json.dumps(data)
    files = (
        desk.get("/organisation/bilan/totaux.csv").get_data(as_text=True),
        client.get(f"{base}/bilan.csv").get_data(as_text=True),
    )
    for text in files:
        table = rows_of(text)
        assert table[1][:5] == ["Total", "", "7", "5", "1488797"]
        families = {row[1]: row[4] for row in table if row[0] == "Famille"}
        assert set(families.values()) == {"798000", "476001", "123459", "91337"}
        net = [row[2] for row in table if row[1].startswith("CO2e évité, haut, trajets")]
        assert Decimal(net[0].replace(",", ".")) == figures.net_high.scaleb(-6)
    by_family = {row["value"]: row["mass_g"] for row in data["by"]["famille"]}
    assert by_family == {key: total.mass_g for key, total in figures.parts[Dimension.FAMILY]}
    places = json.loads(client.get(f"{base}/communes.geojson").data)["features"]
    assert sum(place["properties"]["mass_g"] for place in places) == figures.total.mass_g


def test_the_workbook_and_the_command_hold_them_too(
    app: Flask, counted: Counted, desk: CheckedClient
) -> None:
    figures = figures_of(counted.edition)
    answer = desk.get("/organisation/bilan/classeur.xlsx")
    opened = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.data))
    summary = {row[0]: row[1] for row in opened.get_sheet_by_name("Synthèse").to_python()}
    assert summary["Poids connu"] == figures.total.mass_g / 10**6
    assert summary["Évité, trajets déduits, borne haute"] == float(figures.net_high.scaleb(-6))
    assert summary["Stockage libéré"] == float(figures.space.square_metres)
    assert summary["Économisé sur elles"] == (figures.money.saved_cents or 0) / 100
    assert {"report", "purge"} <= set(cli.commands)
    names = opened.sheet_names
    assert {"Lignes", "Totaux", "Paramètres", "Sources", "Dictionnaire"} <= set(names)


def test_figures_worked_out_by_hand(counted: Counted) -> None:
    """13 pallets of 0.96 m² on 3 levels and 2.5 m² beside: 4.16 + 2.5 = 6.66 m²."""
    figures = figures_of(counted.edition)
    assert figures.space.square_metres == Decimal("6.66")
    assert (figures.space.typed, figures.space.companies) == (1, 2)
    # Eight beams at 8.99 € instead of 5 €: 71.92 − 40.00.
    assert figures.money.saved_cents == 3192
    assert (figures.money.attested_lines, figures.money.free_lines) == (2, 1)
    # 1.488797 t at 120 €.
    assert figures.disposal_cents == 17_866
    assert figures.doubtful == 1
    assert (figures.attendance.visitors, figures.attendance.no_shows) == (2, 1)
    assert [(outcome, left.listings) for outcome, left in figures.unsold] == [
        ("next", 1),
        (None, 3),
    ]


def table_rows(client: CheckedClient, url: str) -> str:
    """The rows of all tables of a page, a blank between cells."""
    found = client.page(url).iter("tr")
    return plain("\n".join(" ".join(words(cell) for cell in row) for row in found))


def test_the_fill_of_slots_is_told_by_hour_and_site(
    counted: Counted, desk: CheckedClient, client: CheckedClient
) -> None:
    figures = figures_of(counted.edition)
    pdf = pypdfium2.PdfDocument(desk.get("/organisation/bilan/rapport.pdf").data)
    paper = plain(" ".join(page.get_textpage().get_text_range() for page in pdf))
    pdf.close()
    screen = table_rows(desk, "/organisation/bilan")
    everybody = table_rows(client, f"/{counted.edition.slug}/bilan")
    assert figures.clock_slots
    for hour, one in figures.clock_slots.items():
        said = f"{int(hour)} h {one.fill} % {one.booked} {one.capacity}"
        assert all(said in text for text in (screen, paper, everybody))
    assert len(figures.site_slots) == 2
    for site_id, one in figures.site_slots.items():
        place = figures.places[str(site_id)]
        said = f"({place.commune}) {one.fill} % {one.booked} {one.capacity}"
        assert all(said in text for text in (screen, paper))
        assert said not in everybody


def test_the_english_report_has_no_french_blanks(desk: CheckedClient) -> None:
    desk.set_cookie("lang", "en")
    pdf = pypdfium2.PdfDocument(desk.get("/organisation/bilan/rapport.pdf").data)
    paper = plain(" ".join(page.get_textpage().get_text_range() for page in pdf))
    pdf.close()
    assert "Visitors’ travel: " in paper
    assert " : " not in paper
