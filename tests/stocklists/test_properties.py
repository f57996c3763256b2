"""Whatever a list holds: no row is lost, no cost is told, nothing but named errors is raised."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brocante.core.units import Unit
from brocante.stocklists.conditions import find_state
from brocante.stocklists.dimensions import read_title
from brocante.stocklists.errors import UnreadableFile
from brocante.stocklists.families import guess_family
from brocante.stocklists.gists import gist_of
from brocante.stocklists.goods import Goods, goods_of
from brocante.stocklists.options import Options
from brocante.stocklists.packaging import find_packing
from brocante.stocklists.parsing import parse, parse_text
from brocante.stocklists.people import find_person
from brocante.stocklists.references import batch_in
from brocante.stocklists.results import BLOCKING, StockList
from tests.support.workbooks import put, replaced, xlsx

few = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = (
    "12", "1,5", "1.250", "~40", "-3", "0", "?", "NC", "idem", '"', "12 m²",
    "5 pal de 3 sacs 25kg",
    "8 e pce", "12€50 HT", "110 HT / 132 TTC", "gratuit", "sur devis", "u", "m²", "ml",
    "sac 25 kg",
    "Porte 83", "Grès 60x60 ép 9", "Mastic 310 ml", "2e choix", "neuf", "voir Paul",
    "06 12 34 56 78", "TOTAL", "Sous-total", "Page 1/2", "*** BOIS ***", "=cmd|x", "#N/A",
    "3 portes + 2 volets",
    "mars 2024", "S12", "45366", "a.jpg;b.jpg", "", " ", "\u00a0", "\n", "x" * 40, "HT", "L", "²",
)  # fmt: skip
WORDS = (
    "Grès", "cérame", "60x60", "ép", "9", "sac", "25", "kg", "de", "ciment", "Porte", "isoplane",
    "83", "bain", "B12", "voir", "Paul", "M.", "Durand", "n°", "rouleau", "10,8", "m²", "plaques",
    "48", "pal", "/", "par", "palette", "rayé", "sans", "défaut", "2e", "choix", "fin", "série",
    "laine", "verre", "joint", "pour", "carrelage", "Ø100", "D", "L", "l", "H", "x", "mm", "18mm",
    "BA13", "OSB3", "(neuf)", "blanc", "cassé", "06", "12", "34", "56", "78", "ivoire", "4ml",
)  # fmt: skip
HEADERS = (
    "Réf", "Désignation", "Qté", "Stock", "Dispo", "Unité", "Prix", "PV HT", "PV TTC", "TVA",
    "Remise", "Prix net", "PPI", "Lieu", "État", "Notes", "Dim.", "L", "l", "H", "ép", "Cond.",
    "Photo",
    "Bain", "Dispo le", "Famille", "Couleur", "",
)  # fmt: skip
WRITTEN = st.characters(exclude_categories=["Cc", "Cs"])
cell = st.one_of(st.sampled_from(PIECES), st.text(WRITTEN, max_size=12))
COST = "8371,94"


def quoted(rows: list[list[str]]) -> bytes:
    """Return rows as a csv in which every cell is quoted."""
    lines = (";".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    return "\r\n".join(lines).encode("utf-8", errors="replace")


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows under a header, with purchase costs in one of the columns."""
    header = ["Désignation", "Qté", "PA", *draw(st.lists(st.sampled_from(HEADERS), max_size=6))]
    rows = draw(st.lists(st.lists(cell, min_size=len(header), max_size=len(header)), max_size=8))
    for row in rows:
        row[2] = COST
    above = [["Stock"]] * draw(st.integers(0, 1))
    return [*above, header, *rows, *draw(st.one_of(st.just([]), lower_tables()))]


@st.composite
def lower_tables(draw: st.DrawFn) -> list[list[str]]:
    """A second table, costs in its first column."""
    rows = draw(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=4))
    return [["PRMP", "Article", "Nb", "Unité"], *([COST, *row] for row in rows)]


def fate(found: StockList) -> list[int]:
    """List the rows of a file that are a header, a line or dropped, each as often as it is."""
    rows = [number for sheet in found.sheets for number in sheet.header_rows]
    rows += [line.row for line in found.lines]
    rows += [n for row in found.dropped for n in range(row.row, row.row_end + 1)]
    return sorted(rows)


@few
@given(tables())
def test_no_row_is_lost_and_no_cost_is_told(rows: list[list[str]]) -> None:
    found = parse(quoted(rows), "x.csv")
    assert fate(found) == list(range(1, len(rows) + 1))
    told = str(found.to_json())
    assert COST not in told
    assert COST.replace(",", ".") not in told


@few
@given(tables(), st.sampled_from([None, "ht", "ttc"]))
def test_ready_lines_have_no_blocking_issue_and_are_whole(rows, prices) -> None:
    for line in parse(quoted(rows), "x.csv", Options(prices=prices)).lines:
        codes = {issue.code for issue in line.issues}
        assert line.is_ready == (not codes & BLOCKING and "title" not in _people(line))
        if line.is_ready:
            assert line.title
            assert line.quantity is not None
            assert line.quantity > 0
            assert line.unit is not None


@few
@given(
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.from_regex(r"[a-z]{3,9}|[0-9]{1,4}", fullmatch=True)),
        min_size=1,
        max_size=7,
    )
)
def test_the_gist_of_a_title_says_what_the_title_says(words: list[str]) -> None:
    title = " ".join(words)
    gist = gist_of(title)
    assert goods_of(gist) is goods_of(title)
    assert guess_family(gist) == guess_family(title)
    assert find_state(gist) is find_state(title)
    assert (find_person(gist) is None) == (find_person(title) is None)
    assert batch_in(gist) == batch_in(title)
    assert read_title(gist, Goods.BOARDS) == read_title(title, Goods.BOARDS)
    for unit in (Unit.BAG, Unit.PALLET, Unit.ROLL):
        assert find_packing(gist, unit) == find_packing(title, unit)


@few
@given(
    st.lists(
        st.lists(st.one_of(cell, st.integers(), st.floats(-1e9, 1e9), st.booleans()), max_size=6),
        max_size=6,
    )
)
def test_rows_taken_at_one_glance_are_those_the_parser_reads(rows: list[list[object]]) -> None:
    header = ("Article", "Qté", "Unité", "Prix TTC")
    data = xlsx(lambda book: put(book.add_worksheet(), header, ("Porte", 1), *map(tuple, rows)))
    by_parser = data
    for part, root in (
        ("xl/worksheets/sheet1.xml", "<sheetData"),
        ("xl/sharedStrings.xml", "<sst"),
    ):
        by_parser = replaced(by_parser, part, root, f"<!-- -->{root}")
    assert parse(by_parser, "x").to_json() == parse(data, "x").to_json()


def _people(line) -> set[str | None]:
    return {issue.field for issue in line.issues if issue.code == "person-name"}


@few
@given(st.text(max_size=300))
def test_each_line_of_a_message_is_an_article_or_dropped(text: str) -> None:
    try:
        found = parse_text(text)
    except UnreadableFile:
        return
    rows = fate(found)
    assert rows == list(range(1, len(rows) + 1))


@few
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    try:
        found = parse(data, "x").to_json()
    except UnreadableFile:
        return
    assert found["contract"] == 1
    _expect_plain(found)


def _expect_plain(value: object) -> None:
    """Check that only what JSON writes exactly stands in an answer."""
    assert not isinstance(value, (float, Decimal, date))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        _expect_plain(one)


@few
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08"]),
    st.binary(max_size=600),
)
def test_a_signature_with_rubbish_is_refused(signature: bytes, rubbish: bytes) -> None:
    with pytest.raises(UnreadableFile):
        parse(signature + rubbish, "x")
