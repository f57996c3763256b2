"""What an installation needs before it serves: the present schema, compressed static files."""

import gzip
import os
import socket
from pathlib import Path

import brotli
from sqlalchemy import create_engine, inspect

from brocante.config import Settings
from brocante.core.db import configure_engine
from brocante.core.errors import DomainError
from brocante.core.schema import upgrade
from brocante.core.text import N_

STATIC = Path(__file__).parents[1] / "static"
COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
MOST_CARE = 64 * 1024


class PortTaken(DomainError):
    """Another program listens there; the server would share its visitors with it."""

    message = N_("Something listens on %(host)s:%(port)s already. Choose another port: --port.")


def check_port(settings: Settings) -> None:
    """Refuse a port in use: granian would take turns on it with whoever has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host.strip("[]"), settings.port))
        except OSError:
            raise PortTaken(host=settings.host, port=settings.port) from None


def upgrade_database(settings: Settings) -> None:
    """Bring the database of an installation to the present schema."""
    engine = create_engine(settings.database_url)
    configure_engine(engine)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def has_tables(settings: Settings) -> bool:
    """Tell whether the database holds tables already."""
    engine = create_engine(settings.database_url)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def compress_static_files() -> None:
    """Write the .gz and .br of static files that are new or changed since the last start.

    A folder that may only be read is served as it is.
    """
    for path in STATIC.rglob("*"):
        if path.suffix not in COMPRESSIBLE:
            continue
        try:
            _compress(path)
        except OSError:
            return


def _compress(path: Path) -> None:
    changed = path.stat().st_mtime
    made = {ending: path.with_name(path.name + ending) for ending in (".gz", ".br")}
    if all(other.exists() and other.stat().st_mtime == changed for other in made.values()):
        return
    content = path.read_bytes()
    # The last degree costs ten times the one before and only shows on what every page loads.
    quality = 11 if len(content) < MOST_CARE else 9
    compressed = {
        ".gz": gzip.compress(content, mtime=0),
        ".br": brotli.compress(content, quality=quality),
    }
    for ending, other in made.items():
        # Two servers may start together: each file appears at once or not at all.
        draft = other.with_name(f"{other.name}.{os.getpid()}")
        draft.write_bytes(compressed[ending])
        os.utime(draft, (changed, changed))
        draft.replace(other)
