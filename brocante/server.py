"""What `brocante serve` runs: the database brought up to date, the web server, the worker."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import create_engine
from whitenoise.compress import Compressor

from brocante.config import Settings
from brocante.core.db import configure_engine
from brocante.core.schema import upgrade

STATIC = Path(__file__).parents[1] / "static"
# Waiting requests per worker: more than the phones of a site, less than memory would mind.
BACKLOG = 1024


def upgrade_database(settings: Settings) -> None:
    """Bring the database of an installation to the present schema."""
    engine = create_engine(settings.database_url)
    configure_engine(engine)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def compress_static_files() -> None:
    """Write the .gz and .br of static files that are new or changed since the last start."""
    compressor = Compressor(quiet=True)
    for path in STATIC.rglob("*"):
        if not path.is_file() or not compressor.should_compress(path.name):
            continue
        made = [path.with_name(path.name + ending) for ending in (".gz", ".br")]
        newest = path.stat().st_mtime
        if any(not other.exists() or other.stat().st_mtime < newest for other in made):
            for other in made:
                other.unlink(missing_ok=True)
            for other in compressor.compress(str(path)):
                os.utime(other, (newest, newest))


def serve(settings: Settings) -> None:
    """Serve until stopped: web processes of one thread each, and the worker beside them.

    One thread a process because Python runs one at a time anyway; granian itself reads slow
    clients and keeps them away from the processes.
    """
    compress_static_files()
    worker = subprocess.Popen([sys.executable, "-m", "brocante", "worker"])
    try:
        Granian(
            "wsgi:app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=settings.workers,
            blocking_threads=1,
            backlog=BACKLOG,
            log_level=LogLevels.warning,
            log_access=False,
            working_dir=STATIC.parent,
            respawn_failed_workers=True,
            process_name="brocante",
        ).serve()
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(10)
        except subprocess.TimeoutExpired:
            worker.kill()
