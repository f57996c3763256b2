"""Telling cheaply and exactly whether the database is still as it was."""

import itertools
import threading
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, text

_SNAPSHOT = text("SELECT pg_current_snapshot()")
_serial = itertools.count()
_watchers: WeakKeyDictionary[Engine, "_Watcher"] = WeakKeyDictionary()
_lock = threading.Lock()


class StateUnknown(Exception):
    """The database could not be asked."""


def state_mark(engine: Engine) -> str:
    """Return a text that is the same as an earlier one only if nothing was committed in between.

    PostgreSQL: a snapshot names every transaction whose work is seen; two equal ones see the same.
    SQLite: `PRAGMA data_version` of a connection that itself never writes.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return str(connection.execute(_SNAPSHOT).scalar_one())
    import sqlite3  # noqa: PLC0415 - weighs, and PostgreSQL does without

    with _lock:
        try:
            return (_watchers.get(engine) or _watch(engine)).mark()
        except sqlite3.Error as error:
            raise StateUnknown from error


def quick_mark(engine: Engine) -> str | None:
    """Return the mark where it costs less than any query, which is on SQLite; else None."""
    return None if engine.dialect.name == "postgresql" else state_mark(engine)


def _watch(engine: Engine) -> "_Watcher":
    watcher = _watchers[engine] = _Watcher(str(engine.url.database))
    if not event.contains(engine, "engine_disposed", _stop_watching):
        event.listen(engine, "engine_disposed", _stop_watching)
    return watcher


def _stop_watching(engine: Engine) -> None:
    watcher = _watchers.pop(engine, None)
    if watcher is not None:
        watcher.connection.close()


class _Watcher:
    """A connection that only looks. Marks of two connections never equal each other."""

    def __init__(self, path: str) -> None:
        import sqlite3  # noqa: PLC0415 - as above

        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.serial = next(_serial)

    def mark(self) -> str:
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        return f"{self.serial}.{version}"
