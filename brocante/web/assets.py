"""Static files: content hash in every address, so that browsers keep them for a year."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g
from whitenoise import WhiteNoise

STATIC = Path(__file__).parents[2] / "static"
HASH = "v"
_PLAIN = {str, int}


def init_assets(app: Flask) -> None:
    """Serve `static/` by WhiteNoise and add the hash to what url_for returns."""

    @app.url_defaults
    def _add_hash(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and HASH not in values:
            values[HASH] = content_hash(str(values["filename"]))

    app.jinja_env.globals["url_for"] = _template_url_for(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        autorefresh=app.debug,
        add_headers_function=_no_sniff,
    )


def _template_url_for(app: Flask) -> Callable[..., str]:
    """Return the url_for of templates: a page has some 50 addresses, each always the same.

    Besides what it is given, an address depends on the edition of the page, which is filled in.
    """

    @lru_cache(maxsize=4096)
    def kept(endpoint: str, _edition: str | None, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        # A relative endpoint depends on the page; a whole address on the host it was asked at.
        if (
            endpoint.startswith(".")
            or "_external" in values
            or not set(map(type, values.values())) <= _PLAIN
        ):
            return app.url_for(endpoint, **values)
        edition = g.get("edition")
        return kept(endpoint, edition.slug if edition else None, tuple(values.items()))

    return url_for


@lru_cache(maxsize=2048)
def content_hash(filename: str) -> str:
    """Return a short hash of a static file's bytes; empty for a file that is not there."""
    path = STATIC / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def _no_sniff(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'"
