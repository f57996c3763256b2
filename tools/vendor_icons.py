"""Draw `static/img/icons.svg`, a sprite of Lucide symbols: `<use href="…/icons.svg#i-NAME">`."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

SPRITE = "static/img/icons.svg"
MARK = "static/img/brand/mark.svg"

NAMES = [
    "alert-triangle",
    "arrow-right",
    "bar-chart-3",
    "bike",
    "calendar",
    "camera",
    "car",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "clock",
    "copy",
    "download",
    "euro",
    "external-link",
    "eye",
    "eye-off",
    "filter",
    "flag",
    "hand-coins",
    "handshake",
    "heart",
    "home",
    "image",
    "info",
    "languages",
    "leaf",
    "list",
    "log-in",
    "log-out",
    "mail",
    "map",
    "map-pin",
    "menu",
    "minus",
    "moon",
    "package",
    "package-check",
    "pencil",
    "phone",
    "plus",
    "printer",
    "qr-code",
    "recycle",
    "ruler",
    "scale",
    "search",
    "settings",
    "shopping-basket",
    "sparkles",
    "store",
    "sun",
    "tag",
    "ticket",
    "trash-2",
    "truck",
    "undo-2",
    "user",
    "users",
    "warehouse",
    "weight",
    "x",
]

# Lucide renamed these; templates keep the names under which they were chosen.
RENAMED = {
    "alert-triangle": "triangle-alert",
    "bar-chart-3": "chart-column",
    "filter": "funnel",
    "home": "house",
}

# On each symbol, not on the root: <use> clones the symbol alone, the root is left behind.
STROKE = (
    'fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"'
)


def draw_sprite(modules: Path, root: Path) -> None:
    """Write the sprite from the icons of the `lucide-static` package under `modules`."""
    icons = modules / "lucide-static/icons"
    symbols = [symbol(name, icons / f"{RENAMED.get(name, name)}.svg") for name in NAMES]
    comment = "<!-- Lucide 1.62.0, ISC licence: see icons.LICENSE -->"
    symbols.append(mark((root / MARK).read_text(encoding="utf-8")))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{comment}\n{"".join(symbols)}</svg>\n'
    target = root / SPRITE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(sprite, encoding="utf-8")
    licence = (modules / "lucide-static/LICENSE").read_text(encoding="utf-8")
    target.with_suffix(".LICENSE").write_text(licence, encoding="utf-8")


def symbol(name: str, icon: Path) -> str:
    """Return one `<symbol>`; all its paths and lines merge into one path, to weigh less."""
    paths: list[str] = []
    shapes: list[str] = []
    for element in ET.parse(icon).getroot():  # noqa: S314 - reads the pinned package only
        tag = element.tag.rpartition("}")[2]
        if tag == "path":
            paths.append(absolute_start(element.attrib["d"]))
        elif tag == "line":
            a = element.attrib
            paths.append(f"M{a['x1']} {a['y1']}L{a['x2']} {a['y2']}")
        else:
            attributes = " ".join(f'{key}="{value}"' for key, value in element.attrib.items())
            shapes.append(f"<{tag} {attributes}/>")
    if paths:
        shapes.append(f'<path d="{"".join(paths)}"/>')
    return f'<symbol id="i-{name}" viewBox="0 0 24 24" {STROKE}>{"".join(shapes)}</symbol>\n'


def mark(drawing: str) -> str:
    """Return the project's own mark as a `<symbol>`: the head of a page then costs no request."""
    drawing = drawing.strip().replace(
        '<svg xmlns="http://www.w3.org/2000/svg"', '<symbol id="mark"'
    )
    return drawing.replace("</svg>", "</symbol>\n")


def absolute_start(path: str) -> str:
    """Make a path's first move absolute, so that it can follow another path.

    A leading `m` is absolute by definition but the pairs after it are relative lines; `M` would
    make them absolute, hence the `l`.
    """
    match = re.match(r"m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(.*)", path)
    if not match:
        return path
    x, y, rest = match.groups()
    return f"M{x} {y}{'l' if re.match(r'[-.0-9]', rest) else ''}{rest}"
