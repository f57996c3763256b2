"""The locks install the same files everywhere, and say nothing about where they came from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("runtime", "ops", "dev")
PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)(\[[a-z0-9,-]+\])?==(?P<version>[^ ;]+)(?P<marker> ; [^\\]+)? \\$"
)
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?$")


def read_lock(lock: str) -> list[str]:
    return (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8").splitlines()


def read_pins(lock: str) -> dict[str, str]:
    matches = [PINNED.match(line) for line in read_lock(lock)]
    return {match["name"]: match["version"] for match in matches if match}


def read_project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


def normalised_name(requirement: str) -> str:
    """Return the package of a requirement such as `psycopg[binary]>=3`, as locks spell it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_or_a_hash(lock: str) -> None:
    """Comments, options and addresses of registries are lines of another shape."""
    strange = [line for line in read_lock(lock) if not (PINNED.match(line) or HASH.match(line))]
    assert strange == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    """A pin without one would make pip refuse the whole file."""
    lines = read_lock(lock)
    following = zip(lines, [*lines[1:], ""], strict=True)
    bare = [line for line, after in following if line.endswith("\\") and not HASH.match(after)]
    assert lines
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address(lock: str) -> None:
    assert [line for line in read_lock(lock) if "://" in line or "@" in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_of_the_project_is_locked(lock: str) -> None:
    """A name added to pyproject.toml without `python3 dev lock` shows here."""
    project = read_project()
    wanted = [*project["dependencies"], *project["optional-dependencies"].get(lock, [])]
    missing = {normalised_name(requirement) for requirement in wanted} - set(read_pins(lock))
    assert missing == set()


def test_every_extra_has_its_lock() -> None:
    assert {"runtime", *read_project()["optional-dependencies"]} == set(LOCKS)


@pytest.mark.parametrize("lock", ["ops", "dev"])
def test_other_locks_hold_the_versions_of_runtime(lock: str) -> None:
    """What is tested and what is served are the same packages."""
    runtime = read_pins("runtime")
    pins = read_pins(lock)
    assert runtime
    assert {name: pins.get(name) for name in runtime} == runtime
