"""Logos of funders made ready for screen and paper: bare pixels on white, nothing of the file."""

from io import BytesIO

from brocante.core.storage import Store
from brocante.impact.errors import LogoNotReadable
from brocante.impact.models import ReportLogo

_BOX = (600, 300)
_MOST_PIXELS = 25_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def prepare_logo(data: bytes) -> bytes:
    """Return a picture as a PNG that fits the report. Raises LogoNotReadable."""
    # Pillow weighs 4 MB in each web process; few of them ever see a logo.
    from PIL import Image, ImageOps  # noqa: PLC0415

    from brocante.catalogue.photo_pixels import DECODER_ERRORS, fitted  # noqa: PLC0415

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise LogoNotReadable(field="picture")
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except DECODER_ERRORS:
        raise LogoNotReadable(field="picture") from None
    white = Image.new("RGBA", upright.size, "white")
    white.alpha_composite(upright)
    small = white.convert("RGB").resize(fitted(white.size, _BOX), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def read_logo(logo: ReportLogo, store: Store) -> bytes | None:
    """Return the picture of a logo; None when its file is gone."""
    return store.get(logo.key) if store.exists(logo.key) else None
