"""A company's own listings as rows of the model: read again, they say what the listings say.

What the model has no column for (description, site, weight, smallest quantity) is left to the
listing. A price is TTC, as listings hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from brocante.catalogue.company_queries import own_listings
from brocante.catalogue.models import ComparisonKind, Condition, Listing, PriceKind
from brocante.companies.queries import CompanyAccess
from brocante.materials.queries import find_family
from brocante.stocklists.marks import is_ditto
from brocante.stocklists.model_file import ModelRow, write_model
from brocante.stocklists.model_words import CONDITION_WORDS, FREE, UNIT_WORDS
from brocante.stocklists.references import is_nothing


def export_listings(access: CompanyAccess, say: Callable[[str], str]) -> bytes:
    """Return the workbook of a company's own listings in an edition, none that was withdrawn."""
    return write_model(map(model_row, own_listings(access)), say)


def model_row(listing: Listing) -> ModelRow:
    """Return one listing as a row; its stock must be loaded."""
    family = find_family(listing.family)
    is_compared = listing.comparison is not ComparisonKind.NONE
    return ModelRow(
        reference=_said(listing.reference),
        title=_said(listing.title),
        family=family.label_fr if family else "",
        condition=CONDITION_WORDS[listing.condition] if listing.condition else "",
        remark="" if listing.condition is Condition.SURPLUS else _said(listing.defect),
        quantity=listing.stock.quantity.decimal,
        unit=UNIT_WORDS[listing.unit],
        price=_price(listing),
        basis="" if listing.price_cents is None else "TTC",
        price_new=_euros(listing.comparison_cents) if is_compared else None,
        length=listing.length_mm,
        width=listing.width_mm,
        height=listing.height_mm,
        thickness=listing.thickness_mm,
        diameter=listing.diameter_mm,
        batch=_said(listing.batch),
        location=_said(listing.location),
        code=listing.code,
    )


def _said(text: str) -> str:
    """Return a text on one line; nothing for `-`, `NC` or `idem`, which say nothing in a list."""
    line = " ".join(text.split())
    return "" if is_nothing(line) or is_ditto(line) else line


def _price(listing: Listing) -> Decimal | str | None:
    euros = _euros(listing.price_cents)
    if listing.price_kind is PriceKind.FREE:
        return FREE
    if listing.price_kind is PriceKind.LOT and euros is not None:
        return f"{euros:.2f} € le lot".replace(".", ",")
    return euros


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)
