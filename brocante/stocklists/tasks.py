"""What the worker does with imports: read, keep photos, create, undo; killed, it goes on later."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import MissingObjectError, Store
from brocante.core.transaction import end_reads, transactional
from brocante.stocklists import queries, queue
from brocante.stocklists.apart import Job, Readers, Refused, Understood, understand_apart
from brocante.stocklists.choices import read_choices
from brocante.stocklists.correcting import correct_part
from brocante.stocklists.creating import create_part
from brocante.stocklists.errors import ReadingFailed
from brocante.stocklists.models import (
    ImportState,
    StockListImport,
    StockListPhoto,
    StockListSource,
)
from brocante.stocklists.photo_archive import keep_pictures, read_photos
from brocante.stocklists.rules import LEASE, MOST_ATTEMPTS
from brocante.stocklists.storing import renew, store_reading
from brocante.stocklists.undoing import undo_part

Understanding = Callable[[Job, Callable[[], object], Readers | None], Understood | Refused]

log = logging.getLogger(__name__)

# Three small reads by an index each time: somebody waits for their list.
PAUSE_SECONDS = 0.1
REST_SECONDS = 2.0


def work(store: Store, readers: Readers | None = None) -> bool:
    """Do the next piece of work there is; False when there is none."""
    reading = queue.next_to_read()
    moving = None if reading else queue.next_to_move()
    archive = None if reading else queue.next_with_photos()
    end_reads()
    if reading is not None:
        read_import(reading, store, readers)
    elif archive is not None:
        keep_photos(archive, store)
    elif moving is not None:
        _ = create_part(moving) or correct_part(moving) or undo_part(moving, store)
    else:
        return False
    return True


def read_import(
    import_id: int,
    store: Store,
    readers: Readers | None = None,
    understand: Understanding = understand_apart,
) -> None:
    """Read a list, in a process apart unless said otherwise, and store what it holds.

    The file is gone afterwards.
    """
    job, upload = _claim(import_id, store)
    if job is not None:
        with _without_collector():
            store_reading(import_id, understand(job, lambda: renew(import_id), readers))
    elif upload is not None or _is_waiting(import_id):
        store_reading(import_id, Refused(ReadingFailed.code, {}))
    if upload is not None:
        store.delete(upload)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave circles alone for a while: thousands of lines make none, looking takes a quarter."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@transactional
def _claim(import_id: int, store: Store) -> tuple[Job | None, str | None]:
    """Take a reading over for a while; no job when it failed too often or its file is gone."""
    row = session.scalars(
        select(StockListImport)
        .where(StockListImport.id == import_id, StockListImport.state == ImportState.READING)
        .with_for_update()
    ).one_or_none()
    if row is None or (row.claimed_until is not None and row.claimed_until > clock.now()):
        return None, None
    row.claimed_until, row.attempts = clock.now() + LEASE, row.attempts + 1
    if row.attempts > MOST_ATTEMPTS:
        return None, row.upload_key
    data = _data(row, store)
    if data is None:
        return None, row.upload_key
    access = queries.access_for(row.participation_id)
    return (
        Job(
            data=data,
            name=row.name,
            origin=row.origin,
            choices=read_choices(row.choices),
            habits=queries.habits_of(access.company_id),
            is_again=row.upload_key is None,
        ),
        row.upload_key,
    )


def _data(row: StockListImport, store: Store) -> bytes | None:
    if row.upload_key is None:
        source = session.get(StockListSource, row.id)
        return source.grid if source else None
    try:
        return store.get(row.upload_key)
    except MissingObjectError:
        return None


def _is_waiting(import_id: int) -> bool:
    """Tell whether an import waits for a reading that nobody can do."""
    row = session.get(StockListImport, import_id)
    spent = row is not None and row.attempts > MOST_ATTEMPTS
    is_waiting = row is not None and row.state is ImportState.READING
    has_source = session.get(StockListSource, import_id) is not None
    return is_waiting and (spent or not has_source)


def keep_photos(import_id: int, store: Store) -> None:
    """Keep the photos of an archive, then delete it: its photos tell where they were taken."""
    key = _photos_key(import_id)
    try:
        data = store.get(key) if key else b""
    except MissingObjectError:
        data = b""
    refused = []
    for name, prepared in read_photos(data):
        if prepared is None:
            refused.append(name)
            continue
        values = {
            "key": keep_pictures(store, prepared),
            "width": prepared.large.width,
            "height": prepared.large.height,
            "colour": prepared.colour,
        }
        _keep_photo(import_id, name, values)
    _end_photos(import_id, refused)
    if key:
        store.delete(key)


def _photos_key(import_id: int) -> str | None:
    found = session.scalar(
        select(StockListImport.photos_key).where(StockListImport.id == import_id)
    )
    end_reads()
    return found


@transactional
def _keep_photo(import_id: int, name: str, values: dict[str, object]) -> None:
    known = session.scalars(
        select(StockListPhoto).where(
            StockListPhoto.import_id == import_id, StockListPhoto.name == name
        )
    ).one_or_none()
    if known is None:
        session.add(StockListPhoto(import_id=import_id, name=name, **values))


@transactional
def _end_photos(import_id: int, refused: list[str]) -> None:
    row = session.scalars(
        select(StockListImport).where(StockListImport.id == import_id).with_for_update()
    ).one_or_none()
    if row is not None:
        row.photos_key = None
        row.found = {**(row.found or {}), "refused_photos": refused[:50]}


def run(app: Flask, stop: threading.Event) -> None:
    """Work until `stop` is set; what goes wrong ends one piece, not the worker."""
    store: Store = app.extensions["brocante_store"]
    readers = Readers()
    while not stop.wait(PAUSE_SECONDS):
        try:
            readers.prepare()
            with app.app_context():
                while not stop.is_set() and work(store, readers):
                    readers.prepare()
        except Exception:
            log.exception("a round of imports failed")
            stop.wait(REST_SECONDS)
    readers.close()
