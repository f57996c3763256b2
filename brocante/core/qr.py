"""QR codes as plain modules: rows of booleans, runs for one stroked path, or an SVG picture."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import segno

Matrix = list[list[bool]]

# Modules of white that a reader needs around the code (ISO/IEC 18004 asks for four).
QUIET_ZONE = 4

# Scoring the eight masks is three quarters of the work; any mask is valid and decodes.
_MASK = 4

# From this length on, capitals and digits are stored in 5.5 bits instead of 8; a shorter run would
# lose more on its own header (13 to 25 bits) than it gains.
_COMPACT = re.compile(r"([0-9A-Z $%*+./:-]{6,})")


def short_address(url: str) -> str:
    """Return `url` with scheme and host in capitals, which mean the same and take fewer modules.

    The path keeps its case: tokens depend on it, and printed labels lead to `/a/<code>` as is.
    """
    return re.sub(r"^[a-z]+://[^/?#@]+(?=[/?#]|$)", lambda m: m[0].upper(), url)


def matrix(text: str) -> Matrix:
    """Return the modules of `text`, row by row from the top, True for black, without quiet zone.

    Error correction M (15 % of the code may be dirty or torn), smallest version that holds the
    text. Raises ValueError when the text is longer than a QR code can hold (about 2,300 bytes).
    """
    # A segment for each part; segno's annotation forgets that it takes several.
    parts: Any = [(part,) for part in _COMPACT.split(text) if part]
    try:
        code = segno.make(
            parts,
            error="m",
            mask=_MASK,
            boost_error=False,
            micro=False,
        )
    except segno.DataOverflowError as error:
        raise ValueError("too long for a QR code") from error
    return [[bool(module) for module in row] for row in code.matrix]


def runs(rows: Iterable[Iterable[bool]]) -> Iterator[tuple[int, int, int]]:
    """Yield every horizontal run of black as (column, row, length), in modules, from the top.

    Stroked with a line one module wide, the runs draw the whole code as a single path.
    """
    for y, row in enumerate(rows):
        start = length = 0
        for x, black in enumerate(row):
            if black:
                start, length = (start, length + 1) if length else (x, 1)
            elif length:
                yield start, y, length
                length = 0
        if length:
            yield start, y, length


def svg(text: str, *, label: str) -> str:
    """Return the QR code of `text` as an SVG element, named `label` for screen readers.

    Black on its own white ground whatever the page's colours are: readers fail on inverted codes.
    It has no size of its own; the page's style sheet gives one.
    """
    modules = matrix(text)
    side = len(modules) + 2 * QUIET_ZONE
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}.5h{length}" for x, y, length in runs(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
        f' aria-label="{escape(label)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{path}"/></svg>'
    )
