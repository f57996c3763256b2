"""What a list leaves open for all its lines at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms.fields.choices import SelectChoice

from brocante.stocklists.judging import LEFT_UNSAID, Context
from brocante.stocklists.models import StockListImport
from brocante.stocklists.pricing import LEGAL_RATES
from brocante.stocklists.words import folded


@dataclass(frozen=True, slots=True)
class Questions:
    """What a list leaves open for all its lines at once; what is False needs no answer."""

    basis: bool
    rate: bool
    condition: int
    site: bool
    duplicates: int
    left: int
    families: list[tuple[int, str, int]]
    rivals: list[tuple[int, list[SelectChoice]]]

    @property
    def codes(self) -> frozenset[str]:
        """What lines need not say again each."""
        asked = {
            "vat-basis-unknown": self.basis,
            "vat-rate-unsaid": self.rate,
            "MissingCondition": self.condition,
            "MissingSite": self.site,
            "possible-duplicate": self.duplicates,
            LEFT_UNSAID: self.left,
        }
        return frozenset(code for code, is_asked in asked.items() if is_asked)

    @property
    def is_open(self) -> bool:
        """Tell whether anything is asked."""
        asked = (self.basis, self.rate, self.condition, self.site, self.duplicates, self.left)
        return any((*asked, self.families, self.rivals))


def questions_of(row: StockListImport, context: Context) -> Questions:
    """Return what is still asked of a list."""
    found, choices = row.found or {}, context.choices
    asks: Mapping[str, int] = found.get("asks", {})
    chosen = {folded(name) for name in choices.families}
    return Questions(
        basis="vat-basis-unknown" in asks and choices.prices is None,
        rate=("vat-rate-unsaid" in asks or "vat-basis-unknown" in asks)
        and choices.vat_rate is None,
        condition=asks.get("MissingCondition", 0) if choices.condition is None else 0,
        site="MissingSite" in asks and choices.site_id is None and bool(context.sites),
        duplicates=0 if choices.twins else asks.get("possible-duplicate", 0),
        left=asks.get(LEFT_UNSAID, 0) if choices.is_what_is_left is None else 0,
        families=[
            (number, name, count)
            for number, (name, count) in enumerate(found.get("families", ()))
            if folded(name) not in chosen
        ],
        rivals=[
            (place, _rivals(sheet))
            for place, sheet in enumerate(found.get("sheets", ()))
            if len(sheet.get("rivals", ())) > 1 and "price-unclear" in asks
        ],
    )


def rate_choices() -> list[SelectChoice]:
    """Return the VAT rates of the law, the usual one first."""
    return [
        SelectChoice(value=str(rate), label=f"{rate} %".replace(".", ",")) for rate in LEGAL_RATES
    ]


def _rivals(sheet: Mapping[str, Any]) -> list[SelectChoice]:
    """Return the sale columns one of which must be chosen, with some of their cells."""
    return [
        SelectChoice(
            value=column["letter"],
            label=" · ".join([column["header"] or column["letter"], *column["samples"]]),
        )
        for column in sheet.get("columns", ())
        if column["letter"] in sheet.get("rivals", ())
    ]
