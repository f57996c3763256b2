"""The pixels of a photo: shrunk strip by strip, laid on white, brought to sRGB.

Strips keep a picture of 50 megapixels from existing twice in memory.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

Size = tuple[int, int]

MEGAPIXEL = 1_000_000
# "50 megapixels" on a phone's box are 8160 x 6144 or 8192 x 6144 pixels: up to 50.4 million.
MAX_PIXELS = 51 * MEGAPIXEL
STRIP_ROWS = 256
WHITE = (255, 255, 255)

# What Pillow, libheif and their plugins raise on bytes that are not what they claim.
DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    ZeroDivisionError,
    struct.error,
)


@dataclass(frozen=True)
class OpenedPhoto:
    """Pixels of a photo whose size was checked, as its file stores them."""

    size: Size
    """Width and height of the stored pixels, before the orientation is applied."""
    target: Size
    """The size at which the stored pixels, once upright, fit the box asked for."""
    strip: Callable[[int, int], Image.Image]
    """The rows from the first number up to, not including, the second."""
    orientation: int
    """EXIF orientation still to be applied, 1 to 8."""
    icc_profile: bytes | None


def fitted(size: Size, box: Size) -> Size:
    """Return ``size`` scaled down, never up, into ``box``; at least one pixel each way."""
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrunk(photo: OpenedPhoto) -> Image.Image:
    """Return the pixels at their target size, still lying as they are stored.

    Whole blocks are averaged strip by strip, down to about twice the size; Lanczos does the rest.
    """
    width, height = photo.size
    factor = max(1, min(width // photo.target[0], height // photo.target[1]) // 2)
    rows = max(1, STRIP_ROWS // factor) * factor
    first = opaque(photo.strip(0, min(rows, height))).reduce(factor)
    reduced = Image.new(first.mode, (first.width, -(-height // factor)))
    reduced.paste(first)
    for top in range(rows, height, rows):
        strip = opaque(photo.strip(top, min(top + rows, height))).reduce(factor)
        reduced.paste(strip, (0, top // factor))
    return reduced.resize(photo.target, Image.Resampling.LANCZOS)


def opaque(image: Image.Image) -> Image.Image:
    """Return grey, RGB or CMYK pixels; what was transparent becomes white."""
    if image.mode in {"RGB", "L", "CMYK"} and "transparency" not in image.info:
        return image
    if image.mode.startswith(("I", "F")):  # grey in 16 bits or more; keep the upper eight
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode not in {"P", "PA", "LA", "RGBA", "RGB", "L", "1"}:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def in_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """Return RGB pixels in sRGB, what browsers assume of a picture without a profile.

    A profile that does not fit the picture is ignored, as browsers do.
    """
    converted = None
    if icc_profile:
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(icc_profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, *DECODER_ERRORS):
            converted = None
    return converted or image.convert("RGB")
