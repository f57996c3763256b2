"""What somebody says of a list as a whole: its columns, its prices, what holds for silent lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from brocante.catalogue.rules import Condition
from brocante.stocklists.conditions import State
from brocante.stocklists.options import DEFAULT_RATE, Options, SheetChoices
from brocante.stocklists.roles import Basis, Role
from brocante.stocklists.twins import Twins

# A csv has one sheet without a name; JSON has no key for None.
NAMELESS = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers about one list; None where nothing was said yet.

    `sheets` are choices by name of sheet, NAMELESS for none; `conditions` and `families` what
    cells mean, by their folded text; the last four hold for lines that say nothing themselves.
    `is_what_is_left`: quantities are what stands on the shelves, without what was handed over since
    the listing was made. `twins`: what lines are that look the same.
    """

    sheet: str | None = None
    prices: Basis | None = None
    vat_rate: Decimal | None = None
    sheets: Mapping[str, SheetChoices] = field(default_factory=dict)
    conditions: Mapping[str, State] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    twins: Twins | None = None
    is_what_is_left: bool | None = None
    condition: Condition | None = None
    family: str | None = None
    site_id: int | None = None

    def options(self) -> Options:
        """Return what the reader needs of it."""
        return Options(
            sheet=self.sheet,
            vat_rate=DEFAULT_RATE if self.vat_rate is None else self.vat_rate,
            prices=self.prices,
            sheets={name or None: chosen for name, chosen in self.sheets.items()},
            conditions=self.conditions,
        )

    def of_sheet(self, name: str | None) -> SheetChoices:
        """Return what was said of one sheet."""
        return self.sheets.get(name or NAMELESS, SheetChoices())

    def with_sheet(self, name: str | None, chosen: SheetChoices) -> Choices:
        """Return the choices with others for one sheet."""
        return replace(self, sheets={**self.sheets, name or NAMELESS: chosen})

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {
            "sheet": self.sheet,
            "prices": self.prices and self.prices.value,
            "vat_rate": None if self.vat_rate is None else str(self.vat_rate),
            "sheets": {
                name: {
                    "header_row": chosen.header_row,
                    "roles": {letter: role.value for letter, role in chosen.roles.items()},
                }
                for name, chosen in self.sheets.items()
            },
            "conditions": {text: state.value for text, state in self.conditions.items()},
            "families": dict(self.families),
            "twins": self.twins and self.twins.value,
            "is_what_is_left": self.is_what_is_left,
            "condition": self.condition and self.condition.value,
            "family": self.family,
            "site_id": self.site_id,
        }


def read_choices(stored: Mapping[str, Any]) -> Choices:
    """Return choices as `to_json` wrote them; what is missing was not said."""
    rate = stored.get("vat_rate")
    return Choices(
        sheet=stored.get("sheet"),
        prices=Basis(stored["prices"]) if stored.get("prices") else None,
        vat_rate=None if rate is None else Decimal(rate),
        sheets={
            name: SheetChoices(
                chosen.get("header_row"),
                {letter: Role(role) for letter, role in chosen.get("roles", {}).items()},
            )
            for name, chosen in stored.get("sheets", {}).items()
        },
        conditions={text: State(word) for text, word in stored.get("conditions", {}).items()},
        families=dict(stored.get("families", {})),
        twins=Twins(stored["twins"]) if stored.get("twins") else None,
        is_what_is_left=stored.get("is_what_is_left"),
        condition=Condition(stored["condition"]) if stored.get("condition") else None,
        family=stored.get("family"),
        site_id=stored.get("site_id"),
    )
