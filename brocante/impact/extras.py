"""Reads of what people added: parameters and their trace, texts, logos, published versions."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from brocante.accounts.models import Account
from brocante.core.db import session
from brocante.impact.models import (
    FreedSpace,
    ParameterChange,
    PublishedReport,
    ReportLogo,
    ReportText,
    UnsoldOutcome,
)
from brocante.impact.parameters import DEFAULTS, Parameters, with_changes


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter set to a value: when, by whom, why, and the value that counted until then."""

    name: str
    value: Decimal | None
    reason: str
    at: datetime
    by: str
    before: Decimal | None = None


def changes(edition_id: int) -> list[Change]:
    """Return the changes of parameters, the first one first. One query."""
    statement = (
        select(
            ParameterChange.name,
            ParameterChange.value,
            ParameterChange.reason,
            ParameterChange.at,
            Account.name,
        )
        .outerjoin(Account, Account.id == ParameterChange.account_id)
        .where(ParameterChange.edition_id == edition_id)
        .order_by(ParameterChange.id)
    )
    counted: dict[str, Decimal | None] = {name.value: value for name, value in DEFAULTS.items()}
    made = []
    for name, text, reason, at, by in session.execute(statement):
        value = None if text is None else Decimal(text)
        made.append(Change(name, value, reason, at, by or "", counted.get(name)))
        counted[name] = value
    return made


def parameters_of(made: list[Change]) -> Parameters:
    """Return the parameters that count after some changes."""
    return with_changes((change.name, change.value) for change in made)


def report_text(edition_id: int) -> ReportText | None:
    """Return the words of the organiser, if any."""
    return session.get(ReportText, edition_id)


def logos(edition_id: int) -> list[ReportLogo]:
    """Return the logos of the funders, in the order they came."""
    statement = select(ReportLogo).where(ReportLogo.edition_id == edition_id)
    return list(session.scalars(statement.order_by(ReportLogo.id)))


def published(edition_id: int) -> list[PublishedReport]:
    """Return the signed versions of an edition's figures, the latest first."""
    statement = select(PublishedReport).where(PublishedReport.edition_id == edition_id)
    return list(session.scalars(statement.order_by(PublishedReport.version.desc())))


def space_of(site_id: int) -> FreedSpace | None:
    """Return what a company typed of the floor of a site."""
    return session.get(FreedSpace, site_id)


def outcomes(listing_ids: list[int]) -> dict[int, UnsoldOutcome]:
    """Return what was said of some listings, by their id."""
    statement = select(UnsoldOutcome).where(UnsoldOutcome.listing_id.in_(listing_ids))
    return {row.listing_id: row for row in session.scalars(statement)}
