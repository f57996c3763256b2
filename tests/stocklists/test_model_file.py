"""The model is understood without a doubt, and one's listings come back from it as they were."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from brocante.catalogue.models import (
    ComparisonKind,
    Condition,
    Listing,
    ListingState,
    ListingStock,
    PriceKind,
)
from brocante.core.codes import ALPHABET
from brocante.core.units import Quantity, Unit
from brocante.materials.queries import families, family
from brocante.stocklists.conditions import read_condition
from brocante.stocklists.costs import without_costs
from brocante.stocklists.export import model_row
from brocante.stocklists.marks import as_fault, is_ditto
from brocante.stocklists.model_file import ModelRow, write_model
from brocante.stocklists.model_words import CONDITION_WORDS, UNIT_WORDS
from brocante.stocklists.parsing import parse
from brocante.stocklists.people import find_person
from brocante.stocklists.references import is_nothing
from brocante.stocklists.results import Line
from brocante.stocklists.roles import Basis, Certainty, Role
from brocante.stocklists.unit_words import read_unit

NASTY = (
    "=1+1", "+33", "-12 mm", "@plaque", "=cmd|' /C calc'!A0", '"guillemets"', "l'ardoise",
    "1,250", "1.250", "00451", "01-02", "3/4\"", "12e34", "Total look parquet", "Sous-total",
    "Report de charge", "60x60", "bain B12", "Mastic 310 ml", "Lamellé-collé 12 × 24",
    "3 portes + 2 volets", "#1 des ventes", "Page 2/5", "_x0041_", "Œillet Ø 20 €", "a;b,c\td",
    "TRUE", "Désignation", "sac 25 kg", "Édité le jour même", "2e choix", "neuf", "x" * 90,
)  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
texts = st.one_of(
    st.sampled_from(NASTY),
    st.builds("{} {}".format, st.sampled_from(NASTY), st.sampled_from(NASTY)),
    st.text(LETTERS, max_size=30),
)
sizes = st.one_of(st.none(), st.integers(1, 99_999))
cents = st.integers(1, 9_999_999)


def line_of(text: str) -> str | None:
    """Return what a list can say of a text: one line; nothing when it says nothing."""
    line = " ".join(text.split())
    return None if is_nothing(line) or is_ditto(line) else line


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """A listing as it may be published, its words as odd as anybody may type them."""
    unit = draw(st.sampled_from(list(Unit)))
    kind = draw(st.sampled_from(list(PriceKind)))
    condition = draw(st.sampled_from(list(Condition)))
    thousandths = draw(st.integers(1, 9_999_999)) * (1 if unit.is_measured else 1000)
    comparison = draw(st.sampled_from(list(ComparisonKind)))
    return Listing(
        code=draw(st.text(ALPHABET, min_size=6, max_size=6)),
        state=ListingState.PUBLISHED,
        title=draw(texts),
        reference=draw(texts)[:80],
        batch=draw(texts)[:80],
        location=draw(texts)[:80],
        defect=draw(texts) if condition is not Condition.SURPLUS else "",
        family=draw(st.sampled_from([one.code for one in families()])),
        condition=condition,
        unit=unit,
        price_kind=kind,
        price_cents=None if kind is PriceKind.FREE else draw(cents),
        comparison=comparison,
        comparison_cents=None if comparison is ComparisonKind.NONE else draw(cents),
        length_mm=draw(sizes),
        width_mm=draw(sizes),
        height_mm=draw(sizes),
        thickness_mm=draw(sizes),
        diameter_mm=draw(sizes),
        stock=ListingStock(quantity=Quantity(thousandths)),
    )


def is_sayable(listing: Listing) -> bool:
    """Tell whether a list may say it: it names nobody and no cost, and a defect where one must."""
    words = (listing.title, listing.defect, listing.location, listing.reference, listing.batch)
    title = line_of(listing.title) or ""
    state = CONDITION_WORDS[listing.condition or Condition.SURPLUS]
    reading = read_condition(state, line_of(listing.defect) or "", "", {})
    return (
        any(character.isalnum() for character in title)
        and not any(as_fault(text) != text or text.startswith('="') for text in words)
        and not any(find_person(text) is not None for text in words)
        and without_costs(listing.defect) == listing.defect
        and not reading.issues
    )


def expected(listing: Listing) -> dict[str, object]:
    """Return what the reader must say of a listing."""
    is_free = listing.price_kind is PriceKind.FREE
    is_priced = listing.price_cents is not None
    state = CONDITION_WORDS[listing.condition or Condition.SURPLUS]
    is_lot = listing.price_kind is PriceKind.LOT
    return {
        "code": listing.code,
        "title": line_of(listing.title),
        "reference": line_of(listing.reference),
        "batch": line_of(listing.batch),
        "location": line_of(listing.location),
        "family": family(listing.family or "").label_fr,
        "condition": (listing.condition or Condition.SURPLUS).value,
        "defect": read_condition(state, line_of(listing.defect) or "", "", {}).defect,
        "quantity": listing.stock.quantity.decimal,
        "unit": listing.unit,
        "price": (
            "free" if is_free else "priced",
            0 if is_free else listing.price_cents,
            Basis.TTC if is_priced else None,
            (Unit.LOT if is_lot else listing.unit) if is_priced else None,
        ),
        "new": listing.comparison_cents,
        "sizes": tuple(
            getattr(listing, f"{side}_mm")
            for side in ("length", "width", "height", "thickness", "diameter")
        ),
        "issues": set(),
    }


def said(line: Line) -> dict[str, object]:
    """Return what the reader says, in the same words; a reference that looks spoilt may pass."""
    price, dims = line.price, line.dims
    return {
        "code": line.listing_code,
        "title": line.title,
        "reference": line.reference,
        "batch": line.batch,
        "location": line.location,
        "family": line.family,
        "condition": line.condition.value if line.condition else None,
        "defect": line.defect,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": (price.kind.value, price.cents, price.basis, price.per),
        "new": price.reference_cents,
        "sizes": (
            dims.length_mm,
            dims.width_mm,
            dims.height_mm,
            dims.thickness_mm,
            dims.diameter_mm,
        ),
        "issues": {i.code for i in line.issues} - {"reference-damaged-by-spreadsheet"},
    }


def read_back(*exported: Listing) -> list[Line]:
    """Return the lines of an export that was sent back as it is; nothing may be left out."""
    found = parse(write_model(map(model_row, exported), str), "mes-annonces.xlsx")
    assert found.dropped == ()
    assert found.issues == ()
    return list(found.lines)


@given(st.lists(listings(), min_size=1, max_size=5, unique_by=lambda one: one.code))
@settings(max_examples=150)
def test_listings_come_back_as_they_were(exported: list[Listing]) -> None:
    assume(all(map(is_sayable, exported)))
    lines = read_back(*exported)
    assert [said(line) for line in lines] == [expected(listing) for listing in exported]
    assert all(line.is_ready for line in lines)


@pytest.mark.parametrize("title", NASTY)
def test_each_odd_title_comes_back(title: str) -> None:
    values: dict[str, object] = {"code": "7QJJH3", "family": "tiles", "unit": Unit.LINEAR_METRE}
    listing = Listing(
        **values,
        title=title,
        reference=title[:80],
        batch="",
        location="",
        defect="",
        condition=Condition.SURPLUS,
        price_kind=PriceKind.UNIT,
        price_cents=125,
        comparison=ComparisonKind.NONE,
        stock=ListingStock(quantity=Quantity(1250)),
    )
    assert said(read_back(listing)[0]) == expected(listing)


def test_two_listings_alike_are_two_but_one_code_twice_is_not() -> None:
    row = ModelRow(title="Porte isoplane", quantity=Decimal(1), unit="unité", price=Decimal(9))
    alike = [ModelRow(title="Porte isoplane", code=code) for code in ("7QJJH3", "7QJJH4")]
    lines = parse(write_model(alike, str), "a.xlsx").lines
    assert "possible-duplicate" not in {i.code for line in lines for i in line.issues}
    for again in ([alike[0], alike[0]], [alike[0], row]):
        lines = parse(write_model(again, str), "a.xlsx").lines
        assert all("possible-duplicate" in {i.code for i in line.issues} for line in lines)


def test_what_is_new_in_the_model_is_asked_about_as_in_any_list() -> None:
    """Only the row of a listing may hold a text that looks like a formula."""
    row = ModelRow(title="=Porte", quantity=Decimal(1), unit="unité", price=Decimal(9), basis="HT")
    line = parse(write_model([row], str), "a.xlsx").lines[0]
    assert [issue.code for issue in line.issues] == ["formula-text"]
    assert line.price.basis is Basis.HT


def test_every_column_of_the_empty_model_is_certain() -> None:
    found = parse(write_model((), str), "modele.xlsx")
    assert (found.lines, found.dropped, found.issues) == ((), (), ())
    assert [sheet.reason for sheet in found.sheets] == [None, "no-table"]
    columns = found.sheets[0].columns
    assert {column.certainty for column in columns} == {Certainty.SURE}
    assert len({column.role for column in columns}) == len(columns)
    assert Role.PURCHASE not in {column.role for column in columns}


def test_units_of_the_list_are_read_as_what_they_were_written_for() -> None:
    assert {unit: read_unit(word) for unit, word in UNIT_WORDS.items()} == {u: u for u in Unit}


@pytest.mark.parametrize(
    ("header", "price", "basis", "issues"),
    [
        ("Prix", "12,50", Basis.HT, []),
        ("Prix", "12,50 HT", Basis.HT, []),
        ("Prix HT", "12,50", Basis.HT, []),
        ("Prix TTC", "12,50", Basis.TTC, ["price-unclear"]),
        ("Prix", "12,50 TTC", Basis.TTC, ["price-unclear"]),
    ],
)
def test_a_column_says_whether_tax_is_in(
    header: str, price: str, basis: Basis, issues: list[str]
) -> None:
    """What a column says of a price holds unless the price itself says something else."""
    rows = (f"Désignation;Qté;Unité;{header};HT ou TTC", f"Vasque;2;u;{price};H.T.")
    line = parse("\n".join(rows).encode(), "a.csv").lines[0]
    assert (line.price.cents, line.price.basis) == (1250, basis)
    assert [issue.code for issue in line.issues] == issues


@pytest.mark.parametrize(
    ("unit", "read"), [("mètre linéaire", Unit.LINEAR_METRE), ("ml", None), ("m", None)]
)
def test_a_metre_spelled_out_is_no_millilitre(unit: str, read: Unit | None) -> None:
    rows = ("Désignation;Qté;Unité;Prix TTC", f"Poutre lamellé-collé;2;{unit};9")
    line = parse("\n".join(rows).encode(), "a.csv").lines[0]
    assert line.unit is read


def test_each_list_offers_its_words() -> None:
    data = write_model((), str)
    with ZipFile(BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    offered = {unescape(found[1]) for found in re.finditer(r"<formula1>(.*?)</formula1>", sheet)}
    assert f'"{",".join(UNIT_WORDS.values())}"' in offered
    assert f'"{",".join(CONDITION_WORDS.values())}"' in offered
    first, last = next(
        map(int, found.groups())
        for one in offered
        if (found := re.fullmatch(r"Aide!\$A\$(\d+):\$A\$(\d+)", one))
    )
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Aide").to_python()
    assert [row[0] for row in rows[first - 1 : last]] == [one.label_fr for one in families()]
    assert len(rows) == last


def test_nothing_is_a_formula_for_another_reader() -> None:
    rows = [ModelRow(title="=1+1", reference="00451"), ModelRow(title="+33", reference="01-02")]
    book = CalamineWorkbook.from_filelike(BytesIO(write_model(rows, str)))
    cells = book.get_sheet_by_name("Stock").to_python()[1:]
    assert [row[:2] for row in cells] == [["00451", "=1+1"], ["01-02", "+33"]]


def test_help_fits_where_spreadsheets_show_it() -> None:
    """Excel refuses a whole file for a help of more than 255 characters or a title above 32."""
    said_all: list[str] = []

    def keep(message: str) -> str:
        said_all.append(message)
        return message

    write_model((), keep)
    assert said_all
    assert max(map(len, said_all)) <= 255
