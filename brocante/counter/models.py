"""The ledger of what really left the yards. Lines are added, never changed or removed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.catalogue.models import Condition, Listing
from brocante.core.db import Base, Choice, Identifier
from brocante.core.units import Quantity, Unit
from brocante.materials.rules import MassOrigin
from brocante.reservations.models import ReservationLine


class HandoverKind(StrEnum):
    """How goods left: with a reservation, or without (vente directe)."""

    PICKUP = "pickup"
    WALK_IN = "walk_in"


class Handover(Base):
    """Goods that left a site, with everything a figure needs frozen at that moment.

    An undo is a line of its own with the opposite quantity, mass and amount. `mass_g` is the mass
    of the whole line in grams, None when unknown (R7).
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_edition_id_at", "edition_id", "at"),
        Index("ix_handover_site_id_at", "site_id", "at"),
        Index("ix_handover_listing_id", "listing_id"),
        Index("ix_handover_reservation_line_id", "reservation_line_id"),
        CheckConstraint("(undoes_id IS NULL) = (quantity > 0)", name="sign"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    # Made by the sender: the same action sent twice is one line.
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[HandoverKind] = mapped_column(Choice(HandoverKind))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    reservation_line_id: Mapped[int | None] = mapped_column(ForeignKey("reservation_line.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("handover.id"), unique=True)
    quantity: Mapped[Quantity]
    unit: Mapped[Unit] = mapped_column(Choice(Unit))
    amount_cents: Mapped[int]
    mass_g: Mapped[int | None]
    mass_origin: Mapped[MassOrigin] = mapped_column(Choice(MassOrigin))
    family: Mapped[str] = mapped_column(String(40))
    material: Mapped[str | None] = mapped_column(String(60))
    condition: Mapped[Condition] = mapped_column(Choice(Condition))
    commune_code: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(140))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    staff: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    listing: Mapped[Listing] = relationship(lazy="raise_on_sql")
    reservation_line: Mapped[ReservationLine | None] = relationship(lazy="raise_on_sql")
