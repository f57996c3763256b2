"""Joins the style sheets into the one file that pages load: static/css/brocante.css.

Run after a change in static/css: `python tools/build_css.py`. Only comments and needless blanks go,
so the result can be read beside its sources.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "css"
SOURCES = ("tokens.css", "base.css", "components.css", "layout.css", "counter.css", "print.css")
BUNDLE = FOLDER / "brocante.css"
# Within the style sheet: a first view of a list has better uses for a request.
DRAWINGS = FOLDER.parent / "img" / "families-1.svg"
# A quoted text is kept as it is; everything else may lose its blanks.
QUOTED_OR_COMMENT = re.compile(r'("[^"\n]*")|/\*.*?\*/', re.DOTALL)


def bundle() -> str:
    """Return the style sheets joined in order, without comments and needless blanks."""
    text = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SOURCES)
    text = text.replace(f'"../img/{DRAWINGS.name}"', f'"{_within(DRAWINGS)}"')
    text = QUOTED_OR_COMMENT.sub(lambda match: match[1] or "", text)
    pieces = re.split(r'("[^"\n]*")', text)
    return "".join(piece if piece.startswith('"') else _squeeze(piece) for piece in pieces) + "\n"


def _within(picture: Path) -> str:
    """Return a drawing as an address that holds it."""
    text = picture.read_text(encoding="utf-8").replace('"', "'").replace("#", "%23")
    return f"data:image/svg+xml,{text.strip()}"


def _squeeze(text: str) -> str:
    """Take out blanks where CSS gives them no meaning (never around + and - of calc())."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>~]) ?", r"\1", text)
    # Not before a colon: "a :hover" and "a:hover" select different things.
    text = re.sub(r": ", ":", text)
    return text.replace(";}", "}")


def main() -> int:
    """Write the bundle; return 0."""
    BUNDLE.write_text(bundle(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
