"""How many listings an edition shows, by family and condition and by site.

Counted for each page, exactly, as long as that is quick. Counting a million listings takes half a
second: for editions beyond LARGE the worker counts every minute, and pages read what it counted.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from brocante.catalogue.models import Condition, Listing, ListingState, ListingTally
from brocante.companies.models import Participation, ParticipationState
from brocante.core.db import run, session
from brocante.core.transaction import transactional

LARGE = 20_000

Tally = dict[tuple[str | None, str | None], int]

_KEPT = select(ListingTally.family, ListingTally.condition, ListingTally.count).where(
    ListingTally.edition_id == bindparam("edition"), ListingTally.site_id.is_(None)
)
_SHOWN = (Listing.state == ListingState.PUBLISHED, Listing.available.is_(True))


def kept_tally(edition_id: int) -> Tally:
    """Return what the worker counted of a large edition; empty for others."""
    rows = run(_KEPT, {"edition": edition_id})
    return {(family, condition): count for family, condition, count in rows}


def count_by_family(edition_id: int) -> dict[str, int]:
    """Return how many listings of each family an edition shows."""
    kept = kept_tally(edition_id)
    if not kept:
        rows = session.execute(
            select(Listing.family, func.count())
            .where(Listing.edition_id == edition_id, *_SHOWN)
            .group_by(Listing.family)
        )
        return {family: count for family, count in rows if family}
    families: Counter[str] = Counter()
    for (family, _condition), count in kept.items():
        families[family or ""] += count
    return {family: count for family, count in families.items() if family}


def kept_sites(edition_id: int, site_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return how many listings each site of a large edition shows; empty for other editions."""
    statement = select(ListingTally.site_id, ListingTally.count).where(
        ListingTally.edition_id == edition_id, ListingTally.site_id.is_not(None)
    )
    if site_ids is not None:
        statement = statement.where(ListingTally.site_id.in_(site_ids))
    return {site_id: count for site_id, count in session.execute(statement) if site_id}


def recount_large() -> None:
    """Count the large editions anew; only what changed is written."""
    rows = session.execute(
        select(Listing.edition_id, func.count()).where(*_SHOWN).group_by(Listing.edition_id)
    )
    large = {edition_id for edition_id, count in rows if count > LARGE}
    kept = set(session.scalars(select(ListingTally.edition_id).distinct()))
    for edition_id in large | kept:
        counted = _counted(edition_id) if edition_id in large else []
        if _as_set(counted) != _as_set(_kept(edition_id)):
            _keep(edition_id, counted)


def _counted(edition_id: int) -> list[dict[str, Any]]:
    hidden = select(Participation.company_id).where(
        Participation.edition_id == edition_id,
        Participation.state != ParticipationState.APPROVED,
    )
    rows = session.execute(
        select(Listing.site_id, Listing.family, Listing.condition, func.count())
        .where(Listing.edition_id == edition_id, *_SHOWN, Listing.company_id.not_in(hidden))
        .group_by(Listing.site_id, Listing.family, Listing.condition)
    )
    sites: Counter[int] = Counter()
    kinds: Counter[tuple[str | None, Condition | None]] = Counter()
    for site_id, family, condition, count in rows:
        kinds[family, condition] += count
        if site_id:
            sites[site_id] += count
    return [
        *(_row(edition_id, None, family, condition, n) for (family, condition), n in kinds.items()),
        *(_row(edition_id, site_id, None, None, n) for site_id, n in sites.items()),
    ]


def _row(
    edition_id: int,
    site_id: int | None,
    family: str | None,
    condition: Condition | None,
    count: int,
) -> dict[str, Any]:
    return {
        "edition_id": edition_id,
        "site_id": site_id,
        "family": family,
        "condition": condition,
        "count": count,
    }


def _kept(edition_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(
            ListingTally.site_id, ListingTally.family, ListingTally.condition, ListingTally.count
        ).where(ListingTally.edition_id == edition_id)
    )
    return [_row(edition_id, *row) for row in rows]


def _as_set(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(row.values()) for row in rows}


@transactional
def _keep(edition_id: int, rows: list[dict[str, Any]]) -> None:
    session.execute(delete(ListingTally).where(ListingTally.edition_id == edition_id))
    if rows:
        session.execute(insert(ListingTally), rows)
