"""An edition to measure on: 2,000 listings with photos' rows, as many pieces as nobody reserves."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import create_engine

from brocante.app import create_app
from brocante.catalogue.album import SIZES
from brocante.catalogue.models import Photo
from brocante.catalogue.photos import prepare_photo
from brocante.catalogue.search import reindex
from brocante.catalogue.swatches import draw_swatch
from brocante.config import load_settings
from brocante.core import clock
from brocante.core.codes import ALPHABET
from brocante.core.db import configure_engine, session
from brocante.core.schema import upgrade
from brocante.core.transaction import transactional
from brocante.editions.models import Edition
from brocante.materials.queries import families
from tests.benchmarks.floor import LISTING_ROWS
from tests.factories import make_edition, make_listing, make_participation, make_site, make_slot

SITES = 20


def seed_ours(url: str, folder: Path, pieces: int) -> tuple[list[str], list[str]]:
    """Fill the database at `url`; returns addresses of plenty listings and of one of 10 pieces."""
    engine = create_engine(url)
    configure_engine(engine)
    upgrade(engine)
    engine.dispose()
    environment = {
        "BROCANTE_DATABASE_URL": url,
        "BROCANTE_STORAGE_URL": f"file://{folder / 'files'}",
        "BROCANTE_SECRET_KEY": "a key that is only for measuring, long",
    }
    app = create_app(replace(load_settings(environment, folder)))
    with app.app_context():
        edition = make_edition(slug="dordogne-2026")
        codes = _fill(edition, app.extensions["brocante_store"], pieces)
        site = make_site(make_participation(edition))
        make_slot(site, capacity=pieces)
        scarce = make_listing(site, 10).code
        _reindex(edition.id)
    return _addresses(codes), _addresses([scarce])


def _addresses(codes: list[str]) -> list[str]:
    return [f"/dordogne-2026/materiaux/{code}" for code in codes]


def _fill(edition: Edition, store: object, pieces: int) -> list[str]:
    keys = [_photo_key(store, family.code) for family in families()]
    kinds = [family.code for family in families()]
    codes = []
    sites = [make_site(make_participation(edition)) for _ in range(SITES)]
    for site in sites:
        make_slot(site, capacity=pieces)
    for number in range(LISTING_ROWS):
        kind = number % len(kinds)
        photo = Photo(
            upload_id="bench",
            key=keys[kind],
            position=0,
            width=1200,
            height=900,
            colour="#cccccc",
            created_at=clock.now(),
        )
        listing = make_listing(
            sites[number % SITES],
            pieces,
            title=f"Brique creuse numéro {number}",
            code=_code(number),
            family=kinds[kind],
            photos=[photo],
        )
        codes.append(listing.code)
    return codes


def _code(number: int) -> str:
    """A code of each listing's own: of 2,000 drawn two are the same once in 40 runs."""
    digits = [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(6)]
    return "".join(digits)


def _photo_key(store: object, family: str) -> str:
    picture = prepare_photo(draw_swatch(family, 1, {}))
    for size, rendition in zip(SIZES, (picture.tiny, picture.small, picture.large), strict=True):
        store.put(f"photos/{picture.digest}-{size}.webp", rendition.data, "image/webp")  # type: ignore[attr-defined]
    return picture.digest


@transactional
def _reindex(edition_id: int) -> None:
    session.flush()
    reindex(edition_id)
