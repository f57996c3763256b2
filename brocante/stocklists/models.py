"""Imports of stock lists while they go on: what was read, each line, what a company is used to.

Purchase costs stand in none of these tables (R6): the grid is kept without them. Everything here
is forgotten when its time is over (`purge`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from brocante.core.db import Base, Choice, Identifier
from brocante.stocklists.rules import Group, ImportState, Kind, Origin

__all__ = [
    "Group",
    "ImportState",
    "Kind",
    "Origin",
    "StockListHabit",
    "StockListImport",
    "StockListLine",
    "StockListPhoto",
    "StockListSource",
]

Json = JSON(none_as_null=True)


class StockListImport(Base):
    """One list somebody sent, from its arrival to its listings; `author_id` None: the command."""

    __tablename__ = "stock_list_import"
    __table_args__ = (
        Index("ix_stock_list_import_participation_id_id", "participation_id", "id"),
        Index("ix_stock_list_import_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(200), default="")
    origin: Mapped[Origin] = mapped_column(Choice(Origin))
    state: Mapped[ImportState] = mapped_column(Choice(ImportState))
    # What somebody said of the list, and what was found in it, as JSON (choices.py, found.py).
    choices: Mapped[dict[str, Any]] = mapped_column(Json)
    found: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # Why it was refused, as code of the sentence and what the sentence names.
    refusal: Mapped[dict[str, Any] | None] = mapped_column(Json)
    is_publishing: Mapped[bool] = mapped_column(default=False)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    # Where the file and the photos wait until they are read, a few seconds; then they are deleted.
    upload_key: Mapped[str | None] = mapped_column(String(80))
    photos_key: Mapped[str | None] = mapped_column(String(80))


class StockListSource(Base):
    """The cells of a list without purchase costs, to be understood again; compressed."""

    __tablename__ = "stock_list_source"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("stock_list_import.id", ondelete="CASCADE"), primary_key=True
    )
    grid: Mapped[bytes] = mapped_column(LargeBinary)


class StockListLine(Base):
    """A line of a list, or a listing that the list no longer holds.

    `parsed` is the line as the reader understood it (what `stocklist parse` prints), `edited` what
    a person wrote over it, `before` what the listing said before the import changed it.
    """

    __tablename__ = "stock_list_line"
    __table_args__ = (
        UniqueConstraint("import_id", "place"),
        Index("ix_stock_list_line_import_id_stand_place", "import_id", "stand", "place"),
        Index("ix_stock_list_line_listing_id", "listing_id"),
        Index("ix_stock_list_line_match_id", "match_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("stock_list_import.id", ondelete="CASCADE"))
    place: Mapped[int]
    sheet: Mapped[str | None] = mapped_column(String(200))
    row: Mapped[int]
    parsed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    edited: Mapped[dict[str, Any] | None] = mapped_column(Json)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    is_out: Mapped[bool] = mapped_column(default=False)
    stand: Mapped[Group] = mapped_column(Choice(Group))
    # Why it stands there, the first reason: an issue, a refusal, the rule that dropped the row.
    reason: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[Kind] = mapped_column(Choice(Kind), default=Kind.NEW)
    # The listing it is about, and whether somebody said yes (or no) to a likeness.
    match_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"))
    is_same: Mapped[bool | None]
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # What could not be done with it, told once it was tried.
    note: Mapped[dict[str, Any] | None] = mapped_column(Json)


class StockListPhoto(Base):
    """A photo sent with a list, already without metadata (R6), by the folded name of its file."""

    __tablename__ = "stock_list_photo"
    __table_args__ = (UniqueConstraint("import_id", "name"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("stock_list_import.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str] = mapped_column(String(7))


class StockListHabit(Base):
    """What a company said of lists with these columns, proposed next time ("" for all lists)."""

    __tablename__ = "stock_list_habit"
    __table_args__ = (UniqueConstraint("company_id", "signature"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    signature: Mapped[str] = mapped_column(String(40))
    choices: Mapped[dict[str, Any]] = mapped_column(Json)
    used_at: Mapped[datetime]
