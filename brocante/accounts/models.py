"""People and organisers. Tokens are stored as hashes: a stolen database opens no door."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brocante.core.db import Base, Choice, Identifier


class Role(StrEnum):
    """What a member may do: an owner also invites and removes members."""

    OWNER = "owner"
    MEMBER = "member"


class Account(Base):
    """A person who signs in, by password or by a link sent to the address."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    created_at: Mapped[datetime]
    last_seen_on: Mapped[date | None]


class AccountSession(Base):
    """One signed-in browser. Ended at sign-out and when the password changes."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    device: Mapped[str] = mapped_column(String(120), default="")
    # Opened by a mailed link: for a while, a forgotten password may be replaced.
    by_link: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class SignInLink(Base):
    """A one-use link sent by mail; consumed by POST, never by GET (mail scanners open links)."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, kept for an hour to slow guessing; hashes, not addresses."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account_key_at", "account_key", "at"),
        Index("ix_sign_in_attempt_address_key_at", "address_key", "at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Organiser(Base):
    """A PTCE or association that runs editions. Several can share one installation."""

    __tablename__ = "organiser"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    legal_notice: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]


class OrganiserMember(Base):
    """A person's role in an organiser."""

    __tablename__ = "organiser_member"

    organiser_id: Mapped[int] = mapped_column(
        ForeignKey("organiser.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role] = mapped_column(Choice(Role))
    since: Mapped[datetime]
    organiser: Mapped[Organiser] = relationship(lazy="raise_on_sql")
    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class OrganiserInvitation(Base):
    """An invitation to join an organiser, accepted by POST with its token."""

    __tablename__ = "organiser_invitation"
    __table_args__ = (UniqueConstraint("organiser_id", "email"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(Choice(Role))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    organiser: Mapped[Organiser] = relationship(lazy="raise_on_sql")
