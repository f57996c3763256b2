"""XML parts of workbooks, read as a stream; a DTD or an entity is refused at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from brocante.stocklists.errors import CorruptFile

Attributes = dict[str, str]
_CHUNK = 1 << 18
_DECLARATION = re.compile(rb"<\?xml(?:(?!encoding)[^>])*(?:encoding=[\"'](?i:utf-8)[\"'][^>]*)?\?>")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})


class Handler:
    """What happens at each element: a method `open_x` or `close_x` of a subclass, if any.

    Names are local names with hyphens as underscores: prefixes differ from one writer to the
    next. `text` collects what stands between two `keep` and `kept`.
    """

    # The end of the elements that `take` may take; empty when there are none.
    closing = b""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.is_kept = False

    def keep(self) -> None:
        """Begin to collect text, from nothing."""
        self.text = []
        self.is_kept = True

    def kept(self) -> str:
        """Stop collecting and return what was."""
        self.is_kept = False
        return "".join(self.text)

    def take(self, text: str, feed: Callable[[str], None]) -> None:
        """Feed a text to the parser, but for what a handler takes of it without.

        The text ends after an element that `closing` closes.
        """
        feed(text)

    def characters(self, text: str) -> None:
        """Collect text when it is wanted."""
        if self.is_kept:
            self.text.append(text)


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: Attributes, name: str) -> str | None:
    """Return an attribute whatever its prefix."""
    if name in attributes:
        return attributes[name]
    return next((text for key, text in attributes.items() if local(key) == name), None)


def read_markup(source: IO[bytes], handler: Handler) -> None:
    """Feed a part to a handler; raises CorruptFile when it is no sound XML or has a DTD."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _opener(handler)
    parser.EndElementHandler = _closer(handler)
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        if handler.closing:
            _take_elements(source, handler, parser)
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise CorruptFile from error


def _take_elements(source: IO[bytes], handler: Handler, parser: expat.XMLParserType) -> None:
    """Let the handler take elements of a part, until something in it is not plain."""

    def feed(text: str) -> None:
        if text:
            parser.Parse(text.encode(), False)

    closing, kept = handler.closing, b""
    while chunk := source.read(_CHUNK):
        kept += chunk
        end = kept.rfind(closing)
        text = _plain(kept[: end + len(closing)]) if end >= 0 else None
        if text is None:
            break
        handler.take(text, feed)
        kept = kept[end + len(closing) :]
    parser.Parse(kept, False)


def _plain(data: bytes) -> str | None:
    """Return a piece of a part as text, None when its tags may not be what they seem.

    Comments and CDATA may hold anything; other encodings and control characters are left to the
    parser.
    """
    declared = _DECLARATION.match(data)
    rest = data[declared.end() :] if declared else data
    if b"<!" in rest or b"<?" in rest or len(rest.translate(None, _CONTROLS)) != len(rest):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse(*_declaration: object) -> None:
    raise CorruptFile


def _opener(handler: Handler) -> Callable[[str, Attributes], None]:
    """Return the function that hands each opened element to its method."""
    methods: dict[str, Callable[[Attributes], None]] = {}

    def dispatch(name: str, attributes: Attributes) -> None:
        method = methods.get(name)
        if method is None:
            method = methods[name] = _method(handler, "open_", name)
        method(attributes)

    return dispatch


def _closer(handler: Handler) -> Callable[[str], None]:
    """Return the function that hands each closed element to its method."""
    methods: dict[str, Callable[[Attributes], None]] = {}
    nothing: Attributes = {}

    def dispatch(name: str) -> None:
        method = methods.get(name)
        if method is None:
            method = methods[name] = _method(handler, "close_", name)
        method(nothing)

    return dispatch


def _method(handler: Handler, prefix: str, name: str) -> Callable[[Attributes], None]:
    found: Callable[[Attributes], None] = getattr(
        handler, prefix + local(name).replace("-", "_"), _ignore
    )
    return found


def _ignore(_attributes: Attributes) -> None:
    """Most elements say nothing of the cells."""
