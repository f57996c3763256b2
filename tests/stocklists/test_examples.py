"""The example files of the contract, each beside what is certain about it."""

import json

import pytest

from brocante.stocklists.parsing import parse
from tests.support.stocklists import faults, options_of, shared_lists

EXPECTED = sorted(shared_lists().glob("*.expected.json"))


def test_the_examples_are_there() -> None:
    assert len(EXPECTED) >= 13


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.split(".expected")[0])
def test_an_example_is_understood(path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    source = path.with_name(expected.get("source", expected["for"]))
    found = parse(source.read_bytes(), source.name, options_of(expected)).to_json()
    assert faults(found, expected) == []
