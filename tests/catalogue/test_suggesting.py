"""What the search field proposes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.catalogue import tallies, vocabulary
from brocante.catalogue.search import reindex
from brocante.companies.models import ParticipationState, Site
from brocante.core.db import db
from brocante.core.transaction import transactional
from tests.factories import make_edition, make_listing, make_participation, make_site
from tests.support.queries import count_queries


@pytest.fixture
def site(app: Flask) -> Site:
    """A yard with two sorts of windows and a beam."""
    edition = make_edition(slug="dordogne")
    site = make_site(make_participation(edition))
    for title in ("Fenêtre pin", "Fenêtre chêne", "Fenêtre pin", "Poutre"):
        make_listing(site, title=title)
    make_listing(site, title="Fenêtre partie", available=False)
    hidden = make_participation(edition, state=ParticipationState.REGISTERED)
    make_listing(make_site(hidden), title="Fenêtre cachée")
    _reindex(edition.id)
    return site


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


def _proposed(client: FlaskClient, typed: str) -> list[tuple[str, int]]:
    answer = client.get("/dordogne/suggestions", query_string={"q": typed})
    assert answer.status_code == 200
    return [(one["text"], one["count"]) for one in answer.get_json()]


def test_titles_that_begin_so_the_most_used_first(client: FlaskClient, site: Site) -> None:
    assert _proposed(client, "fen") == [("Fenêtre pin", 2), ("Fenêtre chêne", 1)]
    assert _proposed(client, "fenêtre ch") == [("Fenêtre chêne", 1)]
    assert _proposed(client, "fenêtre c") == _proposed(client, "fen")
    assert _proposed(client, "pou") == [("Poutre", 1)]


@pytest.mark.parametrize("titles", [1, 5_000])
def test_a_large_edition_ends_words_with_those_it_uses(
    client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch, titles: int
) -> None:
    few = [_proposed(client, typed) for typed in ("fen", "fenêtre ch", "pou", "xyz")]
    monkeypatch.setattr(tallies, "LARGE", 0)
    monkeypatch.setattr(vocabulary, "MOST_TITLES", titles)
    vocabulary.used_words.cache_clear()
    tallies.recount_large()
    many = [_proposed(client, typed) for typed in ("fen", "fenêtre ch", "pou", "xyz")]
    assert many == few
    vocabulary.used_words.cache_clear()


@pytest.mark.parametrize("typed", ["", " ", "de la", "xyz", "'\"*:()", "f" * 100_000, "\x00"])
def test_nothing_is_proposed_for_nothing(client: FlaskClient, site: Site, typed: str) -> None:
    assert _proposed(client, typed) == []


def test_the_number_of_queries_is_the_same_for_few_and_many(
    client: FlaskClient, site: Site
) -> None:
    counted = []
    for _ in range(2):
        with count_queries(db.engine) as statements:
            _proposed(client, "fen")
        counted.append(len(statements))
        for _ in range(30):
            make_listing(site, title="Fenêtre pin")
        _reindex(site.edition_id)
    assert counted[0] == counted[1]
