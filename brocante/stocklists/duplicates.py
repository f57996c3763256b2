"""Lines of one file that may be the same goods twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from brocante.stocklists.results import Issue, Line
from brocante.stocklists.words import folded

_PUNCTUATION = re.compile(r"[\W_]+")
_SPOILT = "reference-damaged-by-spreadsheet"


def mark_duplicates(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Add an issue to every line that may be another one of the same batch."""
    all_lines = tuple(lines)
    references: dict[Hashable, list[int]] = defaultdict(list)
    titles: dict[Hashable, list[int]] = defaultdict(list)
    codes: dict[Hashable, list[int]] = defaultdict(list)
    for place, line in enumerate(all_lines):
        if line.listing_code is not None:
            codes[line.listing_code].append(place)
        if _usable(line):
            references[line.batch, line.reference].append(place)
        if line.title is not None:
            name = _PUNCTUATION.sub("", folded(line.title))
            titles[line.batch, name, line.dims, line.condition].append(place)
    # Two references that differ are two articles, whatever their titles.
    doubtful = (
        places for places in titles.values() if not all(_usable(all_lines[p]) for p in places)
    )
    marked: set[int] = set()
    for places in (*references.values(), *doubtful, *codes.values()):
        if len(places) > 1 and not _are_listings(all_lines, places):
            marked.update(places)
    return tuple(
        replace(line, issues=(*line.issues, Issue("possible-duplicate", "reference")))
        if place in marked
        else line
        for place, line in enumerate(all_lines)
    )


def _are_listings(lines: tuple[Line, ...], places: list[int]) -> bool:
    """Tell whether lines are of listings that differ, whatever they say of themselves."""
    codes = [lines[place].listing_code for place in places]
    return None not in codes and len(set(codes)) == len(codes)


def _usable(line: Line) -> bool:
    return line.reference is not None and not any(i.code == _SPOILT for i in line.issues)
