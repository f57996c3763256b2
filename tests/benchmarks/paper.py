"""Labels beside the bare drawing loop: one stroked path of runs per code, a few strings."""

import time
from collections.abc import Callable
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from brocante.core.qr import matrix, runs, short_address
from brocante.printing.formats import FORMATS
from brocante.printing.labels import LabelData, SheetOptions, label_sheet

COLUMNS, ROWS = 3, 8


def label_ratio(count: int) -> tuple[float, float]:
    """Return seconds of the bare loop and of ours for `count` labels, 24 a page."""
    addresses = [short_address(f"https://brocante.example.org/a/C{n:05d}") for n in range(count)]
    return _timed(lambda: _bare(addresses)), _timed(lambda: _ours(addresses))


def _timed(draw: Callable[[], bytes]) -> float:
    draw()
    began = time.perf_counter()
    draw()
    return time.perf_counter() - began


def _bare(addresses: list[str]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1)
    for number, address in enumerate(addresses):
        cell = number % (COLUMNS * ROWS)
        if number and not cell:
            canvas.showPage()
        x, y = (cell % COLUMNS) * 70 * mm, (7 - cell // COLUMNS) * 37 * mm
        canvas.setFont("Helvetica", 9)
        for line in range(6):
            canvas.drawString(x + 4 * mm, y + (5 + 4 * line) * mm, "Brique creuse 20 × 20 × 50")
        path = canvas.beginPath()
        step = 0.8 * mm
        for left, top, length in runs(matrix(address)):
            path.moveTo(x + 44 * mm + left * step, y + 30 * mm - top * step)
            path.lineTo(x + 44 * mm + (left + length) * step, y + 30 * mm - top * step)
        canvas.setLineWidth(step)
        canvas.drawPath(path)
    canvas.save()
    return out.getvalue()


def _ours(addresses: list[str]) -> bytes:
    labels = [
        LabelData(
            code=f"C{number:05d}",
            url=address,
            title="Brique creuse 20 × 20 × 50",
            price_text="5 €",
            price_unit_text="la pièce",
            condition="surplus",
            condition_label="Surplus",
            dimensions_text="50 × 20 × 20 cm",
            quantity_text="120 pièces",
            company="Négoce",
            location="Rack B4",
        )
        for number, address in enumerate(addresses)
    ]
    return label_sheet(labels, FORMATS["24"], SheetOptions(title="Étiquettes", lang="fr"))
