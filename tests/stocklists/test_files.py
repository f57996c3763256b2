"""Files of every kind: what their content is, and why some are refused."""

import io
import zipfile
from pathlib import Path

import pytest

from brocante.stocklists.errors import (
    CorruptFile,
    EmptyFile,
    NotASpreadsheet,
    PasswordProtected,
    SheetNotFound,
    TooLarge,
    ZipBomb,
)
from brocante.stocklists.options import Options
from brocante.stocklists.parsing import parse, parse_text
from tests.support.workbooks import archive, cells, ods, put, replaced, xlsx

FILES = Path(__file__).parent / "files"
LIST = "Désignation;Quantité;Unité;Prix TTC\nTôle Ø 30 cœur;12;m²;1 049,00 €\n"
HEADER = ("Désignation", "Qté", "Unité", "Prix TTC")
CHAIR = ("Évier", 2, "u", 15)


def simple(*rows: tuple[object, ...], **options: object) -> bytes:
    """Return a workbook of one sheet."""
    return xlsx(lambda book: put(book.add_worksheet(), *rows), **options)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LIST.encode("cp1252"), "cp1252"),
        (LIST.encode(), "utf-8"),
        (LIST.encode("utf-8-sig"), "utf-8-sig"),
        (LIST.replace("²", "2").encode("mac-roman"), "mac-roman"),
        (LIST.encode("utf-16"), "utf-16"),
        (LIST.encode("utf-16-be"), "utf-16"),
        (LIST.replace("\n", "\r").encode("cp1252"), "cp1252"),
        (LIST.replace("\n", "\r\n").encode("cp1252") + b"\x1a", "cp1252"),
    ],
)
def test_one_list_in_every_encoding(data: bytes, encoding: str) -> None:
    found = parse(data, "x.csv")
    assert (found.format, found.encoding, found.delimiter) == ("csv", encoding, ";")
    [line] = found.lines
    assert (line.title, line.unit, line.price.cents) == ("Tôle Ø 30 cœur", "m2", 104900)
    assert line.is_ready


def test_one_stray_byte_does_not_spoil_a_file_of_utf8() -> None:
    data = (LIST + "Évier;1;u;5\nÉtagère;1;u;5\n").encode() + "Châssis;1;u;5\n".encode("cp1252")
    assert [line.title for line in parse(data, "x").lines][-2:] == ["Étagère", "Châssis"]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("sep=;\nArticle;Prix\nPorte;5\n", ";"),
        ("Article\tQté\tPrix\nPorte\t1\t5,00\n", "\t"),
        ("Article|Qté|Prix\nPorte|1|5,00\n", "|"),
        ('Article,Qté,Prix\nPorte,1,"5,00"\n', ","),
    ],
)
def test_the_mark_that_separates(text: str, delimiter: str) -> None:
    found = parse(text.encode(), "x")
    assert found.delimiter == delimiter
    [line] = found.lines
    assert (line.row, line.title, line.price.cents) == (2, "Porte", 500)


def test_quotes_hold_line_breaks_and_lost_quotes_swallow_nothing() -> None:
    text = 'Réf;Article;Qté\n1;"Porte\nvitrée";1\n2;Tube 3/4";1\n3;";1\n4;"Évier;1\n5;Volet;2\n'
    lines = parse(text.encode(), "x").lines
    assert [(line.row, line.title) for line in lines] == [
        (2, "Porte vitrée"),
        (3, 'Tube 3/4"'),
        (4, 'Tube 3/4"'),
        (5, '"Évier'),
        (6, "Volet"),
    ]


def test_a_page_named_xls_is_a_table() -> None:
    page = (
        "<html><!-- <tr> --><table><tr><th>Article</th><th>Qt&eacute;</th><th>U</th>"
        "<th>Prix TTC</th></tr><tr><td>Porte<br>vitrée</td><td rowspan=2>3</td><td>u</td>"
        "<td>20,00&nbsp;€</td></tr><tr style='display:none'><td>Porte</td><td>u</td><td>30</td>"
        "</tr></table>"
    )
    found = parse(page.encode("cp1252"), "x.xls")
    assert (found.format, found.encoding, found.delimiter) == ("html", "cp1252", None)
    first, second = found.lines
    assert (first.row, first.title, first.quantity, first.price.cents) == (
        2,
        "Porte vitrée",
        None,
        2000,
    )
    assert second.unit == "u"
    assert "hidden-row" in {issue.code for issue in second.issues}


def test_a_pasted_message_is_never_a_table() -> None:
    found = parse_text("Article;Qté;Prix\n3 portes;2;40€\n")
    assert not found.is_table
    assert [line.quantity for line in found.lines] == [3]


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


BOOK = simple(HEADER, CHAIR)


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 11_000_000)
    return target.getvalue()


def _encrypted_ods() -> bytes:
    manifest = "<manifest:m xmlns:manifest='x'><manifest:encryption-data/></manifest:m>"
    return ods("", **{"META-INF__manifest_xml": manifest})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \r\n;;;\n", EmptyFile),
        (PNG, NotASpreadsheet),
        (b"%PDF-1.4 some text", NotASpreadsheet),
        (b"<?xml version='1.0'?><Workbook/>", NotASpreadsheet),
        (archive(word__document_xml="<w/>"), NotASpreadsheet),
        (archive(readme_txt="hello"), NotASpreadsheet),
        ((FILES / "lettre.doc").read_bytes(), NotASpreadsheet),
        ((FILES / "protege.xlsx").read_bytes(), PasswordProtected),
        ((FILES / "protege.xls").read_bytes(), PasswordProtected),
        (_encrypted_ods(), PasswordProtected),
        ((FILES / "classeur-1904.xls").read_bytes()[:3000], CorruptFile),
        (simple(HEADER, CHAIR)[:-400], CorruptFile),
        (ods(cells("a"))[:-30], CorruptFile),
        (replaced(BOOK, "xl/workbook.xml", "<workbook", f"{DOCTYPE}<workbook"), CorruptFile),
        (replaced(ods(cells("a")), "content.xml", "<office:d", f"{DOCTYPE}<office:d"), CorruptFile),
        (replaced(simple(HEADER), "xl/worksheets/sheet1.xml", "</row>", ""), CorruptFile),
        (simple((None,)), EmptyFile),
        (b"a;b\n" * 5_250_000, TooLarge),
        (b"Article;Prix\n" + b"Porte;1\n" * 20_001, TooLarge),
        (ods(f"<table:table>{cells('a', repeat=1_000_000)}</table:table>"), TooLarge),
        (_bomb(), ZipBomb),
    ],
)  # fmt: skip
def test_a_file_is_refused_for_its_reason(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(data, "liste.xlsx")


def test_a_sheet_that_does_not_exist() -> None:
    with pytest.raises(SheetNotFound, match="Nord"):
        parse(simple(HEADER, CHAIR), "x", Options(sheet="Nord"))


def test_a_million_blank_rows_at_the_end_cost_nothing() -> None:
    table = cells(*HEADER[:2]) + cells("Porte", "2") + cells("", repeat=1_048_000)
    found = parse(ods(f'<table:table table:name="F">{table}</table:table>'), "x")
    assert [line.row for line in found.lines] == [2]
    assert found.dropped == ()


def test_a_workbook_of_excel_2003() -> None:
    found = parse((FILES / "classeur-1904.xls").read_bytes(), "x.csv")
    assert (found.format, found.encoding) == ("xls", None)
    assert {issue.code for issue in found.issues} == {
        "purchase-cost-ignored",
        "colours-ignored",
        "hidden-sheet-skipped",
    }
    lines = {line.reference: line for line in found.lines}
    assert lines["A-2"].price.cents == 1728
    assert [lines[name].quantity for name in ("A-1", "A-2", "A-3")] == [None, None, 140]
    assert lines["A-3"].available_from == "2024-03-15"
    assert "hidden-row" in {issue.code for issue in lines["A-3"].issues}
    assert "7.77" not in str(found.to_json())


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_follow_the_system_of_their_workbook(is_1904: bool) -> None:
    from_day = 45366 - (1462 if is_1904 else 0)

    def fill(book) -> None:
        sheet = book.add_worksheet()
        put(sheet, ("Réf", "Article", "Qté", "Dispo le"), ("A", "Porte", 1))
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_number(1, 3, from_day, dated)
        put(sheet, (None, "Évier", 1), first=2)
        sheet.write_number(2, 0, from_day, dated)

    first, second = parse(xlsx(fill, date_1904=is_1904), "x").lines
    assert first.available_from == "2024-03-15"
    assert second.reference is None
    assert "reference-damaged-by-spreadsheet" in {issue.code for issue in second.issues}


def test_what_a_workbook_of_excel_hides_or_colours() -> None:
    def fill(book) -> None:
        sheet = book.add_worksheet("Stock")
        put(sheet, HEADER, CHAIR, ("Porte", None, "u", 4), ("Volet", 1, "u"))
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 3, "=A1", book.add_format({"bg_color": "yellow"}), "")
        sheet.write_comment(1, 1, "réservé")
        sheet.set_row(1, None, None, {"hidden": True})
        for name in ("Archives 2019", "Vide", "Notice"):
            put(book.add_worksheet(name), ("Bonjour",) if name != "Vide" else ())
        book.add_worksheet("Marges").hide()

    found = parse(xlsx(fill), "x")
    assert [(sheet.name, sheet.reason) for sheet in found.sheets] == [
        ("Stock", None),
        ("Archives 2019", "archive"),
        ("Vide", "empty"),
        ("Notice", "no-table"),
        ("Marges", "hidden"),
    ]
    assert {issue.code for issue in found.issues} == {
        "archive-sheet-skipped",
        "hidden-sheet-skipped",
        "colours-ignored",
        "comments-ignored",
    }
    codes = [{issue.code for issue in line.issues} for line in found.lines]
    assert codes[0] == {"hidden-row"}
    assert codes[1] == {"formula-error"}
    assert "formula-error" in codes[2]


def test_pasted_pictures_are_told(tmp_path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
            "789c6360000002000001e221bc330000000049454e44ae426082"
        )
    )

    def fill(book) -> None:
        sheet = book.add_worksheet()
        put(sheet, HEADER, CHAIR)
        sheet.insert_image(1, 5, str(picture))

    found = parse(xlsx(fill), "x")
    assert [issue.code for issue in found.issues] == ["pasted-images-ignored"]


def test_a_workbook_of_libreoffice() -> None:
    styles = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="y"><style:table-cell-properties fo:background-color="#ffff00"/>'
        "</style:style>"
    )
    number = '<table:table-cell office:value-type="float" office:value="{}" {}/>'
    row = (
        "<table:table-row {}><table:table-cell table:style-name='y' "
        "office:value-type='string'><office:annotation><text:p>note</text:p></office:annotation>"
        "<text:p>Porte<text:s text:c='2'/>de</text:p><text:p>cave</text:p></table:table-cell>{}"
        "</table:table-row>"
    )
    error = "<table:table-cell office:value-type='string' calcext:value-type='error'/>"
    table = (
        cells("Article", "Qté", "Prix TTC")
        + row.format("", number.format(17.279999999999998, "table:number-columns-repeated='2'"))
        + row.format("table:visibility='collapse' table:number-rows-repeated='2'", error)
    )
    found = parse(
        ods(
            f"<table:table table:name='Un'>{table}</table:table>"
            "<table:table table:name='Deux' table:style-name='h'/>",
            styles,
        ),
        "x",
    )
    assert [(sheet.name, sheet.is_visible) for sheet in found.sheets] == [
        ("Un", True),
        ("Deux", False),
    ]
    assert {issue.code for issue in found.issues} >= {"colours-ignored", "comments-ignored"}
    first, second, third = found.lines
    assert (first.title, first.price.cents) == ("Porte de cave", 1728)
    assert str(first.to_json()["quantity"]) == "17.28"
    assert [second.row, third.row] == [3, 4]
    assert {"formula-error", "hidden-row"} <= {issue.code for issue in second.issues}
