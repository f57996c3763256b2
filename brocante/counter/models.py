"""Counters, what they noted, and the ledger of what really left the yards.

Lines of the ledger are added, never changed or removed.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.catalogue.models import Condition, Listing
from brocante.companies.models import Site
from brocante.core.db import Base, Choice, Identifier
from brocante.core.units import Quantity, Unit
from brocante.materials.rules import MassOrigin
from brocante.reservations.models import ReservationLine


class HandoverKind(StrEnum):
    """How goods left: with a reservation, or without (vente directe)."""

    PICKUP = "pickup"
    WALK_IN = "walk_in"


class EntryKind(StrEnum):
    """What a counter noted."""

    PICKUP = "pickup"
    WALK_IN = "walk_in"
    RELEASE = "release"
    UNDO = "undo"
    UNKNOWN = "unknown"  # refused: it did not say


class EntryState(StrEnum):
    """What became of a note. What was done in the yard is never refused, only what says nothing."""

    APPLIED = "applied"
    FLAGGED = "flagged"  # applied, and somebody should know
    KEPT = "kept"  # waits for the entry it takes back, or the edition is over
    REFUSED = "refused"


class CounterAccess(Base):
    """A link to the counter of one site: dated, named, revocable. `token` is its address."""

    __tablename__ = "counter_access"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    opens_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None]
    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class CounterPhone(Base):
    """A phone on which a link was started. Its cookie holds a secret, here only the SHA-256 of it.

    `unsent` is what the phone said it still had to send at its last contact.
    """

    __tablename__ = "counter_phone"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    access_id: Mapped[int] = mapped_column(
        ForeignKey("counter_access.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    last_contact_at: Mapped[datetime]
    unsent: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    rehearsed_at: Mapped[datetime | None]
    rehearsal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    access: Mapped[CounterAccess] = relationship(lazy="raise_on_sql")


class JournalEntry(Base):
    """One tap of "confirm" on a phone, or one line of a sheet of paper keyed in.

    `key` is made where it was noted, so that it counts once. `phone_at` is as the phone believed,
    `clock_error_s` how far ahead its clock was at `received_at`; for paper the time on the sheet.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_site_id_state", "site_id", "state"),
        Index("ix_journal_entry_site_id_received_at", "site_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[EntryKind] = mapped_column(Choice(EntryKind))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    phone_id: Mapped[int | None] = mapped_column(
        ForeignKey("counter_phone.id", ondelete="SET NULL"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    staff: Mapped[str] = mapped_column(String(120))
    state: Mapped[EntryState] = mapped_column(Choice(EntryState))
    flags: Mapped[list[str]] = mapped_column(JSON(none_as_null=True))
    note: Mapped[dict[str, Any]] = mapped_column(JSON(none_as_null=True))  # as it was sent
    pickup_id: Mapped[int | None] = mapped_column(ForeignKey("pickup.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    undoes_key: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock_error_s: Mapped[int]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


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
    # What a phone or a sheet of paper noted; None when confirmed on line.
    journal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), index=True)
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
