"""An accountant recomputes every figure of the PDF from the workbook, with a pocket calculator."""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import pypdfium2
import pytest
import python_calamine
from babel.numbers import format_decimal

from tests.support.pages import CheckedClient

Sheet = Sequence[Sequence[object]]
# Figures with their unit, as they stand on paper. Percentages and tonnes of ranges count too.
FIGURES = re.compile(r"(?<![\d,])([−-]?\d{1,3}(?: \d{3})*(?:,\d+)?) (t|€|m²|km|%)(?!\w)")
# Pages on method and parameters state constants, not figures of the edition.
PAGES_OF_FIGURES = slice(0, -3)


@pytest.fixture
def book(desk: CheckedClient) -> dict[str, Sheet]:
    """The sheets of the workbook by name."""
    answer = desk.get("/organisation/bilan/classeur.xlsx")
    assert answer.status_code == 200
    opened = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.data))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


@pytest.fixture
def paper(desk: CheckedClient) -> list[str]:
    """The texts of the pages of the PDF, blanks made alike."""
    answer = desk.get("/organisation/bilan/rapport.pdf")
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [re.sub(r"[\u00a0\u202f]", " ", text) for text in texts]


class Calculator:
    """What a person would do: look at the columns by their titles, multiply and add."""

    def __init__(self, book: dict[str, Sheet]) -> None:
        self.book = book
        titles = [str(title) for title in book["Lignes"][0]]
        self.lines = [dict(zip(titles, row, strict=True)) for row in book["Lignes"][1:]]
        self.shown: set[str] = set()

    def number(self, value: object) -> Decimal:
        return Decimal(str(value)) if value != "" else Decimal(0)

    def say(self, value: Decimal, unit: str, digits: int) -> None:
        rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
        text = format_decimal(rounded, format=pattern, locale="fr").replace("-", "−")
        self.shown.add(re.sub(r"[\u00a0\u202f]", " ", f"{text} {unit}"))

    def say_carbon(self, tonnes: Decimal) -> None:
        if not tonnes:
            self.shown.add("0 t")
            return
        digits = 1 - tonnes.adjusted()
        rounded = tonnes.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        self.say(rounded, "t", max(0, 1 - rounded.adjusted()))

    def share(self, part: Decimal, whole: Decimal) -> None:
        if whole > 0:
            self.shown.add(f"{int(part * 100 // whole)} %")

    def kept(self, line: dict[str, object]) -> Decimal:
        """The weight that counts: the one written, unless something says that it cannot be."""
        doubtful = line["pourquoi le poids est impossible"] != ""
        return Decimal(0) if doubtful else self.number(line["poids (g)"])

    def known(self, line: dict[str, object]) -> Decimal:
        doubtful = line["pourquoi le poids est impossible"] != ""
        return self.sign(line) if line["poids (g)"] != "" and not doubtful else Decimal(0)

    def sign(self, line: dict[str, object]) -> Decimal:
        return Decimal(-1 if line["annule la ligne"] != "" else 1)

    def masses(self, lines: list[dict[str, object]]) -> None:
        grams = sum(map(self.kept, lines), Decimal(0))
        count = sum(map(self.sign, lines), Decimal(0))
        for digits in (2, 3):
            self.say(grams / 10**6, "t", digits)
        self.share(sum(map(self.known, lines), Decimal(0)), count)

    def by(self, title: str) -> dict[object, list[dict[str, object]]]:
        found: dict[object, list[dict[str, object]]] = defaultdict(list)
        for line in self.lines:
            found[line[title]].append(line)
        return found

    def carbon(self, lines: list[dict[str, object]]) -> dict[str, Decimal]:
        def total(factor: str, share: str = "") -> Decimal:
            return (
                sum(
                    (
                        self.kept(line)
                        * self.number(line[factor])
                        * (self.number(line[share]) if share else 1)
                        for line in lines
                    ),
                    Decimal(0),
                )
                / 10**6
            )

        low, typical, high = (f"facteur {word} (kg CO2e/kg)" for word in ("bas", "courant", "haut"))
        covered = sum((self.kept(line) for line in lines if line[typical] != ""), Decimal(0))
        self.share(covered, sum(map(self.kept, lines), Decimal(0)))
        return {
            "low": total(low) / 1000 * 1000,
            "typical": total(typical),
            "high": total(high),
            "avoided_low": total(low, "part jetée, borne basse"),
            "avoided_high": total(typical, "part remplacée, borne haute"),
        }

    def rows(self, sheet: str) -> Sheet:
        return self.book[sheet][1:]


def recomputed(book: dict[str, Sheet]) -> set[str]:
    """Every figure the report may show, from raw cells of the workbook alone."""
    calc = Calculator(book)
    calc.masses(calc.lines)
    for title in (
        "famille", "famille PMCB", "état", "entreprise", "dépôt et entreprise", "EPCI",
        "jour", "comment c’est parti", "comment le poids compté est connu",
    ):  # fmt: skip
        for lines in calc.by(title).values():
            calc.masses(lines)
    for lines in calc.by("famille").values():
        for value in list(calc.carbon(lines).values())[:3]:
            calc.say_carbon(value)
    carbon = calc.carbon(calc.lines)
    *legs, counted = calc.rows("Trajets")
    travel = sum((calc.number(leg[3]) * calc.number(leg[4]) for leg in legs), Decimal(0))
    travel *= calc.number(counted[4]) / 1000
    carbon |= {
        "travel": travel,
        "net_low": carbon["avoided_low"] - travel,
        "net_high": carbon["avoided_high"] - travel,
    }
    for value in carbon.values():
        calc.say_carbon(value)
    calc.say(sum((calc.number(leg[3]) for leg in legs), Decimal(0)), "km", 0)
    _money_and_space(calc)
    _slots_and_rest(calc)
    return calc.shown


def _money_and_space(calc: Calculator) -> None:
    def euros(value: Decimal) -> None:
        calc.say(value, "€", 0)
        calc.say(value, "€", 2)

    euros(sum((calc.number(line["montant TTC (€)"]) for line in calc.lines), Decimal(0)))
    compared = [line for line in calc.lines if line["prix attesté d’une unité (€)"] != ""]
    saved = sum(
        (
            calc.number(line["prix attesté d’une unité (€)"]) * calc.number(line["quantité"])
            - calc.number(line["montant TTC (€)"])
            for line in compared
        ),
        Decimal(0),
    )
    euros(saved)
    count = sum(map(calc.sign, calc.lines), Decimal(0))
    calc.share(sum(map(calc.sign, compared), Decimal(0)), count)
    grams = sum(map(calc.kept, calc.lines), Decimal(0))
    price = next(row[1] for row in calc.rows("Paramètres") if "élimination" in str(row[0]))
    euros(grams / 10**6 * calc.number(price))
    floor = Decimal(0)
    for _site, pallets, levels, other, pallet, _formula in calc.rows("Place"):
        area = calc.number(pallets) * calc.number(pallet) / calc.number(levels)
        one = (area + calc.number(other)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        floor += one
        calc.say(calc.number(pallet), "m²", 2)
        calc.say(calc.number(other), "m²", 1)
        for digits in (0, 1, 2):
            calc.say(one, "m²", digits)
    for digits in (0, 1, 2):
        calc.say(floor, "m²", digits)


def _slots_and_rest(calc: Calculator) -> None:
    by_clock: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for hour, places, booked, _full, _slots in calc.rows("Créneaux"):
        for key in (str(hour)[11:], "all"):
            by_clock[key][0] += calc.number(booked)
            by_clock[key][1] += calc.number(places)
    for _site, places, booked, _full, _slots, _share in calc.rows("Créneaux par site"):
        calc.share(calc.number(booked), calc.number(places))
    for booked, places in by_clock.values():
        calc.share(booked, places)
    for _what, listings, known, grams in calc.rows("Invendus"):
        calc.say(calc.number(grams) / 10**6, "t", 3)
        calc.share(calc.number(known), calc.number(listings))


def test_every_figure_of_the_pdf_comes_out_of_the_workbook(
    book: dict[str, Sheet], paper: list[str]
) -> None:
    printed = {
        f"{figure} {unit}"
        for text in paper[PAGES_OF_FIGURES]
        for figure, unit in FIGURES.findall(text)
    }
    assert len(printed) > 40
    assert printed - recomputed(book) == set()


def test_the_formulas_hold_what_the_calculator_says(book: dict[str, Sheet]) -> None:
    """Readers without a spreadsheet see stored values: they are those of the raw columns."""
    calc = Calculator(book)
    summary = {str(row[0]): row for row in book["Synthèse"][1:]}
    carbon = calc.carbon(calc.lines)
    for label, key in (
        ("CO2e contenu, courant", "typical"),
        ("Évité avant trajets, borne basse", "avoided_low"),
        ("Évité avant trajets, borne haute", "avoided_high"),
    ):
        assert abs(calc.number(summary[label][1]) - carbon[key]) < Decimal("1e-9")
    families = {row[1]: row for row in book["Totaux"][1:] if row[0] == "Famille"}
    for name, lines in calc.by("famille").items():
        grams = sum(map(calc.kept, lines), Decimal(0))
        assert abs(calc.number(families[name][4]) * 10**6 - grams) < Decimal("0.001")


def test_the_report_is_a_handy_file(desk: CheckedClient, paper: list[str]) -> None:
    assert 8 <= len(paper) <= 12
    assert len(desk.get("/organisation/bilan/rapport.pdf").data) < 2_000_000
    assert "Brocante comptée" in paper[0]
    assert "Bonjour à tous." in paper[1]
    assert "Vraiment exposé" in "\n".join(paper)
    assert "Merci aux communes." in paper[-1]


def test_the_dictionary_says_what_every_column_means(book: dict[str, Sheet]) -> None:
    rows = book["Dictionnaire"][1:]
    assert [row[1] for row in rows] == book["Lignes"][0]
    assert all(row[2] for row in rows)
