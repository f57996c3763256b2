"""Cells on their own: numbers, quantities with their packing, prices, dates."""

from decimal import Decimal

import pytest

from brocante.core.units import Unit
from brocante.stocklists.dates import read_date
from brocante.stocklists.grids import Fault
from brocante.stocklists.numbers import read_number
from brocante.stocklists.packaging import find_packing
from brocante.stocklists.prices import cents, read_price
from brocante.stocklists.quantities import read_quantity
from brocante.stocklists.roles import Basis
from brocante.stocklists.unit_words import SPELLINGS, read_unit


@pytest.mark.parametrize(
    ("text", "value", "is_ambiguous"),
    [
        ("1 250,50", "1250.50", False),
        ("1.250,50", "1250.50", False),
        ("1,250.50", "1250.50", False),
        ("1250.5", "1250.5", False),
        ("1 250", "1250", False),
        ("1.250.000", "1250000", False),
        ("0,850", "0.850", False),
        ("1250,500", "1250.500", False),
        ("4,20", "4.20", False),
        ("1,250", "1.250", True),
        ("1.250", None, True),
        ("12.50.3", None, False),
        ("1,25.3,4", None, False),
    ],
)
def test_a_number_in_text(text, value, is_ambiguous) -> None:
    assert read_number(text) == (Decimal(value) if value else None, is_ambiguous)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("M²", Unit.SQUARE_METRE),
        ("mètre carré", Unit.SQUARE_METRE),
        ("m. lin.", Unit.LINEAR_METRE),
        ("mL", Unit.LINEAR_METRE),
        ("Pièce(s)", Unit.PIECE),
        ("PCE.", Unit.PIECE),
        ("plts", Unit.PALLET),
        ("RLX", Unit.ROLL),
        ("Rouleaux", Unit.ROLL),
        ("fardeaux", Unit.PACK),
        ("Seaux", Unit.BUCKET),
        ("bobine", None),
        ("1", None),
    ],
)
def test_a_unit_as_people_write_it(text, unit) -> None:
    assert read_unit(text) is unit


def test_every_spelling_is_read_in_capitals_and_with_a_dot() -> None:
    for unit, spellings in SPELLINGS.items():
        for spelling in spellings.split("," if "," in spellings else " "):
            assert read_unit(spelling.upper()) is unit, spelling
            assert read_unit(f"{spelling}.") is unit, spelling


@pytest.mark.parametrize(
    ("text", "value", "unit", "issues"),
    [
        ("12 m²", "12", Unit.SQUARE_METRE, ()),
        ("3 pal.", "3", Unit.PALLET, ()),
        ("1 250 kg", "1250", Unit.KILOGRAM, ()),
        ("~40", "40", None, ("quantity-unclear",)),
        ("env. 15 ml", "15", Unit.LINEAR_METRE, ("quantity-unclear",)),
        ("environ 15", "15", None, ("quantity-unclear",)),
        ("12 m² environ", "12", Unit.SQUARE_METRE, ("quantity-unclear",)),
        ("12 sacs ouverts", "12", Unit.BAG, ("quantity-unclear",)),
        ("1,250 m²", "1.250", Unit.SQUARE_METRE, ("ambiguous-number",)),
        ("1.250 ml", None, Unit.LINEAR_METRE, ("ambiguous-number",)),
        ("-3", None, None, ("negative-quantity",)),
        ("−3", None, None, ("negative-quantity",)),
        ("0", "0", None, ("zero-quantity",)),
        *[
            (text, None, None, ("quantity-unclear",))
            for text in ("12+3", "2x24", "?", "-", "NC", "n.c.", "qq", "12/15", "48pl/pal", "½")
        ],
        ("une vingtaine", None, None, ("quantity-unclear",)),
        ("2 à 3", None, None, ("quantity-unclear",)),
        ("12 ?", None, None, ("quantity-unclear",)),
    ],
)
def test_a_quantity_cell(text, value, unit, issues) -> None:
    read = read_quantity(text)
    assert (read.value, read.unit, read.issues) == (Decimal(value) if value else None, unit, issues)


def test_another_word_after_a_number_is_no_unit() -> None:
    read = read_quantity("12 machins")
    assert read.value == 12
    assert read.unit is None
    assert read.is_odd_unit


def test_the_error_of_a_formula_is_no_quantity() -> None:
    assert read_quantity(Fault("#N/A")).issues == ("formula-error",)


@pytest.mark.parametrize(
    ("text", "count", "unit", "inner", "per", "base"),
    [
        ("12 bte de 1,44m²", "12", Unit.BOX, ("1", Unit.BOX), "1.44", Unit.SQUARE_METRE),
        ("5 palettes de 56 sacs 25kg", "5", Unit.PALLET, ("56", Unit.BAG), "25", Unit.KILOGRAM),
        ("3 pal de 32 plaques", "3", Unit.PALLET, ("32", Unit.SHEET), None, None),
        ("7 seaux (15 L)", "7", Unit.BUCKET, ("1", Unit.BUCKET), "15", Unit.LITRE),
    ],
)
def test_a_packing_in_the_quantity(text, count, unit, inner, per, base) -> None:
    read = read_quantity(text)
    assert read.packing is not None
    assert (read.value, read.unit) == (Decimal(count), unit)
    assert (read.packing.inner_count, read.packing.inner_unit) == (Decimal(inner[0]), inner[1])
    assert (read.packing.per, read.packing.base) == (Decimal(per) if per else None, base)


@pytest.mark.parametrize(
    ("text", "unit", "count", "per"),
    [
        ("Mortier-colle C2 sac 25 kg", Unit.BAG, "1", "25"),
        ("Sac de ciment gris 35kg", Unit.BAG, "1", "35"),
        ("Laine de verre rouleau 10,8 m²", Unit.ROLL, "1", "10.8"),
        ("1,44 m²/bte", Unit.BOX, "1", "1.44"),
        ("Carton 1,44 m² (4 pièces)", Unit.BOX, "1", "1.44"),
        ("48 plaques/pal", Unit.PALLET, "48", None),
        ("palette de 56 sacs de 25 kg", Unit.PALLET, "56", "25"),
    ],
)
def test_a_packing_in_the_title(text, unit, count, per) -> None:
    packing = find_packing(text, unit)
    assert packing is not None
    assert (packing.inner_count, packing.per) == (Decimal(count), Decimal(per) if per else None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Mortier sac 25 kg", Unit.PALLET),
        ("Mortier sac 25 kg", Unit.PIECE),
        ("Grillage rouleau 1,20 x 25 m", Unit.ROLL),
        ("Joint fibre (boîte de 100)", Unit.BOX),
        ("Sac 25 kg ou sac 35 kg", Unit.BAG),
    ],
)
def test_no_packing_is_invented(text, unit) -> None:
    assert find_packing(text, unit) is None


@pytest.mark.parametrize(
    ("text", "kind", "amount", "basis", "per"),
    [
        ("12,50 € HT le m2", "priced", "12.50", "ht", "m2"),
        ("12€50", "priced", "12.50", None, None),
        ("12.5€/m²", "priced", "12.5", None, "m2"),
        ("8 e pce", "priced", "8", None, "u"),
        ("8 EUR", "priced", "8", None, None),
        ("150 le lot", "priced", "150", None, "lot"),
        ("le tout 30€", "priced", "30", None, "lot"),
        ("5 €/L", "priced", "5", None, "l"),
        ("5 € l'unité", "priced", "5", None, "u"),
        ("12,50TTC", "priced", "12.50", "ttc", None),
        ("20 € H.T.", "priced", "20", "ht", None),
        ("1 049,00 €", "priced", "1049.00", None, None),
        ("gratuit", "free", "0", None, None),
        ("à donner", "free", "0", None, None),
        ("sur devis", "on_request", None, None, None),
        ("Nous consulter", "on_request", None, None, None),
        *[
            (text, "unknown", None, None, None)
            for text in ("0", "NC", "?", "-60%", "15 à 20€", "2 pour 5€", "à partir de 5 €", "-5",
                         "voir étiquette", "port offert", "12 € les 100", "80 € ?")
        ],
    ],
)  # fmt: skip
def test_a_price_cell(text, kind, amount, basis, per) -> None:
    read = read_price(text)
    assert read.kind == kind
    assert read.amount == (Decimal(amount) if amount else None)
    assert (read.basis, read.per) == (basis, per)
    assert ("price-unclear" in read.issues) == (kind == "unknown")


@pytest.mark.parametrize("text", ["80 € à débattre", "~80", "env. 80 €"])
def test_a_doubtful_price_keeps_its_figure(text) -> None:
    read = read_price(text)
    assert read.amount == 80
    assert read.issues == ("price-unclear",)


def test_two_bases_in_one_cell_give_the_one_with_tax() -> None:
    read = read_price("110 € HT / 132 € TTC")
    assert (str(read.amount), str(read.without_tax)) == ("132", "110")
    assert read.basis is Basis.TTC


def test_an_ambiguous_price_is_read_only_with_a_comma() -> None:
    assert read_price("1,250 €").issues == ("ambiguous-number",)
    assert read_price("1.250 €").amount is None


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("14.988", (1499, False)), ("0.125", (13, True)), ("10.005", (1001, False))],
)
def test_cents_are_rounded_half_up_and_large_changes_told(amount, expected) -> None:
    assert cents(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("text", "moment", "is_unclear"),
    [
        ("15/03/24", "2024-03-15", False),
        ("mars 2024", "2024-03-01", False),
        ("1er mai 2024", "2024-05-01", False),
        ("S12 2024", "2024-03-18", False),
        ("45366", "2024-03-15", False),
        ("à partir du 12/04/2025", "2025-04-12", False),
        ("de suite", None, False),
        ("immédiat", None, False),
        ("S12", None, True),
        ("S53 2024", None, True),
        ("après Pâques", None, True),
        ("31/02/2024", None, True),
    ],
)
def test_a_date_cell(text, moment, is_unclear) -> None:
    assert read_date(text) == (moment, is_unclear)
