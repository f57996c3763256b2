"""Imports of stock lists: sent, questioned, corrected line by line, then left to the worker.

What takes long (reading, creating, undoing) only changes the state here; `tasks` does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select, type_coerce, update

from brocante.catalogue.errors import NotReady
from brocante.catalogue.models import Listing, ListingState, ListingStock
from brocante.catalogue.search import index_listings
from brocante.catalogue.service import standing_problems
from brocante.companies.models import Participation
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import QuantityType, session
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.core.units import ZERO
from brocante.stocklists import queries
from brocante.stocklists.choices import Choices, read_choices
from brocante.stocklists.errors import (
    AlreadyPromised,
    ColumnNotKept,
    NotAZip,
    NothingSent,
    NothingToCreate,
    NotNow,
    StillReading,
    TooLarge,
)
from brocante.stocklists.forgetting import forget_import
from brocante.stocklists.memory import remember
from brocante.stocklists.models import (
    Group,
    ImportState,
    Origin,
    StockListImport,
    StockListLine,
    StockListSource,
)
from brocante.stocklists.reading import MOST_BYTES
from brocante.stocklists.roles import Role
from brocante.stocklists.rules import EDITABLE

LONGEST_NAME = 200
PART = 500
_promised = type_coerce(ListingStock.reserved + ListingStock.handed_over, QuantityType())
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sent:
    """A list as it arrived: the bytes of a file or of a text, and photos in one .zip or none."""

    data: bytes
    name: str = ""
    origin: Origin = Origin.FILE
    photos: bytes = b""
    choices: Choices = field(default_factory=Choices)


def start_import(account_id: int | None, access: CompanyAccess, sent: Sent, store: Store) -> int:
    """Take a list in and leave it to the worker; return the number of the import.

    The file waits in the store, not in the database, and is deleted as soon as it is read: it
    holds purchase costs (R6). Raises NothingSent, TooLarge, NotAZip or StillReading.
    """
    if not sent.data.strip():
        raise NothingSent
    if len(sent.data) > MOST_BYTES:
        raise TooLarge
    if sent.photos and not sent.photos.startswith(_ZIP):
        raise NotAZip
    import_id, upload, photos = _announce(account_id, access, sent)
    store.put(upload, sent.data, "application/octet-stream")
    if photos:
        store.put(photos, sent.photos, "application/zip")
    _release(import_id)
    return import_id


@transactional
def _announce(
    account_id: int | None, access: CompanyAccess, sent: Sent
) -> tuple[int, str, str | None]:
    """Make the import before its file is kept, so that no file is ever left without one."""
    _hold(access)
    if queries.is_busy(access):
        raise StillReading
    word = new_token().lower().replace("-", "0").replace("_", "1")
    photos = f"imports/p{word}" if sent.photos else None
    row = StockListImport(
        participation_id=access.participation_id,
        author_id=account_id,
        created_at=clock.now(),
        updated_at=clock.now(),
        name=sent.name[:LONGEST_NAME],
        origin=sent.origin,
        state=ImportState.WAITING,
        choices=sent.choices.to_json(),
        upload_key=f"imports/u{word}",
        photos_key=photos,
    )
    session.add(row)
    session.flush()
    return row.id, f"imports/u{word}", photos


@transactional
def _release(import_id: int) -> None:
    """Let the worker begin: the file is there."""
    session.execute(
        update(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.WAITING)
        .values(state=ImportState.READING)
    )


@transactional
def answer(access: CompanyAccess, import_id: int, choices: Choices) -> None:
    """Store what was said of the list; the worker understands it again from the kept cells.

    What is edited stays. Raises NotNow once listings came of it, ColumnNotKept when a column of
    purchase costs shall be something else: its cells were never kept.
    """
    row = _editable(access, import_id)
    before = read_choices(row.choices)
    remember(access.company_id, row.found or {}, choices)
    if _has_made(import_id) or session.get(StockListSource, import_id) is None:
        raise NotNow
    if any(_was_cost(before, name, letter, role) for name, letter, role in _roles(choices)):
        raise ColumnNotKept
    row.choices = choices.to_json()
    row.state, row.attempts, row.claimed_until = ImportState.READING, 0, None
    row.updated_at = clock.now()


def _roles(choices: Choices) -> list[tuple[str, str, Role]]:
    return [
        (name, letter, role)
        for name, chosen in choices.sheets.items()
        for letter, role in chosen.roles.items()
    ]


def _was_cost(before: Choices, sheet: str, letter: str, role: Role) -> bool:
    was = before.of_sheet(sheet).roles.get(letter)
    return was is Role.PURCHASE and role is not Role.PURCHASE


@transactional
def create(access: CompanyAccess, import_id: int, *, is_publishing: bool) -> None:
    """Have the worker make listings of the lines that are ready; twice at once is once.

    Raises NotReady with every reason why the company cannot publish now, NothingToCreate.
    """
    row = _held(access, import_id)
    if row.state is ImportState.CREATING:
        return
    if row.state not in EDITABLE:
        raise NotNow
    if is_publishing and (problems := standing_problems(access)):
        raise NotReady(problems)
    counts = queries.counts_by_group(import_id)
    gone = queries.agreed_gone(import_id)
    if not counts.get(Group.READY) and not gone:
        if counts.get(Group.MADE):
            return  # pressed again once all is done
        raise NothingToCreate
    row.state, row.is_publishing = ImportState.CREATING, is_publishing
    row.done, row.total = 0, counts.get(Group.READY, 0) + gone
    row.updated_at = clock.now()


@transactional
def undo(access: CompanyAccess, import_id: int) -> None:
    """Take a whole import back; raises AlreadyPromised when something of it is reserved or gone.

    What it made is out of visitors' sight at once; the worker does the rest.
    """
    row = _held(access, import_id)
    if row.state in {ImportState.UNDOING, ImportState.UNDONE}:
        return
    if row.state is not ImportState.DONE:
        raise NotNow
    _hide_made(import_id)
    row.state, row.done, row.updated_at = ImportState.UNDOING, 0, clock.now()


def _hide_made(import_id: int) -> None:
    """Withdraw what the import made, holding the stock of all of it against new promises."""
    made = (
        select(ListingStock.listing_id)
        .join(StockListLine, StockListLine.listing_id == ListingStock.listing_id)
        .where(StockListLine.import_id == import_id, StockListLine.before.is_(None))
        .order_by(ListingStock.listing_id)
        .with_for_update(of=ListingStock)
    )
    ids = list(session.scalars(made))
    promised: list[str] = []
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        promised += session.scalars(
            select(Listing.title)
            .join(ListingStock, ListingStock.listing_id == Listing.id)
            .where(Listing.id.in_(part), _promised > ZERO)
            .order_by(Listing.id)
        )
    if promised:
        raise AlreadyPromised(count=len(promised), title=promised[0])
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        session.execute(
            update(Listing)
            .where(Listing.id.in_(part), Listing.state == ListingState.PUBLISHED)
            .values(state=ListingState.WITHDRAWN)
            .execution_options(synchronize_session=False)
        )
        index_listings(part)


@transactional
def discard(access: CompanyAccess, import_id: int, store: Store) -> None:
    """Forget an import of which no listing came, with its file; raises NotNow otherwise."""
    row = _held(access, import_id)
    if row.state in {ImportState.CREATING, ImportState.UNDOING} or _has_made(import_id):
        raise NotNow
    forget_import(row, store)


def _hold(access: CompanyAccess) -> None:
    """Hold the participation until the unit ends: two files sent at once follow each other."""
    session.scalar(
        select(Participation.id)
        .where(Participation.id == access.participation_id)
        .with_for_update()
    )


def _held(access: CompanyAccess, import_id: int) -> StockListImport:
    """Return an own import, held until the unit ends."""
    session.scalar(
        select(StockListImport.id).where(StockListImport.id == import_id).with_for_update()
    )
    return queries.own_import(access, import_id)


def _editable(access: CompanyAccess, import_id: int) -> StockListImport:
    row = _held(access, import_id)
    if row.state not in EDITABLE:
        raise NotNow
    return row


def _has_made(import_id: int) -> bool:
    statement = select(StockListLine.id).where(
        StockListLine.import_id == import_id, StockListLine.listing_id.is_not(None)
    )
    return session.scalar(statement.limit(1)) is not None


def merged_choices(stored: Mapping[str, Any], **changes: Any) -> Choices:
    """Return stored choices with some changed, as a form of questions sends them."""
    return replace(read_choices(stored), **changes)
