"""Sound workbooks with bytes changed: read or refused by name, never anything else."""

import random
import time
from pathlib import Path

import pytest

from brocante.stocklists.errors import UnreadableFile
from brocante.stocklists.parsing import parse
from tests.support.workbooks import cells, ods, put, xlsx

FILES = Path(__file__).parent / "files"
ROWS = (("Article", "Qté", "Unité", "Prix TTC"), ("Porte", 2, "u", 15.5), ("Volet", 3, "u", 20))
SOUND = {
    "xls": (FILES / "classeur-1904.xls").read_bytes(),
    "xlsx": xlsx(lambda book: put(book.add_worksheet(), *ROWS)),
    "ods": ods(f"<table:table>{cells('Article', 'Qté')}{cells('Porte', '2')}</table:table>"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_damage_is_refused_by_name(kind: str) -> None:
    chance = random.Random(7)
    outcomes = set()
    for _time in range(150):
        data = bytearray(SOUND[kind])
        for _byte in range(chance.randint(1, 6)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(8, len(data)) :]
        try:
            outcomes.add(parse(bytes(data), "x").format)
        except UnreadableFile as error:
            outcomes.add(error.code)
    assert "corrupt" in outcomes
    assert outcomes <= {
        kind,
        "corrupt",
        "empty",
        "not-a-spreadsheet",
        "password-protected",
        "zip-bomb",
        "too-large",
    }


@pytest.mark.parametrize("unit", ["1,", "M.A", "1x", "12 sacs de ", "porte ", "06 12 "])
def test_a_cell_without_end_takes_no_time(unit: str) -> None:
    """Searches that try each start again took twenty seconds for one such row."""
    cell = (unit * 33_000)[:33_000]
    header = "Réf;Article;Qté;U;Prix;Lieu;État;Notes;Dim.;Dispo le;Cond."
    began = time.process_time()
    found = parse(f"{header}\n{';'.join([cell] * 11)}\n".encode(), "x")
    assert len(found.lines) == 1
    assert time.process_time() - began < 3
