"""What somebody says beside the file: only what the file does not say is filled by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from brocante.stocklists.conditions import State
from brocante.stocklists.roles import Basis, Role

DEFAULT_RATE = Decimal(20)


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """What somebody decided on the screen about one sheet: it wins over what was understood."""

    header_row: int | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file: one sheet only, the VAT rate and basis of prices that say none.

    `sheets` are choices by name of sheet (None for a csv); `conditions` what state cells mean,
    by their folded text.
    """

    sheet: str | None = None
    vat_rate: Decimal = DEFAULT_RATE
    prices: Basis | None = None
    sheets: Mapping[str | None, SheetChoices] = field(default_factory=dict)
    conditions: Mapping[str, State] = field(default_factory=dict)

    def choices(self, sheet: str | None) -> SheetChoices:
        """Return the choices made for a sheet."""
        return self.sheets.get(sheet, SheetChoices())
