"""Text search: forgiving, ranked by title then newest, and alike on both databases."""

import pytest
from flask import Flask
from sqlalchemy import text

from brocante.catalogue import search_index, shelf
from brocante.catalogue.models import Condition, Listing, ListingState
from brocante.catalogue.search import (
    Correction,
    find_matches,
    index_listing,
    newest_with,
    reindex,
    remove_listing,
)
from brocante.catalogue.search_index import family_word, renew_outdated
from brocante.catalogue.words import asked_words
from brocante.companies.models import Site
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from tests.factories import make_company, make_edition, make_listing, make_participation, make_site

TITLES = (
    "Plaque de plâtre BA13 2500 × 1200",
    "Carreaux de grès cérame 60 × 60 cm",
    "Panneau OSB 3 18 mm",
    "Rouleau laine de verre R3,15",
    "Parquet chêne massif",
    "Fenêtre PVC deux vantaux",
    "Tuiles plates de pays",
    "Poutre en chêne",
)


@pytest.fixture
def site(app: Flask) -> Site:
    """A yard of an edition with nothing listed yet."""
    edition = make_edition()
    return make_site(make_participation(edition, make_company(name="Scierie Vézère")))


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


@transactional
def _index(listing_id: int) -> None:
    index_listing(listing_id)


@transactional
def _remove(listing_id: int) -> None:
    remove_listing(listing_id)


@pytest.fixture
def stocked(site: Site) -> dict[str, int]:
    """The ids of eight listings by title."""
    ids = {title: make_listing(site, title=title).id for title in TITLES}
    _reindex(site.edition_id)
    return ids


def _titles(site: Site, typed: str) -> list[str]:
    matches = find_matches(site.edition_id, typed)
    assert matches is not None
    return [session.get_one(Listing, listing_id).title for listing_id in matches.ids]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plaques de platre", "Plaque de plâtre BA13 2500 × 1200"),
        ("placo", "Plaque de plâtre BA13 2500 × 1200"),
        ("ba 13", "Plaque de plâtre BA13 2500 × 1200"),
        ("carreau 60x60", "Carreaux de grès cérame 60 × 60 cm"),
        ("osb 18", "Panneau OSB 3 18 mm"),
        ("OSB3", "Panneau OSB 3 18 mm"),
        ("laine R 3.15", "Rouleau laine de verre R3,15"),
        ("fenetres", "Fenêtre PVC deux vantaux"),
        ("FENÊT", "Fenêtre PVC deux vantaux"),
        ("tuile plate", "Tuiles plates de pays"),
    ],
)
def test_what_people_type_finds_what_they_mean(
    site: Site, stocked: dict[str, int], typed: str, expected: str
) -> None:
    assert _titles(site, typed) == [expected]


def test_newest_first_and_titles_before_the_rest(site: Site) -> None:
    old = make_listing(site, title="Poutre chêne")
    new = make_listing(site, title="Solive", description="Bois de chêne, longue")
    newest = make_listing(site, title="Chêne en plots")
    _reindex(site.edition_id)
    matches = find_matches(site.edition_id, "chêne ")
    assert matches is not None
    assert matches.ids == (newest.id, old.id, new.id)


def test_a_misspelt_word_is_corrected_and_said(site: Site, stocked: dict[str, int]) -> None:
    matches = find_matches(site.edition_id, "parqet massif")
    assert matches is not None
    assert matches.ids == (stocked["Parquet chêne massif"],)
    assert matches.corrections == (Correction("parqet", "parquet"),)


@pytest.mark.parametrize("typed", ["parket", "parkets", "parquais"])
def test_a_word_that_sounds_the_same_goes_before_one_spelt_alike(
    site: Site, stocked: dict[str, int], typed: str
) -> None:
    make_listing(site, title="Pare-vapeur")
    make_listing(site, title="Brique de parement")
    _reindex(site.edition_id)
    matches = find_matches(site.edition_id, typed)
    assert matches is not None
    assert [correction.used for correction in matches.corrections] == ["parquet"]


def test_nothing_is_found_for_words_of_nothing(site: Site, stocked: dict[str, int]) -> None:
    matches = find_matches(site.edition_id, "xylophones")
    assert matches is not None
    assert (matches.ids, matches.corrections) == ((), ())


@pytest.mark.parametrize("typed", ["", "  ", "de la", "!!!", '"', "'*:&|()", "\x00"])
def test_a_search_for_no_word_is_no_search(site: Site, typed: str) -> None:
    assert find_matches(site.edition_id, typed) is None


def test_found_by_company_condition_reference_and_code_not_by_rack_or_batch(site: Site) -> None:
    listing = make_listing(
        site,
        condition=Condition.DECLASSED,
        defect="Coins abîmés",
        reference="XK-4471",
        batch="B77Q",
        location="Rayonnage 9Z",
    )
    _reindex(site.edition_id)
    for typed in ("vezere", "declasse", "xk-4471", listing.code, "coins abimes"):
        matches = find_matches(site.edition_id, typed)
        assert matches is not None
        assert matches.ids == (listing.id,), typed
    for typed in ("rayonnage 9z", "b77q"):
        hidden = find_matches(site.edition_id, typed)
        assert hidden is not None
        assert hidden.ids == (), typed


def test_found_by_its_sizes(site: Site) -> None:
    listing = make_listing(site, title="Panneau", length_mm=2500, width_mm=1200, thickness_mm=18)
    _reindex(site.edition_id)
    for typed in ("250x120", "2500 x 1200", "panneau 18mm"):
        matches = find_matches(site.edition_id, typed)
        assert matches is not None
        assert matches.ids == (listing.id,), typed


def test_each_edition_has_its_own(site: Site, stocked: dict[str, int]) -> None:
    other = make_site(make_participation(make_edition()))
    elsewhere = make_listing(other, title="Parquet chêne massif")
    _reindex(other.edition_id)
    matches = find_matches(other.edition_id, "parquet")
    assert matches is not None
    assert matches.ids == (elsewhere.id,)


def test_the_index_follows_the_listing(site: Site) -> None:
    listing = make_listing(site, title="Lambris pin")
    _index(listing.id)
    assert _titles(site, "lambris") == ["Lambris pin"]
    _set(listing.id, title="Bardage pin")
    assert _titles(site, "lambris") == []
    assert _titles(site, "bardage") == ["Bardage pin"]
    _set(listing.id, state=ListingState.WITHDRAWN)
    assert _titles(site, "bardage") == []
    _set(listing.id, state=ListingState.PUBLISHED)
    _remove(listing.id)
    assert _titles(site, "bardage") == []


@transactional
def _set(listing_id: int, **values: object) -> None:
    listing = session.get_one(Listing, listing_id)
    for name, value in values.items():
        setattr(listing, name, value)
    session.flush()
    index_listing(listing_id)


def test_an_edition_without_listings_can_be_reindexed(app: Flask) -> None:
    edition: Edition = make_edition()
    _reindex(edition.id)
    matches = find_matches(edition.id, "parquet")
    assert matches is not None
    assert matches.ids == ()


def test_an_index_of_older_words_is_made_anew(site: Site) -> None:
    listing = make_listing(site, title="Parquet", family="floors")
    _index_as_before(listing.id)
    assert newest_with(site.edition_id, [[family_word("floors")]]).ids == ()
    renew_outdated()
    assert newest_with(site.edition_id, [[family_word("floors")]]).ids == (listing.id,)
    _forget(listing.id)
    renew_outdated()
    assert newest_with(site.edition_id, [[family_word("floors")]]).ids == ()


@transactional
def _index_as_before(listing_id: int) -> None:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    words = ":words" if is_sqlite else "array_to_tsvector(string_to_array(:words, ' '))"
    session.execute(
        text(f"INSERT INTO listing_search (rowid, words) VALUES (:id, {words})"),  # noqa: S608 - own words
        {"id": listing_id, "words": "edition_1 parquet"},
    )


@transactional
def _forget(listing_id: int) -> None:
    """Take a listing out of the index; the others are of today's words."""
    remove_listing(listing_id)


@pytest.mark.parametrize("first", [1, 7])
@pytest.mark.parametrize("few", [-1, 0, 1, 4_000])
def test_back_through_pieces_of_the_table(
    site: Site, monkeypatch: pytest.MonkeyPatch, few: int, first: int
) -> None:
    """PostgreSQL goes back piece by piece; nothing is found twice, nothing is passed over."""
    monkeypatch.setattr(shelf, "FEW", few)
    monkeypatch.setattr(shelf, "FIRST_STRETCH", first)
    monkeypatch.setattr(search_index, "SEGMENT_BITS", (1, 2, 3))
    monkeypatch.setattr(search_index, "MOST_SEGMENTS", 2)
    titles = ("Poutre", "Tuile", "Bardeau")
    told = [(titles[n % 3], "comme une tuile" if n % 3 > 1 else "") for n in range(60)]
    ids = [make_listing(site, title=title, description=more).id for title, more in told]
    _reindex(site.edition_id)
    tiles = [listing_id for n, listing_id in enumerate(ids) if n % 3][::-1]
    in_title = [listing_id for n, listing_id in enumerate(ids) if n % 3 == 1][::-1]
    own, asked = shelf.Shelf(site.edition_id), asked_words("tuile ")
    for limit in (1, 2, 5, 17, 40, 41):
        assert own.newest(asked, limit=limit) == tiles[:limit]
        assert own.in_title(asked, (), tiles[: limit + 1], limit) == in_title[:limit]
    matches = find_matches(site.edition_id, "tuile")
    assert matches is not None
    assert matches.ids[:20] == tuple(in_title)
    assert set(matches.ids) == set(tiles)
