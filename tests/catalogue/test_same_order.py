"""SQLite and PostgreSQL find the same listings in the same order: 2,000 listings, 300 searches."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from brocante.app import create_app
from brocante.catalogue.criteria import read_criteria
from brocante.catalogue.finding import find
from brocante.config import load_settings
from brocante.core.db import db
from brocante.demo import multitude
from brocante.editions.models import Edition
from tests.conftest import empty_database
from tests.factories import make_organiser

LISTINGS = 2_000
GOODS = [
    *(
        "fenêtre",
        "fenetres pvc",
        "tuile canal",
        "placo",
        "ba13 hydro",
        "carrelage",
        "parquet chêne",
    ),
    *("laine de verre", "osb", "chevron", "poutre", "bac acier", "receveur", "radiateur", "sable"),
    *(
        "parqet",
        "carelage gris",
        "tuil",
        "roof window",
        "oak beam",
        "xylophone rouge",
        "porte droite",
    ),
    *("peinture blanc", "câble", "dalle calcaire", "gris", "surplus", "contreplaqué 18 mm"),
    *("faïence bleu", "volet"),
]
ASKED = [
    "",
    " 60 x 75",
    " 120x60 ± 3 cm",
    " au moins 40 m²",
    " longueur ≤ 2,5 m",
    " dans un Kangoo",
    " moins de 20 €",
    " près de Bergerac",
    " 30 pièces à moins de 300 km de Lyon",
    " déclassé",
]
FIELDS = [
    {},
    {"famille": "tiles"},
    {"etat": "demo"},
    {"prix_max": "30"},
    {"tri": "prix"},
    {"tri": "recent", "vehicule": "van"},
    {"pres_de": "Lyon", "tri": "distance"},
]


def _searches() -> list[dict[str, str]]:
    sentences = [f"{goods}{more}".strip() for goods, more in product(GOODS, ASKED)]
    return [
        {"q": sentence, **FIELDS[number % len(FIELDS)]} for number, sentence in enumerate(sentences)
    ]


@contextmanager
def _application(url: str, folder: Path) -> Iterator[Flask]:
    values = {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
    }
    application = create_app(load_settings(values, folder))
    with application.app_context():
        yield application
        db.session.remove()
        if url.startswith("postgresql"):
            empty_database()
        db.engine.dispose()


def _answers(url: str, folder: Path) -> list[tuple[dict[str, str], object]]:
    with _application(url, folder):
        edition_id = multitude.build(make_organiser().id, LISTINGS)
        edition = db.session.get_one(Edition, edition_id)
        return [(values, _answer(edition, values)) for values in _searches()]


def _answer(edition: Edition, values: dict[str, str]) -> object:
    found = find(edition, read_criteria(values, ()))
    page = found.page
    # Numbers of rows differ from one database to the other, codes do not.
    first = page.rows[0].code if page.rows else None
    notes = [(note.message, dict(note.params)) for note in found.notes]
    return (
        page.total,
        first,
        [row.code for row in page.rows],
        page.families,
        page.conditions,
        found.corrections,
        notes,
    )


@pytest.mark.parametrize("database", ["sqlite"])
def test_the_same_listings_in_the_same_order(
    sqlite_template: Path, postgresql_url: str, tmp_path: Path, database: str
) -> None:
    shutil.copy(sqlite_template, tmp_path / "same.sqlite3")
    ours = _answers(f"sqlite:///{tmp_path / 'same.sqlite3'}", tmp_path)
    theirs = _answers(postgresql_url, tmp_path)
    assert len(ours) >= 300
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    assert not different
    totals = [answer[0] for _values, answer in ours]  # type: ignore[index]
    assert sum(total > 0 for total in totals) > 200
