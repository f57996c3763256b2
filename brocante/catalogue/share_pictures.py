"""The pictures that messages and social networks show of a listing or a company, as price tags.

Drawn when somebody asks for one, kept in the store under the listing or the company, one each: the
mark before its bytes says of what content it is, so that a picture kept is never an old one.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, ImageOps

from brocante.catalogue.share_marks import Tag
from brocante.core.storage import MissingObjectError, Store, StoreUnavailable
from brocante.web.assets import STATIC

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630
PHOTO = 640
EDGE = 48
MEDIA_TYPE = "image/jpeg"
QUALITY = 82
_FONT = STATIC / "fonts" / "bricolage-grotesque-5.3.0.woff2"
PAPER, KRAFT, INK, INK_2 = "#fbf8f2", "#efe3cd", "#22201c", "#5b554b"
LABEL, ON_LABEL, ACTION = "#f3cc78", "#452d00", "#a8401f"
# The mark of the brand, a tag with its eyelet, on a square of 40.
_MARK = ((13, 3), (38, 3), (38, 37), (13, 37), (1, 20))
_SMOOTH = 4
# Words end here; below stand the mark, the name and the days, which nothing may cover.
LOWEST = HEIGHT - EDGE - 72
_FACT_STEP, _MOST_FACT_LINES = 38, 4
# The label of a price at its largest, with the gaps above and below it.
_PRICE_ROOM = 22 + round(76 * 1.45) + 14
# What belongs to the number before it or stands between two numbers is not parted from it:
# "12 × 24", "1 200 kg", "14 mm".
_BOUND = re.compile(
    r"(?<=\d) (?=[×x] \d)|(?<=\d [×x]) (?=\d)|(?<=\d) (?=\d{3}(?!\d))"
    r"|(?<=\d) (?=(?:[mcdk]?m[²³23]?|ml|cl|l|g|kg|t|W|kW|V|A|L|€|%|°C?)(?![^\W_]))"
    r"|(?<=«) | (?=[»:;?!])"
)


def picture(tag: Tag, photos: Sequence[bytes], store: Store, key: str) -> bytes:
    """Return the picture of a tag: the one kept, or a new one, which is kept then."""
    mark = tag.mark.encode()
    try:
        kept = store.get(key)
        if kept.startswith(mark):
            return kept[len(mark) :]
    except MissingObjectError:
        pass
    drawn = draw(tag, photos)
    try:
        store.put(key, mark + drawn, "application/octet-stream")
    except StoreUnavailable:
        log.warning("a share picture is not kept")
    return drawn


def draw(tag: Tag, photos: Sequence[bytes]) -> bytes:
    """Return a tag as a JPEG of 1200 × 630."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas.paste(_side(photos), (0, 0))
    pen = ImageDraw.Draw(canvas)
    left, right = PHOTO + EDGE, WIDTH - EDGE
    facts = _fact_lines(tag.facts, right - left)
    room = LOWEST - EDGE - (_PRICE_ROOM if tag.price else 14) - len(facts) * _FACT_STEP
    y = EDGE
    for line, size in _fitting(tag.title, right - left, (54, 46, 40, 36), 4, room):
        pen.text((left, y), line, INK, _font(size))
        y += _step(size)
    if tag.price:
        y = _price(canvas, tag, (left - 22, y + 22), right) + 14
    else:
        y += 14
    for line, size in facts:
        pen.text((left, y), line, INK_2, _font(size))
        y += _FACT_STEP
    _brand(canvas, (left, HEIGHT - EDGE - 56))
    pen.text((left + 72, HEIGHT - EDGE - 58), tag.brand, INK, _font(24))
    for line, size in _fitting(tag.event, right - left - 72, (22, 20, 18), 1):
        pen.text((left + 72, HEIGHT - EDGE - 28), line, INK_2, _font(size))
    out = BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _fact_lines(facts: Sequence[str], width: int) -> list[tuple[str, int]]:
    """Return the lines of the facts: two at most for one, and a line left for each that follows."""
    lines: list[tuple[str, int]] = []
    for place, words in enumerate(facts[:_MOST_FACT_LINES]):
        follow = min(len(facts), _MOST_FACT_LINES) - place - 1
        most = min(2, _MOST_FACT_LINES - len(lines) - follow)
        lines += _fitting(words, width, (30,), most)
    return lines


def _side(photos: Sequence[bytes]) -> Image.Image:
    """Return the left half: one photo, up to four of them, or the mark on kraft paper."""
    side = Image.new("RGB", (PHOTO, HEIGHT), KRAFT)
    pictures = [Image.open(BytesIO(data)).convert("RGB") for data in photos[:4]]
    if 0 < len(pictures) < 4:
        side.paste(ImageOps.fit(pictures[0], (PHOTO, HEIGHT)), (0, 0))
    elif pictures:
        half = (PHOTO // 2, HEIGHT // 2)
        for place, image in enumerate(pictures):
            at = (place % 2 * half[0], place // 2 * half[1])
            side.paste(ImageOps.fit(image, half), at)
    else:
        _tag_shape(side, ((PHOTO - 360) // 2, (HEIGHT - 360) // 2), 360, ACTION, KRAFT)
    return side


def _brand(canvas: Image.Image, at: tuple[int, int]) -> None:
    _tag_shape(canvas, at, 56, ACTION, PAPER)


def _tag_shape(canvas: Image.Image, at: tuple[int, int], side: int, colour: str, hole: str) -> None:
    """Paint the mark of the brand; what is under the eyelet shows through as `hole`."""
    big = side * _SMOOTH
    mask = Image.new("L", (big, big), 0)
    pen = ImageDraw.Draw(mask)
    pen.polygon([(x * big / 40, y * big / 40) for x, y in _MARK], fill=255)
    mask = mask.resize((side, side), Image.Resampling.LANCZOS)
    canvas.paste(colour, (at[0], at[1], at[0] + side, at[1] + side), mask)
    _dot(canvas, (at[0] + side * 10 / 40, at[1] + side * 20 / 40), side * 3 / 40, hole)


def _dot(canvas: Image.Image, middle: tuple[float, float], radius: float, colour: str) -> None:
    side = max(2, round(radius * 2))
    mask = Image.new("L", (side * _SMOOTH, side * _SMOOTH), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side * _SMOOTH - 1, side * _SMOOTH - 1), fill=255)
    mask = mask.resize((side, side), Image.Resampling.LANCZOS)
    x, y = round(middle[0] - radius), round(middle[1] - radius)
    canvas.paste(colour, (x, y, x + side, y + side), mask)


def _price(canvas: Image.Image, tag: Tag, at: tuple[int, int], right: int) -> int:
    """Paint the price on its label with the eyelet; return where it ends below."""
    unit = f" {tag.price_unit}" if tag.price_unit else ""
    size = 76
    while (
        size > 40
        and _font(size).getlength(tag.price) + _font(size // 2).getlength(unit) > right - at[0] - 96
    ):
        size -= 4
    wide = round(_font(size).getlength(tag.price) + _font(size // 2).getlength(unit)) + 100
    high = round(size * 1.45)
    mask = Image.new("L", (wide * _SMOOTH, high * _SMOOTH), 0)
    corners = ((0.28, 0), (0, 0.3), (0, 0.7), (0.28, 1))
    points = [(x * high * _SMOOTH, y * high * _SMOOTH) for x, y in corners]
    edge = [(wide * _SMOOTH, high * _SMOOTH), (wide * _SMOOTH, 0)]
    ImageDraw.Draw(mask).polygon([*points, *edge], fill=255)
    mask = mask.resize((wide, high), Image.Resampling.LANCZOS)
    canvas.paste(LABEL, (at[0], at[1], at[0] + wide, at[1] + high), mask)
    _dot(canvas, (at[0] + high * 0.36, at[1] + high / 2), high * 0.1, PAPER)
    pen = ImageDraw.Draw(canvas)
    base = at[1] + round(high * 0.72)
    x = at[0] + 66
    pen.text((x, base), tag.price, ON_LABEL, _font(size), anchor="ls")
    x += round(_font(size).getlength(tag.price))
    pen.text((x, base), unit, ON_LABEL, _font(size // 2), anchor="ls")
    return at[1] + high


def _fitting(
    text: str, width: int, sizes: Sequence[int], most: int, room: int = HEIGHT
) -> list[tuple[str, int]]:
    """Return the lines of a text at the largest size that keeps it whole.

    There are `most` lines at most, and no more than have room below each other.
    """
    lines: list[str] = []
    whole = _bound(text)
    for size in sizes:
        lines = _wrapped(whole, width, size)
        if len(lines) <= min(most, room // _step(size)) and " ".join(lines) == whole:
            return [(line, size) for line in lines]
    size = sizes[-1]
    kept = lines[: min(most, room // _step(size))]
    if len(kept) < len(lines):
        kept[-1] = _cut(kept[-1] + " …", width, size)
    return [(line, size) for line in kept]


def _step(size: int) -> int:
    """Return how far below a line the next one begins."""
    return round(size * 1.12)


def _bound(text: str) -> str:
    return _BOUND.sub("\u00a0", " ".join(text.split()))


def _wrapped(text: str, width: int, size: int) -> list[str]:
    font = _font(size)
    lines: list[str] = []
    for bound in text.split(" "):
        # What is bound together and wider than a line is parted after all.
        fits = font.getlength(bound) <= width
        for word in [bound] if fits else bound.split("\u00a0"):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and font.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(_cut(word, width, size))
    return lines


def _cut(text: str, width: int, size: int) -> str:
    """Return a text as far as it fits, with dots where it was cut."""
    font = _font(size)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip(" …") + "…"


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size)
