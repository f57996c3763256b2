"""Messages and notes without a table: each line that offers goods is a draft for a human."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from brocante.core.units import Unit
from brocante.stocklists.conditions import read_condition
from brocante.stocklists.costs import without_costs
from brocante.stocklists.dimensions import read_title
from brocante.stocklists.goods import goods_of_line
from brocante.stocklists.grids import Row, text_of
from brocante.stocklists.message_prices import LONGEST_LINE, find_price, has_price_word
from brocante.stocklists.numbers import NUMBER, read_number
from brocante.stocklists.options import Options
from brocante.stocklists.packaging import find_packing
from brocante.stocklists.people import before_person, find_person
from brocante.stocklists.pricing import settle
from brocante.stocklists.references import batch_in
from brocante.stocklists.results import Content, Dropped, Issue, Line
from brocante.stocklists.several import names_several
from brocante.stocklists.terms import find_terms
from brocante.stocklists.unit_words import UNIT_PATTERN, holds_millilitres, read_unit
from brocante.stocklists.words import folded

_BULLET = re.compile(r"^\s*(?:[-–—•*·>o]\s+|\d{1,2}[.)]\s+(?=\d|[A-Za-zÀ-ÿ])|[-–•*·>]+)")
# A count stands before its goods: not a date, an hour, an address, a size, a price.
_NOT_GOODS = (
    r"(?!(?:mm|cm|euros?|eur|e|ht|ttc|h|heures?|min|jours?|semaines?|mois|ans?|km|fois|personnes?"
    r"|rue|avenue|av|bd|boulevard|place|chemin|route|impasse|allee|janv\w*|fevr\w*|mars|avril|mai"
    r"|juin|juil\w*|aout|sept\w*|octobre|novembre|decembre|er|eme|e|bis|ter|w|v|kw|et|ou|a|au|le|la"
    r"|les|dispo\w*|par|pour|sur)\b|%|€)"
)
_COUNT = re.compile(
    rf"(?P<about>~|env(?:iron)?\.?\s|≈)?\s*(?<![\w.,/x*×+-])(?P<number>{NUMBER})\s?"
    rf"(?:x\s)?{_NOT_GOODS}(?:(?P<unit>{UNIT_PATTERN})(?![a-z0-9])|(?P<noun>[a-z][a-z'-]{{2,}}))"
)
_PHONE_LINE = re.compile(r"(?<!\d)0\d(?:[ .-]?\d{2}){4}(?!\d)")


@dataclass(frozen=True, slots=True)
class FreeText:
    """The lines of a text, and those that are no articles."""

    lines: tuple[Line, ...]
    dropped: tuple[Dropped, ...]


def read_free_text(sheet: str | None, rows: tuple[Row, ...], options: Options) -> FreeText:
    """Read rows whose cells are joined by a blank, one by one."""
    texts = [(row, " ".join(text_of(v) for _c, v in sorted(row.cells.items()))) for row in rows]
    offers = [place for place, (_row, text) in enumerate(texts) if _is_offer(text)]
    first, last = (offers[0], offers[-1]) if offers else (len(texts), -1)
    kept = set(offers)
    dropped: list[Dropped] = []
    remarks = [text for place, (_r, text) in enumerate(texts) if place not in kept]
    reader = _Reader(sheet, options, remarks)
    lines: list[Line] = []
    previous = 0
    for place, (row, text) in enumerate(texts):
        if row.number > previous + 1:
            dropped.append(Dropped(sheet, previous + 1, row.number - 1, "blank"))
        previous = row.number
        if place in kept:
            lines.append(reader.read(row, text))
            continue
        reason = "title" if place < first else "footer" if place > last else "section"
        if reason == "section":
            reader.enter(text)
        shown = without_costs(" ".join(text.split()))
        dropped.append(Dropped(sheet, row.number, row.number, reason, shown))
    return FreeText(tuple(lines), tuple(dropped))


def _is_offer(text: str) -> bool:
    return _count(text) is not None or has_price_word(text)


def _count(text: str) -> re.Match[str] | None:
    return _COUNT.search(
        _PHONE_LINE.sub(" ", folded(_BULLET.sub("", text[:LONGEST_LINE], count=1)))
    )


class _Reader:
    """Reads one line of text after the other."""

    def __init__(self, sheet: str | None, options: Options, remarks: Iterable[str]) -> None:
        self._sheet = sheet
        self._options = options
        self._terms = find_terms(remarks, options)
        self._family: str | None = None

    def enter(self, text: str) -> None:
        """Take a line between articles as the family of those below."""
        family = " ".join(text.split()).strip("*-=#:> ")
        if any(character.isalnum() for character in family):
            self._family = before_person(family)

    def read(self, row: Row, text: str) -> Line:
        """Read a line that offers goods."""
        title = " ".join(_BULLET.sub("", text, count=1).split())
        quantity, unit, codes = _quantity(title)
        issues = [Issue("free-text", "title")]
        issues += [Issue(code, "unit" if code == "unit-unknown" else "quantity") for code in codes]
        if row.is_hidden:
            issues.append(Issue("hidden-row", "row"))
        if find_person(title) is not None:
            issues.append(Issue("person-name", "title"))
        if names_several(title):
            issues.append(Issue("several-articles", "title"))
        priced = settle(find_price(title), None, self._terms)
        issues += [
            Issue(c, "price_basis" if c == "vat-basis-unknown" else "price_cents")
            for c in priced.issues
        ]
        condition = read_condition("", "", title, self._options.conditions)
        issues += [Issue(code, "defect") for code in condition.issues]
        sizes = read_title(_uncounted(title), goods_of_line(title, self._family))
        if sizes.is_without_unit:
            issues.append(Issue("dims-without-unit", "dims"))
        return Line(
            sheet=self._sheet,
            row=row.number,
            title=title,
            batch=batch_in(title),
            family=self._family,
            condition=condition.state,
            defect=condition.defect,
            quantity=quantity,
            unit=unit,
            content=_content(title, quantity, unit),
            price=priced.price,
            dims=sizes.dims,
            issues=tuple(dict.fromkeys(issues)),
            raw={"A": without_costs(text)},
        )


def _quantity(title: str) -> tuple[Decimal | None, Unit | None, list[str]]:
    """Return the first number before a noun, and the noun as a unit."""
    found = _count(title)
    if found is None:
        return None, None, ["quantity-unclear", "unit-unknown"]
    figure = read_number(found["number"])
    codes = ["quantity-unclear"] if found["about"] else []
    if figure.is_ambiguous:
        codes.append("ambiguous-number")
    elif figure.value is None:
        codes.append("quantity-unclear")
    unit = read_unit(found["unit"]) if found["unit"] else Unit.PIECE
    if unit is Unit.LINEAR_METRE and holds_millilitres(title):
        unit = None
        codes.append("unit-unknown")
    if figure.value == 0:
        codes.append("zero-quantity")
    return figure.value, unit, codes


def _uncounted(title: str) -> str:
    """Return a title without its quantity: the metres there are say no length."""
    found = _count(title)
    if found is None or not found["unit"]:
        return title
    counted = re.escape(found["number"]) + r"\s*" + re.escape(found["unit"])
    return re.sub(counted, " ", title, count=1, flags=re.IGNORECASE)


def _content(title: str, quantity: Decimal | None, unit: Unit | None) -> Content | None:
    packing = find_packing(title, unit) if unit is not None else None
    if packing is None or quantity is None:
        return None
    return Content(quantity * packing.inner_count, packing.inner_unit, packing.per, packing.base)
