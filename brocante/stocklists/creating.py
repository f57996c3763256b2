"""Making listings of lines, some dozens at a time: each part is stored whole or not at all.

A line that gave a listing carries its number, written in the same unit: whatever crashes, and
however often this is called, a line never gives two.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from brocante.catalogue import intake
from brocante.catalogue.models import Photo
from brocante.catalogue.rules import MAX_PHOTOS
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.transaction import transactional
from brocante.stocklists import contexts, queries
from brocante.stocklists.describing import described
from brocante.stocklists.judging import Judgement, apply, judge
from brocante.stocklists.models import (
    Group,
    ImportState,
    Kind,
    StockListImport,
    StockListLine,
    StockListPhoto,
)
from brocante.stocklists.photo_names import photos_for
from brocante.stocklists.rules import CHUNK
from brocante.stocklists.snapshots import snapshot


@transactional
def create_part(import_id: int, size: int = CHUNK) -> bool:
    """Make listings of the next lines that are ready; False once none is left."""
    row = session.scalars(
        select(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.CREATING)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    lines = _next_lines(import_id, size)
    access = queries.access_for(row.participation_id)
    if lines:
        _create(access, row, lines)
        row.done += len(lines)
    else:
        row.state = ImportState.DONE
    row.updated_at = clock.now()
    return bool(lines)


def _next_lines(import_id: int, size: int) -> list[StockListLine]:
    ready = (*queries.in_group(import_id, Group.READY), StockListLine.listing_id.is_(None))
    gone = (*queries.in_group(import_id, Group.GONE), StockListLine.is_same.is_(True))
    for conditions in (ready, gone):
        statement = select(StockListLine).where(*conditions, StockListLine.note.is_(None))
        lines = list(session.scalars(statement.order_by(StockListLine.place).limit(size)))
        if lines:
            return lines
    return []


def _create(access: CompanyAccess, row: StockListImport, lines: Sequence[StockListLine]) -> None:
    context = contexts.context_of(access, row, lines)
    photos = queries.photos_of_import(row.id)
    judged = [(line, judge(line, context)) for line in lines]
    new = [(line, one) for line, one in judged if _is_new(one)]
    offers = [described(one.proposal.offer, line.parsed or {}) for line, one in new]
    ids = intake.add_listings(access, row.author_id, offers, is_shown=row.is_publishing)
    for (line, _one), listing_id in zip(new, ids, strict=True):
        line.listing_id = listing_id
    known = [(line, one) for line, one in judged if not _is_new(one)]
    for line, one in sorted(known, key=lambda pair: pair[0].match_id or 0):
        _follow(access, row, line, one)
    for line, one in judged:
        _attach(line, one, photos)
        if line.listing_id is not None:
            line.stand = Group.MADE
    session.flush()


def _is_new(one: Judgement) -> bool:
    return one.group is Group.READY and one.present is None


def _follow(
    access: CompanyAccess, row: StockListImport, line: StockListLine, one: Judgement
) -> None:
    """Change the listing a line is about, or hide one that is gone; else say why not."""
    present = one.present
    if one.group is Group.GONE and line.match_id is not None:
        _hide(access, line)
        return
    if one.group is not Group.READY or present is None:
        apply(line, one)  # something changed since it was ready
        return
    is_shown = row.is_publishing
    if one.kind is Kind.CHANGED or (is_shown and present.state != "published"):
        try:
            with session.begin_nested():
                intake.change_listing(
                    access, row.author_id, present.id, one.proposal.offer, is_shown=is_shown
                )
        except DomainError as error:
            line.stand, line.reason = Group.CHECK, type(error).__name__
            return
        line.before = snapshot(present)
    else:
        line.before = {}
    line.listing_id = present.id


def _hide(access: CompanyAccess, line: StockListLine) -> None:
    listing_id = line.match_id or 0
    present = intake.standing_listings(access, [listing_id]).get(listing_id)
    if present is not None and intake.hide_listing(access, listing_id):
        line.before, line.listing_id = snapshot(present), listing_id
    else:
        line.note = {"code": "promised"}


def _attach(line: StockListLine, one: Judgement, photos: dict[str, StockListPhoto]) -> None:
    """Show the photos that a line names, or that bear its reference, on its listing."""
    if line.listing_id is None or not photos or line.parsed is None:
        return
    wanted = photos_for(line.parsed, one.proposal.offer.reference, photos)
    shown = set(session.scalars(select(Photo.upload_id).where(Photo.listing_id == line.listing_id)))
    room = MAX_PHOTOS - len(shown)
    fresh = [photo for photo in wanted if photo.key[:40] not in shown][: max(room, 0)]
    session.add_all(
        Photo(
            listing_id=line.listing_id,
            upload_id=photo.key[:40],
            key=photo.key,
            position=len(shown) + position,
            width=photo.width,
            height=photo.height,
            colour=photo.colour,
            created_at=clock.now(),
        )
        for position, photo in enumerate(fresh, start=1)
    )
