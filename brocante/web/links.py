"""Absolute addresses, built from the settings and never from the Host header of a request."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from brocante.config import Settings


def settings() -> Settings:
    """Return the settings of the present application."""
    found: Settings = current_app.extensions["brocante_settings"]
    return found


def public_link(endpoint: str, **values: object) -> str:
    """Return the public address of a page, for mails, QR codes and share tags."""
    base = urlsplit(settings().base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def nearest_page(path: str) -> str:
    """Return `path`, or the page above it where it only answers to a form.

    A refused form stands at the address it was sent to: /r/<token>/lignes/7 leads to /r/<token>.
    """
    found = urlsplit(path).path
    form = _rule(found, "POST")
    if form is None or form == _rule(found, "GET"):
        return path
    while found := found.rpartition("/")[0]:
        for page in (found, f"{found}/"):
            if _rule(page, "GET") is not None:
                return page
    return "/"


def _rule(path: str, method: str) -> str | None:
    adapter = current_app.url_map.bind("")
    try:
        rule, _values = adapter.match(path, method=method, return_rule=True)
    except (HTTPException, RequestRedirect):
        return None
    return rule.rule
