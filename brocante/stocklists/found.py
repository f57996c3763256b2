"""What a list was found to hold, in short: its sheets and columns, as the screen shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from brocante.stocklists.choices import Choices
from brocante.stocklists.grids import Grid, Sheet
from brocante.stocklists.headers import find_header
from brocante.stocklists.keeping import samples
from brocante.stocklists.results import SheetFound, StockList
from brocante.stocklists.roles import Basis, Column, Role
from brocante.stocklists.shelves import family_of
from brocante.stocklists.words import folded

_SALE = frozenset({Role.PRICE, Role.NET_PRICE})
_SIGNATURE = 40
MOST_WORDS = 40
_VAT = re.compile(r"\btva\b\s*(?:\S\s*)?(?:a\s+)?(20|10|5[.,]5|2[.,]1)(?:[.,]0+)?\s*%")


def signature(columns: tuple[Column, ...]) -> str:
    """Return what is the same for all lists with these headers."""
    headers = "\t".join(folded(column.header) for column in columns if column.header)
    return sha256(headers.encode()).hexdigest()[:_SIGNATURE] if headers else ""


def with_habits(choices: Choices, grid: Grid, habits: Mapping[str, Choices]) -> Choices:
    """Return choices completed by what the company said of lists with the same columns."""
    usual = habits.get("", Choices())
    choices = replace(
        choices,
        conditions={**usual.conditions, **choices.conditions},
        families={**usual.families, **choices.families},
    )
    for sheet in grid.sheets:
        header = find_header(sheet)
        habit = habits.get(signature(header.columns)) if header is not None else None
        if habit is not None and not choices.of_sheet(sheet.name).roles:
            known = next(iter(habit.sheets.values()), None)
            if known is not None:
                choices = choices.with_sheet(sheet.name, replace(known, header_row=None))
            choices = replace(
                choices,
                prices=choices.prices or habit.prices,
                vat_rate=habit.vat_rate if choices.vat_rate is None else choices.vat_rate,
                is_what_is_left=(
                    habit.is_what_is_left
                    if choices.is_what_is_left is None
                    else choices.is_what_is_left
                ),
            )
    return choices


def vat_said(found: StockList) -> Decimal | None:
    """Return the VAT rate that titles or footers name for all prices: "TVA 20 % en sus"."""
    texts = (folded(d.text) for d in found.dropped if d.reason in {"title", "footer"})
    rates = {rate.replace(",", ".") for text in texts for rate in _VAT.findall(text)}
    return Decimal(rates.pop()) if len(rates) == 1 else None


def settled(choices: Choices, found: StockList) -> Choices:
    """Return choices that fix what leans on the cost cells, which are not kept."""
    for sheet in found.sheets:
        if sheet.columns and sheet.header_rows:
            chosen = choices.of_sheet(sheet.name)
            costs = {c.letter: Role.PURCHASE for c in sheet.columns if c.role is Role.PURCHASE}
            fixed = replace(
                chosen, header_row=sheet.header_rows[0], roles={**chosen.roles, **costs}
            )
            choices = choices.with_sheet(sheet.name, fixed)
    return choices


def summary(found: StockList, grid: Grid) -> dict[str, Any]:
    """Return what is stored of a list beside its lines; `grid` is without purchase costs."""
    sheets = zip(found.sheets, grid.sheets, strict=True)
    return {
        "format": found.format,
        "encoding": found.encoding,
        "is_table": found.is_table,
        "prices": found.prices,
        "issues": [issue.to_json() for issue in found.issues],
        "sheets": [_sheet(known, kept) for known, kept in sheets],
        "families": _unknown_families(found),
        "blank": sum(d.row_end - d.row + 1 for d in found.dropped if d.reason == "blank"),
    }


def _unknown_families(found: StockList) -> list[list[Any]]:
    """Return the names of families nobody knows, each with its lines, the most used first."""
    unknown = Counter(
        line.family
        for line in found.lines
        if line.family and family_of(line.family, line.title or "") is None
    )
    return [[name, count] for name, count in unknown.most_common(MOST_WORDS)]


def _sheet(known: SheetFound, kept: Sheet) -> dict[str, Any]:
    seen = samples(kept, known.header_rows) if known.columns else {}
    return {
        **known.to_json(),
        "signature": signature(known.columns),
        "has_vat": any(column.role is Role.VAT for column in known.columns),
        "rivals": [column.letter for column in _rivals(known.columns)],
        "columns": [
            {
                "letter": column.letter,
                "header": column.header,
                "role": column.role.value,
                "certainty": column.certainty.value,
                "samples": [] if column.role is Role.PURCHASE else seen.get(column.index, []),
            }
            for column in known.columns
        ],
    }


def _rivals(columns: tuple[Column, ...]) -> Iterator[Column]:
    """Yield sale columns of which nobody can tell which one is asked."""
    sale = [column for column in columns if column.role in _SALE]
    bases = {column.basis for column in sale}
    has_discount = any(column.role is Role.DISCOUNT for column in columns)
    if has_discount:
        sale = [column for column in sale if column.role is not Role.NET_PRICE]
        is_plain = any(column.role is Role.NET_PRICE for column in columns)
        yield from () if is_plain else sale
    elif len(sale) > 1 and not (len(sale) == 2 and bases == {Basis.HT, Basis.TTC}):
        yield from sale
