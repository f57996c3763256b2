"""Reading a HEIC photo in a process of its own.

One changed byte in the boxes of a HEIC file can crash pi-heif 1.4.0 (a segmentation fault while it
collects the metadata), and a file may hold more pixels than it declares. A crash or a full memory
must cost one photo, never the web server: ``read_heif`` starts this module as a child with bounds
on memory and time, hands it the bytes and gets back the pixels, already shrunk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from brocante.catalogue.photo_pixels import (
    DECODER_ERRORS,
    MAX_PIXELS,
    OpenedPhoto,
    Size,
    fitted,
    shrunk,
)

if sys.platform != "win32":
    import resource

# 50 megapixels take some 250 MB of real memory; address space counts shared libraries as well.
MAX_MEMORY_BYTES = 800_000_000
MAX_SECONDS = 30
EXIT_DAMAGED = 3
EXIT_TOO_MANY_PIXELS = 4


class HeifTooLarge(ValueError):
    """The file declares more pixels than are read."""


class HeifUnreadable(ValueError):
    """The file is damaged, or the reader crashed or ran out of memory or time on it."""


def read_heif(data: bytes, box: Size) -> OpenedPhoto:
    """Return the photo in ``data``, upright and shrunk into ``box``."""
    project = Path(__file__).parents[2]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, numbers as arguments
            [sys.executable, "-m", __name__, str(box[0]), str(box[1])],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
            # Nothing of the server's settings and secrets is of use there.
            env={"PYTHONPATH": str(project), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        )
    except subprocess.TimeoutExpired as error:
        raise HeifUnreadable from error
    if child.returncode == EXIT_TOO_MANY_PIXELS:
        raise HeifTooLarge
    if child.returncode != 0:
        raise HeifUnreadable
    return _unpacked(child.stdout)


def _unpacked(answer: bytes) -> OpenedPhoto:
    """Understand what ``main`` of the child wrote: a line of sizes, the profile, the pixels."""
    line, _, body = answer.partition(b"\n")
    mode, width, height, profile_length = line.decode().split()
    profile, pixels = body[: int(profile_length)], body[int(profile_length) :]
    image = Image.frombytes(mode, (int(width), int(height)), pixels)
    return OpenedPhoto(
        size=image.size,
        target=image.size,
        strip=lambda top, bottom: image.crop((0, top, image.width, bottom)),
        orientation=1,
        icc_profile=profile or None,
    )


def _decoded(data: bytes, box: Size) -> OpenedPhoto:
    """Decode ``data`` in this process; libheif turns the picture upright, so EXIF has no say."""
    import pi_heif  # noqa: PLC0415 - only the child decodes: 4 MB less for those who ask it

    pi_heif.options.DECODE_THREADS = 1
    heif = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    if heif.size[0] * heif.size[1] > MAX_PIXELS:
        raise HeifTooLarge
    pixels, stride, (width, height) = heif.data, heif.stride, heif.size
    if len(pixels) < stride * height:
        raise HeifUnreadable

    def strip(top: int, bottom: int) -> Image.Image:
        rows = pixels[top * stride : bottom * stride]
        return Image.frombuffer(heif.mode, (width, bottom - top), rows, "raw", heif.mode, stride, 1)

    target = fitted((width, height), box)
    return OpenedPhoto((width, height), target, strip, 1, heif.info.get("icc_profile"))


def main() -> int:
    """Turn the photo on standard input into pixels on standard output: the child's whole life."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        photo = _decoded(sys.stdin.buffer.read(), (int(sys.argv[1]), int(sys.argv[2])))
        image = shrunk(photo)
    except HeifTooLarge:
        return EXIT_TOO_MANY_PIXELS
    except DECODER_ERRORS:
        return EXIT_DAMAGED
    profile = photo.icc_profile or b""
    header = f"{image.mode} {image.width} {image.height} {len(profile)}\n"
    sys.stdout.buffer.write(header.encode() + profile + image.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
