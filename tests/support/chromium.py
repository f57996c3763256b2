"""Starts the Chromium of the browser tests."""

import os
from typing import Any

from playwright.sync_api import Browser, Playwright

from tools.chromium import find_or_fetch

# A browser under test talks to the page and to nobody else.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    # A busy machine looks like a slow network, on which pictures further down are fetched as well.
    "--force-effective-connection-type=4G",
    "--no-first-run",
    "--no-pings",
)


def launch_options(**options: Any) -> dict[str, Any]:
    """Return the keyword arguments for Playwright's `chromium.launch`.

    `options` are added over the defaults, except `args` and `env`, which are added to them.
    """
    chromium = find_or_fetch()
    flags = [*QUIET, *options.pop("args", [])]
    if os.geteuid() == 0:
        # Chromium refuses its sandbox to root, as in a container of continuous integration.
        flags.append("--no-sandbox")
    environment = {**os.environ, **chromium.environment, **options.pop("env", {})}
    return {
        "executable_path": str(chromium.executable),
        "args": flags,
        "env": environment,
        **options,
    }


def launch(playwright: Playwright, **options: Any) -> Browser:
    """Start a headless Chromium with the flags of `launch_options`."""
    return playwright.chromium.launch(**launch_options(**options))
