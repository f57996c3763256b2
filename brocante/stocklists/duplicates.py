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
    is_usable = list(map(_is_usable, all_lines))
    references: dict[Hashable, list[int]] = defaultdict(list)
    titles: dict[Hashable, list[int]] = defaultdict(list)
    for place, line in enumerate(all_lines):
        if is_usable[place]:
            references[line.batch, line.reference].append(place)
    # Two references that differ are two articles, whatever their titles.
    if not all(is_usable):
        for place, line in enumerate(all_lines):
            if line.title is not None:
                name = _PUNCTUATION.sub("", folded(line.title))
                titles[line.batch, name, line.dims, line.condition].append(place)
    doubtful = (
        places for places in titles.values() if not all(is_usable[place] for place in places)
    )
    marked: set[int] = set()
    for places in (*references.values(), *doubtful):
        if len(places) > 1:
            marked.update(places)
    return tuple(
        replace(line, issues=(*line.issues, Issue("possible-duplicate", "reference")))
        if place in marked
        else line
        for place, line in enumerate(all_lines)
    )


def _is_usable(line: Line) -> bool:
    return line.reference is not None and not (
        line.issues and any(issue.code == _SPOILT for issue in line.issues)
    )
