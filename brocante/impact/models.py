"""What people add to the figures: parameters with trace, texts, logos, space, outcomes, signatures.

The figures themselves are nowhere stored but in a published version; the ledger is.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from brocante.core.db import Base, Choice, Identifier
from brocante.printing.rules import JobState


class Outcome(StrEnum):
    """What becomes of goods that did not leave."""

    KEEP = "keep"
    LOWER = "lower"
    GIVE = "give"
    NEXT = "next"
    WASTE = "waste"


class ParameterChange(Base):
    """A parameter of the carbon method set to another value: the latest one counts."""

    __tablename__ = "parameter_change"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str | None] = mapped_column(String(20))  # an exact decimal; None: not counted
    reason: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class ReportText(Base):
    """The words of the organiser in the report of an edition."""

    __tablename__ = "report_text"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    introduction: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime]


class ReportLogo(Base):
    """The logo of a funder, a picture in the store."""

    __tablename__ = "report_logo"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class FreedSpace(Base):
    """Floor that a company says it got back at a site; never inferred from mass."""

    __tablename__ = "freed_space"
    __table_args__ = (
        CheckConstraint("pallets >= 0 AND other_dm2 >= 0", name="amounts"),
        CheckConstraint("levels >= 1", name="levels"),
    )

    site_id: Mapped[int] = mapped_column(
        ForeignKey("site.id", ondelete="CASCADE"), primary_key=True
    )
    pallets: Mapped[int]
    levels: Mapped[int] = mapped_column(default=1)
    other_dm2: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class UnsoldOutcome(Base):
    """What a company did with the rest of a listing."""

    __tablename__ = "unsold_outcome"

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    outlet: Mapped[str] = mapped_column(String(120), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class PublishedReport(Base):
    """Figures signed: who, when, from which ledger and data. A correction is a new version."""

    __tablename__ = "published_report"
    __table_args__ = (UniqueConstraint("edition_id", "version"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    version: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON(none_as_null=True))
    ledger_sha256: Mapped[str] = mapped_column(String(64))
    data_version: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300), default="")
    signed_by: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class WorkbookJob(Base):
    """A workbook of a long ledger that the worker makes; `key` is where it is once it is done."""

    __tablename__ = "workbook_job"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(2))  # of who asked for it
    state: Mapped[JobState] = mapped_column(Choice(JobState), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    key: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
