"""Bring a database to the present schema: one transaction, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from brocante.core.db import WRITES

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_LOCK = 7_266_331  # any fixed number: two servers that start together take turns


def migration_config() -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str | None:
    """Return the name of the newest migration."""
    return ScriptDirectory.from_config(migration_config()).get_current_head()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply the migrations that are missing, all or none."""
    _migrate(engine, revision, down=False)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older revision ("base" for an empty database)."""
    _migrate(engine, revision, down=True)


def _migrate(engine: Engine, revision: str, *, down: bool) -> None:
    config = migration_config()
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)
