"""What the search field proposes while somebody types: titles that begin so, with their number."""

import re
import time
from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import select

from brocante.catalogue.models import Listing
from brocante.catalogue.queries import hidden_companies
from brocante.catalogue.search_index import TITLE
from brocante.catalogue.selecting import shown
from brocante.catalogue.shelf import Shelf
from brocante.catalogue.tallies import kept_tally
from brocante.catalogue.vocabulary import used_words
from brocante.catalogue.wishes import read_wish
from brocante.catalogue.words import Asked, asked_words
from brocante.core.among import among
from brocante.core.db import session

# So many of the newest titles are looked at, however many there are.
LOOKED_AT = 200
MOST = 7
_ONE_LETTER = re.compile(r"\s\w$")
LONGEST = 120
# Of a large edition the words used are read once a minute.
USED_SECONDS = 60
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title to look for, and how many of the newest listings have it."""

    text: str
    count: int


def suggest(edition_id: int, typed: str) -> list[Suggestion]:
    """Return titles that have what was typed, the last word as a beginning; the most used first."""
    plain = " ".join(typed[:LONGEST].split()) + (" " if typed[-1:].isspace() else "")
    # A single letter says too little yet.
    asked = asked_words(_ONE_LETTER.sub(" ", read_wish(plain).words))
    if not asked:
        return []
    if asked[-1].beginning and kept_tally(edition_id):
        asked[-1] = _ended(asked[-1], asked[-1].beginning, edition_id)
    ids = Shelf(edition_id).newest(asked, limit=LOOKED_AT, mark=TITLE)
    if not ids:
        return []
    conditions = shown(edition_id, hidden_companies(edition_id))
    titles = session.scalars(
        select(Listing.title).where(among(Listing.id, ids), *conditions).order_by(Listing.id.desc())
    )
    return [Suggestion(title, count) for title, count in Counter(titles).most_common(MOST)]


def _ended(part: Asked, beginning: str, edition_id: int) -> Asked:
    """Return the words used here that begin so in place of a beginning, if there are any.

    In a large edition all listings with a word that begins so are too many to be gathered at each
    letter. Words none of the newest listings has are few.
    """
    minute = "minute", int(time.monotonic()) // USED_SECONDS
    used = used_words(session.get_bind(), edition_id, minute)
    words = [word for word in used if word.startswith(beginning)][:MOST_WORDS]
    if not words:
        return part
    return replace(part, choices=(*part.choices, *((word,) for word in words)), beginning=None)
