"""Makers of the pictures that phones, suppliers and attackers send."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

LEFT = (40, 90, 200)
RIGHT = (200, 60, 40)
# Bytes that must never be found in what is kept of a photo.
SECRETS = (b"GPS", b"Exif", b"CameraMaker", b"45,11", b"secret", b"xmpmeta", b"PK\x03\x04", b"8BIM")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="45,11.05N"/>'
    b"</x:xmpmeta>"
)


def two_halves(size: tuple[int, int] = (160, 120)) -> Image.Image:
    """Return a picture blue on the left and red on the right, so that turning it shows."""
    image = Image.new("RGB", size, RIGHT)
    ImageDraw.Draw(image).rectangle((0, 0, max(0, size[0] // 2 - 1), size[1]), fill=LEFT)
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Return ``image`` as bytes of a Pillow format."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def position_exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF data with a maker, an orientation and the position of a yard in Dordogne."""
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 11.0, 3.0), 3: "E", 4: (0.0, 43.0, 12.0)})
    return exif


def phone_jpeg(orientation: int = 1, size: tuple[int, int] = (160, 120)) -> bytes:
    """Return a JPEG with all that can come along: EXIF, XMP, IPTC, a comment and a zip behind."""
    jpeg = encoded(
        two_halves(size), "JPEG", exif=position_exif(orientation), xmp=XMP, comment=b"secret note"
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x06secret"
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.txt", "secret")
    return jpeg[:2] + segment + jpeg[2:] + archive.getvalue()


def talkative_png() -> bytes:
    """Return a PNG with text, XMP and EXIF chunks, and bytes after its end."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "secret place 45,11")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return encoded(two_halves(), "PNG", pnginfo=texts, exif=position_exif()) + b"secret tail"


def phone_heic() -> bytes:
    """Return a HEIC of 96 x 64 pixels, blue on the left, to be turned a quarter to the right.

    Made with pillow-heif, which can encode; with a position in EXIF and in XMP.
    """
    return Path(__file__).with_name("position.heic").read_bytes()


def heic_claiming(width: int, height: int) -> bytes:
    """Return a HEIC that declares another size than that of its pixels."""
    data = bytearray(phone_heic())
    place = data.index(b"ispe") + 8
    data[place : place + 8] = struct.pack(">II", width, height)
    return bytes(data)


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that declares ``width`` x ``height`` pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """Return a small JPEG whose header declares ``width`` x ``height`` pixels."""
    data = bytearray(encoded(two_halves()))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_claiming(width: int, height: int) -> bytes:
    """Return a small GIF whose screen is declared ``width`` x ``height`` pixels."""
    data = bytearray(encoded(two_halves(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def animation(kind: str, frames: int = 30) -> bytes:
    """Return an animation ("GIF" or "WEBP") that starts with the two halves, then turns dark."""
    others = [Image.new("RGB", (160, 120), (0, shade, 0)) for shade in range(1, frames)]
    return encoded(two_halves(), kind, save_all=True, append_images=others, duration=40)


def red_in_swapped_profile() -> bytes:
    """Return a JPEG stored blue whose profile says that it is red: green and blue exchanged ends.

    The profile is sRGB with the names of the red and blue primaries exchanged.
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return encoded(Image.new("RGB", (40, 40), (0, 0, 255)), "JPEG", icc_profile=bytes(profile))


def with_flipped_byte(data: bytes, place: int) -> bytes:
    """Return ``data`` with every bit of one byte turned over."""
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
