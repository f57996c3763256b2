"""`python3 dev bench --scale`: the same questions of an edition of 10^5 and of one of 10^6.

What a visitor asks may not grow with the table: each figure at 10^6 is a ratio to that at 10^5,
measured in turns in one run. Making the editions takes minutes (on 2 cores some 6 for SQLite, 12
for PostgreSQL), therefore they are no part of the short bench.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine

from brocante.app import create_app
from brocante.catalogue.tallies import recount_large
from brocante.config import load_settings
from brocante.core.db import configure_engine
from brocante.core.schema import upgrade
from brocante.demo import multitude
from tests.factories import make_organiser
from tests.support.postgres import fresh_database

SIZES = (100_000, 1_000_000)
TURNS = 12
PAGES = [
    "",
    "famille=tiles",
    "etat=demo",
    "prix_max=10",
    "vehicule=car&tri=prix",
    "pres_de=Lyon&rayon_km=50",
    "longueur=250&largeur=120",
    "q=tuile+canal",
    "q=gris",
    "q=R12345",
    "q=parqet",
    "q=fen%C3%AAtre+60x75",
    "q=carrelage+au+moins+40+m2",
    "q=placo+hydro+12+m2+dans+ma+Clio",
    "q=ch%C3%AAne+moins+de+20+euros",
    "q=receveur+120x90&etat=demo&famille=bathroom-kitchen",
]
TYPED = ["f", "fen", "fenêtre p", "tui", "carr", "chê", "plaque b", "R123", "gris", "xyl"]
ZONES = [("41,-5,51,9", 5), ("44,0,46,2", 8), ("44.5,0.3,45.2,1.2", 10)]


@dataclass
class Figures:
    """Times of one edition by what was asked, in seconds."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        self.times.setdefault(name, []).append(seconds)

    def p95(self, name: str) -> float:
        return statistics.quantiles(self.times[name], n=20)[-1]

    def median(self, name: str) -> float:
        return statistics.median(self.times[name])


def measure(folder: Path, say: Callable[..., None], *, postgresql: bool, share: int = 1) -> None:
    """Build both editions, ask both in turns, print medians, p95 and their ratios."""
    apps = [_application(folder, size // share, postgresql=postgresql) for size in SIZES]
    figures = [Figures() for _ in apps]
    for turn in range(TURNS + 1):
        for application, figure in zip(apps, figures, strict=True):
            _ask(application, figure if turn else Figures())
    say("", *(f"{size // share:,}" for size in SIZES), "ratio", "reach")
    for name in figures[0].times:
        few, many = figures
        say(
            f"{name}: median, ms",
            f"{few.median(name) * 1000:.1f}",
            f"{many.median(name) * 1000:.1f}",
            f"{many.median(name) / few.median(name):.2f}",
            "< 3",
        )
        say(
            f"{name}: p95, ms",
            f"{few.p95(name) * 1000:.1f}",
            f"{many.p95(name) * 1000:.1f}",
            f"{many.p95(name) / few.p95(name):.2f}",
            "< 3, < 50 ms" if postgresql else "< 3",
        )


def _application(folder: Path, size: int, *, postgresql: bool) -> Flask:
    sqlite = f"sqlite:///{folder / f'{size}.sqlite3'}"
    url = fresh_database(f"bench_{size}", large=True) if postgresql else sqlite
    engine = create_engine(url)
    configure_engine(engine)
    upgrade(engine)
    engine.dispose()
    values = {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
    }
    application = create_app(load_settings(values, folder))
    started = time.perf_counter()
    with application.app_context():
        multitude.build(make_organiser().id, size)
        recount_large()
    print(f"made {size:,} listings in {time.perf_counter() - started:.0f} s", flush=True)
    return application


def _ask(application: Flask, figures: Figures) -> None:
    client = application.test_client()
    # A reader with a cookie: pages kept for others are not what is measured.
    client.set_cookie("reader", "1")
    base = f"/{multitude.SLUG}"
    for query in PAGES:
        with _timed(figures, "page of results with counts"):
            _get(client, f"{base}/materiaux?{query}")
    for typed in TYPED:
        with _timed(figures, "suggestions"):
            _get(client, f"{base}/suggestions", q=typed)
    for zone, zoom in ZONES:
        for words in ("", "tuile"):
            with _timed(figures, "clusters of the map"):
                _get(client, f"{base}/carte/points", zone=zone, zoom=zoom, q=words)


def _get(client: Any, path: str, **values: Any) -> None:
    answer = client.get(path, query_string=values or None)
    assert answer.status_code == 200, (path, answer.status_code)


@contextmanager
def _timed(figures: Figures, name: str) -> Any:
    started = time.perf_counter()
    yield
    figures.add(name, time.perf_counter() - started)
