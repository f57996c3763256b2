"""Stacks the drawings of the families into one picture: static/img/families-1.svg.

A list shows up to 17 of them at once; as one picture they cost one request. Run after a change in
static/img/families: `python tools/build_family_sprite.py`. The style sheet shows the n-th drawing
by its place from the top (`.fam-<code>` in static/css/components.css), by alphabetical code.
"""

import re
import sys
from pathlib import Path

IMAGES = Path(__file__).parents[1] / "static" / "img"
SPRITE = IMAGES / "families-1.svg"  # kept for a year by browsers: a new drawing takes a new number
SIDE = 64
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def codes() -> list[str]:
    """Return the families that have a drawing, in the order of the sprite."""
    return sorted(path.stem for path in (IMAGES / "families").glob("*.svg"))


def sprite() -> str:
    """Return the drawings one under the other."""
    parts = []
    for place, code in enumerate(codes()):
        found = DRAWING.search((IMAGES / "families" / f"{code}.svg").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{code}.svg is no drawing")
        parts.append(f'<g transform="translate(0 {place * SIDE})">{found[1].strip()}</g>')
    height = SIDE * len(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {height}"'
        f' width="{SIDE}" height="{height}">{"".join(parts)}</svg>\n'
    )


def main() -> int:
    """Write the sprite; return 0."""
    SPRITE.write_text(sprite(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
