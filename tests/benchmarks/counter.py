"""The counter on a slow phone: what 500 pickups weigh, and the script of one hand-over."""

import gzip
import json
import os
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

from brocante.app import create_app
from brocante.config import load_settings
from tests.factories import make_edition, make_participation, make_site
from tests.factories.counter import make_link
from tests.support.chromium import launch
from tests.support.counter_phone import FakeServer, counter_data, start_counter
from tests.support.servers import ROOT

PICKUPS = 500
SLOWER = 4
TIMES = 7


def make_counter(environment: dict[str, str]) -> str:
    """Make a counter in the database that is measured; return the address of its link."""
    app = create_app(load_settings({**os.environ, **environment}, ROOT / "instance"))
    with app.app_context():
        link = make_link(make_site(make_participation(make_edition())))
    return f"/comptoir/acces/{link.token}"


def hand_overs(base: str, link: str) -> tuple[float, float]:
    """Return kilobytes of the first opening (data of 500 pickups gzip), ms of script each."""
    data = counter_data([[3, 2]] * PICKUPS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=base)
        FakeServer(context, data)
        page = start_counter(context, link)
        received = _received(page)
        page.reload(wait_until="networkidle")
        kilobytes = sum(received) / 1000 + len(gzip.compress(json.dumps(data).encode())) / 1000
        devtools = context.new_cdp_session(page)
        devtools.send("Performance.enable")
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        spent = [_one(page, devtools, number) for number in range(1, TIMES + 1)]
        browser.close()
    return kilobytes, median(spent) * 1000


def _received(page: Page) -> list[float]:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.setBypassServiceWorker", {"bypass": True})
    received: list[float] = []
    small = 400_000  # made-up data are answered within the browser, and not compressed

    def note(event: dict[str, float]) -> None:
        if event["encodedDataLength"] < small:
            received.append(event["encodedDataLength"])

    devtools.on("Network.loadingFinished", note)
    return received


def _one(page: Page, devtools: CDPSession, number: int) -> float:
    page.goto(f"/comptoir#enlevement/{number}")
    confirm = page.get_by_test_id("handover-confirm")
    confirm.wait_for()
    before = _script_seconds(devtools)
    confirm.click()
    page.get_by_test_id("undo").wait_for()
    return _script_seconds(devtools) - before


def _script_seconds(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))
