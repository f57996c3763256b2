"""What a visitor does on the way to a ticket."""

from flask.testing import FlaskClient
from sqlalchemy import func, select

from brocante.catalogue.models import Listing
from brocante.companies.models import Site
from brocante.core.db import Base, session
from brocante.core.transaction import end_reads, transactional
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Reservation
from tests.support.pages import CheckedClient, parse, words

VISITOR = {"name": "Ann Exemple", "phone": "06 00 00 00 01", "vehicle": "van"}


def add(client: FlaskClient, edition: Edition, listing: Listing, quantity: str = "1") -> None:
    """Put a listing in the basket; the page of the listing belongs to another feature."""
    answer = client.post(
        f"/{edition.slug}/panier/ajouter", data={"listing": listing.code, "quantity": quantity}
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)


def reserved(client: CheckedClient, edition: Edition, **values: str) -> str:
    """Send the form of the basket and return the address of the ticket."""
    answer = client.submit(f"/{edition.slug}/panier", VISITOR | values, form="reserve-form")
    assert answer.status_code == 303, words(parse(answer.get_data(as_text=True)))
    assert answer.location
    return answer.location


def text(answer) -> str:
    return words(parse(answer.get_data(as_text=True)))


@transactional
def alter(model: type[Base], row_id: int, **values: object) -> None:
    row = session.get_one(model, row_id)
    for name, value in values.items():
        setattr(row, name, value)


def count() -> int:
    end_reads()
    return session.scalar(select(func.count()).select_from(Reservation)) or 0


def slot_field(site: Site, slot: PickupSlot) -> dict[str, str]:
    return {f"slot-{site.id}": str(slot.id)}
