"""What counters leave behind: phones forget their secrets, notes what nobody could read.

A note that counted holds numbers only, and the name of a gate; it stays as the ledger does. What
could not be read is kept as it was sent, and might hold anything: it goes with the visitors' names.
"""

from datetime import timedelta

from sqlalchemy import select, update

from brocante.companies.models import Site
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.counter.models import CounterAccess, CounterPhone, EntryState, JournalEntry
from brocante.editions.models import Edition
from brocante.reservations.service import KEPT_DAYS

_FORGOTTEN = ""  # no secret has this hash


@transactional
def purge(days: int = KEPT_DAYS) -> int:
    """Erase what phones told of themselves and unreadable notes, when visitors are erased.

    Return how many phones and notes. A phone that comes later still opens nothing.
    """
    last_day = (clock.now() - timedelta(days=days)).date()
    sites = (
        select(Site.id)
        .join(Edition, Edition.id == Site.edition_id)
        .where(Edition.ends_on < last_day)
    )
    phones = session.execute(
        update(CounterPhone)
        .where(
            CounterPhone.access_id.in_(
                select(CounterAccess.id).where(CounterAccess.site_id.in_(sites))
            ),
            CounterPhone.secret_hash != _FORGOTTEN,
        )
        .values(secret_hash=_FORGOTTEN, rehearsal=None)
        .returning(CounterPhone.id)
        .execution_options(synchronize_session=False)
    )
    unread = session.scalars(
        select(JournalEntry).where(
            JournalEntry.site_id.in_(sites), JournalEntry.state == EntryState.REFUSED
        )
    )
    texts = [entry for entry in unread if "text" in entry.note]
    for entry in texts:
        entry.note = {name: kept for name, kept in entry.note.items() if name != "text"}
    return len(phones.all()) + len(texts)
