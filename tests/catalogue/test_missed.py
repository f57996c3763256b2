"""Searches that nothing answers whole: counted once asked for, words only, nothing personal."""

import json

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from brocante.catalogue.missed import MOST_CHARACTERS, kept_words
from brocante.catalogue.models import MissedSearch
from brocante.catalogue.search import reindex
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.impact.attending import missed
from brocante.impact.plain import report_data
from brocante.impact.report import report_of
from brocante.impact.words import unmet_words
from tests.factories import make_listing, make_stall
from tests.support.pages import CheckedClient


def kept() -> list[tuple[str, int]]:
    statement = select(MissedSearch.words, MissedSearch.count).order_by(MissedSearch.words)
    return [(words, count) for words, count in session.execute(statement)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Porte  de Grange ", "porte de grange"),
        ("chaudière 06 12 34 56 78", "chaudière"),
        ("ann@example.org tuiles +33612345678", "tuiles"),
        ("poêle 06  12 34\n56 78", "poêle"),
        ("12 34 ann@example.org 56 78 tuiles", "tuiles"),
        ("fenêtre 78x98", "fenêtre 78x98"),
        ("panneau 2500 x 1200", "panneau 2500 x 1200"),
    ],
)
def test_only_words_are_kept(typed: str, expected: str) -> None:
    assert kept_words(typed) == expected


@given(st.text(max_size=300))
def test_whatever_is_typed_fits(typed: str) -> None:
    words = kept_words(typed)
    assert len(words) <= MOST_CHARACTERS
    assert "@" not in words
    assert kept_words(words) == words


@pytest.fixture
def address(app: Flask) -> str:
    edition, site, _listing, _slot = make_stall()
    make_listing(site, title="Fenêtre PVC 100 x 100", length_mm=1000, width_mm=1000)
    transactional(reindex)(edition.id)
    return f"/{edition.slug}/sans-reponse"


@pytest.mark.parametrize("typed", ["hélicoptère", "fenêtre 60 x 75 ± 2 cm"])
def test_what_nothing_answers_whole_is_counted(
    client: CheckedClient, address: str, typed: str
) -> None:
    for _ in range(2):
        assert client.post(address, data={"q": typed}).status_code == 204
    assert kept() == [(typed, 2)]


@pytest.mark.parametrize(
    "data",
    [{"q": "fenêtre"}, {"q": ""}, {}, {"q": "06 12 34 56 78"}],
)
def test_what_is_answered_or_asks_nothing_is_not(
    client: CheckedClient, address: str, data: dict[str, str]
) -> None:
    assert client.post(address, data=data).status_code == 204
    assert kept() == []


def test_another_site_cannot_make_it_count(client: CheckedClient, address: str) -> None:
    answer = client.post(address, data={"q": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert kept() == []


def test_the_report_shows_what_several_looked_for(client: CheckedClient, address: str) -> None:
    for typed in ("hélicoptère", "hélicoptère", "hélicoptère", "sous-marin"):
        client.post(address, data={"q": typed})
    edition_id = session.scalar(select(MissedSearch.edition_id))
    assert edition_id is not None
    found = missed(edition_id)
    assert (found.searches, found.words) == (4, (("hélicoptère", 3),))


def test_words_are_for_the_organiser_alone(client: CheckedClient, address: str, app: Flask) -> None:
    """Whoever searches three times for an insult must not see it in the public report."""
    for _ in range(3):
        client.post(address, data={"q": "hélicoptère"})
    edition = session.scalars(select(Edition)).one()
    found = missed(edition.id)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert "hélicoptère" not in " ".join(unmet_words(found))
        assert "hélicoptère" in " ".join(unmet_words(found, with_words=True))
        assert "hélicoptère" not in json.dumps(report_data(edition, report_of(edition)))


def test_only_a_page_without_an_answer_asks_for_it(client: CheckedClient, address: str) -> None:
    listing = address.replace("/sans-reponse", "/materiaux")
    assert "catalogue-missed.js" in client.get(f"{listing}?q=hélicoptère").text
    assert "catalogue-missed.js" not in client.get(f"{listing}?q=fenêtre").text
    assert "catalogue-missed.js" not in client.get(listing).text
