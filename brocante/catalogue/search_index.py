"""What the search index holds of each listing: one row of words, on FTS5 and tsvector alike.

Besides the words of `catalogue/words.py` a listing carries marked ones that nobody can type: its
edition, its family, condition, company and site, about what it costs and how long its sides are,
and the vehicles it goes into. So whatever a visitor asks is one look-up of words, which costs the
same in a large edition as in a small one. Rack and batch are not among them: they are for the
company alone, which finds by them in its own list.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, column, delete, exists, func, select, table, text

from brocante.catalogue.models import Condition, Listing, ListingState
from brocante.catalogue.sizes import side_words, sides_of
from brocante.catalogue.words import index_words
from brocante.companies.models import Company
from brocante.core.carriers import SPACES, is_carried
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.materials.queries import find_family, find_material
from brocante.materials.vocabulary import token_for

BATCH = 1_000
TITLE = "t_"
# Raised when the words of a listing change: an index of older words is made anew.
VERSION = "_version3"
# On PostgreSQL a search goes back through the listings piece by piece: see catalogue/shelf.py.
SEGMENT_BITS = (11, 13, 15, 17, 19)
MOST_SEGMENTS = 8
DEAREST = 32

CONDITION_WORDS = {
    Condition.SURPLUS: "surplus",
    Condition.DECLASSED: "déclassé declassed",
    Condition.DEMO: "démonstration exposition demo exhibition",
}

index_table = table("listing_search", column("rowid"), column("words"))
_insert_sqlite = text("INSERT INTO listing_search (rowid, words) VALUES (:id, :words)")
_insert_postgresql = text(
    "INSERT INTO listing_search (rowid, words)"
    " VALUES (:id, array_to_tsvector(string_to_array(CAST(:words AS text), ' ')))"
)


def index_listing(listing_id: int) -> None:
    """Bring the index in line with a listing just written; only inside a unit, after a flush."""
    remove_listing(listing_id)
    _insert(session.execute(_published().where(Listing.id == listing_id)).all())


def index_listings(listing_ids: Sequence[int]) -> None:
    """Bring the index in line with many listings at once; only inside a unit, after a flush."""
    session.execute(delete(index_table).where(index_table.c.rowid.in_(listing_ids)))
    _insert(session.execute(_published().where(Listing.id.in_(listing_ids))).all())


def remove_listing(listing_id: int) -> None:
    """Forget a listing; nothing happens when it is not indexed."""
    session.execute(delete(index_table).where(index_table.c.rowid == listing_id))


def reindex(edition_id: int) -> None:
    """Make the index of an edition anew; only inside a unit."""
    own = select(Listing.id).where(Listing.edition_id == edition_id)
    session.execute(delete(index_table).where(index_table.c.rowid.in_(own)))
    first, last = session.execute(
        select(func.min(Listing.id), func.max(Listing.id)).where(Listing.edition_id == edition_id)
    ).one()
    rows = _published().where(Listing.edition_id == edition_id)
    # Piece by piece: a million rows at once are two gigabytes. By number, not by a limit, which
    # PostgreSQL may take for a reason to sort the whole edition for each piece.
    for start in range(first or 0, (last or -1) + 1, BATCH):
        _insert(session.execute(rows.where(Listing.id.between(start, start + BATCH - 1))).all())


def is_sqlite() -> bool:
    """Tell which of the two databases this is."""
    return session.get_bind().dialect.name == "sqlite"


def _published() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Listing.id,
            Listing.edition_id,
            Listing.company_id,
            Listing.site_id,
            Listing.code,
            Listing.title,
            Listing.description,
            Listing.family,
            Listing.material,
            Listing.condition,
            Listing.defect,
            Listing.reference,
            Listing.unit,
            Listing.price_cents,
            Listing.length_mm,
            Listing.width_mm,
            Listing.height_mm,
            Listing.thickness_mm,
            Listing.diameter_mm,
            Listing.unit_mass_g,
            Company.name.label("company"),
        )
        .join(Company, Company.id == Listing.company_id)
        .where(Listing.state == ListingState.PUBLISHED)
    )


def _insert(rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
    lines = [{"id": row.id, "words": " ".join(words_of(row))} for row in rows]
    if lines:
        session.execute(_insert_sqlite if is_sqlite() else _insert_postgresql, lines)


def words_of(row: Row[*tuple[Any, ...]]) -> list[str]:
    """Return what a listing is found by, none twice."""
    material, family = find_material(row.material), find_family(row.family)
    named = [f"{label.label_fr} {label.label_en}" for label in (material, family) if label]
    title = [*index_words(row.title), *([token_for(material.code)] if material else [])]
    told = (
        *named,
        *_sizes(row),
        row.description,
        row.defect,
        CONDITION_WORDS.get(row.condition, ""),
        row.company,
        row.reference,
        row.code,
    )
    body = [word for part in told if part for word in index_words(part)]
    words = [*title, *body, *(TITLE + word for word in title), *_marked(row)]
    return list(dict.fromkeys(words))


def _sizes(row: Row[*tuple[Any, ...]]) -> Iterator[str]:
    """Yield sizes as people type them: "250 x 120 cm", "2500 x 1200", "18 mm"."""
    if row.length_mm and row.width_mm:
        yield f"{row.length_mm / 10:g} x {row.width_mm / 10:g}"
        yield f"{row.length_mm} x {row.width_mm}"
    if row.thickness_mm:
        yield f"{row.thickness_mm} mm"


# ── Marked words ─────────────────────────────────────────────────────────────────────────────────


def _marked(row: Row[*tuple[Any, ...]]) -> Iterator[str]:
    sides = sides_of(row)
    yield from (VERSION, edition_word(row.edition_id), company_word(row.company_id))
    yield from side_words(sides)
    if row.site_id:
        yield site_word(row.site_id)
    if row.family:
        yield family_word(row.family)
    if row.condition:
        yield condition_word(row.condition)
    yield price_word(row.price_cents)
    for code, space in SPACES.items():
        if is_carried(space, sides.all, row.unit_mass_g, row.unit):
            yield vehicle_word(code)
    if not is_sqlite():
        yield from (segment_word(bits, row.id >> bits) for bits in SEGMENT_BITS)


def edition_word(edition_id: int) -> str:
    """Return the word all listings of an edition have."""
    return f"_e{edition_id}"


def company_word(company_id: int) -> str:
    """Return the word all listings of a company have."""
    return f"_c{company_id}"


def site_word(site_id: int) -> str:
    """Return the word all listings at a site have."""
    return f"_i{site_id}"


def family_word(code: str) -> str:
    """Return the word all listings of a family have."""
    return f"_f{code.replace('-', '')}"


def condition_word(condition: Condition) -> str:
    """Return the word all listings in a condition have."""
    return f"_k{condition.value}"


def vehicle_word(code: str) -> str:
    """Return the word all listings have of which a piece goes into a vehicle."""
    return f"_v{code.replace('_', '')}"


def price_word(cents: int | None) -> str:
    """Return the word for about what a listing costs: prices from 2ⁿ to 2ⁿ⁺¹ cents share one."""
    return f"_p{min((cents or 0).bit_length(), DEAREST)}"


def price_words(most_cents: int) -> list[str]:
    """Return the words a listing has one of when it costs at most that much, or little more."""
    return [f"_p{n}" for n in range(min(most_cents.bit_length(), DEAREST) + 1)]


def segment_word(bits: int, number: int) -> str:
    """Return the word that 2^bits listings in a row have."""
    return f"_g{bits}_{number}"


def stretch_words(newest: int, length: int) -> tuple[list[str], int]:
    """Return words of which the listings from `newest` back have one, about `length` of them.

    And the number of the oldest that has one. Ever larger pieces keep the words few.
    """
    bits = next((b for b in SEGMENT_BITS if length >> b < MOST_SEGMENTS), SEGMENT_BITS[-1])
    last = newest >> bits
    first = last - (length >> bits)
    numbers = range(last, max(first, 0) - 1, -1)
    return [segment_word(bits, number) for number in numbers], first << bits


# ── Older indexes ────────────────────────────────────────────────────────────────────────────────


@transactional
def renew_outdated() -> None:
    """Make the index anew when it was made of other words than today's."""
    if _is_outdated():
        for edition_id in session.scalars(select(Listing.edition_id).distinct()).all():
            reindex(edition_id)


def _is_outdated() -> bool:
    a_row = exists(select(1).select_from(index_table))
    current = "MATCH '\"{}\"'" if is_sqlite() else "@@ '{}'::tsquery"
    # The words are the column of PostgreSQL and the table of FTS5.
    name = "listing_search" if is_sqlite() else "words"
    found = text(
        f"SELECT 1 FROM listing_search WHERE {name} {current.format(VERSION)} LIMIT 1"  # noqa: S608 - own words
    )
    return bool(session.scalar(select(a_row))) and session.scalar(found) is None
