"""Ledger lines written straight to the database, without stock: for what only reads the ledger."""

from brocante.catalogue.models import Listing
from brocante.companies.models import Site
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import Quantity
from brocante.counter.models import Handover, HandoverKind

_FROZEN = (
    "kind",
    "edition_id",
    "company_id",
    "site_id",
    "listing_id",
    "reservation_line_id",
    "unit",
    "mass_origin",
    "family",
    "material",
    "condition",
    "commune_code",
    "title",
    "account_id",
    "staff",
)


@transactional
def make_handover(listing: Listing, site: Site, quantity: int = 1, **changes: object) -> Handover:
    """A walk-in of some pieces at 5 € and 2 kg each."""
    values = {
        "entry_key": new_token(),
        "kind": HandoverKind.WALK_IN,
        "edition_id": listing.edition_id,
        "company_id": listing.company_id,
        "site_id": site.id,
        "listing_id": listing.id,
        "quantity": Quantity(quantity * 1000),
        "unit": listing.unit,
        "amount_cents": 500 * quantity,
        "mass_g": 2000 * quantity,
        "mass_origin": listing.mass_origin,
        "family": listing.family,
        "material": listing.material,
        "condition": listing.condition,
        "commune_code": site.commune_code,
        "title": listing.title,
        "staff": "Ann Example",
        "at": clock.now(),
    }
    row = Handover(**(values | changes))
    session.add(row)
    session.flush()
    return row


@transactional
def make_undo(handover_id: int, **changes: object) -> Handover:
    """The line that takes another one back."""
    line = session.get_one(Handover, handover_id)
    values: dict[str, object] = {
        **{name: getattr(line, name) for name in _FROZEN},
        "entry_key": new_token(),
        "undoes_id": line.id,
        "quantity": -line.quantity,
        "amount_cents": -line.amount_cents,
        "mass_g": None if line.mass_g is None else -line.mass_g,
        "at": clock.now(),
    }
    row = Handover(**(values | changes))
    session.add(row)
    session.flush()
    return row
