"""Opening a file that somebody sent as a photo: what it is, whether it is safe, its pixels.

Content decides, never the name nor the announced type, and nothing is decoded before its declared
size is known to be bearable.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, JpegImagePlugin

from brocante.catalogue.heif_reader import HeifTooLarge, read_heif
from brocante.catalogue.photo_pixels import (
    DECODER_ERRORS,
    MAX_PIXELS,
    MEGAPIXEL,
    OpenedPhoto,
    Size,
    fitted,
)
from brocante.core.errors import DomainError
from brocante.core.text import N_

MEGABYTE = 1_000_000
MAX_BYTES = 30 * MEGABYTE
# Pillow's WebP reader holds five canvases of four bytes per pixel: 250 MB at this size.
MAX_WEBP_PIXELS = 13 * MEGAPIXEL
# Four bytes per pixel at the largest size: what a PNG needs, allowed to a progressive JPEG too.
MAX_DECODER_BYTES = 4 * MAX_PIXELS
# Cameras write one scan per picture, progressive encoders about ten; thousands only burn time.
MAX_JPEG_SCANS = 100
# What readers of PDF and browsers that guess look at.
SNIFFED_BYTES = 1024
DOCUMENT_MARKS = (b"%pdf-", b"<svg", b"<html", b"<!doctype", b"<script", b"<body", b"<?php")
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# Belt to our own check of the declared size, for every other use of Pillow in the process.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class PhotoRefused(DomainError):
    """A file sent as a photo that is not kept."""

    field = "photos"


class PhotoTooHeavy(PhotoRefused):
    """More bytes than any camera writes."""

    message = N_("This photo is too heavy: %(limit)s MB at most. Send a smaller copy.")


class NotAPhoto(PhotoRefused):
    """None of the formats we read."""

    message = N_(
        "This file is not a photo that can be read here. Send a JPEG, PNG, WebP, GIF or HEIC photo."
    )


class DocumentNotPhoto(PhotoRefused):
    """A PDF, SVG or web page, or a picture that is one of these at the same time."""

    message = N_(
        "This file holds a document or a web page (PDF, SVG, HTML), not only a photo. "
        "Take a photo or a screenshot of it instead."
    )


class TooManyPixels(PhotoRefused):
    """A picture that would fill the memory once unfolded."""

    message = N_(
        "This picture has too many pixels: %(limit)s million at most for this format. "
        "Send a smaller copy."
    )


class DamagedPhoto(PhotoRefused):
    """A picture whose bytes are cut off or make no sense."""

    message = N_("This photo is cut off or damaged. Send it again, or take another one.")


def open_photo(data: bytes, box: Size) -> OpenedPhoto:
    """Open ``data``; a JPEG is decoded hardly larger than it needs to be to fill ``box`` upright.

    Raises one of the ``PhotoRefused`` errors. Reading strips cannot fail: all is decoded here.
    """
    if len(data) > MAX_BYTES:
        raise PhotoTooHeavy(limit=MAX_BYTES // MEGABYTE)
    head = data[:SNIFFED_BYTES].lower()
    if any(mark in head for mark in DOCUMENT_MARKS):
        raise DocumentNotPhoto
    formats = _formats(data)
    try:
        if formats == ("HEIF",):
            return read_heif(data, box)
        return _open_with_pillow(data, formats, box)
    except (HeifTooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(limit=MAX_PIXELS // MEGAPIXEL) from error
    except DECODER_ERRORS as error:
        raise DamagedPhoto from error


def _formats(data: bytes) -> tuple[str, ...]:
    """Name Pillow's readers for the signature at the start of ``data``; no other is tried."""
    if data.startswith(b"\xff\xd8\xff"):
        return ("JPEG", "MPO")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ("PNG",)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ("GIF",)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ("WEBP",)
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return ("HEIF",)
    raise NotAPhoto


def _open_with_pillow(data: bytes, formats: tuple[str, ...], box: Size) -> OpenedPhoto:
    # Not closed: the strips are cut from it later. It holds memory only, no file.
    image = Image.open(BytesIO(data), formats=formats)
    _check_pixels(image.size, MAX_WEBP_PIXELS if formats == ("WEBP",) else MAX_PIXELS)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        _check_jpeg(image, data)
    orientation = _orientation(image)
    target = fitted(image.size, box if orientation < 5 else (box[1], box[0]))
    image.draft("RGB", target)  # reads a JPEG at 1/2, 1/4 or 1/8; other formats ignore it
    # First frame only: an animation is never unfolded.
    image.load()
    return OpenedPhoto(
        size=image.size,
        target=target,
        strip=lambda top, bottom: image.crop((0, top, image.width, bottom)),
        orientation=orientation,
        icc_profile=image.info.get("icc_profile"),
    )


def _check_pixels(size: Size, limit: int) -> None:
    if size[0] * size[1] > limit:
        raise TooManyPixels(limit=limit // MEGAPIXEL)


def _check_jpeg(image: JpegImagePlugin.JpegImageFile, data: bytes) -> None:
    """Refuse a JPEG that cannot be shrunk while it is read and whose coefficients are too many.

    A picture in several scans (progressive, or one scan per colour) is held whole, two bytes for
    each coefficient, until the last scan is read; ``draft`` does not help there.
    """
    if data.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise DamagedPhoto
    if "progressive" not in image.info and _first_scan_colours(data) == image.layers:
        return
    sampling = [(layer[1], layer[2]) for layer in image.layer]
    largest = max(h for h, _ in sampling) * max(v for _, v in sampling)
    per_pixel = 2 * sum(h * v for h, v in sampling) / largest
    if image.width * image.height * per_pixel > MAX_DECODER_BYTES:
        raise TooManyPixels(limit=int(MAX_DECODER_BYTES / per_pixel) // MEGAPIXEL)


def _first_scan_colours(data: bytes) -> int:
    """Return how many colours the first scan of a JPEG carries; 0 when it cannot be told."""
    position = 2
    while position + 4 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
        elif marker == 0xDA:
            return data[position + 4]
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return 0


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; 1, upright, when it is missing or cannot be read."""
    try:
        value = image.getexif().get(0x0112, 1)
    except DECODER_ERRORS:
        return 1
    return value if value in range(1, 9) else 1
