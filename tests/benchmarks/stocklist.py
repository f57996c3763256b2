"""Stock lists understood beside python-calamine merely reading them, each in a fresh process.

`python -m tests.benchmarks.stocklist` measures these alone.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from brocante.stocklists.parsing import parse

ROOT = Path(__file__).parents[2]
HEADER = ("Référence", "Libellé", "Quantité", "Unité", "Prix HT", "Prix TTC", "Emplacement")
GOODS = (
    ("Grès cérame {} 60x60 ép 9", "m²"),
    ("Mortier-colle {} sac 25 kg", "sac"),
    ("Chevron {} 63x75", "ml"),
    ("Receveur {} 90x120", "u"),
    ("Laine de verre {} 100mm rouleau 10,8 m²", "rlx"),
)
COLOURS = ("blanc", "gris", "sable", "perle", "anthracite", "ivoire", "brun")
# Both ways take turns, as the speed of a machine drifts: each turn of ours is compared with the
# bare ones before and after it, and the middle one of these comparisons counts.
TIMES = 7


@dataclass(frozen=True)
class Reading:
    """What one way of reading costs: time of the processor, most memory of its process."""

    seconds: float
    megabytes: float


def compare(rows: int) -> tuple[Reading, Reading]:
    """Return what bare reading and understanding a workbook of so many rows cost."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.xlsx"
        _write(path, rows)
        bare, turns = _apart("bare", path), []
        for _turn in range(TIMES):
            ours, after = _apart("ours", path), _apart("bare", path)
            turns.append((_between(bare, after), ours))
            bare = after
        turns.sort(key=lambda turn: turn[1].seconds / turn[0].seconds)
        return turns[TIMES // 2]


def _write(path: Path, rows: int) -> None:
    """Write a list as companies have them: sections, sub-totals, prices by formula."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet: Any = book.add_worksheet("Stock")
    sheet.write_row(0, 0, HEADER)
    for number in range(1, rows):
        if number % 125 == 0:
            sheet.write_string(number, 0, f"RAYON {number // 125}")
            continue
        goods, unit = GOODS[number % len(GOODS)]
        price = 2 + number % 977 * 0.15
        sheet.write_string(number, 0, f"Q{number:05d}")
        sheet.write_string(number, 1, f"{goods.format(COLOURS[number % 7])} n° {number}")
        sheet.write_number(number, 2, 1 + number % 613)
        sheet.write_string(number, 3, unit)
        sheet.write_number(number, 4, price)
        sheet.write_formula(number, 5, f"=E{number + 1}*1.2", None, price * 1.2)
        sheet.write_string(number, 6, f"Allée {number % 26}")
    book.close()


def _between(one: Reading, other: Reading) -> Reading:
    return Reading((one.seconds + other.seconds) / 2, min(one.megabytes, other.megabytes))


def _apart(way: str, path: Path) -> Reading:
    """Read in a process of its own, where no earlier reading helps or weighs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.stocklist", way, str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return Reading(**json.loads(done.stdout))


def _bare(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _ours(data: bytes) -> None:
    parse(data, "stock.xlsx")


def main() -> None:
    """Without arguments, compare; with them, read once, one of two ways, and print its cost."""
    if len(sys.argv) == 1:
        for rows in (5_000, 20_000):
            bare, ours = compare(rows)
            print(f"{rows} rows: bare {bare.seconds:.3f} s, ours {ours.seconds:.3f} s, ", end="")
            print(f"{ours.seconds / bare.seconds:.1f} times, {ours.megabytes:.0f} MB", flush=True)
        return
    way, path = sys.argv[1], Path(sys.argv[2])
    data = path.read_bytes()
    began = time.process_time()
    (_bare if way == "bare" else _ours)(data)
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "megabytes": _peak() / 1024}))


def _peak() -> int:
    """Return the most kB this program had; `ru_maxrss` counts what its parent had before it."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main()
