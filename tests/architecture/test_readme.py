"""The README is true: settings, folders, commands and addresses it names exist."""

import re
from pathlib import Path

from flask import Flask

from brocante.cli import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_and_no_other() -> None:
    source = (ROOT / "brocante" / "config.py").read_text(encoding="utf-8")
    read = {f"BROCANTE_{name}" for name in re.findall(r'read\("([A-Z_]+)"', source)}
    assert set(re.findall(r"BROCANTE_[A-Z_]+", README)) == read


def test_every_folder_of_the_map_exists() -> None:
    block = README.split("## Map of the house")[1].split("```")[1]
    named = re.findall(r"^  (\w+(?:\.py|/))", block, re.MULTILINE)
    named += re.findall(r"(\w+\.py)\s{2,}what", block)
    assert len(named) > 15
    assert not [name for name in named if not (ROOT / "brocante" / name).exists()]


def test_every_feature_is_on_the_map() -> None:
    features = {p.parent.name for p in (ROOT / "brocante").glob("*/__init__.py")}
    assert not {name for name in features if f"  {name}/" not in README}


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"(?:-m brocante|`brocante) ([a-z-]+)", README))
    assert named
    assert named <= set(cli.commands)


def test_every_address_named_exists(app: Flask) -> None:
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", r.rule) for r in app.url_map.iter_rules()}
    named = set(re.findall(r"`(/(?:[a-z<][^` ]*)?)`", README))
    assert named
    assert not {address for address in named if address not in rules}
