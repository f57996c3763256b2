"""All papers in one go: asked for on a page, made file by file in the worker, fetched later.

Each finished file is stored with its row, so that whoever goes on after a crash begins at the next
one. Files are joined to one archive only while somebody downloads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from brocante.companies.models import Site
from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.printing.errors import NothingToPrint, PapersNotReady
from brocante.printing.gathering import edition_sheet
from brocante.printing.kinds import OF_SITES, Paper
from brocante.printing.models import PaperFile, PaperJob
from brocante.printing.rules import KEPT, LEASE, MOST_ATTEMPTS, JobState
from brocante.printing.sheets import SiteSheet


@dataclass(frozen=True, slots=True)
class Claim:
    """A job one worker goes on with until `until`: no other one does before."""

    job_id: int
    edition_id: int
    company_id: int | None
    plan: list[dict[str, Any]]
    done: int
    until: datetime


def plan_of(sites: list[SiteSheet], label_format: str) -> list[dict[str, Any]]:
    """Return the files of a job in order: name in the archive, paper, site."""
    files: list[dict[str, Any]] = [
        {"name": f"{paper.value}.pdf", "paper": paper.value}
        for paper in Paper
        if paper not in {*OF_SITES, Paper.LABELS}
    ]
    for site in sites:
        folder = f"{site.number:03d}-{slugify(site.company)[:40] or 'depot'}"
        for paper in (Paper.LABELS, *OF_SITES):
            name = f"{folder}/{paper.value}.pdf"
            files.append({"name": name, "paper": paper.value, "site": site.id})
    return [{**file, "format": label_format} for file in files]


@transactional
def ask_for_papers(
    account_id: int, edition: Edition, company_id: int | None, label_format: str
) -> int:
    """Have all papers made in the worker; while the same are on their way, that job is returned."""
    waiting = session.scalars(
        _jobs(edition.id, company_id).where(PaperJob.state == JobState.WAITING)
    ).first()
    if waiting is not None:
        return waiting.id
    sheet = edition_sheet(edition)
    own = set(own_site_ids(edition.id, company_id)) if company_id else None
    sites = [site for site in sheet.sites if own is None or site.id in own]
    if not sites:
        raise NothingToPrint
    job = PaperJob(
        edition_id=edition.id,
        company_id=company_id,
        account_id=account_id,
        plan=plan_of(sites, label_format),
        created_at=clock.now(),
    )
    session.add(job)
    session.flush()
    return job.id


def own_site_ids(edition_id: int, company_id: int | None) -> list[int]:
    """Return the sites of a company in an edition."""
    return list(
        session.scalars(
            select(Site.id).where(Site.edition_id == edition_id, Site.company_id == company_id)
        )
    )


def _jobs(edition_id: int, company_id: int | None) -> Any:
    own = PaperJob.company_id.is_(None) if company_id is None else PaperJob.company_id == company_id
    return (
        select(PaperJob).where(PaperJob.edition_id == edition_id, own).order_by(PaperJob.id.desc())
    )


def latest_job(edition_id: int, company_id: int | None) -> PaperJob | None:
    """Return the last papers asked for by an organiser, or by a company, in an edition."""
    found: PaperJob | None = session.scalars(_jobs(edition_id, company_id).limit(1)).first()
    return found


def own_job(
    edition_id: int, company_id: int | None, job_id: int, *, any_company: bool = False
) -> PaperJob:
    """Return a job of an edition, for everybody or for a company; raises PapersNotReady."""
    found = session.get(PaperJob, job_id, populate_existing=True)
    is_own = found is not None and (any_company or found.company_id == company_id)
    if found is None or not is_own or found.edition_id != edition_id:
        raise PapersNotReady
    return found


def files_of(job: PaperJob) -> list[PaperFile]:
    """Return the finished files of a job."""
    statement = select(PaperFile).where(PaperFile.job_id == job.id).order_by(PaperFile.position)
    return list(session.scalars(statement))


def is_waiting() -> bool:
    """Tell whether a job waits that nobody is at."""
    return session.scalar(_due().with_only_columns(PaperJob.id).limit(1)) is not None


def _due() -> Any:
    free = PaperJob.claimed_until.is_(None) | (PaperJob.claimed_until < clock.now())
    return select(PaperJob).where(PaperJob.state == JobState.WAITING, free).order_by(PaperJob.id)


@transactional
def claim() -> Claim | None:
    """Take the oldest job nobody is at, for a while; one that failed too often is given up."""
    row = session.scalars(_due().limit(1).with_for_update()).first()
    if row is None:
        return None
    row.attempts += 1
    if row.attempts > MOST_ATTEMPTS:
        row.state, row.finished_at = JobState.FAILED, clock.now()
        return None
    row.claimed_until = clock.now() + LEASE
    session.flush()
    return Claim(
        row.id, row.edition_id, row.company_id, list(row.plan), row.done, row.claimed_until
    )


@transactional
def keep_file(taken: Claim, name: str, key: str, size: int) -> Claim | None:
    """Note a finished file and hold the job for longer; None when another worker has it now."""
    position, until = taken.done, clock.now() + LEASE
    values: dict[str, Any] = {"done": position + 1, "attempts": 0, "claimed_until": until}
    if position + 1 == len(taken.plan):
        values |= {"state": JobState.DONE, "finished_at": clock.now(), "claimed_until": None}
    held = session.execute(
        update(PaperJob)
        .where(
            PaperJob.id == taken.job_id,
            PaperJob.claimed_until == taken.until,
            PaperJob.done == position,
        )
        .values(values)
        .returning(PaperJob.id)
        .execution_options(synchronize_session=False)
    ).first()
    if held is None:
        return None
    session.add(PaperFile(job_id=taken.job_id, position=position, name=name, key=key, size=size))
    return Claim(taken.job_id, taken.edition_id, taken.company_id, taken.plan, position + 1, until)


@transactional
def let_go(taken: Claim) -> None:
    """Give a job back, so that it goes on at once elsewhere; this attempt does not count."""
    session.execute(
        update(PaperJob)
        .where(PaperJob.id == taken.job_id, PaperJob.claimed_until == taken.until)
        .values(claimed_until=None, attempts=0)
        .execution_options(synchronize_session=False)
    )


@transactional
def forget_papers(store: Store) -> int:
    """Delete papers made more than a week ago with their files; return how many jobs."""
    over = list(session.scalars(select(PaperJob).where(PaperJob.created_at < clock.now() - KEPT)))
    for key in _keys([job.id for job in over]):
        store.delete(key)
    if over:
        session.execute(delete(PaperJob).where(PaperJob.id.in_([job.id for job in over])))
    return len(over)


def _keys(job_ids: list[int]) -> Iterator[str]:
    if job_ids:
        yield from session.scalars(select(PaperFile.key).where(PaperFile.job_id.in_(job_ids)))
