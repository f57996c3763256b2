"""Answers leave small: pages are compressed, and not sent again when the reader has them."""

import gzip

import brotli
from flask import Flask, Response, g, request, session

SMALLEST = 1_000
# Above these levels the processor pays more than a weak network gains.
BROTLI_QUALITY = 4
GZIP_LEVEL = 5
KINDS = frozenset(
    {"text/html", "text/plain", "text/csv", "application/json", "image/svg+xml", "application/xml"}
)


def init_compression(app: Flask) -> None:
    """Add entity tags to public pages and compress what a browser accepts compressed."""
    app.after_request(_shrink)


def _shrink(response: Response) -> Response:
    if request.method not in {"GET", "HEAD"} or response.direct_passthrough:
        return _compress(response)
    changes_cookies = session.modified or "Set-Cookie" in response.headers
    if response.status_code == 200 and not g.get("personal") and not changes_cookies:
        response.add_etag(weak=True)
        response.make_conditional(request)
    return _compress(response)


def _compress(response: Response) -> Response:
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or response.mimetype not in KINDS
        or "Content-Encoding" in response.headers
        or len(body := response.get_data()) < SMALLEST
    ):
        return response
    accepted = request.accept_encodings
    if accepted["br"]:
        response.set_data(brotli.compress(body, quality=BROTLI_QUALITY))
        response.headers["Content-Encoding"] = "br"
    elif accepted["gzip"]:
        response.set_data(gzip.compress(body, GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
