"""Names of photo files, without the folders of somebody's computer."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[,;|\r\n]+")
_NAMED = re.compile(r"[^/\\:*?\"<>|]+\.[A-Za-z0-9]{2,5}")


def read_photos(text: str) -> tuple[str, ...]:
    """List the file names of a cell, in order, none twice."""
    if not text:
        return ()
    names = (re.split(r"[/\\]", part.strip())[-1].strip("\"' ") for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(name for name in names if _NAMED.fullmatch(name)))
