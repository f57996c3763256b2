"""Labels beside the bare drawing loop: one stroked path of runs per code, a few strings.

`python -m tests.benchmarks.paper bare|ours COUNT` prints the most memory of one way, in MB.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from brocante.core.qr import matrix, runs, short_address
from brocante.printing.formats import FORMATS
from brocante.printing.labels import LabelData, SheetOptions, label_sheet

COLUMNS, ROWS = 3, 8


def label_ratio(count: int) -> tuple[float, float]:
    """Return seconds of the bare loop and of ours for `count` labels, 24 a page."""
    return _timed(lambda: bare_labels(count)), _timed(lambda: our_labels(count))


def label_memory(count: int) -> tuple[float, float]:
    """Return the most MB that the bare loop and ours take for `count` labels, each by itself."""
    bare, ours = (_apart(way, count) for way in ("bare", "ours"))
    return bare, ours


def _apart(way: str, count: int) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.paper", way, str(count)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def peak_megabytes() -> float:
    """Return the most this program had; `ru_maxrss` counts what its parent had before it."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def bare_labels(count: int) -> bytes:
    """Return labels by the bare loop."""
    return _bare(_addresses(count))


def our_labels(count: int) -> bytes:
    """Return labels as the application draws them."""
    return _ours(_addresses(count))


def _addresses(count: int) -> list[str]:
    return [short_address(f"https://brocante.example.org/a/C{n:05d}") for n in range(count)]


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
            english="Masonry and structural work, surplus. Price incl. VAT, per piece.",
        )
        for number, address in enumerate(addresses)
    ]
    return label_sheet(labels, FORMATS["24"], SheetOptions(title="Étiquettes", lang="fr"))


if __name__ == "__main__":
    (bare_labels if sys.argv[1] == "bare" else our_labels)(int(sys.argv[2]))
    print(peak_megabytes())
