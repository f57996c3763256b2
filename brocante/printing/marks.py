"""What is drawn rather than written on a label: the QR code, the condition's icon, cut marks."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from brocante.core import qr

# Half the length of a cut mark, in points: shorter than the blank edge of any label.
_CUT_MARK = 4.0


class QrCode:
    """The QR code of one address, worked out once and drawn as a single stroked path."""

    __slots__ = ("_path", "modules")

    def __init__(self, url: str) -> None:
        rows = qr.matrix(qr.short_address(url))
        self.modules = len(rows)
        top = self.modules - 0.5
        # Written at once instead of call by call: a page of labels holds some 6,000 runs.
        self._path = " ".join(
            f"{x} {top - y:g} m {x + length} {top - y:g} l" for x, y, length in qr.runs(rows)
        )

    def module(self, side: float) -> float:
        """Return the side of one module of a code drawn into a square of `side`."""
        return side / (self.modules + 2 * qr.QUIET_ZONE)

    def draw(self, canvas: Canvas, x: float, y: float, side: float) -> None:
        """Draw the code with its quiet zone into the square of `side` points at `x`, `y`."""
        module = self.module(side)
        canvas.saveState()
        canvas.translate(x + qr.QUIET_ZONE * module, y + qr.QUIET_ZONE * module)
        canvas.scale(module, module)
        canvas.setLineWidth(1)
        canvas.drawPath(PDFPathObject(["n", self._path]), stroke=1, fill=0)
        canvas.restoreState()


def draw_condition(canvas: Canvas, condition: str, x: float, y: float, side: float) -> None:
    """Draw the icon of a condition (its code: surplus, declassed or demo) into a square."""
    draw = _ICONS.get(condition)
    if draw is None:
        return
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side, side)
    canvas.setLineWidth(0.1)
    path = canvas.beginPath()
    draw(path)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_cut_marks(canvas: Canvas, width: float, height: float) -> None:
    """Draw a small cross on each corner of a cell of `width` by `height` points at the origin."""
    canvas.setLineWidth(0.25)
    canvas.lines(
        [
            line
            for x in (0, width)
            for y in (0, height)
            for line in ((x - _CUT_MARK, y, x + _CUT_MARK, y), (x, y - _CUT_MARK, x, y + _CUT_MARK))
        ]
    )


def _stack(path: PDFPathObject) -> None:
    """Draw three boards lying on each other: a surplus."""
    path.rect(0.05, 0.08, 0.9, 0.25)
    path.rect(0.15, 0.33, 0.8, 0.25)
    path.rect(0.05, 0.58, 0.8, 0.25)


def _chipped(path: PDFPathObject) -> None:
    """Draw a tile with a corner broken off and a crack: declassed."""
    _polyline(path, (0.62, 0.92), (0.08, 0.92), (0.08, 0.08), (0.92, 0.08), (0.92, 0.6))
    _polyline(path, (0.92, 0.6), (0.78, 0.66), (0.74, 0.82), (0.62, 0.92))
    _polyline(path, (0.08, 0.5), (0.3, 0.58), (0.42, 0.36), (0.6, 0.44))


def _stand(path: PDFPathObject) -> None:
    """Draw a panel on a stand: shown in a showroom."""
    path.rect(0.08, 0.4, 0.84, 0.5)
    _polyline(path, (0.5, 0.4), (0.5, 0.08))
    _polyline(path, (0.24, 0.08), (0.76, 0.08))


def _polyline(
    path: PDFPathObject, start: tuple[float, float], *points: tuple[float, float]
) -> None:
    """Draw straight lines from `start` over all `points`."""
    path.moveTo(*start)
    for point in points:
        path.lineTo(*point)


_ICONS: dict[str, Callable[[PDFPathObject], None]] = {
    "surplus": _stack,
    "declassed": _chipped,
    "demo": _stand,
}
