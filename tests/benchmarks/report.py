"""The report over 10^5 lines of the ledger, beside a bare SQL aggregation of the same table."""

import gc
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, insert, text

from brocante.app import create_app
from brocante.catalogue.models import Condition
from brocante.config import load_settings
from brocante.core import clock
from brocante.core.db import configure_engine, session
from brocante.core.schema import upgrade
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from brocante.counter.models import Handover, HandoverKind
from brocante.editions.models import Edition, EditionState
from brocante.impact import tasks
from brocante.impact.figures import figures_of
from brocante.materials.queries import materials
from brocante.materials.rules import MassOrigin
from tests.factories import (
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.support.pages import find_form, form_values, parse
from tests.support.people import sign_in

SITES = 20
LISTINGS = 500
TURNS = 5
# The least that gives the numbers of the page: what left from where, and when.
_BARE = (
    "site_id, company_id, commune_code, family, material, condition, kind, mass_origin",
    "substr(CAST(at AS TEXT), 1, 13), kind",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the bare sums, of all figures, of the page and of the PDF; bytes of the PDF.

    Of the workbook the seconds in the worker, and of the longest request that it takes.
    """

    bare: float
    figures: float
    page: float
    bare_of_150: float
    page_of_150: float
    pdf: float
    pdf_bytes: int
    workbook_made: float
    workbook_request: float


def compare(url: str, lines: int, editions: int) -> Measured:
    """Measure at `url`, an empty database, which is filled."""
    engine = create_engine(url)
    configure_engine(engine)
    upgrade(engine)
    engine.dispose()
    with tempfile.TemporaryDirectory() as folder:
        app = _app(url, Path(folder))
        with app.app_context():
            edition, client = _seed(app, lines)
            bare, figures, page = _in_turns(
                lambda: _sum(edition.id), lambda: figures_of(edition), lambda: _page(client)
            )
            pdf, size = _pdf(client)
            made, longest = _workbook(app, client)
            for _ in range(editions - 1):
                _more(lines // 50)
            bare_of_150, page_of_150 = _in_turns(lambda: _sum(edition.id), lambda: _page(client))
        return Measured(bare, figures, page, bare_of_150, page_of_150, pdf, size, made, longest)


def _app(url: str, folder: Path) -> Flask:
    environment = {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
        "BROCANTE_PUBLIC_URL": "http://localhost",
    }
    return create_app(load_settings(environment, folder))


def _seed(app: Flask, lines: int) -> tuple[Edition, Any]:
    organiser = make_organiser()
    edition = make_edition(organiser, state=EditionState.CLOSING)
    sites = [make_site(make_participation(edition)) for _ in range(SITES)]
    goods = _goods(sites)
    slots = [make_slot(site, 1000) for site in sites]
    for number in range(200):
        make_reservation(slots[number % SITES], goods[number % LISTINGS], 1)
    _fill(edition, goods, lines)
    client = app.test_client()
    sign_in(client, make_organiser_member(organiser))
    return edition, client


def _goods(sites: list[Any]) -> list[Any]:
    chance, kinds = Random(1), materials()
    return [
        make_listing(
            sites[number % SITES],
            1_000_000,
            family=(kind := chance.choice(kinds)).family,
            material=kind.code,
            condition=chance.choice(list(Condition)),
            mass_origin=chance.choice(list(MassOrigin)),
        )
        for number in range(LISTINGS)
    ]


@transactional
def _fill(edition: Edition, goods: list[Any], lines: int) -> None:
    chance, now = Random(2), clock.now()
    for start in range(0, lines, 5_000):
        rows = [
            _row(edition, chance.choice(goods), chance, now, f"{edition.id}-{start + n}")
            for n in range(min(5_000, lines - start))
        ]
        session.execute(insert(Handover), rows)


def _row(edition: Edition, listing: Any, chance: Random, now: Any, key: str) -> dict[str, Any]:
    count = chance.randint(1, 20)
    known = listing.mass_origin is not MassOrigin.UNKNOWN
    return {
        "entry_key": key,
        "kind": chance.choice(list(HandoverKind)),
        "edition_id": edition.id,
        "company_id": listing.company_id,
        "site_id": listing.site_id,
        "listing_id": listing.id,
        "quantity": Quantity(count * 1000),
        "unit": listing.unit,
        "amount_cents": 500 * count,
        "mass_g": 2000 * count if known else None,
        "mass_origin": listing.mass_origin,
        "family": listing.family,
        "material": listing.material,
        "condition": listing.condition,
        "commune_code": "24520",
        "title": listing.title,
        "staff": "Ann Example",
        "at": now + timedelta(minutes=chance.randint(0, 900)),
    }


def _more(lines: int) -> None:
    other = make_edition(state=EditionState.ARCHIVED)
    site = make_site(make_participation(other))
    _fill(other, [make_listing(site, 1_000_000, material="osb")], lines)


def _sum(edition_id: int) -> None:
    for keys in _BARE:
        statement = text(
            f"SELECT {keys}, COUNT(*), SUM(mass_g), SUM(amount_cents) FROM handover "  # noqa: S608 - own names
            f"WHERE edition_id = :edition GROUP BY {keys}"
        )
        session.execute(statement, {"edition": edition_id}).all()
    end_reads()


def _page(client: Any) -> None:
    answer = client.get("/organisation/bilan")
    assert answer.status_code == 200, answer.status_code
    end_reads()


def _pdf(client: Any) -> tuple[float, int]:
    """Return the better of two: the first one also loads what draws."""
    found = []
    for _ in range(2):
        began = time.perf_counter()
        answer = client.get("/organisation/bilan/rapport.pdf")
        assert answer.mimetype == "application/pdf", answer.status_code
        found.append((time.perf_counter() - began, len(answer.data)))
    return min(found)


def _workbook(app: Flask, client: Any) -> tuple[float, float]:
    """Return what making it took, and the longest of the requests to ask, look and fetch."""
    address = "/organisation/bilan"
    form = find_form(parse(client.get(address).get_data(as_text=True)), "ask-workbook", set())
    data = form_values(form)
    requests = [
        _timed(lambda: client.post(f"{address}/classeur", data=data)),
        _timed(lambda: client.get(f"{address}/classeur/etat")),
    ]
    made = _timed(lambda: tasks.make_waiting(app.extensions["brocante_store"]))
    requests.append(_timed(lambda: client.get(f"{address}/classeur.xlsx").data))
    end_reads()
    return made, max(requests)


def _timed(measured: Callable[[], object]) -> float:
    began = time.perf_counter()
    measured()
    return time.perf_counter() - began


def _in_turns(*measured: Callable[[], object]) -> list[float]:
    """Return the best of some turns of each: the speed of a machine changes within seconds."""
    for measure in measured:
        measure()
    gc.collect()
    found = [float("inf")] * len(measured)
    for _ in range(TURNS):
        for place, measure in enumerate(measured):
            began = time.perf_counter()
            measure()
            found[place] = min(found[place], time.perf_counter() - began)
    return found
