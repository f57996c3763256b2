"""The demonstration is built many times here: its pictures are drawn once for the whole run."""

from functools import cache

import pytest

from brocante.catalogue import photos
from brocante.catalogue.photos import PreparedPhoto, prepare_photo
from brocante.catalogue.swatches import draw_swatch
from brocante.demo import racks

_prepare_once = cache(prepare_photo)


@cache
def _draw_once(family: str, seed: int, material: str) -> bytes:
    return draw_swatch(family, seed, {"material": material})


@pytest.fixture(autouse=True)
def _pictures_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what was drawn and shrunk: the same seed draws the same picture."""

    def draw(family: str, seed: int, texts: dict[str, str]) -> bytes:
        return _draw_once(family, seed, texts["material"])

    def prepare(data: bytes) -> PreparedPhoto:
        return _prepare_once(data)

    monkeypatch.setattr(racks, "draw_swatch", draw)
    monkeypatch.setattr(photos, "prepare_photo", prepare)
