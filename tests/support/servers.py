"""Start our server and the floor's the same way, and read what a worker weighs."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brocante.upkeep import compress_static_files

ROOT = Path(__file__).parents[2]
WORKERS = 2


def free_port() -> int:
    """Return a port nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(
    target: str, environment: dict[str, str], *, factory: bool, threads: int = 1
) -> Iterator[tuple[int, int]]:
    """Serve a WSGI target by granian, prepared as `brocante serve` does; yields port and pid."""
    compress_static_files()
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        str(threads),
        "--no-access-log",
        "--log-level",
        "error",
        *(["--factory"] if factory else []),
        target,
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1_200):
        if process.poll() is not None:
            raise RuntimeError("the server stopped")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the server did not answer")


def worker_megabytes(parent: int) -> float:
    """Return the resident memory of the heaviest child of a server, in MB."""
    heaviest = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if lines.get("PPid", "").strip() == str(parent) and "VmRSS" in lines:
            heaviest = max(heaviest, int(lines["VmRSS"].split()[0]) / 1024)
    return heaviest
