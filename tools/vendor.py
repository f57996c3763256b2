"""Rebuild the vendored assets: run `python3 -m tools.vendor` after editing package.json.

It installs package-lock.json (checksums verified by npm) into a scratch directory, copies the
browser libraries byte for byte, cuts the fonts, draws the icon sprite and rewrites
`static/vendor/SHA256SUMS`, which a test compares with the files. Needs npm and, for the fonts,
`pip install fonttools brotli`. Nothing of this runs in production.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

from tools.npm_packages import ROOT, install
from tools.vendor_fonts import FONT_FILES, cut_fonts
from tools.vendor_icons import SPRITE, draw_sprite

CHECKSUMS = ROOT / "static/vendor/SHA256SUMS"

# Where a package's files go, and which ones: the rest of the package is not shipped.
LIBRARIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "leaflet": (
        "static/vendor/leaflet-1.9.4",
        ("dist/leaflet.js", "dist/leaflet.css", "dist/images", "LICENSE"),
    ),
    "leaflet.markercluster": (
        "static/vendor/leaflet.markercluster-1.5.3",
        (
            "dist/leaflet.markercluster.js",
            "dist/MarkerCluster.css",
            "dist/MarkerCluster.Default.css",
            "MIT-LICENCE.txt",
        ),
    ),
    "htmx.org": ("static/vendor/htmx-2.0.11", ("dist/htmx.min.js", "LICENSE")),
    "qr-scanner": (
        "static/vendor/qr-scanner-1.4.2",
        ("qr-scanner.min.js", "qr-scanner-worker.min.js", "LICENSE"),
    ),
    "axe-core": (
        "tests/browser/vendor/axe-4.14.1",
        ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"),
    ),
}


def main() -> None:
    """Install the pinned packages aside, rebuild every asset, write the checksums."""
    with tempfile.TemporaryDirectory() as scratch:
        modules = install(Path(scratch))
        written = [path for name in LIBRARIES for path in copy_library(name, modules)]
        cut_fonts(modules, ROOT)
        draw_sprite(modules, ROOT)
    written += [ROOT / name for name in (*FONT_FILES, SPRITE)]
    write_checksums(sorted(written))
    print(f"{len(written)} files, {sum(path.stat().st_size for path in written)} bytes")


def copy_library(name: str, modules: Path) -> list[Path]:
    """Replace a library's vendored directory by the chosen files of its package."""
    directory, sources = LIBRARIES[name]
    target = ROOT / directory
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for source in sources:
        origin = modules / name / source
        if origin.is_dir():
            shutil.copytree(origin, target / origin.name)
        else:
            shutil.copy(origin, target / origin.name)
    return [path for path in target.rglob("*") if path.is_file()]


def write_checksums(paths: list[Path]) -> None:
    """Write the sums in the format of `sha256sum --check`, names relative to the project."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ROOT).as_posix()}\n"
        for path in paths
    ]
    CHECKSUMS.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
