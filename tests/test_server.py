"""`brocante serve` starts for real, on both databases, and stops as asked."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from brocante.config import Settings
from brocante.upkeep import STATIC, PortTaken, check_port, compress_static_files
from tests.support.postgres import drop_database, fresh_database
from tests.support.servers import ROOT, free_port


@pytest.fixture
def environment(database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of a fresh installation."""
    url = f"sqlite:///{tmp_path / 'served.sqlite3'}"
    if database == "postgresql":
        url = fresh_database("brocante_served")
    yield {
        **os.environ,
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_STORAGE_URL": f"file://{tmp_path / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
        "BROCANTE_WORKERS": "1",
    }
    if database == "postgresql":
        drop_database("brocante_served")


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            continue
    return False


def _children(pid: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.add(int(stat.parent.name))
    return found


def test_it_serves_an_empty_database_and_ends_with_everything_it_started(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    said = tmp_path / "said"
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "brocante", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=out,
        )
    try:
        assert _answers(f"http://127.0.0.1:{port}/healthz", process)
        assert _answers(f"http://127.0.0.1:{port}/", process)
        children = _children(process.pid)
        assert len(children) >= 2  # a web process and the worker
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        assert f"http://127.0.0.1:{port}/" in said.read_text()
    finally:
        process.kill()
        process.wait()


def test_a_port_in_use_is_refused_before_anything_starts(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            check_port(replace(settings, port=port))
    check_port(replace(settings, port=port))


def test_static_files_get_both_compressed_forms_once() -> None:
    compress_static_files()
    made = STATIC / "css" / "brocante.css.br"
    first = made.stat()
    assert made.stat().st_mtime == (STATIC / "css" / "brocante.css").stat().st_mtime
    assert made.with_suffix(".gz").exists()
    compress_static_files()
    assert made.stat().st_ino == first.st_ino
