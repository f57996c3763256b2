"""`brocante stocklist parse`, as somebody types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brocante.cli import cli

FILES = Path(__file__).parent / "files"


@pytest.fixture
def stock_list(tmp_path: Path) -> Path:
    """A small csv."""
    path = tmp_path / "liste été.csv"
    path.write_text("Article;Qté;U;Prix\nPorte;2;u;15\n", encoding="cp1252")
    return path


def run(*arguments: object) -> Result:
    """Run the command; what it raises is a failure of the test."""
    words = ["stocklist", "parse", *map(str, arguments)]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def test_it_prints_one_object_and_nothing_else(stock_list: Path) -> None:
    done = run(stock_list, "--prices", "ttc", "--vat-rate", "5,5", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert answer["file"]["name"] == "liste été.csv"
    [line] = answer["lines"]
    assert (line["price_basis"], line["vat_rate"], line["status"]) == ("ttc", "5.5", "ready")
    assert list(answer) == ["contract", "file", "lines", "dropped"]


def test_without_json_it_says_what_it_found(stock_list: Path) -> None:
    done = run(stock_list)
    assert done.exit_code == 0
    assert "1 lines (0 ready, 1 to review)" in done.stdout


@pytest.mark.parametrize(
    ("path", "arguments", "code", "words"),
    [
        ("absent.csv", [], "not-found", "n’existe pas"),
        (FILES / "protege.xlsx", [], "password-protected", "mot de passe"),
        (FILES / "lettre.doc", [], "not-a-spreadsheet", "liste de stock"),
        (FILES / "classeur-1904.xls", ["--sheet", "Nord"], "sheet-not-found", "s’appelle Nord"),
        (FILES, [], "not-found", "n’existe pas"),
    ],
)
def test_a_refusal_is_told_in_french(path, arguments, code: str, words: str) -> None:
    done = run(path, *arguments, "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["code"] == code
    assert words in json.loads(done.stdout)["error"]["message"]
    spoken = run(path, *arguments)
    assert spoken.exit_code == 2
    assert words in spoken.stderr
    assert spoken.stdout == ""


@pytest.mark.parametrize("rate", ["abc", "-1", "200"])
def test_a_rate_that_is_none_is_refused(stock_list: Path, rate: str) -> None:
    assert run(stock_list, "--vat-rate", rate).exit_code == 2
