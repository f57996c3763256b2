"""The model of a stock list that companies may fill in: a workbook our own reader understands.

Its headers and the words of its lists are French, as they are what is read back; the help beside
them is in the language of whoever downloads it. No cell of an article is filled with a colour and
no sheet is hidden: the reader would have to tell that they are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from brocante.core.text import N_
from brocante.materials.queries import families
from brocante.stocklists.model_words import CONDITION_WORDS, FREE, UNIT_WORDS

SHEET = "Stock"
HELP_SHEET = "Aide"
# Rows that have drop-down lists and help, more than most companies fill.
READY_ROWS = 2000
_TEXT = "@"
_AMOUNT = "#,##0.00"
_NUMBER = "#,##0.###"
_WHOLE = "#,##0"
# Figures keep away from the words of the next column.
_RIGHT: Mapping[str, object] = {"align": "right", "indent": 1}
# What Excel shows beside a cell at most.
_LONGEST_HINT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A row of the model as it is written; prices are in euros, sizes in mm."""

    reference: str = ""
    title: str = ""
    family: str = ""
    condition: str = ""
    remark: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | str | None = None
    basis: str = ""
    price_new: Decimal | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None
    thickness: int | None = None
    diameter: int | None = None
    batch: str = ""
    location: str = ""
    photos: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: the field of a row it holds, its header, how wide and what a cell looks like."""

    field: str
    header: str
    width: int
    looks: str
    hint: str
    choices: tuple[str, ...] = ()
    is_open: bool = False  # other words than the choices are as good


_COLUMNS = (
    _Column("reference", "Référence", 14, _TEXT, N_("Your own number for this article, if any.")),
    _Column(
        "title", "Désignation", 44, _TEXT, N_("What it is, in the words of the trade. Required.")
    ),
    _Column("family", "Famille", 26, _TEXT, N_("Choose from the list, or leave it empty.")),
    _Column(
        "condition",
        "État",
        15,
        _TEXT,
        N_("Surplus: new. Déclassé: with a defect. Démonstration: from a showroom."),
        tuple(CONDITION_WORDS.values()),
    ),
    _Column(
        "remark",
        "Remarque",
        32,
        _TEXT,
        N_("The defect, as visitors will read it: required for declassed goods. No names."),
    ),
    _Column("quantity", "Quantité", 10, _NUMBER, N_("How much there is, as a number only.")),
    _Column(
        "unit",
        "Unité",
        16,
        _TEXT,
        N_("What the quantity counts; the price is for one of these."),
        tuple(UNIT_WORDS.values()),
    ),
    _Column(
        "price",
        "Prix",
        16,
        _AMOUNT,
        N_("Your price in euros for one unit. Or “gratuit”, or for everything “80 € le lot”."),
        (FREE,),
        is_open=True,
    ),
    _Column(
        "basis",
        "HT ou TTC",
        11,
        _TEXT,
        N_("Whether your price is without VAT (HT) or with VAT (TTC). Visitors see it with VAT."),
        ("TTC", "HT"),
    ),
    _Column(
        "price_new",
        "Prix neuf",
        11,
        _AMOUNT,
        N_("What it costs new in shops, if you wish to show it."),
    ),
    _Column("length", "Longueur (mm)", 10, _WHOLE, N_("Size of one piece, in millimetres.")),
    _Column("width", "Largeur (mm)", 10, _WHOLE, N_("Size of one piece, in millimetres.")),
    _Column("height", "Hauteur (mm)", 10, _WHOLE, N_("Size of one piece, in millimetres.")),
    _Column("thickness", "Épaisseur (mm)", 10, _WHOLE, N_("Size of one piece, in millimetres.")),
    _Column("diameter", "Diamètre (mm)", 10, _WHOLE, N_("Size of one piece, in millimetres.")),
    _Column("batch", "N° de lot", 12, _TEXT, N_("Batch of tiles, shade, calibre: never mixed.")),
    _Column("location", "Emplacement", 18, _TEXT, N_("Where it stands: rack, aisle. No names.")),
    _Column(
        "photos", "Photos", 22, _TEXT, N_("Names of photo files that you send with this list.")
    ),
    _Column(
        "code",
        "Code annonce",
        13,
        _TEXT,
        N_("Leave it as it is: it links the row to your listing. Empty for new goods."),
    ),
)


def write_model(
    rows: Iterable[ModelRow], say: Callable[[str], str], made: datetime | None = None
) -> bytes:
    """Return the workbook with these rows; `say` translates the help, `made` is when, else now."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(target, options) as book:
        if made is not None:
            book.set_properties({"created": made})
        sheet, help_sheet = book.add_worksheet(SHEET), book.add_worksheet(HELP_SHEET)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        _write_help(help_sheet, bold, say)
        _lay_out(sheet, bold)
        formats = {
            looks: book.add_format({"num_format": looks, **({} if looks == _TEXT else _RIGHT)})
            for looks in dict.fromkeys(column.looks for column in _COLUMNS)
        }
        for place, column in enumerate(_COLUMNS):
            sheet.set_column(place, place, column.width, formats[column.looks])
            sheet.data_validation(1, place, READY_ROWS, place, _advice(column, say))
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(_COLUMNS):
                _write_cell(sheet, number, place, getattr(row, column.field), formats[_TEXT])
    return target.getvalue()


def _lay_out(sheet: Worksheet, bold: Format) -> None:
    """Write the header; it stays in sight, and stands on every page that is printed."""
    for place, column in enumerate(_COLUMNS):
        sheet.write_string(0, place, column.header, bold)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, READY_ROWS, len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _advice(column: _Column, say: Callable[[str], str]) -> dict[str, object]:
    """Return the help and the drop-down list of a column; other words are asked about, not refused.

    People paste what they have, and the reader knows more words than the list.
    """
    advice: dict[str, object] = {
        "validate": "any",
        "input_title": column.header,
        "input_message": say(column.hint)[:_LONGEST_HINT],
    }
    if column.field == "family":
        first = len(_COLUMNS) + 3
        source: object = f"={HELP_SHEET}!$A${first}:$A${first + len(families()) - 1}"
    elif column.choices:
        source = list(column.choices)
    else:
        return advice
    warning = {"error_type": "warning", "show_error": not column.is_open}
    return advice | {"validate": "list", "source": source} | warning


def _write_help(sheet: Worksheet, bold: Format, say: Callable[[str], str]) -> None:
    """Write what each column is for, then the names of the families for their list.

    One cell a row: two of them might be taken for the header of a table.
    """
    sheet.set_column(0, 0, 125)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, say(N_("One row for each article; empty columns do no harm.")), bold)
    for place, column in enumerate(_COLUMNS, start=1):
        sheet.write_string(place, 0, f"{column.header} – {say(column.hint)}")
    start = len(_COLUMNS) + 1
    sheet.write_string(start, 0, say(N_("Families")), bold)
    for place, family in enumerate(families(), start=start + 1):
        sheet.write_string(place, 0, family.label_fr)


def _write_cell(
    sheet: Worksheet, row: int, place: int, value: Decimal | int | str | None, text: Format
) -> None:
    """Write a text as a text, whatever it begins with: no spreadsheet runs or rounds it."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, place, value, text)
    elif value is not None:
        sheet.write_number(row, place, value)
