"""`brocante make-workbooks`: what the worker starts when somebody waits for a workbook."""

import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import click
from flask import current_app

# How the command enters the application, handed down by the program above.
Installation = Callable[[], AbstractContextManager[object]]


@click.command("make-workbooks")
@click.pass_obj
def make_workbooks(installation: Installation, /) -> None:
    """Make the workbooks somebody waits for, then end; the worker starts this."""
    from brocante.impact.tasks import make_waiting  # noqa: PLC0415

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with installation():
        make_waiting(current_app.extensions["brocante_store"])
