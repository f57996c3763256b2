"""A reservation that was answered exists, whatever is killed in the middle (R2).

A real server with several processes takes reservations from many browsers and is killed with
SIGKILL; on PostgreSQL a process of the database is killed too, so that it has to recover from its
log. Everything a browser was told must be there afterwards, and the books must agree.
"""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from brocante.app import create_app
from brocante.config import load_settings
from brocante.core.db import db, session
from brocante.core.schema import upgrade
from brocante.reservations.checks import discrepancies
from brocante.reservations.queries import ticket
from tests.benchmarks.flows import form
from tests.benchmarks.load import Browser, hidden
from tests.factories import make_stall
from tests.support.postgres import drop_database, fresh_database
from tests.support.servers import ROOT, free_port

BROWSERS = 6
KILL_AFTER = 40
TRIES = 400

pytestmark = pytest.mark.race


@dataclass
class Witness:
    """What browsers were told, and when it is time to pull the plug."""

    tokens: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def note(self, location: str) -> None:
        self.tokens.append(location.removeprefix("/r/"))
        if len(self.tokens) >= KILL_AFTER:
            self.enough.set()


@pytest.fixture
def environment(database: str, tmp_path: Path, sqlite_template: Path) -> Iterator[dict[str, str]]:
    """The settings of an installation that keeps its promises about the disk."""
    if database == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "crash.sqlite3")
        url = f"sqlite:///{tmp_path / 'crash.sqlite3'}"
    else:
        url = fresh_database("brocante_crash", durable=True)
        engine = create_engine(url)
        upgrade(engine)
        engine.dispose()
    yield {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
        "BROCANTE_STORAGE_URL": f"file://{tmp_path / 'files'}",
        "BROCANTE_WORKERS": "2",
    }
    if database == "postgresql":
        drop_database("brocante_crash", durable=True)


@contextmanager
def running(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve in a process group of its own, so that all of it can be killed at one stroke."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    command += ["--blocking-threads", "1", "--no-access-log", "--log-level", "error"]
    command += ["--host", "127.0.0.1", "--port", str(port), "wsgi:app"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        _wait(port, server)
        yield port, server
    finally:
        kill(server)


def kill(server: subprocess.Popen[bytes]) -> None:
    """Kill the server and its processes; nothing is flushed, nobody says goodbye."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; it is asked again as often as it refuses."""
    answered = threading.Event()
    for _ in range(TRIES):
        assert server.poll() is None, "the server stopped"
        browser = Browser(port)
        try:
            browser.send("GET", "/nowhere")
        except (OSError, http.client.HTTPException):
            answered.wait(0.05)
        else:
            return
        finally:
            browser.close()
    raise AssertionError("the server did not answer")


def reserve_until_the_end(port: int, slug: str, code: str, witness: Witness) -> None:
    """Reserve one piece after the other, noting each ticket as soon as it is answered."""
    while not witness.over.is_set():
        browser = Browser(port)
        try:
            _status, body, _location = browser.send("GET", f"/{slug}/billet")
            token = hidden(body, "csrf_token")
            basket = {"csrf_token": token, "listing": code, "quantity": "1"}
            browser.send("POST", f"/{slug}/panier/ajouter", basket)
            _status, body, _location = browser.send("GET", f"/{slug}/panier")
            action, fields = form(body, "reserver")
            number = f"06{int.from_bytes(os.urandom(3), 'big'):08d}"
            fields |= {"name": "Ann", "phone": number, "email": "ann@example.org"}
            status, _body, location = browser.send("POST", action, fields)
            if status == 303:
                witness.note(location)
        except (OSError, LookupError, http.client.HTTPException):
            # The plug was pulled in the middle of a request: nothing was answered.
            return
        finally:
            browser.close()


def kill_a_process_of_postgresql(url: str) -> None:
    """Kill one session of the server; it stops the others and recovers from its log."""
    parts = make_url(url)
    socket_folder = str(parts.query["host"])

    def connect() -> psycopg.Connection:
        return psycopg.connect(
            host=socket_folder, user=parts.username, dbname=parts.database, autocommit=True
        )

    recovered = threading.Event()
    victim, bystander = connect(), connect()
    os.kill(victim.info.backend_pid, signal.SIGKILL)
    # It ends the sessions of all others, once it has noticed.
    with suppress(psycopg.OperationalError):
        for _ in range(TRIES):
            bystander.execute("SELECT 1")
            recovered.wait(0.05)
    assert bystander.broken
    victim.close()
    for _ in range(TRIES):
        try:
            connect().close()
        except psycopg.OperationalError:
            recovered.wait(0.05)
        else:
            return
    raise AssertionError("PostgreSQL did not recover")


def _app(environment: dict[str, str], folder: Path) -> Flask:
    return create_app(load_settings(environment, folder))


def test_nothing_that_was_answered_is_lost_when_the_server_is_killed(
    environment: dict[str, str], database: str, tmp_path: Path
) -> None:
    app = _app(environment, tmp_path)
    with app.app_context():
        edition, _site, listing, _slot = make_stall(quantity=100_000, capacity=100_000)
        slug, code = edition.slug, listing.code
        db.session.remove()
        db.engine.dispose()
    witness = Witness()
    with running(environment) as (port, server):
        browsers = [
            threading.Thread(target=reserve_until_the_end, args=(port, slug, code, witness))
            for _ in range(BROWSERS)
        ]
        for browser in browsers:
            browser.start()
        assert witness.enough.wait(60), "the server takes reservations"
        kill(server)
        witness.over.set()
        for browser in browsers:
            browser.join(60)
    if database == "postgresql":
        kill_a_process_of_postgresql(environment["BROCANTE_DATABASE_URL"])
    assert len(set(witness.tokens)) == len(witness.tokens) >= KILL_AFTER
    with running(environment) as (port, _server):
        visitor = Browser(port)
        answers = {visitor.send("GET", f"/r/{token}")[0] for token in witness.tokens}
        visitor.close()
    assert answers == {200}
    with app.app_context():
        assert all(ticket(token) is not None for token in witness.tokens)
        assert discrepancies() == []
        session.remove()
        db.engine.dispose()
