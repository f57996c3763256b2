"""Lines of one file that may be the same goods twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from brocante.stocklists.results import Issue, Line
from brocante.stocklists.words import folded

_PUNCTUATION = re.compile(r"[\W_]+")
_SPOILT = "reference-damaged-by-spreadsheet"


def mark_duplicates(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Add an issue to every line that may be another one of the same batch."""
    all_lines = tuple(lines)
    marked = {place for group in groups_of(all_lines) for place in group}
    return tuple(
        replace(line, issues=(*line.issues, Issue("possible-duplicate", "reference")))
        if place in marked
        else line
        for place, line in enumerate(all_lines)
    )


def groups_of(all_lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the places of lines that may be the same goods; a line may be in several groups."""
    is_usable = list(map(_is_usable, all_lines))
    references: dict[Hashable, list[int]] = defaultdict(list)
    codes: dict[Hashable, list[int]] = defaultdict(list)
    for place, line in enumerate(all_lines):
        if line.listing_code is not None:
            codes[line.listing_code].append(place)
        if is_usable[place]:
            references[line.batch, line.reference].append(place)
    doubtful = () if all(is_usable) else _alike(all_lines, is_usable)
    for places in (*references.values(), *doubtful, *codes.values()):
        if len(places) > 1 and not _are_listings(all_lines, places):
            yield places


def bare_title(title: str) -> str:
    """Return a title without accents, case, blanks and punctuation."""
    return _PUNCTUATION.sub("", folded(title))


def _alike(lines: Sequence[Line], is_usable: list[bool]) -> Iterator[list[int]]:
    """Yield the places of lines of one title, unless all their references tell them apart."""
    titles: dict[Hashable, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.title is not None:
            name = bare_title(line.title)
            titles[line.batch, name, line.dims, line.condition].append(place)
    for places in titles.values():
        # Two references that differ are two articles, whatever their titles.
        if not all(is_usable[place] for place in places):
            yield places


def _are_listings(lines: Sequence[Line], places: list[int]) -> bool:
    """Tell whether lines are of listings that differ, whatever they say of themselves."""
    codes = [lines[place].listing_code for place in places]
    return None not in codes and len(set(codes)) == len(codes)


def _is_usable(line: Line) -> bool:
    return line.reference is not None and not (
        line.issues and any(issue.code == _SPOILT for issue in line.issues)
    )
