"""Words on paper: embedded fonts, measuring, shrinking, wrapping and cutting at a word.

Reportlab's paragraphs do all this too, many times slower than drawing; labels come by the thousand.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "BarlowSemiCondensed-Regular"
BOLD = "BarlowSemiCondensed-Bold"
DISPLAY = "BricolageGrotesque-ExtraBold"

_FONT_FOLDER = Path(__file__).parent / "fonts"

# Share of the size that letters with accents reach above, and descenders below, the baseline.
ASCENT = 0.93
DESCENT = 0.21

_ELLIPSIS = "…"
# Ordinary blanks only: a no-break space inside "12,50 €" must hold.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
# Where a line may end: at a blank, but not within 60 × 60 or 17 cm.
_APART = re.compile(
    r" (?:(?<=\d )(?!×|(?:[cm]?m[²³]?|kg|[gtlL€%])(?!\w))|(?<=× )(?!\d)|(?<![\d×] ))"
)
# What stands between two facts; it goes with the one before, and has no use at a line's end.
SEPARATOR = "\u00a0·"
_NARROW_BLANK = str.maketrans({"\u202f": "\u00a0"})
# Combining marks, controls and invisible format characters have no width of their own.
_DROPPED = frozenset({"Mn", "Me", "Cc", "Cf"})


# Letters with a stroke, which Unicode does not take apart.
_STROKED = {**dict(zip("ĦħŦŧĸŊŋſƀƁƗɨ", "HhTtkNnsbBIi", strict=True)), "ŉ": "’n"}


@cache
def load_fonts() -> None:
    """Register the embedded fonts with reportlab, once per process."""
    for name in (REGULAR, BOLD, DISPLAY):
        pdfmetrics.registerFont(TTFont(name, str(_FONT_FOLDER / f"{name}.ttf")))


@lru_cache(maxsize=8192)
def clean(text: str, font: str = BOLD) -> str:
    """Return `text` on one line, with only characters that `font` can draw.

    Accents are joined to their letters, stacked marks dropped (they would run over the lines
    above). A letter the font lacks becomes its plain one; other unknown characters become a
    question mark rather than an empty box.
    """
    line = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).translate(_NARROW_BLANK).strip()
    kept = (c for c in line if unicodedata.category(c) not in _DROPPED)
    drawable = _drawable(font)
    return "".join(c if ord(c) in drawable else _plain(c, drawable) for c in kept)


def display_font(text: str) -> str:
    """Return the font of headings, or the bold one for a text whose letters it lacks."""
    return DISPLAY if all(ord(c) in _drawable(DISPLAY) for c in clean(text)) else BOLD


def _plain(character: str, drawable: frozenset[int]) -> str:
    """Return the letters under the accents of a Latin one, or a question mark."""
    bare = _STROKED.get(character) or "".join(
        c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn"
    )
    known = bool(bare) and all(ord(c) in drawable for c in bare)
    return bare if known and character.isalpha() else "?"


@cache
def _drawable(font: str) -> frozenset[int]:
    """Return the characters a font has; the two of running text have the same."""
    names = (DISPLAY,) if font == DISPLAY else (REGULAR, BOLD)
    fonts = (pdfmetrics.getFont(name) for name in names)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


@lru_cache(maxsize=16384)
def width_per_point(text: str, font: str) -> float:
    """Return the width of `text` in points at size 1."""
    return float(pdfmetrics.stringWidth(text, font, 1))


def shrunk(text: str, font: str, size: float, width: float) -> float:
    """Return the largest size up to `size` at which `text` fits into `width` points on one line."""
    needed = width_per_point(text, font) * size
    return size if needed <= width else size * width / needed


def wrap(text: str, font: str, size: float, width: float, lines: int) -> tuple[list[str], bool]:
    """Break `text` into at most `lines` lines of `width` points; tell whether some was cut.

    Measures such as 60 × 60 or 17 cm stay on one line if it holds them. A word longer than a line
    is broken; what exceeds the last line is cut at a word with "…". A dot between two facts is left
    out where a line ends behind it.
    """
    limit = width / size
    if width_per_point(text, font) <= limit:
        return ([text] if text else []), False
    broken: list[str] = []
    rest = [
        word
        for words in _APART.split(text.replace(" · ", f"{SEPARATOR} "))
        for word in ([words] if _width_at_end(words, font) <= limit else words.split(" "))
    ]
    while rest and len(broken) < lines:
        line, rest = _take_line(rest, font, limit)
        broken.append(line)
    if not rest:
        return broken, False
    broken[-1] = _cut(broken[-1], font, limit)
    return broken, True


def _take_line(words: list[str], font: str, limit: float) -> tuple[str, list[str]]:
    """Return the first line of `words` that fits and the words left; always takes something."""
    if _width_at_end(words[0], font) > limit:
        head = _longest_start(words[0], font, limit)
        return head, [words[0][len(head) :], *words[1:]]
    space = width_per_point(" ", font)
    used = width_per_point(words[0], font) + space
    count = 1
    while count < len(words) and used + _width_at_end(words[count], font) <= limit:
        used += width_per_point(words[count], font) + space
        count += 1
    return _at_end(" ".join(words[:count])), words[count:]


def _at_end(text: str) -> str:
    """Return `text` as a line ends with it: without the dot, unless it is all there is."""
    return text.removesuffix(SEPARATOR) or text


def _width_at_end(text: str, font: str) -> float:
    """Return the width of `text` at the end of a line, in points at size 1."""
    return width_per_point(_at_end(text), font)


def _longest_start(word: str, font: str, limit: float) -> str:
    """Return as many first letters of `word` as fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width_per_point(word[:middle], font) <= limit:
            low = middle
        else:
            high = middle - 1
    return word[:low]


def _cut(line: str, font: str, limit: float) -> str:
    """Return `line` shortened, at a word where there is one, so that "…" still fits behind it."""
    limit -= width_per_point(_ELLIPSIS, font)
    while width_per_point(line, font) > limit and " " in line:
        line = line.rsplit(" ", 1)[0]
    if width_per_point(line, font) > limit:
        line = _longest_start(line, font, limit)
    if width_per_point(line, font) > limit:
        # Not even one letter has room beside it.
        return _ELLIPSIS
    return line.rstrip(" \u00a0,;:·-") + _ELLIPSIS
