"""The index of words asked: FTS5 on SQLite, tsvector on PostgreSQL, the newest listings first.

Nothing is left to the databases' own ranking or stemming: both only keep sets of words
(`catalogue/search_index.py`).
"""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import TextClause, func, select, text

from brocante.catalogue.search_index import (
    TITLE,
    edition_word,
    index_table,
    is_sqlite,
    stretch_words,
)
from brocante.catalogue.words import Asked
from brocante.core.among import array_text
from brocante.core.db import run, session

# PostgreSQL looks at so many of the newest listings first, then at as many as it seems to need.
FIRST_STRETCH = 8_192
# And so many for each one wanted when a word is only begun.
STRETCH_BEGUN = 64
# So many listings to be expected in the rest are fetched at once.
FEW = 4_000

_found_sqlite = text(
    "SELECT rowid FROM listing_search WHERE listing_search MATCH :asked"
    " ORDER BY rowid DESC LIMIT :limit"
)
# Materialised, or common words are looked up in the whole table rather than in these rows.
_found_among = text(
    "WITH these AS MATERIALIZED (SELECT rowid, words FROM listing_search WHERE rowid"
    " = ANY(CAST(:ids AS bigint[])))"
    " SELECT rowid FROM these WHERE words @@ CAST(:asked AS tsquery) ORDER BY rowid DESC"
)

# Words of which a listing has one at least.
Group = Sequence[str]


@lru_cache(maxsize=64)
def _found_postgresql(conditions: int) -> TextClause:
    """Return the statement that finds what meets so many conditions.

    Each stands for itself: GIN walks them side by side and leaps over what one of them has not.
    Joined to one, the rarest words would lead, hundreds of sites say, and be walked to their end.
    """
    every = " AND ".join(f"words @@ CAST(:asked{n} AS tsquery)" for n in range(conditions))
    # Materialised, or the planner walks the whole primary key backwards for a rare word.
    return text(
        f"WITH found AS MATERIALIZED (SELECT rowid FROM listing_search WHERE {every})"  # noqa: S608 - own words
        " SELECT rowid FROM found WHERE rowid <= :newest ORDER BY rowid DESC LIMIT :limit"
    )


class Shelf:
    """The index of one edition."""

    def __init__(self, edition_id: int) -> None:
        self.edition_id = edition_id
        self._newest: int | None = None

    def newest(
        self, asked: list[Asked], groups: Sequence[Group] = (), limit: int = 1, mark: str = ""
    ) -> list[int]:
        """Return the newest listings that have all that is asked, in the title only when marked."""
        every = self._with_edition(groups)
        if is_sqlite():
            expression = _fts5(every, asked, mark)
            return _ids(_found_sqlite, {"asked": expression, "limit": limit})
        # The words with a beginning are gathered from the whole table each time: fewer, longer.
        is_begun = any(part.beginning for part in asked)
        length = max(FIRST_STRETCH, limit * STRETCH_BEGUN) if is_begun else FIRST_STRETCH
        return self._walk(_tsqueries(every, asked, mark), self.newest_of_all(), limit, length)

    def in_title(
        self, asked: list[Asked], groups: Sequence[Group], everywhere: list[int], limit: int
    ) -> list[int]:
        """Return the newest listings that have all that is asked in their title.

        `everywhere` are the newest that have it anywhere: all of them, unless more than `limit`.
        """
        if not everywhere:
            return []
        if is_sqlite():
            return self.newest(asked, groups, limit, TITLE)
        # Those just found are looked at one by one; only what is older is walked through again.
        values: dict[str, object] = {
            "ids": array_text(everywhere),
            "asked": " & ".join(_tsqueries([], asked, TITLE)),
        }
        found = _ids(_found_among, values)
        if len(everywhere) <= limit or len(found) >= limit:
            return found[:limit]
        every = self._with_edition(groups)
        older, missing = everywhere[-1] - 1, limit - len(found)
        length = _stretch(missing, len(found), self.newest_of_all() - older)
        return found + self._walk(_tsqueries(every, asked, TITLE), older, missing, length)

    def _walk(self, asked: list[str], start: int, limit: int, length: int) -> list[int]:
        """Go back through the listings, the newest first, until there are enough.

        GIN has no order: it would fetch every listing with a common word to sort them. Words of
        pieces of the table keep it near the newest. The first stretch has `length` listings, the
        next as many as what was found so far lets expect; once few are to be expected in all
        the rest it is looked at as a whole.
        """
        newest, found = start, list[int]()
        while True:
            pieces, oldest = stretch_words(newest, length)
            if oldest <= 0:
                return found + _fetch(asked, newest, limit - len(found))
            found += _fetch([*asked, _any_of(pieces)], newest, limit - len(found))
            if len(found) >= limit:
                return found
            newest = oldest - 1
            walked = start - newest
            if len(found) * newest <= FEW * walked:
                return found + _fetch(asked, newest, limit - len(found))
            length = max(2 * length, _stretch(limit - len(found), len(found), walked))

    def _with_edition(self, groups: Sequence[Group]) -> list[Group]:
        """Return groups with the word of the edition, what is rare first: that leads."""
        return [*sorted(groups, key=len), [edition_word(self.edition_id)]]

    def newest_of_all(self) -> int:
        """Return the number of the newest listing of the installation."""
        if self._newest is None:
            self._newest = session.scalar(select(func.max(index_table.c.rowid))) or 0
        return self._newest


def _stretch(missing: int, found: int, walked: int) -> int:
    """Return in how many listings the missing ones are to be expected, and a quarter more."""
    return max(missing * walked * 5 // (4 * found), FIRST_STRETCH) if found else FIRST_STRETCH


def _fetch(asked: Sequence[str], newest: int, limit: int) -> list[int]:
    values: dict[str, object] = {f"asked{place}": one for place, one in enumerate(asked)}
    values |= {"newest": newest, "limit": limit}
    return _ids(_found_postgresql(len(asked)), values)


def _ids(statement: TextClause, values: dict[str, object]) -> list[int]:
    # All at once: a list of the rows fetches them one by one.
    return list(run(statement, values).scalars().all())


def _fts5(groups: list[Group], asked: list[Asked], mark: str) -> str:
    parts = ["(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in groups]
    for part in asked:
        choices = [" AND ".join(f'"{mark}{w}"' for w in choice) for choice in part.choices]
        begun = [f'"{mark}{part.beginning}"*'] if part.beginning else []
        parts.append("(" + " OR ".join([*(f"({choice})" for choice in choices), *begun]) + ")")
    return " AND ".join(parts)


def _tsqueries(groups: list[Group], asked: list[Asked], mark: str) -> list[str]:
    """Return what is asked, one query for each thing, the words first."""
    parts = []
    for part in asked:
        choices = [" & ".join(f"'{mark}{w}'" for w in choice) for choice in part.choices]
        begun = [f"'{mark}{part.beginning}':*"] if part.beginning else []
        parts.append("(" + " | ".join([*(f"({choice})" for choice in choices), *begun]) + ")")
    return parts + [_any_of(group) for group in groups]


def _any_of(group: Group) -> str:
    return " | ".join(f"'{word}'" for word in group)
