"""Reads about editions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from brocante.accounts.queries import Identity
from brocante.core.db import from_row, run, session
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import Edition, EditionState
from brocante.editions.rules import is_over

# Built once: every page of an edition begins with it.
_BY_SLUG = select(Edition.__table__).where(Edition.slug == bindparam("slug"))


def find_edition(slug: str) -> Edition | None:
    """Return the edition at `/<slug>/`, whatever its state; to be read only."""
    row = run(_BY_SLUG, {"slug": slug}).one_or_none()
    return None if row is None else from_row(Edition, row)


def edition(edition_id: int) -> Edition | None:
    """Return an edition by its id."""
    return session.get(Edition, edition_id)


def editions_of(organiser_ids: Iterable[int]) -> list[Edition]:
    """Return the editions of some organisers, the latest first."""
    statement = (
        select(Edition)
        .where(Edition.organiser_id.in_(list(organiser_ids)))
        .order_by(Edition.starts_on.desc(), Edition.id.desc())
    )
    return list(session.scalars(statement))


def public_editions(limit: int = 50) -> list[Edition]:
    """Return the editions visitors may see, the nearest to come first, then the past ones."""
    statement = (
        select(Edition)
        .where(Edition.state.not_in([EditionState.DRAFT]))
        .order_by(Edition.starts_on.desc(), Edition.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def only_edition(now: datetime) -> Edition | None:
    """Return the edition every visitor comes for: the only public one that is not over, else the
    only one there was; None when there are several, or none.
    """
    editions = public_editions()
    found = [edition for edition in editions if not is_over(edition, now)] or editions
    return found[0] if len(found) == 1 else None


def own_edition(who: Identity, edition_id: int) -> Edition:
    """Return an edition of an organiser one works for; raises EditionNotFound."""
    found = session.get(Edition, edition_id)
    if found is None or found.organiser_id not in who.organisers:
        raise EditionNotFound
    return found


def slug_is_taken(slug: str, except_id: int | None = None) -> bool:
    """Tell whether another edition has that address."""
    found = session.scalar(select(Edition.id).where(Edition.slug == slug))
    return found is not None and found != except_id
