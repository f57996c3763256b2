"""The first page of a paper as a picture."""

from io import BytesIO

import pypdfium2

WIDTH = 420  # pixels


def picture_of(pdf: bytes, width: int = WIDTH) -> bytes:
    """Return the first page as a PNG of `width` pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width())
        buffer = BytesIO()
        bitmap.to_pil().quantize(64).save(buffer, "PNG", optimize=True)
    finally:
        document.close()
    return buffer.getvalue()
