"""The demonstration's pictures: one for every kind of goods, always the same, light to show."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import brocante.materials
from brocante.catalogue.photos import prepare_photo
from brocante.catalogue.swatches import FAMILIES, MATERIALS, draw_swatch

DATA = Path(brocante.materials.__file__).parent / "data"
EVERY_SCENE = [(family, seed) for family, scenes in FAMILIES.items() for seed in range(len(scenes))]


def codes(table: str) -> list[str]:
    """Return the codes of one of the tables of materials."""
    with (DATA / table).open(encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(("family", "seed"), EVERY_SCENE)
def test_swatch_is_a_light_picture(family: str, seed: int) -> None:
    """Every drawing is accepted as a photo and keeps a list of tags light."""
    photo = prepare_photo(draw_swatch(family, seed, {}))

    assert (photo.large.width, photo.large.height) == (1200, 900)
    assert (photo.small.width, photo.small.height) == (400, 300)
    assert 1_000 < len(photo.small.data) < 10_000


def test_same_arguments_same_picture_other_seed_other_picture() -> None:
    """A demonstration made twice looks the same, and its listings do not all look alike."""
    once = draw_swatch("masonry", 4, {"material": "clay-brick-solid"})

    assert draw_swatch("masonry", 4, {"material": "clay-brick-solid"}) == once
    other = Image.open(BytesIO(draw_swatch("masonry", 5, {"material": "clay-brick-solid"})))
    assert ImageChops.difference(Image.open(BytesIO(once)), other).getbbox() is not None


def test_every_family_has_its_own_goods() -> None:
    """No family of the catalogue is shown by the drawing of the last resort."""
    assert sorted(FAMILIES) == sorted(codes("families.csv"))


def test_every_material_has_a_drawing() -> None:
    """A listing of plasterboards does not show ceiling tiles; no line of the table is idle."""
    materials = codes("materials.csv")

    starts = [start for start, _ in MATERIALS]
    assert [code for code in materials if not code.startswith(tuple(starts))] == []
    chosen = {next(s for s in starts if code.startswith(s)) for code in materials}
    assert sorted(chosen) == sorted(starts)


def test_unknown_family_is_drawn_all_the_same() -> None:
    """A family added later does not stop the demonstration."""
    assert draw_swatch("garden-gnomes", 1, {"material": "gnome"}).startswith(b"\xff\xd8")
