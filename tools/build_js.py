"""Joins the modules of the counter into the one file that its page loads: static/js/counter.js.

Run after a change in static/js/counter-*.js: `python tools/build_js.py`. Modules imported one by
one would be kept by browsers for a year without the hash of their content, and a phone offline
must not hold half of an old version. Only comments, blanks and the lines that join modules go; the
modules keep to forms that this can read, and share no names.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "js"
ENTRY = "counter-app.js"
BUNDLE = FOLDER / "counter.js"
IMPORT = re.compile(r'^import \{[^}]+\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
COMMENT = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*?\n", re.DOTALL | re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def bundle() -> str:
    """Return the modules in the order they need each other; ValueError when two share a name."""
    texts = [_bare(name) for name in modules()]
    names = [found for text in texts for found in DECLARED.findall(text)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"declared in two modules: {', '.join(twice)}")
    lines = (line.strip() for text in texts for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def modules() -> list[str]:
    """Return the files of the bundle, each after those it needs."""
    order: list[str] = []
    _visit(ENTRY, order)
    return order


def _visit(name: str, order: list[str]) -> None:
    if name in order:
        return
    for needed in IMPORT.findall((FOLDER / name).read_text(encoding="utf-8")):
        _visit(needed, order)
    order.append(name)


def _bare(name: str) -> str:
    """Return a module without its comments and the lines that join it to others."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = EXPORT.sub("", IMPORT.sub("", COMMENT.sub("", text)))
    if re.search(r"^(?:import|export)\b", text, re.MULTILINE):
        raise ValueError(f"{name} joins other modules in a form this cannot read")
    return text


def main() -> int:
    """Write the bundle; return 0."""
    BUNDLE.write_text(bundle(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
