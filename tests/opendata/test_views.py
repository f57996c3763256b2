"""Open data are complete, described, and say nothing of an edition that is not over."""

import csv
import json
from io import StringIO

import pytest
from flask import Flask

from brocante.editions.models import EditionState
from brocante.materials.queries import materials
from brocante.opendata.dictionary import TABLES
from tests.factories import make_edition, make_listing, make_participation, make_site
from tests.factories.ledger import make_handover
from tests.support.pages import CheckedClient, words

BASE = "/api/v1"


@pytest.fixture
def past(app: Flask) -> str:
    """The address of an edition that is over, with two lines."""
    edition = make_edition(state=EditionState.ARCHIVED)
    site = make_site(make_participation(edition))
    make_handover(make_listing(site, material="osb", family="panels"), site, 3, mass_g=102_000)
    make_handover(make_listing(site), site, mass_g=None)
    return edition.slug


def test_every_address_of_the_description_answers(client: CheckedClient, past: str) -> None:
    document = json.loads(client.get(f"{BASE}/openapi.json").data)
    assert document["openapi"].startswith("3.1")
    assert document["info"]["license"]["name"] == "Licence Ouverte 2.0"
    for path, item in document["paths"].items():
        answer = client.get(BASE + path.replace("{slug}", past))
        assert answer.status_code == 200, path
        (kind,) = item["get"]["responses"]["200"]["content"]
        assert answer.mimetype == kind, path
    described = {rule.rule for rule in client.application.url_map.iter_rules()}
    written = {BASE + path.replace("{slug}", "<slug>") for path in document["paths"]} | {
        f"{BASE}/",
        f"{BASE}/openapi.json",
    }
    assert {rule for rule in described if rule.startswith(BASE)} == written


def test_the_dictionary_knows_every_field(client: CheckedClient, past: str) -> None:
    data = json.loads(client.get(f"{BASE}/editions/{past}/bilan").data)
    named = {field.name.partition(".")[0].removesuffix("[]") for field in TABLES["bilan"]}
    known = {"licence", "licence_url", "source", "walk_ins", "lines_to_check", "by"}
    assert set(data) - named <= known
    row = json.loads(client.get(f"{BASE}/materiaux").data)[0]
    assert set(row) <= {field.name for field in TABLES["materiaux"]} | {"default_unit"}


def test_unknown_is_null_and_never_zero(client: CheckedClient, past: str) -> None:
    data = json.loads(client.get(f"{BASE}/editions/{past}/bilan").data)
    families = {row["value"]: row["mass_g"] for row in data["by"]["famille"]}
    assert families == {"panels": 102_000, "masonry": None}
    rows = list(csv.DictReader(StringIO(client.get(f"{BASE}/materiaux.csv").get_data(True))))
    assert len(rows) == len(materials())
    lime = next(row for row in rows if row["code"] == "lime")
    assert lime["ef_typical"] == ""


def test_an_edition_that_is_not_over_keeps_its_figures(client: CheckedClient, app: Flask) -> None:
    running = make_edition(state=EditionState.RUNNING)
    for path in ("bilan", "bilan.csv", "communes.geojson"):
        assert client.get(f"{BASE}/editions/{running.slug}/{path}").status_code == 404
        assert client.get(f"{BASE}/editions/nowhere/{path}").status_code == 404
    listed = json.loads(client.get(f"{BASE}/editions").data)
    assert [(one["slug"], one["has_results"]) for one in listed] == [(running.slug, False)]


def test_people_find_the_data(client: CheckedClient, past: str) -> None:
    assert "Licence Ouverte 2.0" in words(client.page(f"{BASE}/"))
    page = client.page(f"/{past}/bilan")
    scripts = [s for s in page.iter("script") if s.get("type") == "application/ld+json"]
    dataset = json.loads("".join(scripts[0].itertext()))
    assert dataset["@type"] == "Dataset"
    assert len(dataset["distribution"]) == 3
