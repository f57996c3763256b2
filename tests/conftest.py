"""What every test can ask for: an application on each database, a client, factories."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import create_engine, text

from brocante.app import create_app
from brocante.config import Settings, load_settings
from brocante.core.db import Base, configure_engine, db
from brocante.core.schema import upgrade
from tests.support.applications import make_the_same_once
from tests.support.pages import CheckedClient
from tests.support.postgres import fresh_database

DATABASES = ("sqlite", "postgresql")

# Speed is for the bench: a busy machine must not fail a test.
hypothesis.settings.register_profile("brocante", deadline=None)
hypothesis.settings.load_profile("brocante")
make_the_same_once()


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all applications of a test run; each compiling costs 13 ms."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take over what was compiled from the same source, if anything was."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of the present schema, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    configure_engine(engine)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    """A PostgreSQL database of the present schema, emptied after each test."""
    url = fresh_database("brocante_tests")
    engine = create_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database: every data test runs on each."""
    return str(request.param)


@pytest.fixture
def settings(
    database: str, tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest
) -> Settings:
    """Settings of a test installation with its own empty database and files."""
    if database == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "test.sqlite3")
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    return load_settings(
        {
            "BROCANTE_DATABASE_URL": url,
            "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
            "BROCANTE_PUBLIC_URL": "http://localhost",
            "BROCANTE_STORAGE_URL": f"file://{tmp_path / 'files'}",
        },
        tmp_path,
    )


@pytest.fixture
def app(settings: Settings, database: str) -> Iterator[Flask]:
    """An application on the database of the test, with an application context pushed."""
    application = create_app(settings)
    application.testing = True
    application.test_client_class = CheckedClient
    application.jinja_env.bytecode_cache = COMPILED
    with application.app_context():
        yield application
        db.session.remove()
        if database == "postgresql":
            empty_database()
        db.engine.dispose()


def empty_database() -> None:
    """Delete everything from the application's database.

    With a few rows in each table, it is ten times quicker than TRUNCATE.
    """
    names = ["listing_search", *(table.name for table in Base.metadata.sorted_tables)]
    look = " UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT 1 FROM {n})" for n in names)  # noqa: S608 - own names
    # Reads of the application run without a transaction; this needs one.
    with db.engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        filled = connection.execute(text(look)).scalars().all()
        # The order of foreign keys needs no care, as everything goes.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in filled:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - own names


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser; every page it fetches is checked as a page."""
    return app.test_client()


@pytest.fixture
def demo_settings(settings: Settings) -> Settings:
    """The same installation in demonstration mode."""
    return replace(settings, demo=True)
