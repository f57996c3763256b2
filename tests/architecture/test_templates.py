"""Every template parses, exists where it is named, and keeps to the house's rules."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(
    str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*") if p.suffix in {".html", ".txt"}
)


def test_every_template_parses(app: Flask) -> None:
    broken = []
    for name in NAMES:
        try:
            app.jinja_env.get_template(name)
        except Exception as error:  # noqa: BLE001 - any failure is what the test looks for
            broken.append(f"{name}: {error}")
    assert not broken


def test_every_template_named_in_code_exists() -> None:
    named = set()
    for path in (ROOT / "brocante").rglob("*.py"):
        named |= set(
            re.findall(r'"([a-z_]+(?:/[a-z_0-9]+)+\.(?:html|txt))"', path.read_text("utf-8"))
        )
    assert named
    assert not {name for name in named if not (TEMPLATES / name).is_file()}


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"\son[a-z]+=", "no inline handlers: the content policy blocks them"),
        (r"\sstyle=", "no inline styles"),
        (r"<script(?![^>]*(src=|ld\+json|application/json))", "no inline scripts"),
        (r"<style", "no inline styles"),
        (r"\|\s*safe\b", "nothing is declared safe by hand"),
        (r"https?://(?!www\.w3\.org|schema\.org|www\.openstreetmap\.org)", "no foreign addresses"),
    ],
)
def test_templates_hold_nothing_the_policy_refuses(pattern: str, why: str) -> None:
    holding = [
        name
        for name in NAMES
        if "emails" not in name and re.search(pattern, (TEMPLATES / name).read_text("utf-8"))
    ]
    assert not holding, why


def test_no_template_calls_the_variable_of_a_loop(app: Flask) -> None:
    """Where a loop calls its variable `number`, the function `number` is gone."""
    functions = set(app.jinja_env.globals)
    hidden = set()
    for name in NAMES:
        tree = app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"))
        for loop in tree.find_all(nodes.For):
            targets = [loop.target, *loop.target.find_all(nodes.Name)]
            own = {target.name for target in targets if isinstance(target, nodes.Name)}
            called = [c.node for child in loop.body for c in child.find_all(nodes.Call)]
            hidden |= {
                f"{name}: {one.name}"
                for one in called
                if isinstance(one, nodes.Name) and one.name in own & functions
            }
    assert not hidden
