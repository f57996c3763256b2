"""The application of the gate: one page without personal data, its service worker and manifest.

The page is the same bytes for every counter in a language, so that the phone keeps it; everything
about people comes as data (`/comptoir/donnees`) and lives in the phone's IndexedDB only.
"""

import hashlib
import json
from functools import lru_cache

from flask import Response, jsonify, make_response, render_template, url_for
from flask_babel import gettext as _

from brocante.counter.phrases import phrases
from brocante.web.assets import STATIC
from brocante.web.blueprints import counter_blueprint, public_blueprint
from brocante.web.security import allow_on_this_page

bp = counter_blueprint("counter_app", __name__)
files = public_blueprint("counter_files", __name__, "/comptoir")
blueprints = (bp, files)

PAGE = "counter/app.html"
VERSION_HEADER = "Counter-Shell"
SCANNER = "vendor/qr-scanner-1.4.2/"
HASHED = (
    "css/brocante.css",
    "css/counter-app.css",
    "js/brocante.js",
    "js/counter.js",
    "img/icons.svg",
    "img/brand/touch-icon.png",
)
# Named by their version: the page or a library asks for them without the hash of their content.
VERSIONED = (
    "fonts/bricolage-grotesque-5.3.0.woff2",
    f"{SCANNER}qr-scanner.min.js",
    f"{SCANNER}qr-scanner-worker.min.js",
)


@bp.get("")
def shell() -> Response:
    """The application. With JavaScript off it leads to the pages on line."""
    return _shell_answer()


@bp.get("/repetition")
def rehearsal() -> Response:
    """The application again; it shows the rehearsal at this address."""
    return _shell_answer()


def _shell_answer() -> Response:
    # The scanner's worker is made from a text it carries.
    allow_on_this_page("worker-src", "'self' blob:")
    page = _page()
    answer = make_response(page)
    answer.headers[VERSION_HEADER] = _version(page)
    return answer


@files.get("/travailleur.js")
def worker() -> Response:
    """The service worker, for every path: it also answers labels and tickets on this phone."""
    page = _page()
    kept = [url_for("static", filename=name) for name in HASHED]
    kept += [url_for("static", filename=name, v=None) for name in VERSIONED]
    head = f"const VERSION = {json.dumps(_version(page))};\nconst FILES = {json.dumps(kept)};\n"
    answer = Response(head + _worker_text(), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@files.get("/manifeste.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the counter on its home screen."""
    icons = [
        {"src": _icon("img/brand/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": _icon("img/brand/touch-icon.png"), "sizes": "192x192", "type": "image/png"},
    ]
    answer = jsonify(
        name=f"{_('Counter')} – Brocante aux matériaux",
        short_name=_("Counter"),
        id="/comptoir",
        start_url="/comptoir",
        scope="/",
        display="standalone",
        background_color="#FBF8F2",
        theme_color="#FBF8F2",
        icons=icons,
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _icon(filename: str) -> str:
    return url_for("static", filename=filename)


def _page() -> str:
    return render_template(PAGE, phrases=phrases())


def _version(page: str) -> str:
    """Return what changes when the page, a file it names (by its hash) or the worker changes."""
    return hashlib.sha256((page + _worker_text()).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _worker_text() -> str:
    return (STATIC / "js" / "counter-worker.js").read_text(encoding="utf-8")
