"""Papers as a printer and a phone see them: text, places in mm, codes read from pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_TEXT

MM = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """Where something lies on a page, in mm from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether it lies in another one."""
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def farthest(self, other: "Box") -> float:
        """Return how far its sides lie from those of another one, at most."""
        pairs = (
            (self.left, other.left),
            (self.top, other.top),
            (self.right, other.right),
            (self.bottom, other.bottom),
        )
        return max(abs(one - two) for one, two in pairs)


def text_of(pdf: bytes) -> str:
    """Everything written in a PDF, blanks collapsed."""
    return " ".join(" ".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, blanks collapsed."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in PdfDocument(pdf)]


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole mm."""
    sizes = [page.get_size() for page in PdfDocument(pdf)]
    return [(round(width / MM), round(height / MM)) for width, height in sizes]


def paths_of(pdf: bytes, page: int = 0) -> list[Box]:
    """The extent of each drawn path of a page."""
    return list(_boxes(pdf, page, FPDF_PAGEOBJ_PATH))


def texts_of(pdf: bytes, page: int = 0) -> list[Box]:
    """The extent of the letters of each piece of text, whatever a clip hides of them."""
    return list(_boxes(pdf, page, FPDF_PAGEOBJ_TEXT))


def _boxes(pdf: bytes, number: int, kind: int) -> Iterator[Box]:
    page = PdfDocument(pdf)[number]
    height = page.get_height()
    for found in page.get_objects(filter=[kind], max_depth=3):
        left, bottom, right, top = found.get_bounds()
        yield Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)


def picture(pdf: bytes, dpi: int, page: int = 0) -> Image.Image:
    """A page as a grey picture."""
    return PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True).to_pil()


def codes_at(pdf: bytes, dpi: int, blur: float = 0.0, page: int = 0) -> list[str]:
    """What a phone reads of a page held still (150 dpi) or not (a blurred picture)."""
    image = picture(pdf, dpi, page)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    return sorted(found.text for found in zxingcpp.read_barcodes(image))


def assert_reads(pdf: bytes, address: str) -> None:
    """The one code of the first page is read held still and moving."""
    assert codes_at(pdf, 150) == [address]
    assert codes_at(pdf, 200, blur=1.2) == [address]
