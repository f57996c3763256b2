"""Sizes of files and names that may not exist."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
SUFFIXES = {".py", ".js", ".html", ".css"}


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    left_out = ("static/vendor/", "tests/browser/vendor/", "brocante/migrations/versions/")
    paths = [ROOT / name for name in listed if not name.startswith(left_out)]
    return [path for path in paths if path.is_file()]


def test_no_file_is_too_long() -> None:
    # The style sheet and the script of the counter as served are made from short ones.
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _ours()
        if path.suffix in SUFFIXES
        and path.name not in {"brocante.css", "counter.js"}
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} {_length(node)}"
        for path in _ours()
        if path.suffix == ".py" and "brocante" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and _length(node) > LONGEST_FUNCTION
    ]
    assert not long


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_named_by_what_they_hold() -> None:
    wrong = [str(p.relative_to(ROOT)) for p in _ours() if p.stem in FORBIDDEN_NAMES]
    assert not wrong


@pytest.mark.parametrize("word", ["/work/", "/tmp/bash_jobs", "pypi" + ".org", "npmjs" + ".org"])
def test_no_path_of_a_machine_and_no_registry(word: str) -> None:
    holding = []
    for path in _ours():
        if path.name == "package-lock.json" or path.suffix in {
            ".py",
            ".txt",
            ".toml",
            ".json",
            ".md",
            ".html",
            ".js",
            ".css",
            "",
        }:
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            if word in text and path != Path(__file__):
                holding.append(str(path.relative_to(ROOT)))
    assert not holding
