"""Migrations and models say the same, and every migration goes both ways."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from brocante.app import VIEWS
from brocante.core.db import Base, configure_engine
from brocante.core.schema import downgrade, migration_config, upgrade
from tests.support.postgres import fresh_database

SEARCH = "listing_search"


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Engine:
    """A database with nothing in it."""
    url = (
        f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        if database == "sqlite"
        else fresh_database("brocante_migrations")
    )
    engine = create_engine(url)
    configure_engine(engine)
    return engine


def _tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if name != "alembic_version"}


def test_models_and_migrations_agree(engine: Engine) -> None:
    for name in VIEWS:
        import_module(f"brocante.{name}")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_rest: (
                    not (kind in {"table", "index"} and SEARCH in (name or ""))
                ),
            },
        )
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_up_down_up(engine: Engine) -> None:
    upgrade(engine)
    full = _tables(engine)
    downgrade(engine, "base")
    assert _tables(engine) == set()
    upgrade(engine)
    assert _tables(engine) == full
    assert set(Base.metadata.tables) <= full
    engine.dispose()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    before = _tables(engine)
    upgrade(engine)
    assert _tables(engine) == before
    engine.dispose()


def test_there_is_one_head_and_names_are_dated() -> None:
    script = ScriptDirectory.from_config(migration_config())
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        assert revision.revision[:8].isdigit()
