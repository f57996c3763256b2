"""All papers of a large edition in one task, and its catalogue.

`python -m tests.benchmarks.papers` measures these alone. Each is measured in a process of its own,
as the worker has it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import create_engine, insert

from brocante.app import create_app
from brocante.catalogue.album import stored_name
from brocante.catalogue.models import Condition, Listing, ListingState, ListingStock, Photo
from brocante.catalogue.rules import ComparisonKind, PriceKind
from brocante.config import load_settings
from brocante.core import clock
from brocante.core.codes import ALPHABET
from brocante.core.db import configure_engine, session
from brocante.core.schema import upgrade
from brocante.core.transaction import transactional
from brocante.core.units import Quantity, Unit
from brocante.editions.models import Edition
from brocante.materials.queries import families
from brocante.materials.rules import MassOrigin
from brocante.printing import jobs, tasks
from brocante.printing.kinds import Paper, Scope
from brocante.printing.papers import Press
from tests.benchmarks.paper import label_memory, peak_megabytes
from tests.factories import (
    make_account,
    make_edition,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)

ROOT = Path(__file__).parents[2]
SITES, LISTINGS, SMALL = 100, 10_000, 400


@dataclass(frozen=True)
class Cost:
    """What one work took: time of the processor, most memory, bytes and files made."""

    seconds: float
    megabytes: float
    bytes: int = 0
    files: int = 0


def catalogue_cost(folder: Path, share: int = 1) -> Cost:
    """Return what the catalogue of 400 listings, each with a photo, costs."""
    return _apart("catalogue", str(folder / "small"), str(4), str(SMALL // share))


def edition_cost(folder: Path, share: int = 1) -> Cost:
    """Return what all papers of 100 sites and 10,000 listings cost in one task."""
    return _apart("edition", str(folder / "large"), str(SITES // share), str(LISTINGS // share))


def _apart(*arguments: str) -> Cost:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.papers", *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "MALLOC_ARENA_MAX": "1"},
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _seed(folder: Path, sites: int, listings: int) -> tuple[Flask, Edition]:
    """Make an edition of so many sites and listings, each listing with a photo."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'papers.sqlite3'}"
    engine = create_engine(url)
    configure_engine(engine)
    upgrade(engine)
    engine.dispose()
    environment = {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
        "BROCANTE_PUBLIC_URL": "https://brocante.example.org",
    }
    app = create_app(load_settings(environment, folder))
    with app.app_context():
        edition = make_edition(slug="papers", name="Brocante aux matériaux")
        keys = _photos(app.extensions["brocante_store"], listings)
        places = [
            make_site(
                make_participation(edition),
                latitude=44.7 + number % 10 / 12,
                longitude=0.3 + number // 10 / 10,
            )
            for number in range(sites)
        ]
        _list(edition, [(site.id, site.company_id) for site in places], keys, listings)
        for site in places[:20]:
            slot = make_slot(site, capacity=9)
            listing = session.query(Listing).filter_by(site_id=site.id).first()
            assert listing is not None
            for _number in range(3):
                make_reservation(slot, listing)
    return app, edition


def _photos(store: Any, count: int) -> list[str]:
    """Keep so many photos, no two alike, as busy as those of a yard; return their keys."""
    grounds = [Image.effect_noise((400, 300), 20 + 2 * number) for number in range(20)]
    keys = []
    for number in range(count):
        image = Image.merge("RGB", [grounds[(number + place) % 20] for place in (0, 3, 7)])
        image.putpixel((number % 400, number // 400), (255, 0, 0))
        image.paste((number % 255, number // 255, 90), (100, 80, 300, 200))
        key = f"{number:040d}"
        for size in (200, 400) if count <= SMALL else (200,):
            buffer = BytesIO()
            image.resize((size, size * 3 // 4)).save(buffer, "WEBP", quality=40, method=0)
            store.put(stored_name(key, size), buffer.getvalue(), "image/webp")
        keys.append(key)
    return keys


@transactional
def _list(edition: Edition, places: list[tuple[int, int]], keys: list[str], count: int) -> None:
    now, kinds = clock.now(), families()
    same = {
        "edition_id": edition.id,
        "state": ListingState.PUBLISHED,
        "condition": Condition.SURPLUS,
        "unit": Unit.PIECE,
        "price_kind": PriceKind.UNIT,
        "comparison": ComparisonKind.NONE,
        "mass_origin": MassOrigin.DECLARED,
        "unit_mass_g": 2_000,
        "length_mm": 600,
        "width_mm": 300,
        **dict.fromkeys(("created_at", "updated_at", "published_at"), now),
    }
    rows = [
        {
            **same,
            "id": number,
            "code": _code(number),
            "site_id": places[number % len(places)][0],
            "company_id": places[number % len(places)][1],
            "title": f"Brique creuse numéro {number} pour mur de refend",
            "family": kinds[number % len(kinds)].code,
            "price_cents": 100 + number,
            "location": f"Rack {number % 40}",
        }
        for number in range(1, count + 1)
    ]
    session.execute(insert(Listing), rows)
    stock = [{"listing_id": row["id"], "quantity": Quantity.of(40)} for row in rows]
    session.execute(insert(ListingStock), stock)
    photo = {"position": 0, "width": 1200, "height": 900, "colour": "#cccccc", "created_at": now}
    session.execute(
        insert(Photo),
        [
            {**photo, "listing_id": n, "upload_id": f"bench{n}", "key": keys[n % len(keys)]}
            for n in range(1, count + 1)
        ],
    )


def _code(number: int) -> str:
    digits = [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(6)]
    return "".join(digits)


def _measured(work: Callable[[], tuple[int, int]]) -> None:
    began = time.process_time()
    size, files = work()
    seconds = time.process_time() - began
    cost = {"seconds": seconds, "megabytes": peak_megabytes(), "bytes": size, "files": files}
    print(json.dumps(cost), flush=True)


def _catalogue(app: Flask, edition: Edition) -> tuple[int, int]:
    with app.app_context():
        press = Press(session.get_one(Edition, edition.id), app.extensions["brocante_store"])
        return len(press.make(Paper.BY_FAMILY, Scope(press.edition))), 1


def _edition(app: Flask, edition: Edition) -> tuple[int, int]:
    with app.app_context():
        found = session.get_one(Edition, edition.id)
        job_id = jobs.ask_for_papers(make_account().id, found, None, "24")
        tasks.make_waiting(app.extensions["brocante_store"])
        files = jobs.files_of(jobs.own_job(found.id, None, job_id))
        return sum(file.size for file in files), len(files)


def _again(kind: str, folder: str) -> None:
    """Work on what was seeded, in a process that did not seed."""
    app = create_app(
        load_settings(
            {
                "BROCANTE_DATABASE_URL": f"sqlite:///{Path(folder) / 'papers.sqlite3'}",
                "BROCANTE_STORAGE_URL": f"file://{Path(folder) / 'files'}",
                "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
                "BROCANTE_PUBLIC_URL": "https://brocante.example.org",
            },
            Path(folder),
        )
    )
    with app.app_context():
        edition = session.query(Edition).one()
    _measured(lambda: (_catalogue if kind == "catalogue" else _edition)(app, edition))


def main() -> None:
    """Without arguments, measure all; with them, do one work and print its cost."""
    arguments = sys.argv[1:]
    if not arguments:
        with tempfile.TemporaryDirectory() as folder:
            bare, ours = label_memory(1_000)
            print("1,000 labels, MB:", bare, ours)
            print("catalogue of 400:", catalogue_cost(Path(folder)))
            print("whole edition:", edition_cost(Path(folder)))
        return
    kind, *rest = arguments
    if len(rest) == 1:
        _again(kind, rest[0])
    else:
        _seed(Path(rest[0]), int(rest[1]), int(rest[2]))
        subprocess.run([sys.executable, "-m", "tests.benchmarks.papers", kind, rest[0]], check=True)


if __name__ == "__main__":
    main()
