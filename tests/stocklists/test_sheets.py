"""Sheets: where the header is, what its columns mean, which rows are dropped."""

import pytest

from brocante.core.units import Unit
from brocante.stocklists.meanings import meaning_of
from brocante.stocklists.options import Options, SheetChoices
from brocante.stocklists.parsing import parse
from brocante.stocklists.results import StockList
from brocante.stocklists.roles import Basis, Certainty, Role
from tests.support.workbooks import put, xlsx


def read(text: str, **options: object) -> StockList:
    """Understand a csv of that text."""
    return parse(text.encode(), "x.csv", Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Désignation des articles", Role.TITLE),
        ("LIBELLE", Role.TITLE),
        ("Réf. article", Role.REFERENCE),
        ("N° lot", Role.BATCH),
        ("Qté en stock", Role.QUANTITY),
        ("Nbre", Role.QUANTITY),
        ("Stock dispo.", Role.AVAILABLE),
        ("À vendre", Role.AVAILABLE),
        ("Stock théorique", Role.IGNORED),
        ("Qté réservée", Role.IGNORED),
        ("Qté/palette", Role.IGNORED),
        ("Date d'inventaire", Role.IGNORED),
        ("Fournisseur", Role.IGNORED),
        ("U.V.", Role.UNIT),
        ("Cond.", Role.PACKAGING),
        ("P.U. HT €", Role.PRICE),
        ("Prix de vente TTC", Role.PRICE),
        ("Prix remisé", Role.NET_PRICE),
        ("Prix brocante", Role.NET_PRICE),
        ("Remise %", Role.DISCOUNT),
        ("Prix public conseillé", Role.REFERENCE_PRICE),
        ("Ancien prix", Role.REFERENCE_PRICE),
        ("Montant HT", Role.IGNORED),
        ("TVA %", Role.VAT),
        *[
            (cost, Role.PURCHASE)
            for cost in (
                "P.A. net", "Px achat", "PRMP", "Val. stock", "Coût unitaire", "Prix de revient",
                "Marge %", "Coef.", "Valorisaton", "Prix fournisseur", "DPA", "PR HT",
            )
        ],
        ("Dispo le", Role.AVAILABLE_FROM),
        ("Libre à partir du", Role.AVAILABLE_FROM),
        ("Où", Role.LOCATION),
        ("L", Role.LENGTH),
        ("l (cm)", Role.WIDTH),
        ("Dimensions ép", Role.THICKNESS),
        ("Ø", Role.DIAMETER),
        ("Emplacmeent", Role.LOCATION),
        ("Couleur", Role.IGNORED),
        ("Essence et type", Role.NONE),
    ],
)  # fmt: skip
def test_what_a_header_means(header: str, role: Role) -> None:
    assert meaning_of(header).role is role


def test_what_stands_beside_the_role_in_a_header() -> None:
    assert meaning_of("Qté (m²)").unit is Unit.SQUARE_METRE
    assert meaning_of("Nb de sacs").unit is Unit.BAG
    assert meaning_of("Prix au m2").unit is Unit.SQUARE_METRE
    assert meaning_of("PV hors taxes").basis is Basis.HT
    assert meaning_of("PUTTC").basis is Basis.TTC
    assert meaning_of("Section (cm)").scale == 10


def test_two_header_rows_are_joined_and_the_first_inherits() -> None:
    found = read(
        ";;Dimensions (cm);;;Stock;;Prix d'achat;;Prix de vente;;\n"
        "Réf;Désignation;L;l;ép;Qté;U;HT;TTC;HT;TTC;Lieu\n"
        "A;Miroir;60;40;0,5;2;u;7,77;9,32;10;12;H1\n"
    )
    [line] = found.lines
    assert found.sheets[0].header_rows == (1, 2)
    assert (line.dims.length_mm, line.dims.width_mm, line.dims.thickness_mm) == (600, 400, 5)
    assert (line.price.cents, line.price.basis, line.location) == (1200, "ttc", "H1")
    assert "7,77" not in str(found.to_json())
    assert "9,32" not in str(found.to_json())


def test_columns_are_shown_with_what_is_understood() -> None:
    columns = read("Réf;Essence et type;Qté;PV\nA;Chêne avivé;2;4\n").sheets[0].columns
    assert [(c.letter, c.role, c.certainty) for c in columns] == [
        ("A", Role.REFERENCE, Certainty.SURE),
        ("B", Role.TITLE, Certainty.GUESSED),
        ("C", Role.QUANTITY, Certainty.SURE),
        ("D", Role.PRICE, Certainty.SURE),
    ]


def test_somebody_may_choose_columns_and_header() -> None:
    text = "Stock du dépôt;a;b;c\nAlpha;Beta;Gamma;Delta\nPorte;2;u;40\n"
    roles = dict(zip("ABCD", (Role.TITLE, Role.QUANTITY, Role.UNIT, Role.PRICE), strict=True))
    found = read(text, sheets={None: SheetChoices(2, roles)}, prices=Basis.TTC)
    [line] = found.lines
    assert (line.title, line.unit, line.price.cents) == ("Porte", Unit.PIECE, 4000)
    assert line.quantity == 2
    assert line.is_ready
    assert [row.reason for row in found.dropped] == ["title"]


def test_each_row_has_its_fate() -> None:
    found = read(
        "STOCK;;\n;;\nRéf;Article;Qté\n*** BOIS ***;;\nA;Poutre;2\n\u00a0;;\n ;;\n"
        ";Sous-total bois;2\n"
        "Réf;Article;Qté\n;;4\nÉdité par Sage le 3;;\n-----;;\nB;Cumulus 200 L;1\nPage 2/5;;\n"
        "à reporter;;3\nMerci;;\n;;\n"
    )
    assert [(line.row, line.family) for line in found.lines] == [(5, "BOIS"), (13, "BOIS")]
    assert [(row.row, row.row_end, row.reason) for row in found.dropped] == [
        (1, 1, "title"),
        (2, 2, "blank"),
        (4, 4, "section"),
        (6, 7, "blank"),
        (8, 8, "total"),
        (9, 9, "header-repeat"),
        (10, 10, "empty-article"),
        (11, 11, "footer"),
        (12, 12, "section"),
        (14, 14, "footer"),
        (15, 15, "total"),
        (16, 16, "footer"),
    ]


def test_a_section_does_not_publish_people() -> None:
    found = read("Réf;Article;Qté\nBois, voir Thierry 06 12 34 56 78;;\nA;Poutre;2\n")
    assert found.lines[0].family == "Bois"


def test_merged_cells_count_for_each_row_but_not_as_a_quantity() -> None:
    def fill(book) -> None:
        sheet = book.add_worksheet()
        put(sheet, ("Article", "Qté", "Unité", "Prix TTC"), ("Porte", None, "u", 4), ("Volet",))
        sheet.merge_range(1, 1, 2, 1, 24)
        sheet.merge_range(1, 3, 2, 3, 4)
        sheet.merge_range(1, 2, 3, 2, "u")
        put(sheet, ("Évier", 3, None, 5), first=3)

    door, shutter, sink = parse(xlsx(fill), "x").lines
    assert [line.quantity for line in (door, shutter, sink)] == [None, None, 3]
    assert [line.price.cents for line in (door, shutter)] == [400, 400]
    assert sink.is_ready
    assert sink.unit == "u"
    assert {issue.code for issue in shutter.issues} >= {"quantity-unclear"}


def test_one_sheet_asked_is_read_even_when_hidden() -> None:
    def fill(book) -> None:
        for name in ("Stock", "ARCHIVE"):
            put(book.add_worksheet(name), ("Article", "Qté", "Prix TTC"), (name, 1, 2))
        book.get_worksheet_by_name("ARCHIVE").hide()

    found = parse(xlsx(fill), "x", Options(sheet="archive"))
    assert [line.title for line in found.lines] == ["ARCHIVE"]
    assert [sheet.reason for sheet in found.sheets] == ["other", None]
    assert found.issues == ()


def test_without_a_header_each_row_is_a_line_of_text() -> None:
    found = read("3 portes;40 €\nBonjour;à tous\n12 sacs;ciment\n")
    assert not found.is_table
    assert [line.title for line in found.lines] == ["3 portes 40 €", "12 sacs ciment"]
    assert [(row.row, row.reason) for row in found.dropped] == [(2, "section")]
