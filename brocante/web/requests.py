"""What arrives is read in one place: numbers the database can hold, text it can store.

PostgreSQL stores no NUL character and numbers of 64 bits only; SQLite fails on longer ones too.
Nobody types either: whoever sends them finds nothing there, and never an error.
"""

import re
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.routing import BaseConverter, IntegerConverter

from brocante.core.codes import LONGEST_ID

# Control characters but tab and line feed, halves of pairs, and what is no character at all: no
# page may hold them. A line sent by a browser ends with CR and LF; one is enough.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain_text(text: str) -> str:
    """Return a text without the characters that no page and no database holds."""
    return _UNSHOWABLE.sub("", text)


class _Sent(ImmutableMultiDict[str, Any]):
    """Fields or parameters as they were sent, texts made plain."""

    def __init__(self, mapping: Any = ()) -> None:
        super().__init__(
            (plain_text(name), plain_text(value) if isinstance(value, str) else value)
            for name, value in iter_multi_items(mapping or ())
        )


class PlainRequest(Request):
    """A request whose fields and parameters hold plain text."""

    parameter_storage_class = _Sent
    # No page reads JSON: a form sent as such is a form left empty.
    is_json = False


class _Word(BaseConverter):
    """A part of an address: longer than any code, name or token of ours is none of them."""

    regex = r"[^/\x00-\x1f\x7f]{1,200}"


class _Number(IntegerConverter):
    """The number of a row in an address."""

    regex = rf"[0-9]{{1,{LONGEST_ID}}}"


def init_requests(app: Flask) -> None:
    """Have every request read so; before any address is added."""
    app.request_class = PlainRequest
    app.url_map.converters.update(default=_Word, string=_Word, int=_Number)
