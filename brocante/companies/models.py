"""Companies and where they sell. A site belongs to a participation: history keeps its places."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.accounts.models import Account, Role
from brocante.companies.rules import Declaration, Equipment, ParticipationState
from brocante.core.db import Base, Choice, Identifier
from brocante.editions.models import Edition

__all__ = [
    "Company",
    "CompanyInvitation",
    "CompanyMember",
    "Declaration",
    "Equipment",
    "Participation",
    "ParticipationState",
    "Site",
    "SiteOpening",
]


class Company(Base):
    """A building company. `siret` is empty while it has none yet, and the organiser sees that."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    activity: Mapped[str] = mapped_column(String(120), default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]


class CompanyMember(Base):
    """A person's role in a company."""

    __tablename__ = "company_member"

    company_id: Mapped[int] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role] = mapped_column(Choice(Role))
    since: Mapped[datetime]
    company: Mapped[Company] = relationship(lazy="raise_on_sql")
    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class CompanyInvitation(Base):
    """An invitation: by the organiser to take part, or by a company to join it."""

    __tablename__ = "company_invitation"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    company_id: Mapped[int | None] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), index=True
    )
    company_name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(Choice(Role), default=Role.OWNER)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class Participation(Base):
    """A company in an edition, with its signature of the charter."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("edition_id", "company_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    state: Mapped[ParticipationState] = mapped_column(
        Choice(ParticipationState), default=ParticipationState.REGISTERED
    )
    charter_version: Mapped[int | None]
    charter_text: Mapped[str | None] = mapped_column(Text)  # as it was signed
    charter_name: Mapped[str | None] = mapped_column(String(120))
    charter_signed_at: Mapped[datetime | None]
    charter_signed_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")
    company: Mapped[Company] = relationship(lazy="raise_on_sql")


class Site(Base):
    """A yard or depot that opens. Shown on the map once its pin was confirmed by a person."""

    __tablename__ = "site"
    __table_args__ = (
        Index("ix_site_edition_id_company_id", "edition_id", "company_id"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), index=True
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    commune_code: Mapped[str] = mapped_column(String(5))
    commune: Mapped[str] = mapped_column(String(80))
    postcode: Mapped[str] = mapped_column(String(5))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    pin_confirmed_at: Mapped[datetime | None]
    access_notes: Mapped[str] = mapped_column(Text, default="")
    equipment: Mapped[str] = mapped_column(String(120), default="")  # comma-separated Equipment
    phone: Mapped[str | None] = mapped_column(String(20))
    declaration: Mapped[Declaration] = mapped_column(
        Choice(Declaration), default=Declaration.UNKNOWN
    )
    created_at: Mapped[datetime]
    company: Mapped[Company] = relationship(lazy="raise_on_sql")
    openings: Mapped[list["SiteOpening"]] = relationship(
        lazy="raise_on_sql", order_by="SiteOpening.opens_at", cascade="all, delete-orphan"
    )


class SiteOpening(Base):
    """A span of time during which a site is open."""

    __tablename__ = "site_opening"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="span"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
