"""The counter without network: phones, a real server, a ledger equal to what was tapped.

Nothing lost, nothing twice, whatever happens between the tap and the server.
"""

import json
import os
import random
import re
import shutil
import signal
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from brocante.app import create_app
from brocante.config import load_settings
from brocante.core import clock
from brocante.core.db import db, session
from brocante.core.transaction import end_reads, transactional
from brocante.counter.checks import discrepancies
from brocante.counter.models import CounterAccess, Handover, JournalEntry
from brocante.reservations import changes
from tests.browser.conftest import PHONE
from tests.factories.counter import Arrival, Gate, ledger, make_arrival, make_gate, make_link
from tests.support.chromium import launch_options
from tests.support.counter_phone import start_counter
from tests.support.servers import serve

pytestmark = pytest.mark.browser

VALUES: dict[str, Any] = {
    "viewport": PHONE,
    "locale": "fr-FR",
    "timezone_id": "Europe/Paris",
    "has_touch": True,
}
# In the page itself, so that fifty are quick: what `Phone.hand_over` taps, and undo.
TAP = """async (visits) => {
  const seen = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise((again) => requestAnimationFrame(again));
    }
  };
  const button = (name) => document.querySelector(`main [data-testid="${name}"]`);
  for (const [pickup, code, less, isUndone] of visits) {
    location.hash = `enlevement/${pickup}`;
    const heading = () => document.querySelector("main h1")?.textContent.includes(code);
    const confirm = await seen(() => heading() && button("handover-confirm"));
    for (let n = 0; n < less; n += 1) document.querySelector('main [data-part="less"]').click();
    confirm.click();
    const undo = await seen(() => heading() && button("undo"));
    if (!isUndone) continue;
    undo.click();
    await seen(() => heading() && button("handover-confirm"));
  }
}"""
THREE_HOURS_AHEAD = """{
  const Real = Date;
  const ahead = 3 * 3600 * 1000;
  globalThis.Date = class extends Real {
    constructor(...values) { values.length ? super(...values) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
}"""


@dataclass
class Server:
    """A server, and the application beside it on the same books."""

    url: str
    process: int

    def stop(self) -> None:
        """Kill it, with its workers."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        for process in [self.process, *map(int, workers)]:
            os.kill(process, signal.SIGKILL)
        os.waitpid(self.process, 0)


@contextmanager
def _server(folder: Path, template: Path) -> Iterator[Server]:
    database = folder / "yard.sqlite3"
    shutil.copy(template, database)
    environment = {
        "BROCANTE_DATABASE_URL": f"sqlite:///{database}",
        "BROCANTE_SECRET_KEY": "a key that is only for tests, long enough",
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
    }
    app = create_app(load_settings(environment, folder))
    with serve("wsgi:app", environment, factory=False) as (port, pid), app.app_context():
        yield Server(f"http://localhost:{port}", pid)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Server]:
    """The server of all tests here but the one that stops it."""
    with _server(tmp_path_factory.mktemp("yard"), sqlite_template) as running:
        yield running


@dataclass
class Yard:
    """A site at its gate, with its goods, of an edition of its own."""

    url: str
    gate: Gate

    def link(self, name: str = "Portail nord") -> str:
        """Make a link to the counter and return its path."""
        return f"/comptoir/acces/{make_link(self.gate.site, name).token}"

    @transactional
    def revoke(self) -> None:
        """End all links of the site."""
        mine = CounterAccess.site_id == self.gate.site.id
        for access in session.scalars(select(CounterAccess).where(mine)):
            access.revoked_at = clock.now()

    def ledger(self) -> list[Handover]:
        """Return what left the site, as it is stored."""
        return [row for row in ledger() if row.site_id == self.gate.site.id]

    def left(self) -> dict[int | None, int]:
        """Return what left by reservation line, in whole units; None: nobody had reserved it."""
        tally: Tally[int | None] = Tally()
        for row in self.ledger():
            tally[row.reservation_line_id] += row.quantity.thousandths // 1000
        return {line: quantity for line, quantity in tally.items() if quantity}

    def entries(self) -> list[JournalEntry]:
        """Return what its counters noted, in the order it arrived."""
        end_reads()
        mine = JournalEntry.site_id == self.gate.site.id
        statement = select(JournalEntry).where(mine).order_by(JournalEntry.id)
        return list(session.scalars(statement.execution_options(populate_existing=True)))


@pytest.fixture
def yard(server: Server) -> Iterator[Yard]:
    """A yard of its own for each test; whatever happens, its counters equal the lines they sum."""
    yield Yard(server.url, make_gate(quantity=400, capacity=60))
    assert not discrepancies()


@dataclass
class Phone:
    """A phone on which the link of a counter was started."""

    context: BrowserContext
    page: Page

    def go_offline(self) -> None:
        """Flight mode."""
        self.context.set_offline(True)

    def go_online(self) -> None:
        """Network again: the page notices by itself."""
        self.context.set_offline(False)
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def hand_over(self, visitor: Arrival, less: int = 0) -> None:
        """Open a ticket, take some away, confirm."""
        self.page.evaluate(f"location.hash = 'enlevement/{visitor.pickup_id}'")
        expect(self.page.locator("h1")).to_contain_text(visitor.code)
        for _ in range(less):
            self.page.get_by_role("button", name="Moins").click()
        self.page.get_by_test_id("handover-confirm").click()
        expect(self.page.get_by_test_id("undo")).to_be_visible()

    def expect_status(self, words: str) -> None:
        """The line at the top says so."""
        expect(self.page.locator("#counter-status")).to_contain_text(words)


def _start(context: BrowserContext, link: str) -> Phone:
    """Open the link, press its one button, wait until the phone could do without network."""
    page = start_counter(context, link)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return Phone(context, page)


@contextmanager
def _phone(browser: Browser, url: str, link: str, script: str = "") -> Iterator[Phone]:
    context = browser.new_context(base_url=url, **VALUES)
    context.add_init_script(script)
    yield _start(context, link)
    context.close()


def test_a_phone_starts_cold_without_network_nor_server(
    browser: Browser, tmp_path: Path, sqlite_template: Path
) -> None:
    """The ticket is opened by the code reader of the phone; there is no server any more."""
    with _server(tmp_path, sqlite_template) as server:
        yard = Yard(server.url, make_gate())
        visitor = make_arrival(yard.gate)
        code, title = yard.gate.listing.code, yard.gate.listing.title
        with _phone(browser, yard.url, yard.link()) as phone:
            phone.page.close()
            server.stop()
            phone.go_offline()
            phone.page = phone.context.new_page()
            phone.page.goto(f"/r/{visitor.token}")
            expect(phone.page.locator("#counter-answer")).to_contain_text("Trouvé")
            phone.page.get_by_test_id("handover-confirm").click()
            phone.expect_status("1 à envoyer")
            phone.page.close()
            phone.page = phone.context.new_page()
            phone.page.goto("/comptoir")
            phone.expect_status("1 à envoyer")
            phone.page.goto(f"/a/{code}")
            expect(phone.page.locator("h1")).to_have_text(title)


def _stir(route: Route, chance: random.Random) -> None:
    """Deliver a batch in shuffled parts that overlap, each twice, with the answers in any order."""
    sent = route.request.post_data_json
    assert sent is not None
    entries = list(sent["entries"])
    chance.shuffle(entries)
    half = len(entries) // 2
    parts = [entries[half - 3 :], entries[: half + 3], entries[half - 3 :], entries]
    answers: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for part in parts:
        said = route.fetch(post_data=json.dumps({**sent, "entries": part})).json()
        answers |= {answer["id"]: answer for answer in said["entries"]}
    route.fulfill(json={**said, "entries": [answers[entry["id"]] for entry in entries]})


def test_fifty_hand_overs_off_line_count_once_each(browser: Browser, yard: Yard) -> None:
    visitors = [make_arrival(yard.gate) for _ in range(50)]
    chance = random.Random(4)
    tapped: dict[int | None, int] = {}
    with _phone(browser, yard.url, yard.link()) as phone:
        phone.go_offline()
        visits = [
            (visitor.pickup_id, visitor.code, place % 3, place % 7 == 3)
            for place, visitor in enumerate(visitors)
        ]
        phone.page.evaluate(TAP, visits)
        for visitor, (_id, _code, less, is_undone) in zip(visitors, visits, strict=True):
            if not is_undone:
                tapped[visitor.line_id] = 4 - less
        phone.page.goto(f"/a/{yard.gate.listing.code}")
        phone.page.get_by_test_id("handover-confirm").click()
        expect(phone.page.get_by_test_id("undo")).to_be_visible()
        tapped[None] = 1
        phone.expect_status("58 à envoyer")
        # The first answer gets lost on its way back: everything is sent again.
        phone.context.route("**/comptoir/journal", lambda route: _stir(route, chance))
        phone.context.route(
            "**/comptoir/journal", lambda route: (route.fetch(), route.abort()), times=1
        )
        with phone.page.expect_event("requestfailed"):
            phone.go_online()
        phone.go_online()
        phone.expect_status("tout est envoyé")
    assert yard.left() == tapped
    assert len(yard.entries()) == 58


def test_two_phones_hand_over_the_same_ticket(browser: Browser, yard: Yard) -> None:
    """Both did what they did: the ledger keeps both, and the second phone is told."""
    visitor = make_arrival(yard.gate)
    with (
        _phone(browser, yard.url, yard.link()) as north,
        _phone(browser, yard.url, yard.link("Portail sud")) as south,
    ):
        for phone in (north, south):
            phone.go_offline()
            phone.hand_over(visitor)
        north.go_online()
        north.expect_status("tout est envoyé")
        south.go_online()
        south.expect_status("tout est envoyé")
        expect(south.page.locator("main")).to_contain_text("envoyé, à vérifier")
    assert yard.left() == {visitor.line_id: 8}
    assert [entry.flags for entry in yard.entries()] == [[], ["handed_twice"]]


def test_a_link_revoked_meanwhile_still_counts_and_leaves_nothing(
    browser: Browser, yard: Yard
) -> None:
    visitor = make_arrival(yard.gate)
    with _phone(browser, yard.url, yard.link()) as phone:
        phone.go_offline()
        phone.hand_over(visitor)
        yard.revoke()
        phone.go_online()
        expect(phone.page.get_by_text("a été révoqué")).to_be_visible()
        phone.page.reload()
        expect(phone.page.get_by_text("a été révoqué")).to_be_visible()
    assert yard.left() == {visitor.line_id: 4}
    assert [entry.flags for entry in yard.entries()] == [["after_revocation"]]


def test_a_reservation_cancelled_meanwhile_is_handed_over_and_flagged(
    browser: Browser, yard: Yard
) -> None:
    visitor = make_arrival(yard.gate)
    with _phone(browser, yard.url, yard.link()) as phone:
        phone.go_offline()
        phone.hand_over(visitor)
        changes.cancel_pickup(visitor.token, visitor.pickup_id)
        phone.go_online()
        phone.expect_status("tout est envoyé")
        expect(phone.page.locator("main")).to_contain_text("envoyé, à vérifier")
    # The promise was gone, so it left as a sale on the spot.
    assert yard.left() == {None: 4}
    assert [entry.flags for entry in yard.entries()] == [["cancelled"]]


def test_a_clock_three_hours_ahead_harms_nothing(browser: Browser, yard: Yard) -> None:
    visitor = make_arrival(yard.gate)
    with _phone(browser, yard.url, yard.link(), THREE_HOURS_AHEAD) as phone:
        phone.expect_status("à jour")
        phone.go_offline()
        phone.hand_over(visitor)
        phone.go_online()
        phone.expect_status("tout est envoyé")
        shown = phone.page.locator(".app-fate").inner_text()
    [row], [entry] = yard.ledger(), yard.entries()
    assert abs(row.at - entry.received_at) < timedelta(minutes=2)
    assert entry.phone_at - entry.received_at > timedelta(hours=2)
    assert re.search(clock.to_local(row.at, "Europe/Paris").strftime("%H:%M"), shown)
    assert "clock" in entry.flags


def test_a_browser_killed_after_the_tap_loses_nothing(
    browser: Browser, yard: Yard, tmp_path: Path
) -> None:
    visitor = make_arrival(yard.gate)
    options = {**launch_options(), **VALUES, "base_url": yard.url}
    profile = tmp_path / "profile"
    kind = browser.browser_type
    # Closed once: Chromium writes a new cookie down within half a minute only.
    _start(kind.launch_persistent_context(profile, **options), yard.link()).context.close()
    context = kind.launch_persistent_context(profile, **options)
    phone = Phone(context, context.new_page())
    phone.page.goto("/comptoir")
    phone.expect_status("à jour")
    phone.go_offline()
    phone.hand_over(visitor)
    _kill_browser(profile)
    context = kind.launch_persistent_context(profile, **options)
    page = context.new_page()
    page.goto("/comptoir")
    Phone(context, page).expect_status("tout est envoyé")
    context.close()
    assert yard.left() == {visitor.line_id: 4}


def _kill_browser(profile: Path) -> None:
    """Kill the processes of the browser with this profile at once, as a dead battery does."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if f"--user-data-dir={profile}" in command:
            os.kill(int(process.name), signal.SIGKILL)
