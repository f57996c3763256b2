"""What was backed up comes back: database and photos, on both databases."""

import os
import tarfile
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from brocante import backup
from brocante.app import create_app
from brocante.config import Settings
from brocante.core.db import db, session
from brocante.reservations.models import Reservation
from tests.factories import make_reservation, make_stall
from tests.support.postgres import drop_database, fresh_database, programs_folder


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the very server the tests run: older ones refuse to copy it."""
    monkeypatch.setenv("PATH", str(programs_folder()), prepend=os.pathsep)


@pytest.fixture
def elsewhere(settings: Settings, database: str, tmp_path: Path):
    """The settings of another, empty installation with the same kind of database."""
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    if database == "postgresql":
        url = fresh_database("brocante_restored")
    yield replace(settings, database_url=url, storage_url=f"file://{tmp_path / 'other files'}")
    if database == "postgresql":
        drop_database("brocante_restored")


def _names(settings: Settings) -> list[str]:
    app = create_app(settings)
    with app.app_context():
        names = list(session.scalars(text("SELECT name FROM reservation ORDER BY id")))
        db.session.remove()
        db.engine.dispose()
    return names


def test_everything_comes_back(
    app: Flask, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    _edition, _site, listing, slot = make_stall()
    kept = make_reservation(slot, listing)
    app.extensions["brocante_store"].put("photos/ab/abc-400.webp", b"picture", "image/webp")
    target = tmp_path / "backup.tar"
    assert backup.back_up(settings, target)
    make_reservation(slot, listing, name="After the backup")
    backup.restore(elsewhere, target, replace=False)
    assert _names(elsewhere) == [kept.name]
    restored = create_app(elsewhere).extensions["brocante_store"]
    assert restored.get("photos/ab/abc-400.webp") == b"picture"


def test_a_backup_is_for_its_owner_only_and_holds_no_key(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup.tar"
    backup.back_up(settings, target)
    assert target.stat().st_mode & 0o077 == 0
    with tarfile.open(target) as tar:
        assert not [name for name in tar.getnames() if "secret" in name]


def test_data_that_is_there_is_not_replaced_unasked(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    _edition, _site, listing, slot = make_stall()
    target = tmp_path / "backup.tar"
    backup.back_up(settings, target)
    make_reservation(slot, listing)
    with pytest.raises(backup.AlreadyFilled):
        backup.restore(settings, target, replace=False)
    assert session.query(Reservation).count() == 1


def test_data_that_is_there_is_replaced_on_demand(
    app: Flask, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    _edition, _site, listing, slot = make_stall()
    target = tmp_path / "backup.tar"
    backup.back_up(settings, target)
    backup.restore(elsewhere, target, replace=False)
    kept = make_reservation(slot, listing)
    backup.back_up(settings, target, replace=True)
    backup.restore(elsewhere, target, replace=True)
    assert _names(elsewhere) == [kept.name]


def test_a_backup_that_fails_leaves_the_one_before_and_nothing_else(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    target = folder / "backup.tar"
    target.write_bytes(b"the one before")

    def full(*_arguments: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(OSError, match="No space"):
        backup.back_up(settings, target, replace=True)
    assert target.read_bytes() == b"the one before"
    assert list(folder.iterdir()) == [target]


def test_photos_in_a_bucket_are_told(app: Flask, settings: Settings, tmp_path: Path) -> None:
    bucket = replace(settings, storage_url="s3://bucket/prefix")
    assert not backup.back_up(bucket, tmp_path / "backup.tar")


@pytest.mark.parametrize("content", [b"", b"not a tar at all"])
def test_another_file_is_refused(
    settings: Settings, app: Flask, tmp_path: Path, content: bytes
) -> None:
    target = tmp_path / "other.tar"
    target.write_bytes(content)
    with pytest.raises(backup.NotABackup):
        backup.restore(settings, target, replace=True)


def test_a_damaged_database_is_refused(settings: Settings, app: Flask, tmp_path: Path) -> None:
    """What is there stays untouched when the copy cannot be read."""
    _edition, _site, listing, slot = make_stall()
    make_reservation(slot, listing)
    target = tmp_path / "damaged.tar"
    kind = backup.SQLITE if "sqlite" in settings.database_url else backup.POSTGRESQL
    (tmp_path / kind).write_bytes(b"damaged" * 1000)
    (tmp_path / backup.ABOUT).write_text(f'{{"database": "{kind}"}}')
    with tarfile.open(target, "w") as tar:
        tar.add(tmp_path / kind, kind)
        tar.add(tmp_path / backup.ABOUT, backup.ABOUT)
    with pytest.raises((backup.NotABackup, backup.PostgresFailed)):
        backup.restore(settings, target, replace=True)
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM reservation")).scalar() == 1
    engine.dispose()


def test_the_other_kind_of_database_is_refused(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup.tar"
    backup.back_up(settings, target)
    other = (
        "postgresql+psycopg://nobody@localhost:1/none"
        if "sqlite" in settings.database_url
        else f"sqlite:///{tmp_path / 'new.sqlite3'}"
    )
    with pytest.raises(backup.OtherDatabase):
        backup.restore(replace(settings, database_url=other), target, replace=True)


def test_missing_programs_are_named(
    settings: Settings, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    there = replace(settings, database_url="postgresql+psycopg://nobody@localhost:1/none")
    with pytest.raises(backup.NoPostgresTools, match="postgresql-client"):
        backup.back_up(there, tmp_path / "backup.tar")
