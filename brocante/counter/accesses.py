"""Links to counters made and revoked; phones that start, rehearse and close one.

`site_ids` are the sites the acting person answers for: the company's own, or those of the edition.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.codes import new_token
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.counter.errors import AccessNotFound, AccessNotOpen, StandsElsewhere
from brocante.counter.models import CounterAccess, CounterPhone
from brocante.counter.phones import Link, Phone, find_link, is_working, links_of, secret_hash
from brocante.counter.standing import Span, Standing, check_name

# What the rehearsal looks at on a phone, and what it may say of each.
CHECKS = frozenset(
    {
        "https",
        "storage",
        "camera",
        "sound",
        "vibration",
        "clock",
        "space",
        "network",
        "offline",
        "handover",
    }
)
VERDICTS = frozenset({"ok", "warn", "bad"})


@dataclass(frozen=True, slots=True)
class Started:
    """A phone that stands at a counter from now on; its secret is known to it alone."""

    phone_id: int
    secret: str
    link: Link

    @property
    def cookie(self) -> str:
        """What the phone keeps and sends with each request."""
        return f"{self.phone_id}.{self.secret}"


@transactional
def create(author: Identity, site_ids: Collection[int], site_id: int, name: str, span: Span) -> int:
    """Make a link to the counter of a site; return its number. Raises AccessNotFound."""
    if site_id not in site_ids:
        raise AccessNotFound
    access = CounterAccess(
        site_id=site_id,
        name=check_name(name),
        token=new_token(),
        opens_at=span.opens_at,
        ends_at=span.ends_at,
        created_at=clock.now(),
        account_id=author.id,
    )
    session.add(access)
    session.flush()
    return access.id


@transactional
def create_missing(author: Identity, site_ids: Collection[int], name: str, span: Span) -> int:
    """Make a link for each site that has none in force; return how many were made."""
    now = clock.now()
    ended = {Standing.REVOKED, Standing.OVER, Standing.ARCHIVED}
    served = {link.site_id for link in links_of(site_ids) if link.standing(now) not in ended}
    missing = sorted(set(site_ids) - served)
    for site_id in missing:
        create(author, site_ids, site_id, name, span)
    return len(missing)


@transactional
def revoke(site_ids: Collection[int], access_id: int) -> None:
    """End a link for good: its phones are cut off at their next contact. Raises AccessNotFound."""
    access = session.get(CounterAccess, access_id, populate_existing=True)
    if access is None or access.site_id not in site_ids:
        raise AccessNotFound
    access.revoked_at = access.revoked_at or clock.now()


@transactional
def start(token: str, present: Phone | None = None) -> Started:
    """Let a phone stand at the counter of a link.

    `present` is the counter the phone holds already. Raises AccessNotFound, AccessNotOpen and
    StandsElsewhere.
    """
    link = find_link(token)
    if link is None:
        raise AccessNotFound
    now = clock.now()
    if link.standing(now) is not Standing.OPEN:
        raise AccessNotOpen
    if present is not None and present.link.id != link.id and is_working(present):
        raise StandsElsewhere(name=present.link.name)
    secret = new_token()
    phone = CounterPhone(
        access_id=link.id,
        secret_hash=secret_hash(secret),
        started_at=now,
        last_contact_at=now,
    )
    session.add(phone)
    session.flush()
    return Started(phone.id, secret, link)


@transactional
def close(phone_id: int) -> None:
    """Note that a phone gave its counter up."""
    phone = session.get(CounterPhone, phone_id, populate_existing=True)
    if phone is not None and phone.closed_at is None:
        phone.closed_at = clock.now()


@transactional
def keep_rehearsal(phone_id: int, checks: Mapping[str, object], *, passed: bool) -> None:
    """Keep what a phone found about itself; what is not known is left out."""
    phone = session.get(CounterPhone, phone_id, populate_existing=True)
    if phone is None:
        return
    known = {name: checks[name] for name in sorted(CHECKS) if checks.get(name) in VERDICTS}
    phone.rehearsal = {"passed": passed and len(known) == len(CHECKS), "checks": known}
    phone.rehearsed_at = phone.last_contact_at = clock.now()
