"""The search index of the listings: FTS5 on SQLite, tsvector on PostgreSQL, the same answers.

Nothing is left to the databases' own ranking or stemming: both only keep sets of words made by
`catalogue/words.py`. Each listing also carries a word for its edition, and every word of its title
a second time with a mark; so the order of answers is ours: listings whose title (or material) has
all that was asked, then the others, each the newest first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, column, delete, select, table, text

from brocante.catalogue.models import Condition, Listing, ListingState
from brocante.catalogue.words import Asked, analyse, asked_words, index_words
from brocante.companies.models import Company
from brocante.core.db import session
from brocante.core.likeness import most_alike
from brocante.materials.queries import find_family, find_material, trade_words
from brocante.materials.vocabulary import token_for

# As many of the newest matches are ranked, counted and paged; beyond, "more than 1,000".
MOST_MATCHES = 1_000
# Words are corrected against the titles of that many of the newest listings of the edition.
MOST_TITLES = 5_000
# Below that share of matching letters (rapidfuzz ratio, 0-100) a word is another word.
LIKENESS = 74
SHORTEST_CORRECTED = 4
BATCH = 500
TITLE = "t_"

CONDITION_WORDS = {
    Condition.SURPLUS: "surplus",
    Condition.DECLASSED: "déclassé declassed",
    Condition.DEMO: "démonstration exposition demo exhibition",
}

_index = table("listing_search", column("rowid"), column("words"))
_found_sqlite = text(
    "SELECT rowid FROM listing_search WHERE listing_search MATCH :asked"
    " ORDER BY rowid DESC LIMIT :limit"
)
# Materialised, or the planner walks the whole primary key backwards for a rare word.
_found_postgresql = text(
    "WITH found AS MATERIALIZED (SELECT rowid FROM listing_search"
    " WHERE words @@ CAST(:asked AS tsquery))"
    " SELECT rowid FROM found ORDER BY rowid DESC LIMIT :limit"
)
_insert_sqlite = text("INSERT INTO listing_search (rowid, words) VALUES (:id, :words)")
_insert_postgresql = text(
    "INSERT INTO listing_search (rowid, words)"
    " VALUES (:id, array_to_tsvector(string_to_array(CAST(:words AS text), ' ')))"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word nobody uses here, and the one looked for in its place."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Ids of listings in the order of a text search, at most MOST_MATCHES of them."""

    ids: tuple[int, ...]
    corrections: tuple[Correction, ...] = ()
    has_more: bool = False


# ── Index ────────────────────────────────────────────────────────────────────────────────────────


def index_listing(listing_id: int) -> None:
    """Bring the index in line with a listing just written; only inside a unit, after a flush."""
    remove_listing(listing_id)
    _insert(session.execute(_published().where(Listing.id == listing_id)).all())


def index_listings(listing_ids: Sequence[int]) -> None:
    """Bring the index in line with many listings at once; only inside a unit, after a flush."""
    session.execute(delete(_index).where(_index.c.rowid.in_(listing_ids)))
    _insert(session.execute(_published().where(Listing.id.in_(listing_ids))).all())


def remove_listing(listing_id: int) -> None:
    """Forget a listing; nothing happens when it is not indexed."""
    session.execute(delete(_index).where(_index.c.rowid == listing_id))


def reindex(edition_id: int) -> None:
    """Make the index of an edition anew; only inside a unit."""
    own = select(Listing.id).where(Listing.edition_id == edition_id)
    session.execute(delete(_index).where(_index.c.rowid.in_(own)))
    rows = iter(session.execute(_published().where(Listing.edition_id == edition_id)).all())
    while batch := list(islice(rows, BATCH)):
        _insert(batch)


def _published() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Listing.id,
            Listing.edition_id,
            Listing.code,
            Listing.title,
            Listing.description,
            Listing.family,
            Listing.material,
            Listing.condition,
            Listing.defect,
            Listing.reference,
            Listing.batch,
            Listing.length_mm,
            Listing.width_mm,
            Listing.thickness_mm,
            Company.name.label("company"),
        )
        .join(Company, Company.id == Listing.company_id)
        .where(Listing.state == ListingState.PUBLISHED)
    )


def _insert(rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
    lines = [{"id": row.id, "words": " ".join(_words_of(row))} for row in rows]
    if lines:
        session.execute(_insert_sqlite if _is_sqlite() else _insert_postgresql, lines)


def _words_of(row: Row[*tuple[Any, ...]]) -> list[str]:
    """Return what a listing is found by. Its rack is for the company alone, hence not here."""
    material, family = find_material(row.material), find_family(row.family)
    named = [f"{label.label_fr} {label.label_en}" for label in (material, family) if label]
    title = [*index_words(row.title), *([token_for(material.code)] if material else [])]
    body = index_words(
        "\n".join(
            (
                *named,
                *_sizes(row),
                row.description,
                row.defect,
                CONDITION_WORDS.get(row.condition, ""),
                row.company,
                row.reference,
                row.batch,
                row.code,
            )
        )
    )
    words = [_edition_word(row.edition_id), *title, *body, *(TITLE + word for word in title)]
    return list(dict.fromkeys(words))


def _sizes(row: Row[*tuple[Any, ...]]) -> Iterator[str]:
    """Yield sizes as people type them: "250 x 120 cm", "2500 x 1200", "18 mm"."""
    if row.length_mm and row.width_mm:
        yield f"{row.length_mm / 10:g} x {row.width_mm / 10:g}"
        yield f"{row.length_mm} x {row.width_mm}"
    if row.thickness_mm:
        yield f"{row.thickness_mm} mm"


# ── Answers ──────────────────────────────────────────────────────────────────────────────────────


def find_matches(edition_id: int, typed: str) -> Matches | None:
    """Return what a search finds in an edition; None when no word of it asks for anything.

    When nothing is found, words that nobody uses here are replaced by the likeliest that somebody
    does, and the answer says which.
    """
    asked = asked_words(typed)
    if not asked:
        return None
    found = _ranked(edition_id, asked)
    if found.ids:
        return found
    corrected, corrections = _corrected(edition_id, asked)
    if not corrections:
        return found
    again = _ranked(edition_id, corrected)
    return Matches(again.ids, tuple(corrections), again.has_more)


def _ranked(edition_id: int, asked: list[Asked]) -> Matches:
    in_title = _ids(edition_id, asked, MOST_MATCHES, TITLE)
    everywhere = _ids(edition_id, asked, MOST_MATCHES + 1)
    ranked = tuple(dict.fromkeys((*in_title, *everywhere)))
    return Matches(ranked[:MOST_MATCHES], has_more=len(everywhere) > MOST_MATCHES)


def _ids(edition_id: int, asked: list[Asked], limit: int, mark: str = "") -> list[int]:
    """Return the newest listings that have all that is asked, in the title only when marked."""
    write = _fts5 if _is_sqlite() else _tsquery
    statement = _found_sqlite if _is_sqlite() else _found_postgresql
    expression = write(_edition_word(edition_id), asked, mark)
    return list(session.scalars(statement, {"asked": expression, "limit": limit}))


def _fts5(edition: str, asked: list[Asked], mark: str) -> str:
    parts = [f'"{edition}"']
    for part in asked:
        choices = [" AND ".join(f'"{mark}{w}"' for w in choice) for choice in part.choices]
        begun = [f'"{mark}{part.beginning}"*'] if part.beginning else []
        parts.append("(" + " OR ".join([*(f"({choice})" for choice in choices), *begun]) + ")")
    return " AND ".join(parts)


def _tsquery(edition: str, asked: list[Asked], mark: str) -> str:
    parts = [f"'{edition}'"]
    for part in asked:
        choices = [" & ".join(f"'{mark}{w}'" for w in choice) for choice in part.choices]
        begun = [f"'{mark}{part.beginning}':*"] if part.beginning else []
        parts.append("(" + " | ".join([*(f"({choice})" for choice in choices), *begun]) + ")")
    return " & ".join(parts)


def _edition_word(edition_id: int) -> str:
    return f"edition_{edition_id}"


def _is_sqlite() -> bool:
    return session.get_bind().dialect.name == "sqlite"


# ── Corrections ──────────────────────────────────────────────────────────────────────────────────


def _corrected(edition_id: int, asked: list[Asked]) -> tuple[list[Asked], list[Correction]]:
    vocabulary: list[str] = []
    corrected, corrections = [], []
    for part in asked:
        can_be_wrong = part.text.isalpha() and len(part.text) >= SHORTEST_CORRECTED
        if not can_be_wrong or _ids(edition_id, [part], 1):
            corrected.append(part)
            continue
        vocabulary = vocabulary or _vocabulary(edition_id)
        used = _likeliest(edition_id, part.text, vocabulary)
        corrected.append(used or part)
        if used:
            corrections.append(Correction(part.text, used.text))
    return corrected, corrections


def _likeliest(edition_id: int, word: str, vocabulary: list[str]) -> Asked | None:
    """Return the word most like `word` that finds something; among equals the most used."""
    alike = most_alike(word, vocabulary, least=LIKENESS, limit=4)
    for candidate, _likeness, _place in alike:
        asked = asked_words(f"{candidate} ")
        if asked and _ids(edition_id, asked, 1):
            return asked[0]
    return None


def _vocabulary(edition_id: int) -> list[str]:
    """Return the words of titles and companies, the most used first, then those of the trade."""
    rows = session.execute(
        select(Listing.title, Company.name)
        .join(Company, Company.id == Listing.company_id)
        .where(Listing.edition_id == edition_id, Listing.state == ListingState.PUBLISHED)
        .order_by(Listing.id.desc())
        .limit(MOST_TITLES)
    )
    counted = Counter(word for row in rows for word in analyse(f"{row[0]} {row[1]}"))
    own = sorted(counted, key=lambda word: (-counted[word], word))
    every = dict.fromkeys([*own, *sorted(trade_words())])
    return [word for word in every if word.isalpha() and len(word) >= SHORTEST_CORRECTED]
