"""Public pages kept ready to send for as long as the database is as it was.

Most visitors read the same lists. A page is kept when its view asked for it, for readers who sent
no cookie, in the very form that was sent (language, compression). It is sent again only if no
transaction was committed since (core/state.py) and the minute is the same: what opens, closes or
passes does so on a full minute. Thus nobody ever sees an old page.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import http_date

from brocante.core import clock
from brocante.core.db import db
from brocante.core.state import StateUnknown, state_mark

MOST_BYTES = 4 * 1024 * 1024
_WISH = "brocante.keep"
# What an answer depends on besides the address. Others are not read by public pages.
_VARIES = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_ENCODING",
)

P = ParamSpec("P")
R = TypeVar("R")


def keep(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose page shows nothing but the database and the hour of day."""

    @wraps(view)
    def wishing(*args: P.args, **kwargs: P.kwargs) -> R:
        request.environ[_WISH] = True
        return view(*args, **kwargs)

    return wishing


def init_kept(app: Flask) -> None:
    """Answer from what is kept before anything else of the application runs."""
    shelf = _Shelf()
    answer = app.wsgi_app

    @cache
    def engine() -> Engine:
        with app.app_context():
            return db.engine

    def answer_or_send_again(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_COOKIE"):
            return answer(environ, start_response)
        try:
            # Before the page is made: a change while it is made must not go unseen.
            mark = f"{state_mark(engine())} {clock.now():%d%H%M}"
        except (SQLAlchemyError, StateUnknown):
            # The application has a page for a database that cannot be read.
            return answer(environ, start_response)
        key = tuple(environ.get(name, "") for name in _VARIES)
        page = shelf.find(key, mark)
        if page is None:
            return _make(answer, environ, start_response, lambda made: shelf.put(key, mark, made))
        return page.send(environ, start_response)

    app.wsgi_app = answer_or_send_again  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class _Page:
    """An answer as it was sent."""

    headers: list[tuple[str, str]]
    body: bytes

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Send it again, or say that the reader has it."""
        headers = [(n, http_date() if n == "Date" else v) for n, v in self.headers]
        tag = next((value for name, value in headers if name == "ETag"), None)
        if tag and environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 NOT MODIFIED", [h for h in headers if h[0] not in _OF_BODIES])
            return []
        start_response("200 OK", headers)
        return [self.body]


_OF_BODIES = frozenset({"Content-Length", "Content-Type", "Content-Encoding"})


class _Shelf:
    """The pages kept, the least used leaving first."""

    def __init__(self) -> None:
        self.pages: OrderedDict[tuple[str, ...], tuple[str, _Page]] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def find(self, key: tuple[str, ...], mark: str) -> _Page | None:
        """Return the page for `key` if it was made at `mark`; an older one is thrown away."""
        with self.lock:
            kept = self.pages.get(key)
            if kept is None:
                return None
            if kept[0] != mark:
                self.drop(key)
                return None
            self.pages.move_to_end(key)
            return kept[1]

    def put(self, key: tuple[str, ...], mark: str, page: _Page) -> None:
        """Keep a page made when the database stood at `mark`."""
        with self.lock:
            if key in self.pages:
                self.drop(key)
            self.pages[key] = (mark, page)
            self.bytes += len(page.body)
            while self.bytes > MOST_BYTES:
                self.drop(next(iter(self.pages)))

    def drop(self, key: tuple[str, ...]) -> None:
        self.bytes -= len(self.pages.pop(key)[1].body)


def _make(
    answer: WSGIApplication,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    put: Callable[[_Page], None],
) -> Iterable[bytes]:
    """Let the application answer; keep the answer if its view wished so."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def note(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        started.append((status, headers))
        return start_response(status, headers, *rest)

    made = answer(environ, note)
    if not environ.get(_WISH) or not started:
        return made
    status, headers = started[-1]
    if not status.startswith("200") or any(name == "Set-Cookie" for name, _ in headers):
        return made
    body = b"".join(made)
    getattr(made, "close", lambda: None)()
    put(_Page(list(headers), body))
    return [body]
