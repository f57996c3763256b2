"""The counter's application as one file: up to date, small, made of modules that can be read."""

import gzip
from pathlib import Path

import pytest

from tools import build_js

BUDGET = 20_000  # bytes, gzip: fetched once on a weak network, then kept


def test_bundle_is_what_its_modules_make() -> None:
    """A change in a module that was not built would never reach a phone."""
    made = build_js.bundle()
    assert build_js.BUNDLE.read_text(encoding="utf-8") == made, "run: python tools/build_js.py"


def test_bundle_stays_light() -> None:
    assert len(gzip.compress(build_js.BUNDLE.read_bytes(), 9)) <= BUDGET


def test_every_module_of_the_counter_is_in_the_bundle() -> None:
    """A module nobody imports would be tested and never used."""
    modules = {
        path.name
        for path in build_js.FOLDER.glob("counter-*.js")
        if build_js.EXPORT.search(path.read_text(encoding="utf-8"))
    }
    assert modules == set(build_js.modules()) - {build_js.ENTRY}


@pytest.mark.parametrize(
    ("modules", "fault"),
    [
        ({"counter-app.js": "const a = 1;\nexport default a;\n"}, "joins"),
        (
            {
                "counter-app.js": 'import { b } from "./counter-b.js";\nconst a = b;\n',
                "counter-b.js": "export const b = 1;\nfunction a() {}\n",
            },
            "two modules: a",
        ),
    ],
)
def test_what_the_joining_cannot_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modules: dict[str, str], fault: str
) -> None:
    for name, text in modules.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(build_js, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=fault):
        build_js.bundle()
