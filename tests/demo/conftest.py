"""The demonstration is built many times here: its pictures are drawn once for the whole run."""

from collections.abc import Iterator

import pytest

from brocante.catalogue import album
from brocante.demo import racks

_drawn: dict[tuple[str, int, str], bytes] = {}
_prepared: dict[bytes, object] = {}


@pytest.fixture(autouse=True)
def pictures_drawn_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep what was drawn and shrunk: the same seed draws the same picture."""
    draw, prepare = racks.draw_swatch, album.prepare_photo

    def draw_once(family: str, seed: int, options: dict[str, object]) -> bytes:
        key = (family, seed, repr(options))
        if key not in _drawn:
            _drawn[key] = draw(family, seed, options)
        return _drawn[key]

    def prepare_once(data: bytes) -> object:
        if data not in _prepared:
            _prepared[data] = prepare(data)
        return _prepared[data]

    monkeypatch.setattr(racks, "draw_swatch", draw_once)
    monkeypatch.setattr(album, "prepare_photo", prepare_once)
    yield
