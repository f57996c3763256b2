"""Absolute addresses, built from the settings and never from the Host header of a request."""

from urllib.parse import urlsplit

from flask import current_app

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
