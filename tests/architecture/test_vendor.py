"""Vendored files are those that were fetched, have their licence, and stay small."""

import gzip
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from brocante.core.gazetteer import departments

ROOT = Path(__file__).parents[2]
SUMS = ROOT / "static/vendor/SHA256SUMS"
OUTLINES = ROOT / "static/geo"
LISTED = {line[66:]: line[:64] for line in SUMS.read_text().splitlines()}
VENDORED_DIRECTORIES = (
    "static/vendor",
    "static/fonts",
    "brocante/printing/fonts",
    "tests/browser/vendor",
)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_vendored_file_is_the_one_that_was_fetched(name):
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == LISTED[name]


def test_no_vendored_file_is_unlisted():
    present = {
        path.relative_to(ROOT).as_posix()
        for directory in VENDORED_DIRECTORIES
        for path in (ROOT / directory).rglob("*")
        # The server writes .gz and .br beside what it serves.
        if path.is_file() and path != SUMS and path.suffix not in {".gz", ".br"}
    }
    assert present - set(LISTED) == set()
    assert present > {"static/vendor/htmx-2.0.11/htmx.min.js"}


def test_each_library_has_its_licence_and_its_pinned_version():
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    names = {"htmx": "htmx.org", "axe": "axe-core"}
    directories = [
        path
        for parent in ("static/vendor", "tests/browser/vendor")
        for path in (ROOT / parent).iterdir()
        if path.is_dir()
    ]
    assert len(directories) >= 4
    for directory in directories:
        name, _, version = directory.name.rpartition("-")
        assert pinned[names.get(name, name)] == version
        assert any(re.search("LICEN[CS]E", path.name) for path in directory.iterdir()), directory


def test_each_font_has_its_licence():
    for font in [*(ROOT / "static/fonts").iterdir(), *(ROOT / "brocante/printing/fonts").iterdir()]:
        if font.suffix in (".woff2", ".ttf"):
            family = font.stem if font.suffix == ".woff2" else font.stem.partition("-")[0]
            assert "SIL Open Font License" in font.with_name(f"{family}.LICENSE").read_text()


def test_the_web_font_is_one_small_file():
    (font,) = (ROOT / "static/fonts").glob("*.woff2")
    assert font.stat().st_size < 40_000


def test_versions_are_pinned_and_the_lock_holds_no_address():
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    lock = (ROOT / "package-lock.json").read_text()
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert all("integrity" in entry for path, entry in packages.items() if path)
    assert packages[""]["devDependencies"] == pinned


def test_icons_are_drawn_once_each_and_weigh_little():
    sprite = (ROOT / "static/img/icons.svg").read_bytes()
    names = [symbol.get("id") for symbol in ET.fromstring(sprite)]  # noqa: S314 - our own file
    assert len(names) == len(set(names)) > 60
    assert {"i-search", "i-alert-triangle", "i-home", "i-bar-chart-3", "i-filter"} <= set(names)
    assert len(gzip.compress(sprite, 9)) < 4_100
    assert (ROOT / "static/img/icons.LICENSE").exists()


def test_every_department_has_its_outlines():
    drawn = {path.stem.partition("-")[2] for path in OUTLINES.glob("communes-*.json")}
    assert drawn == set(departments())
    country = json.loads((OUTLINES / "departements.json").read_text(encoding="utf-8"))
    assert {entry["properties"]["code"] for entry in country["features"]} == drawn


def test_outlines_are_light_and_hold_the_communes_of_their_department():
    """Dordogne, where the demonstration plays, and the heaviest of all, Pas-de-Calais."""
    for code, kilobytes in (("24", 36), ("62", 50)):
        raw = (OUTLINES / f"communes-{code}.json").read_bytes()
        assert len(gzip.compress(raw, 9)) < kilobytes * 1024
        features = json.loads(raw)["features"]
        assert len(features) > 450
        assert {entry["properties"]["code"][:2] for entry in features} == {code}
        assert all(set(entry["properties"]) == {"code", "name"} for entry in features)


def test_neighbouring_communes_share_the_same_border():
    """Simplified together: nearly every stretch of border inside a département is drawn twice."""
    features = json.loads((OUTLINES / "communes-24.json").read_bytes())["features"]
    stretches: dict[frozenset, int] = {}
    for entry in features:
        shapes = entry["geometry"]["coordinates"]
        polygons = [shapes] if entry["geometry"]["type"] == "Polygon" else shapes
        for ring in (ring for polygon in polygons for ring in polygon):
            for pair in pairwise(ring):
                stretch = frozenset(map(tuple, pair))
                stretches[stretch] = stretches.get(stretch, 0) + 1
    assert max(stretches.values()) == 2
    assert sum(count == 2 for count in stretches.values()) / len(stretches) > 0.85
