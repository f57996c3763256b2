"""Static files: content hash in every address, so that browsers keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parents[2] / "static"
HASH = "v"


def init_assets(app: Flask) -> None:
    """Serve `static/` by WhiteNoise and add the hash to what url_for returns."""

    @app.url_defaults
    def _add_hash(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and HASH not in values:
            values[HASH] = content_hash(str(values["filename"]))

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        autorefresh=app.debug,
        add_headers_function=_no_sniff,
    )


@lru_cache(maxsize=2048)
def content_hash(filename: str) -> str:
    """Return a short hash of a static file's bytes; empty for a file that is not there."""
    path = STATIC / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def _no_sniff(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'"
