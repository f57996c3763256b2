"""Lines of a table, field by field: what is certain is ready, the rest waits with its reason."""

from decimal import Decimal

import pytest

from brocante.core.units import Unit
from brocante.stocklists.options import Options
from brocante.stocklists.parsing import parse
from brocante.stocklists.results import Line, StockList
from brocante.stocklists.roles import Basis


def read(text: str, **options: object) -> StockList:
    """Understand a csv of that text."""
    return parse(text.encode(), "x.csv", Options(**options))  # type: ignore[arg-type]


def one(text: str, **options: object) -> Line:
    """Understand a csv of one article."""
    [line] = read(text, **options).lines
    return line


def codes(line: Line) -> set[str]:
    """Return the codes of the issues of a line."""
    return {issue.code for issue in line.issues}


def test_what_is_available_wins_over_the_stock() -> None:
    line = one("Article;Stock;Réservé;Dispo;U\nPorte;9;2;7;u\n")
    assert line.quantity == 7


def test_two_quantities_that_disagree_are_none() -> None:
    assert one("Article;Qté;Stock;U\nPorte;9;9;u\n").quantity == 9
    assert one("Article;Qté;Stock;U\nPorte;9;8;u\n").quantity is None


@pytest.mark.parametrize(
    ("unit", "quantity", "expected"),
    [("u", "1,5", {"quantity-unclear"}), ("m2", "1,5", set()), ("palette", "1,5", set())],
)
def test_fractions_of_pieces_wait(unit: str, quantity: str, expected: set[str]) -> None:
    line = one(f"Article;Qté;U;Prix TTC\nPorte;{quantity};{unit};5\n")
    assert codes(line) == expected
    assert str(line.quantity) == "1.5"


def test_metres_of_a_sealant_may_be_millilitres() -> None:
    line = one("Article;Qté;U;Prix TTC\nMastic;5;ml;5\n")
    assert (line.unit, codes(line)) == (None, {"unit-unknown"})


@pytest.mark.parametrize(
    ("header", "row", "cents", "rate", "expected"),
    [
        ("PV HT;PV TTC", "10;12", 1200, "20", set()),
        ("PV HT;PV TTC", "10;11", 1100, "10", set()),
        ("PV HT;PV TTC", "12,49;14,99", 1499, "20", set()),
        ("PV HT;PV TTC", "10;13", 1300, "20", {"price-unclear"}),
        ("PV HT;PV TTC", "10;", None, None, {"price-unclear"}),
        ("PV TTC;TVA", "11;5,5 %", 1100, "5.5", set()),
        ("PV TTC;TVA", "11;0,2", 1100, "20", set()),
        ("PV TTC;TVA", "11;", 1100, "7", set()),
        ("PV TTC;TVA", "11;19", 1100, None, {"price-unclear"}),
        ("PV TTC;Prix TTC", "11;10", None, None, {"price-unclear"}),
        ("PV TTC;Remise", "11;10%", None, None, {"price-unclear"}),
        ("PV TTC;Remise;Prix net TTC", "11;10%;9,90", 990, "7", set()),
        ("PV;Montant", "11;22", 1100, "7", {"vat-basis-unknown"}),
        ("Montant TTC", "22", None, None, {"price-unclear"}),
    ],
)
def test_which_price_is_asked(header, row, cents, rate, expected) -> None:
    line = one(f"Article;Qté;U;{header}\nPorte;1;u;{row}\n", vat_rate=7)
    told = line.price.vat_rate
    if rate == "20" and expected:
        rate = "7"
    assert (line.price.cents, None if told is None else str(told)) == (cents, rate)
    assert codes(line) == expected


def test_a_title_or_footer_says_the_basis_of_all_prices() -> None:
    assert one("Tarifs hors taxes;\nArticle;Prix\nPorte;5 €\n").price.basis == "ht"
    assert one("Article;Prix\nPorte;5 €\nPrix TTC enlevés;\n").price.basis == "ttc"
    assert one("Valeur HT 12 000 €;\nArticle;Prix\nPorte;5 €\n").price.basis == "unknown"
    assert one("Tarifs HT;\nArticle;Prix\nPorte;5 € TTC\n", prices=Basis.HT).price.basis == "ttc"


def test_a_craftsman_without_vat() -> None:
    found = read("TVA non applicable, art. 293 B;\nArticle;Prix\nPorte;5 €\nVolet;5 € HT\n")
    assert [(line.price.basis, line.price.vat_rate) for line in found.lines] == [
        (Basis.TTC, Decimal(0)),
        (Basis.HT, Decimal(0)),
    ]


def test_the_unit_of_a_price_is_open_when_the_quantity_tells_a_packing() -> None:
    line = one("Article;Qté;Prix TTC\nCarrelage;8 ctn de 1,2 m²;11\n")
    assert (line.price.per, codes(line)) == (None, {"price-unclear"})
    assert one("Article;Qté;Prix TTC/m²\nCarrelage;8 ctn de 1,2 m²;11\n").is_ready


def test_a_packing_in_its_own_column() -> None:
    line = one("Article;Qté;U;Cond.;Prix TTC\nLaine;3;rlx;rouleau de 10,8 m²;11\n")
    assert line.content is not None
    assert line.content.to_json() == {
        "count": "3",
        "unit": "roll",
        "per": "10.8",
        "total": "32.4",
        "total_unit": "m2",
    }


def test_as_above() -> None:
    found = read(
        'Article;Qté;U;Prix TTC;Lieu\nPorte;1;u;5;Cour\n;;0;;\nidem;2;";5;id.\n'
        "Volet;idem;u;'';Est\n"
    )
    second, third = found.lines[1:]
    assert (second.title, second.unit, second.location) == ("Porte", "u", "Cour")
    assert codes(second) == {"ditto-copied", "possible-duplicate"}
    assert (third.quantity, third.price.cents) == (None, 500)
    assert codes(third) == {"quantity-unclear", "ditto-copied"}


def test_people_stay_out_of_what_the_public_sees() -> None:
    line = one(
        "Article;État;Remarque;Lieu\nPorte (voir Paul);rayé, chez Marc;06 12 34 56 78;"
        "Hangar 2 - Mme Durand\n"
    )
    assert (line.defect, line.location) == ("rayé", "Hangar 2")
    assert codes(line) >= {"person-name"}
    assert not line.is_ready
    assert "Mme Durand" in (line.staff_note or "")


def test_people_elsewhere_do_not_hold_a_line_back() -> None:
    line = one("Article;Qté;U;Prix TTC;Lieu\nPorte;1;u;5;voir Paul\n")
    assert (line.location, line.staff_note, line.is_ready) == (None, "voir Paul", True)


def test_purchase_costs_are_nowhere() -> None:
    found = read(
        "Valeur du stock : 45 210 €;;;;;\nArticle;Qté;PRMP;Montant;Prix TTC;Info\n"
        "Porte;3;7,77;23,31;15;acheté 7,78 €\nVolet;2;8,88;17,76;15;\nTotal;5;16,65;41,07;30;\n"
    )
    text = str(found.to_json())
    assert [issue.field for issue in found.issues] == ["PRMP", "Montant"]
    for secret in ("45 210", "7,77", "23,31", "7,78", "8,88", "17,76", "16,65", "41,07"):
        assert secret not in text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("A;Porte;;1\nA;Volet;;1\n", [True, True]),
        ("A;Porte;B1;1\nA;Porte;B2;1\n", [False, False]),
        ("A;Porte;;1\nB;PORTE;;1\n", [False, False]),
        ("A;Porte bleue;;1\n;PORTE  Bleue.;;1\n", [True, True]),
        (";Porte 83;;1\n;Porte 93;;1\n", [False, False]),
    ],
)
def test_duplicates(rows: str, expected: list[bool]) -> None:
    found = read(f"Réf;Article;Bain;Qté\n{rows}")
    assert ["possible-duplicate" in codes(line) for line in found.lines] == expected


def test_text_that_a_spreadsheet_would_run() -> None:
    line = one('Réf;Article;Lieu\n@A;="Porte";=cmd|x\n')
    assert (line.title, line.location) == ("Porte", "=cmd|x")
    assert [issue.field for issue in line.issues if issue.code == "formula-text"] == [
        "reference",
        "location",
    ]


def test_a_cell_without_end_is_cut() -> None:
    line = one(f"Article;Qté;U;Prix TTC\n{'a' * 40_000};1;u;5\n")
    assert (len(line.title or ""), codes(line)) == (32_767, {"cell-too-long"})
    assert len(line.raw["A"]) == 32_767


def test_errors_and_missing_titles() -> None:
    line = one("Réf;Article;Qté;U;Prix TTC\nA;#N/A;#REF!;u;5\n")
    assert (line.title, line.quantity) == (None, None)
    assert codes(line) == {"formula-error", "title-missing"}


def test_dimension_columns_and_the_rest_from_the_title() -> None:
    line = one("Article;H;L;Qté\nFenêtre ép 70;100;80;1\n")
    dims = line.dims
    assert (dims.height_mm, dims.width_mm, dims.length_mm, dims.thickness_mm) == (
        1000,
        800,
        None,
        70,
    )
    section = one("Article;Section (mm);Longueur (m);Qté\nBastaing;63x175;4,5;1\n").dims
    assert (section.length_mm, section.width_mm, section.thickness_mm) == (4500, 175, 63)


def test_a_message_line_is_a_draft_to_read() -> None:
    found = read("Bonjour\n- environ 15 m² de lambris, 3€ TTC le m2\nMerci\n")
    [line] = found.lines
    assert (line.row, str(line.quantity), line.unit) == (2, "15", Unit.SQUARE_METRE)
    assert (line.price.cents, line.price.basis, line.price.per) == (300, "ttc", "m2")
    assert codes(line) == {"free-text", "quantity-unclear"}
    assert [(row.row, row.reason) for row in found.dropped] == [(1, "title"), (3, "footer")]
