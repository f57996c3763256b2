"""A real Chromium against the real server with the demonstration edition."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select

from brocante.app import create_app
from brocante.companies.models import Site
from brocante.config import load_settings
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import db, session
from brocante.core.transaction import transactional
from brocante.counter.models import CounterAccess
from tests.support.chromium import launch
from tests.support.counter_phone import FakeServer, counter_data, start_counter
from tests.support.servers import ROOT, serve

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ORGANISER = "organisation@example.org"
COMPANY = "exposant@example.org"
PASSWORD = "brocante"


@dataclass(frozen=True)
class Live:
    """A running demonstration installation."""

    url: str
    edition: str
    database: Path


def _build_demonstration(folder: Path) -> None:
    """Build the demonstration in a folder, unless another process of the same run just did."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "built").exists():
            return
        for command in (["db", "upgrade"], ["demo"]):
            subprocess.run(
                [sys.executable, "-m", "brocante", *command],
                cwd=ROOT,
                env={**os.environ, **_demonstration(folder)},
                check=True,
                capture_output=True,
            )
        (folder / "built").touch()


def _demonstration(folder: Path) -> dict[str, str]:
    return {
        "BROCANTE_DEMO": "1",
        "BROCANTE_DATABASE_URL": f"sqlite:///{folder / 'live.sqlite3'}",
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
    }


@contextmanager
def serve_demonstration(factory: pytest.TempPathFactory, **settings: str) -> Iterator[Live]:
    """Serve a copy of the demonstration of its own, with more settings if need be."""
    base, folder = factory.getbasetemp(), factory.mktemp("live")
    built = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    _build_demonstration(built)
    shutil.copytree(built, folder, dirs_exist_ok=True)
    environment = {**_demonstration(folder), **settings}
    with serve("wsgi:app", environment, factory=False) as (port, _process):
        yield Live(f"http://127.0.0.1:{port}", "dordogne-2026", folder / "live.sqlite3")


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The server that browser tests share, started once."""
    with serve_demonstration(tmp_path_factory) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


# A machine with much else to do is slow, not wrong.
expect.set_options(timeout=45_000)

OpenPage = Callable[..., Page]
Start = Callable[..., tuple[Page, FakeServer]]


@pytest.fixture
def open_page(browser: Browser, live: Live) -> Iterator[OpenPage]:
    """Open a page in a browser of its own; complaints of the console fail the test at its end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str, **options: object) -> Page:
        values: dict[str, object] = {
            "viewport": PHONE,
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            **options,
        }
        context = browser.new_context(base_url=live.url, **values)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def sign_in(page: Page, email: str) -> None:
    """Sign in as a person of the demonstration."""
    page.goto("/connexion")
    page.locator("input[name=email]").first.fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)


@pytest.fixture(scope="session")
def counter_link(live: Live, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a link to the counter of some site; the rest of the server is made up."""
    settings = {
        "BROCANTE_DATABASE_URL": f"sqlite:///{live.database}",
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
    }
    app = create_app(load_settings(settings, tmp_path_factory.mktemp("beside")))
    with app.app_context():
        token = _make_link()
        db.session.remove()
        db.engine.dispose()
    return f"/comptoir/acces/{token}"


@transactional
def _make_link() -> str:
    now = clock.now()
    access = CounterAccess(
        site_id=session.scalars(select(Site.id).limit(1)).one(),
        name="Portail nord",
        token=new_token(),
        opens_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=2),
        created_at=now,
    )
    session.add(access)
    return access.token


@pytest.fixture
def start_phone(browser: Browser, live: Live, counter_link: str) -> Iterator[Start]:
    """A phone at the gate of a made-up site: its page and the server it talks to."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def start_(data: Any = None, place: str = "", **options: Any) -> tuple[Page, FakeServer]:
        script = options.pop("script", "")
        values = {"viewport": PHONE, "locale": "fr-FR", "has_touch": True, **options}
        context = browser.new_context(base_url=live.url, **values)
        contexts.append(context)
        context.add_init_script(script)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        server = FakeServer(context, data or counter_data([[3], [2, 4], [1]]))
        page = start_counter(context, counter_link)
        if place:
            page.goto(f"/comptoir#{place}")
        return page, server

    yield start_
    for context in contexts:
        context.close()
    assert not complaints
