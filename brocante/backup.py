"""One tar that holds an installation: its database, whole at one instant, and its photos.

The key that signs cookies stays out: after a restore elsewhere people sign in again.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, make_url

from brocante.config import Settings
from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.core.folder import folder_of
from brocante.core.text import N_
from brocante.upkeep import has_tables, upgrade_database

SQLITE, POSTGRESQL, FILES, ABOUT = "database.sqlite3", "database.pgdump", "files", "about.json"
DRAFT = "backup.tar"


class NotABackup(DomainError):
    """The file was not made by `brocante backup`, or is damaged."""

    message = N_("This file is not a backup of Brocante, or it is damaged.")


class OtherDatabase(DomainError):
    """A backup of SQLite cannot be read into PostgreSQL, nor the reverse."""

    message = N_("The backup holds another kind of database than BROCANTE_DATABASE_URL names.")


class AlreadyFilled(DomainError):
    """Restoring would replace what is there."""

    message = N_("This installation holds data already. Stop it, then restore with --replace.")


class FileExists(DomainError):
    """Backing up would replace a file, perhaps the only good backup."""

    message = N_("%(file)s is there already. Choose another name, or add --replace.")


class NoPostgresTools(DomainError):
    """PostgreSQL is copied by its own programs."""

    message = N_("%(program)s was not found. Debian: apt-get install postgresql-client.")


class PostgresFailed(DomainError):
    """A program of PostgreSQL refused; its own words say why."""

    message = N_("%(program)s failed: %(reason)s")


def back_up(settings: Settings, target: Path, *, replace: bool = False) -> bool:
    """Write the tar, also while the installation runs; False when photos lie in a bucket.

    The database is copied first: photos added meanwhile are only more than needed. The tar gets its
    name once it is whole; what fails before leaves nothing behind. Raises FileExists.
    """
    if target.exists() and not replace:
        raise FileExists(file=str(target))
    url = make_url(settings.database_url)
    folder = folder_of(settings.storage_url)
    # In the same folder, as a file is renamed at one instant only within one file system.
    with TemporaryDirectory(dir=target.parent) as name:
        draft = Path(name) / DRAFT
        with tarfile.open(draft, "w") as tar:
            copy = Path(name) / (SQLITE if _is_sqlite(url) else POSTGRESQL)
            (_copy_sqlite if _is_sqlite(url) else _dump_postgresql)(url, copy)
            about = Path(name) / ABOUT
            written = {"made_at": clock.now().isoformat(), "database": copy.name}
            about.write_text(json.dumps(written))
            for path in (about, copy):
                tar.add(path, path.name)
            if folder is not None and folder.is_dir():
                tar.add(folder, FILES, filter=_kept)
        draft.chmod(0o600)  # it holds names and addresses
        draft.replace(target)
    return folder is not None


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out stock lists that wait to be read: they hold purchase costs (R6)."""
    return None if member.name.startswith(f"{FILES}/imports") else member


def restore(settings: Settings, source: Path, *, replace: bool) -> None:
    """Put a backup in the place of this installation, which must be stopped, then upgrade it."""
    url = make_url(settings.database_url)
    with TemporaryDirectory(dir=settings.instance) as name:
        folder = Path(name)
        kind = _unpack(source, folder)
        if kind != (SQLITE if _is_sqlite(url) else POSTGRESQL):
            raise OtherDatabase
        if not replace and _is_filled(settings, url):
            raise AlreadyFilled
        (_place_sqlite if _is_sqlite(url) else _load_postgresql)(url, folder / kind)
        photos = folder_of(settings.storage_url)
        if photos is not None and (folder / FILES).is_dir():
            shutil.copytree(folder / FILES, photos, dirs_exist_ok=True)
    upgrade_database(settings)


def _unpack(source: Path, folder: Path) -> str:
    """Unpack a backup and return the name of its database."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        kind = str(json.loads((folder / ABOUT).read_text())["database"])
    except (OSError, tarfile.TarError, ValueError, KeyError):
        raise NotABackup from None
    if kind not in {SQLITE, POSTGRESQL} or not (folder / kind).is_file():
        raise NotABackup
    return kind


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _is_filled(settings: Settings, url: URL) -> bool:
    if _is_sqlite(url):
        return Path(url.database or "").exists()
    return has_tables(settings)


def _copy_sqlite(url: URL, copy: Path) -> None:
    """Copy by SQLite's own backup: whole at one instant while others write."""
    with (
        closing(sqlite3.connect(url.database or "")) as live,
        closing(sqlite3.connect(copy)) as out,
    ):
        live.backup(out)
        # A copy is one file: without this it would need its -wal beside it.
        out.execute("PRAGMA journal_mode = DELETE")


def _place_sqlite(url: URL, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise NotABackup
    target = Path(url.database or "")
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    shutil.move(copy, target)


def _dump_postgresql(url: URL, copy: Path) -> None:
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={copy}")


def _load_postgresql(url: URL, copy: Path) -> None:
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    _run("pg_restore", url, *options, f"--dbname={url.database}", str(copy))


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password travels by environment, not by command line."""
    found = shutil.which(program)
    if found is None:
        raise NoPostgresTools(program=program)
    host = url.host or url.query.get("host")
    given = {
        "PGHOST": host if isinstance(host, str) else None,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
    }
    environment = {**os.environ, **{name: text for name, text in given.items() if text}}
    done = subprocess.run(  # noqa: S603 - a fixed program, arguments of our own
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        reason = " ".join(done.stderr.split())[:300]
        raise PostgresFailed(program=program, reason=reason)
