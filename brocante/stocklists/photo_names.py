"""Which photo of a .zip belongs to which line: by the name the line gives, else its reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from brocante.stocklists.words import folded

LONGEST = 200
ENDINGS = frozenset({"jpg", "jpeg", "png", "webp", "heic", "heif", "gif"})
_PLAIN = re.compile(r"[^a-z0-9]+")
P = TypeVar("P")


def file_name(path: str) -> str:
    """Return the bare name of a file as names are compared: no folder, no case, no accents."""
    return folded(re.split(r"[/\\]", path)[-1])[-LONGEST:]


def is_photo(path: str) -> bool:
    """Tell whether a file of an archive is one somebody meant as a photo."""
    name = re.split(r"[/\\]", path)[-1]
    hidden = name.startswith(".") or "__MACOSX" in path
    return not hidden and name.rpartition(".")[2].lower() in ENDINGS


def photos_for(parsed: Mapping[str, Any], reference: str, photos: Mapping[str, P]) -> list[P]:
    """Return the photos of a line, in the order it names them, each once."""
    named = [file_name(name) for name in parsed.get("photos") or ()]
    found = {name: photos[name] for name in named if name in photos}
    stems = {name.rpartition(".")[0] or name: name for name in photos}
    found |= {stems[name]: photos[stems[name]] for name in named if name in stems}
    mark = _PLAIN.sub("-", folded(reference)).strip("-")
    if mark and not found:
        for stem, name in sorted(stems.items()):
            plain = _PLAIN.sub("-", stem).strip("-")
            # "MC-25", "MC-25_2", "mc 25 (3)": the reference alone, or with a small number.
            if plain == mark or re.fullmatch(re.escape(mark) + r"-\d{1,2}", plain):
                found[name] = photos[name]
    return list(found.values())
