"""Pickup slots: stored rows, with what is booked in a narrow table of its own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.companies.models import Site
from brocante.core.db import Base, Choice, Identifier


class SlotState(StrEnum):
    """Whether a slot takes new pickups."""

    OPEN = "open"
    CLOSED = "closed"


class PickupSlot(Base):
    """A span of time during which a site expects a number of vehicles."""

    __tablename__ = "pickup_slot"
    __table_args__ = (
        UniqueConstraint("site_id", "starts_at", "ends_at"),
        Index("ix_pickup_slot_edition_id_starts_at", "edition_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="span"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[SlotState] = mapped_column(Choice(SlotState), default=SlotState.OPEN)
    site: Mapped[Site] = relationship(lazy="raise_on_sql")
    places: Mapped["SlotPlaces"] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", uselist=False
    )


class SlotPlaces(Base):
    """Vehicles a slot can take and has taken (R1). Changed only by conditional UPDATE."""

    __tablename__ = "slot_places"
    __table_args__ = (
        CheckConstraint("booked >= 0", name="booked"),
        CheckConstraint("booked <= capacity", name="capacity"),
        {"postgresql_with": {"fillfactor": "60"}},
    )

    slot_id: Mapped[int] = mapped_column(
        ForeignKey("pickup_slot.id", ondelete="CASCADE"), primary_key=True
    )
    capacity: Mapped[int]
    booked: Mapped[int] = mapped_column(default=0)

    @property
    def left(self) -> int:
        """Vehicles that can still come."""
        return self.capacity - self.booked
