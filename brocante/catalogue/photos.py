"""Turning the photo somebody took into the small pictures that the pages show.

Both are encoded anew from bare pixels: no position, no camera, no comment, no hidden file can come
along (PRODUCT.md R6). Neither Flask nor the database: bytes in, bytes out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from brocante.catalogue.photo_files import open_photo
from brocante.catalogue.photo_pixels import Size, fitted, in_srgb, shrunk

# Widths and tallest heights, in pixels: 4:3 tags on a phone and the page of one listing. A portrait
# photo (3:4, 9:16) fills the width; only strips taller than 2:1 become narrower.
TINY_BOX = (200, 400)
SMALL_BOX = (400, 800)
LARGE_BOX = (1200, 2400)
# WebP qualities tried in turn until the picture is light enough; the last one is taken as it is.
# A list of 24 listings fetches some eight pictures at once on a phone: tiny ones, so that the whole
# first view stays within 60 kB (with the busiest photos within 100).
TINY_QUALITIES = (44, 34, 26, 20)
TINY_BYTES = 1_800
SMALL_QUALITIES = (68, 56, 44, 34, 26)
SMALL_BYTES = 8_000
LARGE_QUALITIES = (76, 66, 56)
LARGE_BYTES = 120_000
# How each EXIF orientation above 1 is made upright (CIPA DC-008, tag 0x0112).
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Rendition:
    """One WebP picture made from a photo; sizes in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class PreparedPhoto:
    """What is kept of a photo; the file that was sent is not."""

    tiny: Rendition
    small: Rendition
    large: Rendition
    colour: str
    """Average colour as ``#rrggbb``, shown until the picture is there."""
    digest: str
    """Hash of the large rendition in hexadecimal: an address made of it may be cached for ever."""


def prepare_photo(data: bytes) -> PreparedPhoto:
    """Return the renditions of the photo in ``data``: JPEG, PNG, WebP, HEIC or first GIF frame.

    Never enlarges. Raises a ``PhotoRefused`` error with a sentence for the person who sent it.
    """
    photo = open_photo(data, LARGE_BOX)
    image = in_srgb(shrunk(photo), photo.icc_profile)
    if photo.orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[photo.orientation])
    large = _rendition(image, LARGE_QUALITIES, LARGE_BYTES)
    small_image = _smaller(image, SMALL_BOX)
    return PreparedPhoto(
        tiny=_rendition(_smaller(small_image, TINY_BOX), TINY_QUALITIES, TINY_BYTES),
        small=_rendition(small_image, SMALL_QUALITIES, SMALL_BYTES),
        large=large,
        colour=_average_colour(small_image),
        digest=hashlib.sha256(large.data).hexdigest(),
    )


def _smaller(image: Image.Image, box: Size) -> Image.Image:
    return image.resize(fitted(image.size, box), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _rendition(image: Image.Image, qualities: tuple[int, ...], wanted_bytes: int) -> Rendition:
    """Encode ``image`` at the best of ``qualities`` within ``wanted_bytes``, or at the last."""
    # A new picture from the pixels alone: Pillow would write back what it remembers of the file.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    encoded = b""
    for quality in qualities:
        buffer = BytesIO()
        bare.save(buffer, "WEBP", quality=quality, method=4)
        encoded = buffer.getvalue()
        if len(encoded) <= wanted_bytes:
            break
    return Rendition(encoded, image.width, image.height)


def _average_colour(image: Image.Image) -> str:
    """Return the mean of all pixels as ``#rrggbb``."""
    return f"#{image.resize((1, 1), Image.Resampling.BOX).tobytes().hex()}"
