"""One visitor, one ticket, several sites."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.catalogue.models import Listing, PriceKind
from brocante.companies.models import Site
from brocante.core.db import Base, Choice, Identifier
from brocante.core.units import Quantity, Unit
from brocante.core.vehicles import Vehicle
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot


class PickupState(StrEnum):
    """Where one pickup stands. Every state but CANCELLED holds its place in the slot."""

    BOOKED = "booked"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Reservation(Base):
    """A ticket at `/r/<token>`. `form_key` makes the same form sent twice one reservation (R2)."""

    __tablename__ = "reservation"
    __table_args__ = (
        UniqueConstraint("edition_id", "code"),
        Index("ix_reservation_edition_id_created_at", "edition_id", "created_at"),
        Index("ix_reservation_edition_id_phone", "edition_id", "phone"),
        Index("ix_reservation_edition_id_email", "edition_id", "email"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(12))
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    form_digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120), index=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    vehicle: Mapped[Vehicle] = mapped_column(Choice(Vehicle))
    commune_code: Mapped[str | None] = mapped_column(String(5))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")
    pickups: Mapped[list["Pickup"]] = relationship(
        lazy="raise_on_sql", order_by="Pickup.id", back_populates="reservation"
    )


class Pickup(Base):
    """One site and slot of a reservation."""

    __tablename__ = "pickup"
    __table_args__ = (
        UniqueConstraint("reservation_id", "site_id"),
        Index("ix_pickup_site_id_slot_id", "site_id", "slot_id"),
        Index("ix_pickup_slot_id", "slot_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("pickup_slot.id"))
    state: Mapped[PickupState] = mapped_column(Choice(PickupState), default=PickupState.BOOKED)
    done_at: Mapped[datetime | None]
    reservation: Mapped[Reservation] = relationship(lazy="raise_on_sql", back_populates="pickups")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")
    slot: Mapped[PickupSlot] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["ReservationLine"]] = relationship(
        lazy="raise_on_sql", order_by="ReservationLine.id", back_populates="pickup"
    )


class ReservationLine(Base):
    """What is promised of one listing. `reserved` is what still waits; `asked` what was wanted.

    The stock's `reserved` is the sum of the lines' `reserved`; `handed_over` the sum of the
    ledger lines of this line.
    """

    __tablename__ = "reservation_line"
    __table_args__ = (
        UniqueConstraint("pickup_id", "listing_id"),
        Index("ix_reservation_line_listing_id", "listing_id"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("handed_over >= 0", name="handed_over"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    pickup_id: Mapped[int] = mapped_column(ForeignKey("pickup.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    asked: Mapped[Quantity]
    reserved: Mapped[Quantity]
    handed_over: Mapped[Quantity] = mapped_column(default=Quantity(0))
    # What the visitor was shown when reserving; a later price change does not touch a promise.
    title: Mapped[str] = mapped_column(String(140))
    unit: Mapped[Unit] = mapped_column(Choice(Unit))
    price_kind: Mapped[PriceKind] = mapped_column(Choice(PriceKind))
    price_cents: Mapped[int | None]
    pickup: Mapped[Pickup] = relationship(lazy="raise_on_sql", back_populates="lines")
    listing: Mapped[Listing] = relationship(lazy="raise_on_sql")
