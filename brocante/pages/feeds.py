"""The newest listings of a search, for readers of feeds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from brocante.catalogue.cards import Card, make_cards
from brocante.catalogue.criteria import Reading, Sort
from brocante.catalogue.finding import Found, find
from brocante.catalogue.models import Listing
from brocante.core.db import session
from brocante.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing of a feed."""

    card: Card
    code: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What a search finds, the newest first."""

    found: Found
    entries: Sequence[Entry]

    @property
    def updated_at(self) -> datetime | None:
        """When the newest of it was published."""
        return max((entry.published_at for entry in self.entries), default=None)


def newest_of(edition: Edition, reading: Reading) -> Feed:
    """Return the newest listings that fit, whatever order was asked for.

    A list shows what comes near when nothing fits; a feed waits until something does.
    """
    criteria = replace(reading.criteria, sort=Sort.RECENT, cursor=None)
    found = find(edition, replace(reading, criteria=criteria))
    has_given_up = len(found.notes) > len(reading.notes)
    rows = [] if has_given_up else found.page.rows
    published = _published([row.id for row in rows])
    cards = make_cards(rows)
    entries = [
        Entry(card, row.code, published[row.id])
        for row, card in zip(rows, cards, strict=True)
        if row.id in published
    ]
    return Feed(found, sorted(entries, key=lambda entry: entry.published_at, reverse=True))


def _published(ids: Sequence[int]) -> dict[int, datetime]:
    rows = session.execute(
        select(Listing.id, Listing.published_at, Listing.created_at).where(Listing.id.in_(ids))
    )
    return {listing_id: published or created for listing_id, published, created in rows}
