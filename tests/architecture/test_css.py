"""The face as data: one bundle that is up to date and small, and colours that can be read."""

import gzip
import re
from pathlib import Path

import pytest

from tools.build_css import BUNDLE, FOLDER, bundle

BUDGET = 11_000  # bytes, gzip, with the drawings of the families; a list stays under 60 kB
DARK = r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}"

# Text on ground: 4.5 for words, 3 for frames of controls and the focus (WCAG 1.4.3, 1.4.11).
PAIRS = [
    *[(ink, ground, 4.5) for ink in ("ink", "ink-2", "action") for ground in ("paper", "surface")],
    ("on-action", "action", 4.5),
    ("on-action", "action-deep", 4.5),
    ("good", "good-bg", 4.5),
    ("good", "surface", 4.5),
    ("oak", "oak-bg", 4.5),
    ("oak", "surface", 4.5),
    ("bad", "bad-bg", 4.5),
    ("bad", "paper", 4.5),
    ("on-label", "label", 4.5),
    ("ink", "hair", 4.5),
    *[(frame, ground, 3) for frame in ("line", "focus") for ground in ("paper", "surface")],
]


def test_bundle_is_what_its_sources_make() -> None:
    """A change in a source that was not built would never reach a page."""
    assert BUNDLE.read_text(encoding="utf-8") == bundle(), "run: python tools/build_css.py"


def test_bundle_stays_light() -> None:
    """The first view of a list is weighed on weak networks."""
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= BUDGET


def test_bundle_takes_nothing_from_outside() -> None:
    """The content policy would block it, and a visitor's address would leak."""
    own = re.sub(r'"data:image/svg\+xml,[^"]*"', '"../img/"', bundle())
    assert not re.findall(r"https?:|@import|url\((?!\"\.\./(?:fonts|img)/)", own)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(look: str, front: str, ground: str, least: float) -> None:
    """A mason in full sun and a reader with weak eyes both read every pair."""
    palette = colours(r":root \{(.*?)\}", tokens())
    if look == "dark":
        palette |= colours(DARK, tokens())
    assert contrast(palette[front], palette[ground]) >= least


def tokens() -> str:
    return (FOLDER / "tokens.css").read_text(encoding="utf-8")


def colours(block: str, text: str) -> dict[str, str]:
    found = re.search(block, text, re.DOTALL)
    assert found is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", found[1]))


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_family_has_its_light_drawing() -> None:
    """A listing without photo shows it; 24 of them must not weigh."""
    drawings = sorted(Path(FOLDER.parent / "img" / "families").glob("*.svg"))
    assert len(drawings) == 17
    assert max(drawing.stat().st_size for drawing in drawings) < 1_500
