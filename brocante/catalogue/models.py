"""Listings, their photos, and their stock in a narrow table of its own.

Stock changes at every reservation; the wide listing row and its indexes do not. Only `available`
is indexed, and it changes only when the stock reaches zero or leaves it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.catalogue.rules import ComparisonKind, Condition, ListingState, PriceKind
from brocante.companies.models import Company, Site
from brocante.core.db import Base, Choice, Identifier
from brocante.core.units import Quantity, Unit
from brocante.materials.rules import MassOrigin

__all__ = [
    "ComparisonKind",
    "Condition",
    "Listing",
    "ListingState",
    "ListingStock",
    "ListingTally",
    "MissedSearch",
    "Photo",
    "PriceKind",
    "StockCorrection",
]


class Listing(Base):
    """Some goods a company sells at one site. Prices are TTC cents, sizes mm, masses grams."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_shown", "edition_id", "state", "available", "id"),
        Index("ix_listing_family", "edition_id", "state", "available", "family", "id"),
        Index("ix_listing_company_id_edition_id", "company_id", "edition_id"),
        Index("ix_listing_site", "site_id", "state", "available"),
        CheckConstraint("price_cents IS NULL OR price_cents >= 0", name="price"),
        CheckConstraint("smallest > 0", name="smallest"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    state: Mapped[ListingState] = mapped_column(Choice(ListingState), default=ListingState.DRAFT)
    available: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(140), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    family: Mapped[str | None] = mapped_column(String(40))
    # A code of the reference table; empty: the seller says that none fits; None: not asked yet.
    material: Mapped[str | None] = mapped_column(String(60))
    condition: Mapped[Condition | None] = mapped_column(Choice(Condition))
    defect: Mapped[str] = mapped_column(String(300), default="")
    unit: Mapped[Unit] = mapped_column(Choice(Unit), default=Unit.PIECE)
    smallest: Mapped[Quantity] = mapped_column(default=Quantity(1000))
    indivisible: Mapped[bool] = mapped_column(default=False)
    price_kind: Mapped[PriceKind] = mapped_column(Choice(PriceKind), default=PriceKind.UNIT)
    price_cents: Mapped[int | None]
    comparison: Mapped[ComparisonKind] = mapped_column(
        Choice(ComparisonKind), default=ComparisonKind.NONE
    )
    comparison_cents: Mapped[int | None]
    comparison_attested_at: Mapped[datetime | None]
    comparison_attested_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    thickness_mm: Mapped[int | None]
    diameter_mm: Mapped[int | None]
    unit_mass_g: Mapped[int | None]  # of one unit; None is unknown, never guessed (R7)
    mass_origin: Mapped[MassOrigin] = mapped_column(Choice(MassOrigin), default=MassOrigin.UNKNOWN)
    reference: Mapped[str] = mapped_column(String(80), default="")
    batch: Mapped[str] = mapped_column(String(80), default="")
    location: Mapped[str] = mapped_column(String(80), default="")
    # The form as it was typed, as JSON, while some of it waits to be understood or published.
    typed: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    company: Mapped[Company] = relationship(lazy="raise_on_sql")
    site: Mapped[Site | None] = relationship(lazy="raise_on_sql")
    stock: Mapped["ListingStock"] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", uselist=False
    )
    photos: Mapped[list["Photo"]] = relationship(
        lazy="raise_on_sql", order_by="Photo.position", cascade="all, delete-orphan"
    )


class ListingStock(Base):
    """What there is, what is promised, what is gone (R1). Changed only by conditional UPDATE."""

    __tablename__ = "listing_stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("handed_over >= 0", name="handed_over"),
        CheckConstraint("reserved + handed_over <= quantity", name="promises"),
        {"postgresql_with": {"fillfactor": "60"}},
    )

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True
    )
    quantity: Mapped[Quantity]
    reserved: Mapped[Quantity] = mapped_column(default=Quantity(0))
    handed_over: Mapped[Quantity] = mapped_column(default=Quantity(0))

    @property
    def left(self) -> Quantity:
        """What can still be reserved or sold."""
        return self.quantity - self.reserved - self.handed_over


class ListingTally(Base):
    """How many listings a large edition shows: by family and condition, or at a site.

    See `catalogue/tallies.py`. Rows of a site have neither family nor condition.
    """

    __tablename__ = "listing_tally"
    __table_args__ = (Index("ix_listing_tally_edition", "edition_id", "site_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    family: Mapped[str | None] = mapped_column(String(40))
    condition: Mapped[Condition | None] = mapped_column(Choice(Condition))
    count: Mapped[int]


class StockCorrection(Base):
    """A traced change of a listing's quantity: by its company, or because the yard disagreed."""

    __tablename__ = "stock_correction"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[Quantity]
    after: Mapped[Quantity]
    reason: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Photo(Base):
    """A photo in two renditions, `<key>-400.webp` and `<key>-1200.webp`, without metadata (R6)."""

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("listing_id", "upload_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    upload_id: Mapped[str] = mapped_column(String(40))  # made by the sender: a retry adds nothing
    key: Mapped[str] = mapped_column(String(64), index=True)
    position: Mapped[int]
    width: Mapped[int]  # of the large rendition
    height: Mapped[int]
    colour: Mapped[str] = mapped_column(String(7))
    created_at: Mapped[datetime]


class MissedSearch(Base):
    """How often some words were asked for on a day without an answer that has them all."""

    __tablename__ = "missed_search"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
