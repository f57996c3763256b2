"""What a stock list was understood as: the very object that is printed, previewed, imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from brocante.core.units import Unit
from brocante.stocklists.conditions import State
from brocante.stocklists.dimensions import NO_DIMS, Dims
from brocante.stocklists.grids import plain
from brocante.stocklists.prices import Kind
from brocante.stocklists.roles import Basis, Column

CONTRACT = 1
BLOCKING = frozenset(
    [
        "ambiguous-number",
        "cell-too-long",
        "condition-unclear",
        "date-unclear",
        "defect-missing",
        "formula-error",
        "formula-text",
        "free-text",
        "hidden-row",
        "negative-quantity",
        "possible-duplicate",
        "price-unclear",
        "quantity-unclear",
        "several-articles",
        "title-missing",
        "unit-unknown",
        "vat-basis-unknown",
        "zero-quantity",
    ]
)
# Blocking in a title, which is public; elsewhere the name is taken out.
_PERSON = "person-name"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a human should know of a file or decide about a line; `field` says where."""

    code: str
    field: str | None

    @property
    def is_blocking(self) -> bool:
        """Tell whether a line with this issue waits for a human."""
        return self.code in BLOCKING or (self.code == _PERSON and self.field == "title")

    def to_json(self) -> dict[str, Any]:
        """Return what the contract prints."""
        return {"code": self.code, "field": self.field}


@dataclass(frozen=True, slots=True)
class Content:
    """What the packs of a line hold in all."""

    count: Decimal
    unit: Unit
    per: Decimal | None = None
    total_unit: Unit | None = None

    @property
    def total(self) -> Decimal | None:
        """The base quantity in all packs."""
        return None if self.per is None else self.count * self.per

    def to_json(self) -> dict[str, Any]:
        """Return what the contract prints."""
        return {
            "count": plain(self.count),
            "unit": self.unit.value,
            "per": _number(self.per),
            "total": _number(self.total),
            "total_unit": _word(self.total_unit),
        }


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a line, as written; basis, unit and rate are those of priced goods only."""

    kind: Kind = Kind.UNKNOWN
    cents: int | None = None
    basis: Basis | None = None
    per: Unit | None = None
    vat_rate: Decimal | None = None
    reference_cents: int | None = None
    reference_basis: Basis | None = None

    def per_unit(self, unit: Unit | None) -> Price:
        """Return the same price for another unit."""
        return Price(
            self.kind,
            self.cents,
            self.basis,
            unit,
            self.vat_rate,
            self.reference_cents,
            self.reference_basis,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """An article of the list.

    Not printed: `is_family_guessed`, the family is nobody's word; `listing_code`, the listing the
    line is about, when our own export wrote the list.
    """

    sheet: str | None
    row: int
    title: str | None = None
    reference: str | None = None
    batch: str | None = None
    family: str | None = None
    condition: State | None = None
    defect: str | None = None
    quantity: Decimal | None = None
    unit: Unit | None = None
    content: Content | None = None
    price: Price = Price()
    dims: Dims = NO_DIMS
    location: str | None = None
    available_from: str | None = None
    photos: tuple[str, ...] = ()
    staff_note: str | None = None
    issues: tuple[Issue, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)
    is_family_guessed: bool = False
    listing_code: str | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether the line needs no human."""
        return not any(issue.is_blocking for issue in self.issues)

    def to_json(self) -> dict[str, Any]:
        """Return what the contract prints."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "title": self.title,
            "reference": self.reference,
            "batch": self.batch,
            "family": self.family,
            "condition": _word(self.condition),
            "defect": self.defect,
            "quantity": _number(self.quantity),
            "unit": _word(self.unit),
            "content": self.content.to_json() if self.content else None,
            "price_cents": self.price.cents,
            "price_basis": _word(self.price.basis),
            "price_per": _word(self.price.per),
            "price_kind": self.price.kind.value,
            "vat_rate": _number(self.price.vat_rate),
            "reference_price_cents": self.price.reference_cents,
            "reference_price_basis": _word(self.price.reference_basis),
            "dims": self.dims.to_json(),
            "location": self.location,
            "available_from": self.available_from,
            "photos": list(self.photos),
            "staff_note": self.staff_note,
            "status": "ready" if self.is_ready else "review",
            "issues": [issue.to_json() for issue in self.issues],
            "raw": dict(self.raw),
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that are no articles, and the rule that says so."""

    sheet: str | None
    row: int
    row_end: int
    reason: str
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the contract prints."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "row_end": self.row_end,
            "reason": self.reason,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet and what was done with it. `columns` are not printed: a screen shows them."""

    name: str | None
    is_visible: bool
    reason: str | None = None
    header_rows: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_imported(self) -> bool:
        """Tell whether the rows of the sheet gave lines or were dropped one by one."""
        return self.reason is None

    def to_json(self) -> dict[str, Any]:
        """Return what the contract prints."""
        return {
            "name": self.name,
            "visible": self.is_visible,
            "imported": self.is_imported,
            "reason": self.reason,
            "header_rows": list(self.header_rows),
        }


@dataclass(frozen=True, slots=True)
class StockList:
    """A file understood."""

    name: str
    format: str
    encoding: str | None
    delimiter: str | None
    is_table: bool
    sheets: tuple[SheetFound, ...]
    lines: tuple[Line, ...]
    dropped: tuple[Dropped, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def prices(self) -> str:
        """The basis all priced lines share."""
        bases = {line.price.basis for line in self.lines if line.price.kind is Kind.PRICED}
        shared = bases.pop() if len(bases) == 1 else None
        return "mixed" if bases else (shared or Basis.UNKNOWN).value

    def to_json(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return {
            "contract": CONTRACT,
            "file": {
                "name": self.name,
                "format": self.format,
                "encoding": self.encoding,
                "delimiter": self.delimiter,
                "layout": "table" if self.is_table else "free-text",
                "prices": self.prices,
                "issues": [issue.to_json() for issue in self.issues],
                "sheets": [sheet.to_json() for sheet in self.sheets],
            },
            "lines": [line.to_json() for line in self.lines],
            "dropped": [dropped.to_json() for dropped in self.dropped],
        }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _word(value: Unit | State | Basis | None) -> str | None:
    return None if value is None else value.value
