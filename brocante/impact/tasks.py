"""What the worker does with workbooks: each in a process that then ends, as with papers."""

import threading

from flask import Flask
from flask_babel import force_locale

from brocante.core.codes import new_code
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.editions.models import Edition
from brocante.impact import workbook_jobs
from brocante.impact.files import XLSX
from brocante.printing.tasks import watch


def make_waiting(store: Store) -> int:
    """Make all workbooks that wait; return how many were made."""
    made = 0
    while (taken := workbook_jobs.claim()) is not None:
        with force_locale(taken.language):
            made += _make(taken, store)
    return made


def _make(taken: workbook_jobs.Claim, store: Store) -> bool:
    # Writing weighs several MB that the worker need not carry.
    from brocante.impact.workbook import report_workbook  # noqa: PLC0415

    try:
        data = report_workbook(session.get_one(Edition, taken.edition_id))
    except (SystemExit, KeyboardInterrupt):
        workbook_jobs.let_go(taken)
        raise
    except Exception:
        end_reads()
        workbook_jobs.note_failure(taken)
        raise
    end_reads()
    # Under a key of its own: what a dead try left is not taken for whole.
    key = f"workbooks/{taken.job_id}-{new_code().lower()}.xlsx"
    store.put(key, data, XLSX)
    kept = workbook_jobs.keep_workbook(taken, key)
    if not kept:
        store.delete(key)
    return kept


def run(app: Flask, stop: threading.Event) -> None:
    """Have workbooks made until `stop` is set."""
    watch(app, stop, workbook_jobs.is_waiting, "make-workbooks")
