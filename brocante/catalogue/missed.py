"""Searches that nothing answers whole: demand of an edition that was not met.

Words are kept by day, of nobody: no address, no cookie, no hour. What could tell of a person, a
long number or an e-mail address, is taken out first.
"""

import re
from datetime import date

from sqlalchemy import Date, bindparam, func, select, text

from brocante.catalogue.criteria import Reading
from brocante.catalogue.finding import find
from brocante.catalogue.models import MissedSearch
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.editions.models import Edition

MOST_CHARACTERS = 80
# Different searches kept for a day: more than visitors of one edition ask, less than a robot could.
MOST_A_DAY = 2_000

_PERSONAL = re.compile(r"\S*@\S*|\+?\d(?:[ .-]?\d){6,}")
_COUNT = text(
    "INSERT INTO missed_search (edition_id, day, words, count) VALUES (:edition, :day, :words, 1)"
    " ON CONFLICT (edition_id, day, words) DO UPDATE SET count = missed_search.count + 1"
).bindparams(bindparam("day", type_=Date))


def kept_words(typed: str) -> str:
    """Return what is kept of a search: lower case, single spaces, nothing personal."""
    words = " ".join(typed.lower().split())
    # What is taken out may bring two halves of a number together.
    while _PERSONAL.search(words):
        words = " ".join(_PERSONAL.sub(" ", words).split())
    return words[:MOST_CHARACTERS].strip()


def note_missed(edition: Edition, reading: Reading) -> bool:
    """Count a search that nothing answers whole; tell whether it was one."""
    words = kept_words(reading.criteria.text)
    if not words or not find(edition, reading).is_missed:
        return False
    _count(edition.id, clock.today(edition.time_zone), words)
    return True


@transactional
def _count(edition_id: int, day: date, words: str) -> None:
    of_day = (MissedSearch.edition_id == edition_id, MissedSearch.day == day)
    kept = session.scalar(select(func.count()).select_from(MissedSearch).where(*of_day)) or 0
    is_kept = session.get(MissedSearch, (edition_id, day, words)) is not None
    if is_kept or kept < MOST_A_DAY:
        session.execute(_COUNT, {"edition": edition_id, "day": day, "words": words})
