"""Reads about links to counters and the phones on which they were started."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from brocante.companies.models import Company, Participation, Site
from brocante.core import clock
from brocante.core.codes import read_id
from brocante.core.db import session
from brocante.counter.counters import Counter
from brocante.counter.models import CounterAccess, CounterPhone
from brocante.counter.standing import Span, Standing, standing
from brocante.editions.models import Edition, EditionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to the counter of one site."""

    id: int
    name: str
    token: str
    opens_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    site_id: int
    site_name: str
    commune: str
    company_id: int
    company_name: str
    edition_id: int
    edition_state: EditionState

    def days(self, time_zone: str) -> tuple[date, date]:
        """Return the first and the last day it works."""
        last = self.ends_at - timedelta(seconds=1)
        first_day, last_day = (
            clock.to_local(each, time_zone).date() for each in (self.opens_at, last)
        )
        return first_day, last_day

    def standing(self, now: datetime) -> Standing:
        """Tell whether it works at a moment."""
        return standing(
            Span(self.opens_at, self.ends_at),
            now,
            self.edition_state,
            revoked=self.revoked_at is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone on which a link was started."""

    id: int
    link: Link
    started_at: datetime
    last_contact_at: datetime
    unsent: int
    closed_at: datetime | None
    rehearsed_at: datetime | None
    rehearsal: dict[str, Any] | None

    def standing(self, now: datetime) -> Standing:
        """Tell whether its counter works at a moment."""
        of_link = self.link.standing(now)
        is_open = of_link in {Standing.OPEN, Standing.SOON, Standing.OVER}
        return Standing.CLOSED if self.closed_at is not None and is_open else of_link

    @property
    def is_ready(self) -> bool:
        """Tell whether its last rehearsal went well."""
        return bool(self.rehearsal and self.rehearsal.get("passed"))

    @property
    def counter(self) -> Counter:
        """The counter whose goods it hands over."""
        return Counter(
            self.link.edition_id,
            self.link.company_id,
            (self.link.site_id,),
            self.link.name,
            phone_id=self.id,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A site that may have counters."""

    id: int
    name: str
    commune: str
    company: str


def secret_hash(secret: str) -> str:
    """Return what is stored of a phone's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_link(token: str) -> Link | None:
    """Return the link at an address."""
    return next(iter(_links_where(_links().where(CounterAccess.token == token[:64]))), None)


def links_of(site_ids: Collection[int]) -> list[Link]:
    """Return the links of some sites by site and name; revoked ones last."""
    statement = _links().where(CounterAccess.site_id.in_(site_ids))
    return _links_where(
        statement.order_by(
            Company.name,
            Site.name,
            Site.id,
            CounterAccess.revoked_at.is_not(None),
            CounterAccess.name,
            CounterAccess.id,
        )
    )


def link_of(site_ids: Collection[int], access_id: int) -> Link | None:
    """Return a link of one of some sites."""
    statement = _links().where(CounterAccess.id == access_id, CounterAccess.site_id.in_(site_ids))
    return next(iter(_links_where(statement)), None)


def phones_of(links: Collection[Link]) -> dict[int, list[Phone]]:
    """Return the phones of some links by link, the last one heard of first. One query."""
    by_id = {link.id: link for link in links}
    rows = session.execute(
        select(*_PHONE, CounterPhone.access_id)
        .where(CounterPhone.access_id.in_(by_id))
        .order_by(CounterPhone.last_contact_at.desc(), CounterPhone.id)
    )
    phones: dict[int, list[Phone]] = {}
    for *values, access_id in rows:
        phones.setdefault(access_id, []).append(_phone(by_id[access_id], values))
    return phones


def phone_of_cookie(cookie: str) -> Phone | None:
    """Return the phone whose number and secret a cookie holds, also when its counter is over."""
    number, _dot, secret = cookie.partition(".")
    phone_id = read_id(number)
    if not phone_id or not secret:
        return None
    row = session.execute(
        select(*_PHONE, CounterPhone.access_id, CounterPhone.secret_hash).where(
            CounterPhone.id == phone_id
        )
    ).first()
    if row is None or not hmac.compare_digest(row[-1], secret_hash(secret)):
        return None
    (link,) = _links_where(_links().where(CounterAccess.id == row[-2]))
    return _phone(link, list(row[:-2]))


def sites_of_edition(edition_id: int) -> list[int]:
    """Return the sites of all companies of an edition."""
    return list(
        session.scalars(
            select(Site.id)
            .join(Participation, Participation.id == Site.participation_id)
            .where(Participation.edition_id == edition_id)
            .order_by(Site.id)
        )
    )


def sites_named(site_ids: Collection[int]) -> list[Place]:
    """Return some sites by company and name."""
    rows = session.execute(
        select(Site.id, Site.name, Site.commune, Company.name)
        .join(Company, Company.id == Site.company_id)
        .where(Site.id.in_(site_ids))
        .order_by(Company.name, Site.name, Site.id)
    )
    return [Place(*row) for row in rows]


def is_working(phone: Phone) -> bool:
    """Tell whether a phone may hand over now."""
    return phone.standing(clock.now()) is Standing.OPEN


_PHONE = (
    CounterPhone.id,
    CounterPhone.started_at,
    CounterPhone.last_contact_at,
    CounterPhone.unsent,
    CounterPhone.closed_at,
    CounterPhone.rehearsed_at,
    CounterPhone.rehearsal,
)


def _phone(link: Link, values: list[Any]) -> Phone:
    return Phone(link=link, **dict(zip((column.key for column in _PHONE), values, strict=True)))


def _links() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CounterAccess.id,
            CounterAccess.name,
            CounterAccess.token,
            CounterAccess.opens_at,
            CounterAccess.ends_at,
            CounterAccess.revoked_at,
            Site.id.label("site_id"),
            Site.name.label("site_name"),
            Site.commune,
            Company.id.label("company_id"),
            Company.name.label("company_name"),
            Edition.id.label("edition_id"),
            Edition.state.label("edition_state"),
        )
        .join(Site, Site.id == CounterAccess.site_id)
        .join(Company, Company.id == Site.company_id)
        .join(Participation, Participation.id == Site.participation_id)
        .join(Edition, Edition.id == Participation.edition_id)
    )


def _links_where(statement: Select[*tuple[Any, ...]]) -> list[Link]:
    return [Link(**row) for row in session.execute(statement).mappings()]
