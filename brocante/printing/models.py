"""Printers with their offset, labels as they were last printed, and papers made in the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from brocante.core.db import Base, Choice, Identifier
from brocante.printing.rules import JobState

__all__ = ["JobState", "LabelPrint", "PaperFile", "PaperJob", "Printer"]


class Printer(Base):
    """A printer of a person, and how far it prints beside, in tenths of a mm."""

    __tablename__ = "printer"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint("right_tenths BETWEEN -100 AND 100", name="right"),
        CheckConstraint("down_tenths BETWEEN -100 AND 100", name="down"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    right_tenths: Mapped[int] = mapped_column(default=0)
    down_tenths: Mapped[int] = mapped_column(default=0)


class LabelPrint(Base):
    """What the label of a listing said, and where its code led, when it was last printed."""

    __tablename__ = "label_print"

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    fingerprint: Mapped[str] = mapped_column(String(32))
    printed_at: Mapped[datetime]


class PaperJob(Base):
    """Papers the worker makes, all of an edition or of one company; `plan` lists its files."""

    __tablename__ = "paper_job"
    __table_args__ = (Index("ix_paper_job_edition_id_company_id", "edition_id", "company_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    state: Mapped[JobState] = mapped_column(Choice(JobState), default=JobState.WAITING)
    plan: Mapped[list[dict[str, Any]]] = mapped_column(JSON(none_as_null=True))
    done: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PaperFile(Base):
    """One finished file of a job; `position` is its place in the plan."""

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("job_id", "position"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("paper_job.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
