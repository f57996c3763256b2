"""What is measured, written once for our server and once for the floor."""

import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from tests.benchmarks.load import Browser, Result, run

EDITION = "dordogne-2026"
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Target:
    """A server: its port, its addresses, the listings to book and how one of them is booked."""

    port: int
    list_path: str
    listing_paths: tuple[str, ...]
    map_path: str
    book: Callable[[Browser, str], bool]


def pages(
    target: Target, path: str, clients: int, requests: int, *, cookie: bool = False
) -> Result:
    """Fetch one page again and again over kept connections; for a cookie it is made anew."""
    local = threading.local()

    def act(_number: int) -> bool:
        if not hasattr(local, "browser"):
            local.browser = Browser(target.port)
            local.browser.cookies = {"lang": "fr"} if cookie else {}
        status, _body, _location = local.browser.send("GET", path)
        return bool(status == 200)

    return run(clients, requests, act)


def bookings(target: Target, clients: int, flows: int) -> Result:
    """Whole reservations, each by a browser that was never there: listing, basket, form, ticket."""

    def act(number: int) -> bool:
        browser = Browser(target.port)
        try:
            return target.book(browser, target.listing_paths[number % len(target.listing_paths)])
        finally:
            browser.close()

    return run(clients, flows, act)


def book_floor(browser: Browser, listing: str) -> bool:
    """The floor's four requests."""
    browser.send("GET", listing)
    browser.send("POST", listing, {"quantity": "1"})
    browser.send("GET", "/reserver")
    status, _body, location = browser.send("POST", "/reserver", {"quantity": "1"})
    return status == 303 and location.startswith("/r/")


def book_ours(browser: Browser, listing: str) -> bool:
    """Our four requests, as a person's browser makes them without JavaScript."""
    _status, body, _location = browser.send("GET", listing)
    action, fields = form(body, "panier")
    browser.send("POST", action, {**fields, "quantity": fields.get("quantity") or "1"})
    _status, body, _location = browser.send("GET", f"/{EDITION}/panier")
    action, fields = form(body, "reserver")
    # Each flow is a person of its own: one telephone number has a limited number of reservations.
    fields |= {"name": "Mesure", "phone": f"06{secrets.randbelow(10**8):08d}", "email": ""}
    status, _body, location = browser.send("POST", action, fields)
    return status == 303 and "/r/" in location


def form(body: str, action: str) -> tuple[str, dict[str, str]]:
    """Return address and fields of the first POST form whose address contains `action`.

    The first choice of every group of radio buttons is taken, as a person would have to.
    """
    # Cheap, as the processor is shared with the server that is measured.
    for part in body.split("<form ")[1:]:
        head, _, rest = part.partition(">")
        attributes = _attributes(head)
        if attributes.get("method") == "post" and action in attributes.get("action", ""):
            return attributes["action"], _fields(rest.partition("</form>")[0])
    raise LookupError(action)


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for tag in text.split("<input ")[1:]:
        attributes = _attributes(tag.partition(">")[0])
        name, kind = attributes.get("name"), attributes.get("type", "text")
        if name is None or kind in {"submit", "button", "file"}:
            continue
        if kind == "checkbox" and "checked" not in tag:
            continue
        if kind == "radio" and (name in fields or "disabled" in tag):
            continue
        fields[name] = attributes.get("value", "")
    return fields


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
