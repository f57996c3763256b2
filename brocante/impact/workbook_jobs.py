"""The workbook of a long ledger: asked for on the page, made in the worker, fetched later.

Its rows take a third of a millisecond each, so that 10^5 lines would hold a web process for most
of a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, literal, select, update

from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import MissingObjectError, Store
from brocante.core.transaction import transactional
from brocante.counter.models import Handover
from brocante.impact.errors import WorkbookNotReady
from brocante.impact.models import WorkbookJob
from brocante.printing.rules import KEPT, MOST_ATTEMPTS, JobState

# From this many lines of the ledger on a workbook takes longer than two seconds.
LONG = 5_000
# A workbook is one step: another worker begins it anew only after this.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """A workbook one worker makes until `until`."""

    job_id: int
    edition_id: int
    language: str
    until: datetime


def is_long(edition_id: int) -> bool:
    """Tell whether the ledger of an edition has too many lines for a page to wait for."""
    beyond = select(literal(1)).select_from(Handover).where(Handover.edition_id == edition_id)
    return session.scalar(beyond.limit(1).offset(LONG)) is not None


@transactional
def ask_for_workbook(who: Identity, edition_id: int, language: str) -> int:
    """Have the workbook made; while one is on its way, that one is returned."""
    found = latest_job(edition_id)
    if found is not None and found.state is JobState.WAITING:
        return found.id
    job = WorkbookJob(
        edition_id=edition_id, account_id=who.id, language=language, created_at=clock.now()
    )
    session.add(job)
    session.flush()
    return job.id


def latest_job(edition_id: int) -> WorkbookJob | None:
    """Return the last workbook asked for in an edition."""
    own = select(WorkbookJob).where(WorkbookJob.edition_id == edition_id)
    found: WorkbookJob | None = session.scalars(own.order_by(WorkbookJob.id.desc())).first()
    return found


def read_workbook(edition_id: int, store: Store) -> bytes:
    """Return the last workbook that was made; raises WorkbookNotReady."""
    job = session.scalars(
        select(WorkbookJob)
        .where(WorkbookJob.edition_id == edition_id, WorkbookJob.state == JobState.DONE)
        .order_by(WorkbookJob.id.desc())
        .limit(1)
    ).first()
    if job is None:
        raise WorkbookNotReady
    try:
        return store.get(job.key)
    except MissingObjectError:
        raise WorkbookNotReady from None


def is_waiting() -> bool:
    """Tell whether a workbook waits that nobody makes."""
    return session.scalar(_due().with_only_columns(WorkbookJob.id).limit(1)) is not None


def _due() -> Any:
    free = WorkbookJob.claimed_until.is_(None) | (WorkbookJob.claimed_until < clock.now())
    waiting = select(WorkbookJob).where(WorkbookJob.state == JobState.WAITING, free)
    return waiting.order_by(WorkbookJob.id)


@transactional
def claim() -> Claim | None:
    """Take the oldest workbook nobody makes; one that failed too often is given up."""
    row = session.scalars(_due().limit(1).with_for_update()).first()
    if row is None:
        return None
    row.attempts += 1
    if row.attempts > MOST_ATTEMPTS:
        row.state, row.finished_at = JobState.FAILED, clock.now()
        return None
    row.claimed_until = clock.now() + LEASE
    session.flush()
    return Claim(row.id, row.edition_id, row.language, row.claimed_until)


@transactional
def keep_workbook(taken: Claim, key: str) -> bool:
    """Note where the workbook is; False when another worker has it now."""
    return _change(taken, key=key, state=JobState.DONE, finished_at=clock.now(), claimed_until=None)


@transactional
def let_go(taken: Claim) -> None:
    """Give a workbook back, so that it is made elsewhere; this attempt does not count."""
    _change(taken, claimed_until=None, attempts=0)


@transactional
def note_failure(taken: Claim) -> None:
    """Give back a workbook that could not be made; the attempt counts."""
    _change(taken, claimed_until=None)


def _change(taken: Claim, **values: Any) -> bool:
    held = session.execute(
        update(WorkbookJob)
        .where(WorkbookJob.id == taken.job_id, WorkbookJob.claimed_until == taken.until)
        .values(values)
        .returning(WorkbookJob.id)
        .execution_options(synchronize_session=False)
    ).first()
    return held is not None


@transactional
def forget_workbooks(store: Store) -> int:
    """Delete workbooks asked for more than a week ago with their files; return how many."""
    over = session.execute(
        select(WorkbookJob.id, WorkbookJob.key).where(WorkbookJob.created_at < clock.now() - KEPT)
    ).all()
    for _, key in over:
        if key:
            store.delete(key)
    if over:
        session.execute(delete(WorkbookJob).where(WorkbookJob.id.in_([row.id for row in over])))
    return len(over)
