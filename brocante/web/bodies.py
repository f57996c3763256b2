"""What a request carries arrives before its turn comes.

Granian hands a request over when its headers are there. Without this, a phone on a weak network, or
somebody who sends half a form to eighty connections, would hold a web process while it sends.
"""

import threading
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from brocante.config import MAX_UPLOAD_BYTES

IN_MEMORY = 256 * 1024
PART = 64 * 1024


def init_bodies(app: Flask) -> None:
    """Answer one request at a time, each once it arrived; wraps everything else."""
    answer, turn = app.wsgi_app, threading.Lock()

    def answer_in_turn(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = _length(environ)
        if not length:
            with turn:
                return answer(environ, start_response)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            _receive(environ, length, body)
            environ["wsgi.input"] = body
            with turn:
                return answer(environ, start_response)

    app.wsgi_app = answer_in_turn  # type: ignore[method-assign]


def _length(environ: WSGIEnvironment) -> int:
    """Return how many bytes to wait for: none of what the application will refuse unread."""
    given = environ.get("CONTENT_LENGTH") or ""
    if given.isascii() and given.isdigit() and len(given) < 12:
        return int(given) if int(given) <= MAX_UPLOAD_BYTES else 0
    return MAX_UPLOAD_BYTES + 1 if environ.get("wsgi.input_terminated") else 0


def _receive(environ: WSGIEnvironment, length: int, body: "SpooledTemporaryFile[bytes]") -> None:
    source = environ["wsgi.input"]
    while length > 0 and (part := source.read(min(length, PART))):
        body.write(part)
        length -= len(part)
    body.seek(0)
