"""The same habits in workbooks, pages and texts of every encoding; titles, names and dates."""

import pytest
import xlsxwriter

from brocante.stocklists.options import Options
from brocante.stocklists.parsing import parse
from tests.support.workbooks import cells, ods, put, replaced, xlsx

LIST = (
    ("Désignation", "Qté", "Unité", "Prix TTC"),
    ("Grès cérame 60x60, bain 4", "1 250,50", "m²", "12,50 €"),
    ("Tôle Ø30 – cœur", "3", "pièces", "1 049,00 €"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be")


def one(header: str, row: str) -> dict:
    """Understand a csv of one article of which only some columns matter."""
    [line] = parse(f"{header};Qté;U;Prix TTC\n{row};1;u;5\n".encode(), "x").to_json()["lines"]
    return line


def codes(line: dict) -> list[str]:
    """Return the codes of the issues of a line."""
    return sorted({issue["code"] for issue in line["issues"]})


def sizes(line: dict) -> dict[str, int]:
    """Return the dimensions that are known."""
    return {name[:-3]: size for name, size in line["dims"].items() if size}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_list_is_one_list(encoding: str, mark: str, end: str) -> None:
    quoted = [mark.join(f'"{cell}"' if mark in cell else cell for cell in row) for row in LIST]
    found = parse((end.join(quoted) + end).encode(encoding), "liste.txt").to_json()
    assert found["file"]["delimiter"] == mark
    assert found["file"]["encoding"] == ("utf-16" if encoding == "utf-16-be" else encoding)
    tiles, sheet = found["lines"]
    assert (tiles["quantity"], tiles["unit"], tiles["price_cents"]) == ("1250.5", "m2", 1250)
    assert (tiles["batch"], sizes(tiles)) == ("4", {"length": 600, "width": 600})
    assert (sheet["title"], sheet["price_cents"]) == ("Tôle Ø30 – cœur", 104900)
    assert (sizes(sheet), tiles["status"], sheet["status"]) == ({"diameter": 30}, "ready", "ready")


def test_a_workbook_with_all_its_habits() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Stock")
        sheet.merge_range(1, 2, 1, 8, "STOCK DORMANT AU 15/03/2024")
        put(sheet, (None, None, "Réf", "Désignation"), first=3)
        sheet.merge_range(3, 4, 3, 6, "Dimensions")
        sheet.merge_range(3, 7, 3, 8, "Prix")
        groups = (None, None, None, None, "L", "l", "ép", "HT", "TTC", "Qté", "U", "PRMP")
        put(sheet, groups, (None, None, "A1", "Carrelage", 60, 60, 9, 10, 12), first=4)
        sheet.write_row(5, 9, (17.279999999999998, "m2", 7.77))
        sheet.merge_range(6, 2, 6, 9, "** BOIS **")
        put(sheet, (None, None, "A2", "Chevron", 4000, 75, 63, 2.5), first=7)
        sheet.write_formula(7, 8, "=H8*1.2", None, 3)
        sheet.write_row(7, 9, (10, "ml", 1.11))
        sheet.set_row(7, None, None, {"hidden": True})
        put(sheet, (None, None, "Total"), first=8)

    found = parse(xlsx(fill), "x").to_json()
    assert found["file"]["sheets"][0]["header_rows"] == [4, 5]
    tiles, rafter = found["lines"]
    assert (tiles["row"], tiles["quantity"], tiles["price_cents"]) == (6, "17.28", 1200)
    assert sizes(tiles) == {"length": 600, "width": 600, "thickness": 9}
    assert (rafter["family"], rafter["price_cents"], codes(rafter)) == ("BOIS", 300, ["hidden-row"])
    assert [(row["row"], row["reason"]) for row in found["dropped"]] == [
        (1, "blank"),
        (2, "title"),
        (3, "blank"),
        (7, "section"),
        (9, "total"),
    ]
    assert "7.77" not in str(found)


def test_sheets_left_out_and_asked() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Stock", "ARCHIVE 2019", "Marges", "Lisez-moi"):
            row = ("Bonjour",) if name == "Lisez-moi" else (name, 1)
            header = () if name == "Lisez-moi" else ("Article", "Qté")
            put(book.add_worksheet(name), header, row)
        book.get_worksheet_by_name("Marges").very_hidden()

    data = xlsx(fill)
    found = parse(data, "x").to_json()
    reasons = [sheet["reason"] for sheet in found["file"]["sheets"]]
    assert reasons == [None, "archive", "hidden", "no-table"]
    asked = parse(data, "x", Options(sheet="Marges")).to_json()
    assert [line["title"] for line in asked["lines"]] == ["Marges"]


def test_cells_of_a_workbook_are_what_they_are() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        put(sheet, ("Réf", "Article", "Qté", "U", "TVA", "Prix TTC"))
        put(sheet, (451, "Grille\nfer & <forgé>", "12,5", "m2", 0.055, "1 200,50 €"), first=1)
        put(sheet, (1e15, "Volet", True, "u", 20, 40, ""), first=2)
        sheet.write_formula(3, 2, "=A9", None, "")
        sheet.write_rich_string(3, 1, "Port", book.add_format({"bold": True}), "ail")
        sheet.write_row(3, 3, ("u", "20 %", 12.5))

    first, second, third = parse(xlsx(fill), "x").to_json()["lines"]
    assert (first["title"], first["quantity"]) == ("Grille fer & <forgé>", "12.5")
    assert (first["reference"], first["vat_rate"]) == ("451", "5.5")
    assert (first["price_cents"], first["status"]) == (120050, "ready")
    assert (second["reference"], second["quantity"]) == ("1000000000000000", None)
    assert (third["title"], third["price_cents"]) == ("Portail", 1250)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<!-- </row> --><sheetData>"),
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<?x </row> ?><sheetData>"),
        ("xl/worksheets/sheet1.xml", '<c r="A2"', '<c cm="0" r="A2"'),
        ("xl/worksheets/sheet1.xml", '<row r="2"', '\n<row ht="15" r="2"'),
        ("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="7" ht="3"/><row r="2"'),
        ("xl/worksheets/sheet1.xml", "</row>", "\r\n</row>"),
        ("xl/sharedStrings.xml", "<si>", "<si><rPh><t>x</t></rPh>"),
        ("xl/sharedStrings.xml", "<sst", "<!-- </si> --><sst"),
    ],
)
def test_parts_written_by_hand_say_the_same(part: str, old: str, new: str) -> None:
    data = xlsx(lambda book: put(book.add_worksheet(), *LIST))
    lines = parse(data, "x").to_json()["lines"]
    assert len(lines) == 2
    assert parse(replaced(data, part, old, new), "x").to_json()["lines"] == lines


def test_a_workbook_of_libreoffice_with_two_tables() -> None:
    table = (
        cells("Article", "Qté", "Unité", "Prix TTC")
        + cells("Porte", "2", "u", "40")
        + cells("")
        + cells("Prix HT", "Désignation", "Nb", "U")
        + cells("3,50", "Chevron", "20", "ml", repeat=2)
    )
    found = parse(ods(f'<table:table table:name="F">{table}</table:table>'), "x").to_json()
    assert found["file"]["sheets"][0]["header_rows"] == [1, 4]
    assert found["file"]["prices"] == "mixed"
    assert [(line["row"], line["price_cents"]) for line in found["lines"]] == [
        (2, 4000),
        (5, 350),
        (6, 350),
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fenêtre H 120 L 100", {"height": 1200, "width": 1000}),
        ("Meuble L120 l60 H85 cm", {"length": 1200, "width": 600, "height": 850}),
        ("PORTE 204X83 GAUCHE", {"height": 2040, "width": 830}),
        ("STORE 2M50X1M20 GRIS", {"length": 2500, "width": 1200}),
        ("Carrelage 600/1200", {"length": 1200, "width": 600}),
        ("Grès 60X60X2 CM", {"length": 600, "width": 600, "thickness": 20}),
        ("Laine de bois 145mm 1,22x0,575", {"length": 1220, "width": 575, "thickness": 145}),
        ("GR32 100mm R3,15 rouleau 10,8m²", {"thickness": 100}),
        ("bloc-porte isoplane 83 PD", {"width": 830}),
        ("IPN 140 6ml", {"length": 6000}),
        ("Ballon 200 L 230 V", {}),
        ("Raccord 20/27", {}),
        ("Gravier 6/14", {}),
    ],
)
def test_sizes_in_titles(title: str, expected: dict[str, int]) -> None:
    assert sizes(one("Article", title)) == expected


def test_sizes_in_columns_of_each_kind_of_goods() -> None:
    rows = ("Carrelage;60;60;9", "Chevron;4000;75;63", "Poutre;4;200;200", "Miroir;60;40;")
    lines = [one("Article;L;l;ép", row) for row in rows]
    assert [sizes(line) for line in lines] == [
        {"length": 600, "width": 600, "thickness": 9},
        {"length": 4000, "width": 75, "thickness": 63},
        {"width": 200, "thickness": 200},
        {},
    ]
    assert [codes(line) for line in lines[2:]] == [["dims-without-unit"]] * 2


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Dépôt 2 allée C rack 14", ("Dépôt 2 allée C rack 14", None)),
        ("Hangar, demander à Paul", ("Hangar", "Hangar, demander à Paul")),
        ("M. Martin 06 11 22 33 44", (None, "M. Martin 06 11 22 33 44")),
        ("bureau / tel 0611223344", ("bureau", "bureau / tel 0611223344")),
        ("VOIR PAUL", (None, "VOIR PAUL")),
        ("voir dépôt", ("voir dépôt", None)),
        ("armoire ivoire", ("armoire ivoire", None)),
    ],
)
def test_places_and_people(place: str, expected: tuple[str | None, str | None]) -> None:
    line = one("Article;Emplacement", f"Entretoise;{place}")
    assert (line["location"], line["staff_note"]) == expected
    assert codes(line) == (["person-name"] if expected[1] else [])
    assert line["status"] == "ready"


@pytest.mark.parametrize(
    ("cell", "moment", "is_unclear"),
    [
        ("03/04/2024", "2024-04-03", False),
        ("15-mars-24", "2024-03-15", False),
        ("semaine 12 2024", "2024-03-18", False),
        ("45366", "2024-03-15", False),
        ("-", None, False),
        ("15 mars", None, True),
        ("fin mars 2024", None, True),
        ("29999", None, True),
    ],
)
def test_when_goods_are_free(cell: str, moment: str | None, is_unclear: bool) -> None:
    line = one("Article;Libre à partir du;Date inventaire", f"Entretoise;{cell};01/01/2020")
    assert line["available_from"] == moment
    assert codes(line) == (["date-unclear"] if is_unclear else [])
