"""An edition: two days of one territory, with its own zone, lifecycle and charter."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.accounts.models import Organiser
from brocante.core.db import Base, Choice, Identifier
from brocante.editions.rules import EditionState

__all__ = ["Edition", "EditionState"]


class Edition(Base):
    """One Brocante. `departments` holds comma-separated codes; the map shows their communes."""

    __tablename__ = "edition"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="dates"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    territory: Mapped[str] = mapped_column(String(120))
    departments: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    state: Mapped[EditionState] = mapped_column(Choice(EditionState), default=EditionState.DRAFT)
    listing_opens_at: Mapped[datetime | None]
    catalogue_opens_at: Mapped[datetime | None]
    reservations_open_at: Mapped[datetime | None]
    reservations_close_at: Mapped[datetime | None]
    presentation: Mapped[str] = mapped_column(Text, default="")
    presentation_en: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    charter_text: Mapped[str] = mapped_column(Text, default="")
    charter_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    organiser: Mapped[Organiser] = relationship(lazy="raise_on_sql")
