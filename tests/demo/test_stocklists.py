"""The lists of the demonstration's companies are as different as real ones, and all understood."""

from importlib.resources import files

import pytest

from brocante.core.text import slugify
from brocante.demo.tables import companies
from brocante.stocklists.parsing import parse, parse_text
from brocante.stocklists.results import StockList

FOLDER = files("brocante.demo") / "data" / "stocklists"
NAMES = [slugify(company.name) for company in companies()]


def read(company: str) -> StockList:
    found = [one for one in FOLDER.iterdir() if one.name.rpartition(".")[0] == company]
    assert len(found) == 1
    return parse(found[0].read_bytes(), found[0].name)


@pytest.mark.parametrize("company", NAMES)
def test_every_line_is_understood(company: str) -> None:
    lines = read(company).lines
    assert len(lines) == {NAMES[0]: 36}.get(company, len(lines))
    assert len(lines) >= 18
    assert [(line.title, line.issues) for line in lines if not line.is_ready] == []
    assert all(line.family and line.condition and line.location for line in lines)


def test_together_they_have_the_habits_of_real_offices() -> None:
    lists = [read(company) for company in NAMES]
    assert sum(len(one.lines) for one in lists) >= 400
    assert {one.format for one in lists} == {"csv", "xlsx", "ods", "html"}
    encodings = {one.encoding for one in lists}
    assert encodings >= {"cp1252", "utf-8", "utf-8-sig", "utf-16", "mac-roman"}
    assert {one.delimiter for one in lists} >= {";", ",", "\t", "|"}
    assert {one.prices for one in lists} == {"ht", "ttc"}
    dropped = {dropped.reason for one in lists for dropped in one.dropped}
    assert dropped >= {"title", "section", "total", "footer", "header-repeat", "blank"}
    issues = {issue.code for one in lists for issue in one.issues}
    assert issues >= {"purchase-cost-ignored", "archive-sheet-skipped", "hidden-sheet-skipped"}


def test_the_message_is_left_to_a_human() -> None:
    text = (FOLDER / f"{NAMES[0]}-message.txt").read_text(encoding="utf-8")
    found = parse_text(text)
    assert len(found.lines) == 5
    assert not any(line.is_ready for line in found.lines)
