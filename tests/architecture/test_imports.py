"""Importing does nothing, two applications live side by side, the contracts hold."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from flask import Flask

from brocante.app import create_app
from brocante.config import Settings

ROOT = Path(__file__).parents[2]


def test_the_import_contracts_hold() -> None:
    # In a process of its own: it sets up logging anew.
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; "
            "raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_two_applications_share_nothing(app: Flask, settings: Settings, tmp_path: Path) -> None:
    other = create_app(replace(settings, public_url="https://other.example.org"))
    assert other.extensions["brocante_settings"] is not app.extensions["brocante_settings"]
    assert other.config["SESSION_COOKIE_SECURE"]
    assert not app.config["SESSION_COOKIE_SECURE"]


def test_importing_opens_and_writes_nothing(tmp_path: Path) -> None:
    code = "import brocante.app, brocante.cli, threading; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "1"
    assert not list(tmp_path.iterdir())
