"""`python3 dev bench`: every figure beside the floor's, in one run, as ratios.

Absolute times mean nothing elsewhere. `--postgresql` measures on PostgreSQL, `--quick` a tenth.
"""

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from brocante.server import THREADS
from tests.benchmarks import floor
from tests.benchmarks.counter import hand_overs, make_counter
from tests.benchmarks.flows import Target, book_floor, book_ours, bookings, pages
from tests.benchmarks.load import Result
from tests.benchmarks.paper import label_memory, label_ratio
from tests.benchmarks.papers import catalogue_cost, edition_cost
from tests.benchmarks.report import compare as compare_reports
from tests.benchmarks.scale import measure as measure_scale
from tests.benchmarks.seed import seed_ours
from tests.benchmarks.stocklist import compare as compare_stocklists
from tests.benchmarks.tour import long_tour_seconds, tour_ratio
from tests.benchmarks.weight import first_view, page_bytes
from tests.support.postgres import fresh_database
from tests.support.servers import serve, worker_megabytes

PIECES = 1_000_000
TURNS = 5
NOTHING = Result((), 0, 0)
_PAGES = (
    "list page, 8 clients",
    "the same, made anew",
    "listing page, 8 clients",
    "map page, 8 clients",
)


def main() -> int:
    """Measure and print; 1 when a booking went wrong."""
    parser = argparse.ArgumentParser(prog="dev bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--scale", action="store_true", help="only editions of 10^5 and 10^6")
    parser.add_argument("--report", action="store_true", help="only the report")
    arguments = parser.parse_args()
    share = 10 if arguments.quick else 1
    with tempfile.TemporaryDirectory() as folder:
        if arguments.scale:
            measure_scale(Path(folder), _say, postgresql=arguments.postgresql, share=share)
            return 0
        if arguments.report:
            _report(Path(folder), share, postgresql=arguments.postgresql)
            return 0
        urls = _databases(Path(folder), arguments.postgresql)
        floor.seed(urls["floor"], PIECES)
        listings, scarce = seed_ours(urls["ours"], Path(folder), PIECES)
        return _measure(urls, Path(folder), share, listings, scarce)


def _databases(folder: Path, postgresql: bool) -> dict[str, str]:
    if postgresql:
        return {name: fresh_database(f"bench_{name}", durable=True) for name in ("floor", "ours")}
    return {name: f"sqlite:///{folder / name}.sqlite3" for name in ("floor", "ours")}


def _measure(
    urls: dict[str, str], folder: Path, share: int, listings: list[str], scarce: list[str]
) -> int:
    environment = {
        "BROCANTE_DATABASE_URL": urls["ours"],
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
        "BROCANTE_FLOOR_URL": urls["floor"],
        "BROCANTE_PROXIES": "1",
        "FLOOR_KEY": "floor",
        "MALLOC_ARENA_MAX": "1",  # as `brocante serve` does
    }
    _say("", "floor", "ours", "ratio", "reach")
    with (
        serve("tests.benchmarks.floor:main", environment, factory=True, threads=THREADS) as (
            floor_port,
            _pid,
        ),
        serve("wsgi:app", environment, factory=False, threads=THREADS) as (port, pid),
    ):
        low = Target(
            floor_port,
            "/materiaux",
            tuple(f"/materiaux/{n}" for n in range(1, 25)),
            "/materiaux",
            book_floor,
        )
        ours = Target(
            port,
            "/dordogne-2026/materiaux",
            tuple(listings[:24]),
            "/dordogne-2026/carte",
            book_ours,
        )
        figures = _figures((low, ours), share)
        figures["60 users on 10 pieces"] = [
            bookings(replace(target, listing_paths=(path,)), 60, 60)
            for target, path in ((low, "/materiaux/1999"), (ours, scarce[0]))
        ]
        _weights(port, ours, worker_megabytes(pid))
        _counter(port, environment)
    _compare(figures)
    bare, drawn = label_ratio(1_000 // share)
    _say(f"{1_000 // share} labels, s", f"{bare:.2f}", f"{drawn:.2f}", f"{drawn / bare:.2f}", "< 2")
    _papers(folder, share)
    _stocklists(share)
    _report(folder, share, postgresql=urls["ours"].startswith("postgresql"))
    _tours()
    sold = 60 - figures["60 users on 10 pieces"][1].failures
    _say("60 users on 10 pieces: sold", "", str(sold), "", "10")
    return 0 if sold == 10 else 1


def _figures(targets: tuple[Target, Target], share: int) -> dict[str, list[Result]]:
    """Measure the floor and ours in turns: the speed of a machine changes within seconds."""
    requests, flows = 2_400 // share // TURNS, 400 // share // TURNS
    figures: dict[str, list[Result]] = {}
    for target in targets:
        pages(target, target.list_path, 8, 200)
    for _ in range(TURNS):
        for place, target in enumerate(targets):
            for name, result in (
                (_PAGES[0], pages(target, target.list_path, 8, requests)),
                (_PAGES[1], pages(target, target.list_path, 8, requests, cookie=True)),
                (_PAGES[2], pages(target, target.listing_paths[0], 8, requests)),
                (_PAGES[3], pages(target, target.map_path, 8, requests)),
                ("reservation alone", bookings(target, 1, flows)),
                ("reservation, 8 at once", bookings(target, 8, flows)),
            ):
                both = figures.setdefault(name, [NOTHING, NOTHING])
                both[place] += result
    return figures


def _compare(figures: dict[str, list[Result]]) -> None:
    for name in _PAGES:
        a, b = figures[name]
        # DESIGN.md sets a figure for the list; the others are there to be watched.
        rate, p95 = (">= 0.33", "< 4") if name == _PAGES[0] else ("", "")
        _say(f"{name}: req/s", f"{a.rate:.0f}", f"{b.rate:.0f}", f"{b.rate / a.rate:.2f}", rate)
        _say(
            f"{name}: p95, ms",
            f"{a.p95 * 1000:.1f}",
            f"{b.p95 * 1000:.1f}",
            f"{b.p95 / a.p95:.2f}",
            p95,
        )
    a, b = figures["reservation alone"]
    _say(
        "reservation alone: ms",
        f"{a.median * 1000:.1f}",
        f"{b.median * 1000:.1f}",
        f"{b.median / a.median:.2f}",
        "< 4",
    )
    a, b = figures["reservation, 8 at once"]
    _say(
        "reservation, 8 at once: flows/s",
        f"{a.rate:.0f}",
        f"{b.rate:.0f}",
        f"{b.rate / a.rate:.2f}",
        ">= 0.33",
    )
    _say("reservation, 8 at once: failures", str(a.failures), str(b.failures), "", "0")
    a, b = figures["60 users on 10 pieces"]
    _say(
        "60 users on 10 pieces: s",
        f"{60 / a.rate:.2f}",
        f"{60 / b.rate:.2f}",
        f"{a.rate / b.rate:.2f}",
        "< 10",
    )


def _report(folder: Path, share: int, *, postgresql: bool) -> None:
    url = fresh_database("bench_report") if postgresql else f"sqlite:///{folder / 'report'}.sqlite3"
    lines = 100_000 // share
    found = compare_reports(url, lines, editions=150 // share)
    for name, bare, seconds, reach in (
        (f"figures of {lines} lines, s", found.bare, found.figures, ""),
        (f"report page of {lines} lines, s", found.bare, found.page, "<= 3"),
        ("the same beside 149 editions, s", found.bare_of_150, found.page_of_150, "the same"),
    ):
        _say(name, f"{bare:.3f}", f"{seconds:.3f}", f"{seconds / bare:.2f}", reach)
    _say("report as PDF, s", "", f"{found.pdf:.2f}", "", "< 5")
    _say("report as PDF, kB", "", f"{found.pdf_bytes / 1000:.0f}", "", "< 2000")
    _say(
        f"workbook of {lines} lines, longest request, s",
        "",
        f"{found.workbook_request:.2f}",
        "",
        "< 3",
    )
    _say("the same, in the worker, s", "", f"{found.workbook_made:.1f}", "", "< 120")


def _stocklists(share: int) -> None:
    for rows in (5_000 // share, 20_000 // share):
        bare, ours = compare_stocklists(rows)
        ratio = ours.seconds / bare.seconds
        name = f"stock list of {rows} rows"
        _say(f"{name}, s", f"{bare.seconds:.3f}", f"{ours.seconds:.3f}", f"{ratio:.1f}", "< 15")
        _say(f"{name}, MB", f"{bare.megabytes:.0f}", f"{ours.megabytes:.0f}", "", "< 300")


def _papers(folder: Path, share: int) -> None:
    bare, labels = label_memory(1_000 // share)
    _say(f"{1_000 // share} labels, MB", f"{bare:.0f}", f"{labels:.0f}", "", "< 80")
    book = catalogue_cost(folder, share)
    name = f"catalogue of {400 // share} with photos"
    _say(f"{name}, MB of file", "", f"{book.bytes / 1e6:.1f}", "", "< 10")
    _say(f"{name}, s", "", f"{book.seconds:.1f}", "", "")
    whole = edition_cost(folder, share)
    name = f"{100 // share} sites, {10_000 // share} listings"
    _say(f"{name}: papers", "", str(whole.files), "", "")
    _say(f"{name}: MB of memory", "", f"{whole.megabytes:.0f}", "", "< 500")
    _say(f"{name}: s", "", f"{whole.seconds:.0f}", "", "")


def _tours() -> None:
    bare, ours = tour_ratio()
    name = "best tour of 12 yards, s"
    _say(name, f"{bare:.3f}", f"{ours:.3f}", f"{ours / bare:.1f}", "< 5")
    _say("good tour of 40 yards, s", "", f"{long_tour_seconds():.2f}", "", "")


def _weights(port: int, target: Target, megabytes: float) -> None:
    _say("memory of a web worker, MB", "", f"{megabytes:.0f}", "", "< 120")
    for name, path in (
        ("list", target.list_path),
        ("listing", target.listing_paths[0]),
        ("map", target.map_path),
    ):
        _say(f"{name} page, kB compressed", "", f"{page_bytes(port, path) / 1000:.1f}", "", "< 20")
    if os.environ.get("BENCH_BROWSER", "1") == "1":
        kilobytes, requests, elements = first_view(f"http://127.0.0.1:{port}{target.list_path}")
        _say("first view of the list, kB", "", f"{kilobytes:.0f}", "", "< 60")
        _say("first view of the list, requests", "", str(requests), "", "<= 15")
        _say("first view of the list, elements", "", str(elements), "", "<= 380")


def _counter(port: int, environment: dict[str, str]) -> None:
    if os.environ.get("BENCH_BROWSER", "1") != "1":
        return
    kilobytes, script = hand_overs(f"http://127.0.0.1:{port}", make_counter(environment))
    _say("counter and 500 pickups, kB", "", f"{kilobytes:.0f}", "", "< 150")
    _say("hand-over, CPU 4 x slower: script, ms", "", f"{script:.0f}", "", "< 100")


def _say(*cells: str) -> None:
    print("{:<36}{:>10}{:>10}{:>8}  {}".format(*cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
