"""The web server and the worker beside it, in a process of their own.

Granian forks its web processes, and what the preparation has running (threads of the photo store
above all) does not survive a fork. Therefore `brocante serve` becomes this program once everything
is prepared, and this program loads nothing of the application: each web process does, for itself.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from brocante.config import Settings, load_settings

ROOT = Path(__file__).parents[1]
# Waiting requests per worker: more than the phones of a site, less than memory would mind.
BACKLOG = 1024
# Half-sent requests a web process bears while it answers others.
THREADS = 48
# How long requests may take to end when the server is told to stop.
PATIENCE_SECONDS = 10


def become_server() -> None:
    """Turn the present process into the server: same process id, same settings."""
    # Threads that only wait shall not each keep memory of their own.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    os.execv(sys.executable, [sys.executable, "-m", "brocante.server"])  # noqa: S606 - our own


def serve(settings: Settings) -> None:
    """Serve until stopped: web processes, and the worker beside them.

    A process answers one request at a time, as Python does anyway; its other threads wait for what
    slow clients still send (web/bodies.py).
    """
    worker = subprocess.Popen([sys.executable, "-m", "brocante", "worker"])
    try:
        Granian(
            "wsgi:app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=settings.workers,
            blocking_threads=THREADS,
            backlog=BACKLOG,
            log_level=LogLevels.error,  # it warns of many threads, which wait here
            log_access=False,
            working_dir=ROOT,
            respawn_failed_workers=True,
            workers_kill_timeout=PATIENCE_SECONDS,
        ).serve()
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()


if __name__ == "__main__":
    serve(load_settings(os.environ, ROOT / "instance"))
