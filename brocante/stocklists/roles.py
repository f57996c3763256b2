"""What a column of a stock list means."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from brocante.core.units import Unit
from brocante.stocklists.grids import letter


class Role(StrEnum):
    """What the cells of a column are read as."""

    TITLE = "title"
    REFERENCE = "reference"
    BATCH = "batch"
    FAMILY = "family"
    QUANTITY = "quantity"
    AVAILABLE = "available-quantity"
    UNIT = "unit"
    PACKAGING = "packaging"
    PRICE = "price"
    NET_PRICE = "net-price"
    REFERENCE_PRICE = "reference-price"
    DISCOUNT = "discount"
    PURCHASE = "purchase-cost"
    BASIS = "price-basis"
    VAT = "vat"
    CONDITION = "condition"
    REMARK = "remark"
    LOCATION = "location"
    AVAILABLE_FROM = "available-from"
    PHOTOS = "photos"
    LISTING_CODE = "listing-code"
    DIMENSIONS = "dimensions"
    SECTION = "section"
    LENGTH = "length"
    WIDTH = "width"
    HEIGHT = "height"
    THICKNESS = "thickness"
    DIAMETER = "diameter"
    IGNORED = "ignored"
    NONE = "none"


class Basis(StrEnum):
    """Whether a price is without or with VAT, when it is known."""

    HT = "ht"
    TTC = "ttc"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure the meaning of a column is."""

    CHOSEN = "chosen"
    SURE = "sure"
    LIKELY = "likely"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as understood from its header.

    `unit` is that of a quantity, or what a price is for; `scale` is the millimetres of one unit
    of a dimension; `rank` orders columns of one role, the lowest first.
    """

    index: int
    header: str
    role: Role
    certainty: Certainty
    basis: Basis | None = None
    unit: Unit | None = None
    scale: Decimal | None = None
    rank: int = 0

    @property
    def letter(self) -> str:
        """The letters of the column, as Excel shows them."""
        return letter(self.index)
