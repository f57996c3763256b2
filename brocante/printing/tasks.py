"""What the worker does with papers: one file after the other, in a process that then ends.

Drawing thousands of labels and photos leaves memory behind; the worker itself stays small.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable

from flask import Flask
from flask_babel import force_locale

from brocante.core.codes import new_code
from brocante.core.db import session
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.editions.models import Edition
from brocante.printing import jobs
from brocante.printing.kinds import Paper, Scope
from brocante.web.errors import sentence

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
REST_SECONDS = 5.0


def make_waiting(store: Store) -> int:
    """Make the papers of all jobs that wait; return how many files were made."""
    made = 0
    while (taken := jobs.claim()) is not None:
        with force_locale("fr"):
            made += _go_on(taken, store)
    return made


def _go_on(taken: jobs.Claim, store: Store) -> int:
    # Drawing weighs several MB that the worker need not carry.
    from brocante.printing.papers import Press  # noqa: PLC0415

    edition = session.get_one(Edition, taken.edition_id)
    own = jobs.own_site_ids(taken.edition_id, taken.company_id) if taken.company_id else None
    press, made = Press(edition, store), 0
    held: jobs.Claim | None = taken
    while held is not None and held.done < len(held.plan):
        file = held.plan[held.done]
        scope = Scope(edition, held.company_id, file.get("site"), label_format=file["format"])
        name = file["name"]
        try:
            data = press.make(Paper(file["paper"]), scope, own)
        except DomainError as error:
            # What cannot be printed says so in its place; the rest is still made.
            name, data = f"{name.removesuffix('.pdf')}-ABSENT.txt", sentence(error).encode()
        except (SystemExit, KeyboardInterrupt):
            jobs.let_go(held)
            raise
        end_reads()
        held = _keep(held, name, data, store)
        made += held is not None
    return made


def _keep(held: jobs.Claim, name: str, data: bytes, store: Store) -> jobs.Claim | None:
    """Store a file under a key of its own: what a dead try left is not taken for whole."""
    kind = name.rpartition(".")[2]
    key = f"papers/{held.job_id}/{held.done:05d}-{new_code().lower()}.{kind}"
    store.put(key, data, "application/pdf" if kind == "pdf" else "text/plain")
    kept = jobs.keep_file(held, name, key, len(data))
    if kept is None:
        store.delete(key)
    return kept


def run(app: Flask, stop: threading.Event) -> None:
    """Have jobs made until `stop` is set."""
    watch(app, stop, jobs.is_waiting, "make-papers")


def watch(app: Flask, stop: threading.Event, is_waiting: Callable[[], bool], command: str) -> None:
    """Run a command whenever something waits for it, each time in a process of its own."""
    while not stop.wait(PAUSE_SECONDS):
        try:
            with app.app_context():
                waits = is_waiting()
                end_reads()
            if waits and not _make_apart(stop, command):
                stop.wait(REST_SECONDS)
        except Exception:
            log.exception("a round of %s failed", command)
            stop.wait(REST_SECONDS)


def _make_apart(stop: threading.Event, command: str) -> bool:
    """Run a command; end it when the worker is told to stop."""
    process = subprocess.Popen([sys.executable, "-m", "brocante", command])  # noqa: S603 - own commands
    while process.poll() is None:
        if stop.wait(0.2):
            process.terminate()
            process.wait()
    return process.returncode == 0
