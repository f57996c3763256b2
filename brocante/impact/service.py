"""Writes of the report: parameters, texts, logos, what companies type, signatures."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select

from brocante.accounts.queries import Identity
from brocante.catalogue.models import Listing
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import NotFound
from brocante.core.storage import Store
from brocante.core.transaction import after_commit, transactional
from brocante.editions.models import Edition
from brocante.editions.queries import own_edition
from brocante.impact.errors import (
    NothingToPublish,
    NotOverYet,
    OutletMissing,
    ReasonMissing,
    SpaceOutOfBounds,
    TooManyLogos,
)
from brocante.impact.models import (
    FreedSpace,
    Outcome,
    ParameterChange,
    PublishedReport,
    ReportLogo,
    ReportText,
    UnsoldOutcome,
)
from brocante.impact.parameters import Parameter, check_change
from brocante.impact.queries import every_line
from brocante.impact.rules import results_are_public

MOST_LOGOS = 12
_MOST_PALLETS = 100_000
_MOST_LEVELS = 9
_MOST_DM2 = 10_000_000


@dataclass(frozen=True, slots=True)
class Rest:
    """What a company says of the rest of a listing; `outcome` None takes it back."""

    outcome: Outcome | None
    outlet: str = ""


@transactional
def set_parameter(
    who: Identity, edition_id: int, name: Parameter, value: Decimal | None, reason: str
) -> None:
    """Set a parameter of an edition, with its reason. Raises what `check_change` raises."""
    edition = own_edition(who, edition_id)
    check_change(name, value, reason)
    session.add(
        ParameterChange(
            edition_id=edition.id,
            name=name.value,
            value=None if value is None else f"{value.normalize():f}",
            reason=reason.strip(),
            account_id=who.id,
            at=clock.now(),
        )
    )


@transactional
def save_texts(who: Identity, edition_id: int, introduction: str, thanks: str) -> None:
    """Store the organiser's words."""
    edition = own_edition(who, edition_id)
    session.merge(
        ReportText(
            edition_id=edition.id,
            introduction=introduction.strip(),
            thanks=thanks.strip(),
            updated_at=clock.now(),
        )
    )


@transactional
def add_logo(who: Identity, edition_id: int, name: str, png: bytes, store: Store) -> None:
    """Add the logo of a funder, a picture made ready by `logos.prepare_logo`."""
    edition = own_edition(who, edition_id)
    held = select(func.count()).where(ReportLogo.edition_id == edition.id)
    if (session.scalar(held) or 0) >= MOST_LOGOS:
        raise TooManyLogos(most=MOST_LOGOS)
    key = f"logos/{hashlib.sha256(png).hexdigest()[:32]}.png"
    store.put(key, png, "image/png")
    session.add(
        ReportLogo(edition_id=edition.id, name=name.strip(), key=key, created_at=clock.now())
    )


@transactional
def remove_logo(who: Identity, edition_id: int, logo_id: int, store: Store) -> None:
    """Remove a logo, its file too unless another edition shows it."""
    edition = own_edition(who, edition_id)
    logo = session.get(ReportLogo, logo_id)
    if logo is None or logo.edition_id != edition.id:
        raise NotFound
    key = logo.key
    session.delete(logo)
    session.flush()
    others = select(func.count()).where(ReportLogo.key == key)
    if not session.scalar(others):
        after_commit(lambda: store.delete(key))


@transactional
def save_space(
    who: Identity, access: CompanyAccess, site_id: int, pallets: int, levels: int, other_dm2: int
) -> None:
    """Store the floor a company got back at one of its sites; nothing typed takes it back."""
    site = session.get(Site, site_id)
    own = (access.company_id, access.edition_id)
    if site is None or (site.company_id, site.edition_id) != own:
        raise NotFound
    in_bounds = 0 <= pallets <= _MOST_PALLETS and 0 <= other_dm2 <= _MOST_DM2
    if not in_bounds or not 1 <= levels <= _MOST_LEVELS:
        raise SpaceOutOfBounds(field="pallets")
    if not pallets and not other_dm2:
        session.execute(delete(FreedSpace).where(FreedSpace.site_id == site_id))
        return
    session.merge(
        FreedSpace(
            site_id=site_id,
            pallets=pallets,
            levels=levels,
            other_dm2=other_dm2,
            account_id=who.id,
            at=clock.now(),
        )
    )


@transactional
def save_outcomes(who: Identity, access: CompanyAccess, said: Mapping[str, Rest]) -> None:
    """Store what became of the rest of a company's listings, by their codes."""
    rows = session.execute(
        select(Listing.code, Listing.id).where(
            Listing.company_id == access.company_id,
            Listing.edition_id == access.edition_id,
            Listing.code.in_(list(said)),
        )
    ).all()
    for code, listing_id in rows:
        rest = said[code]
        if rest.outcome is Outcome.GIVE and not rest.outlet.strip():
            raise OutletMissing(field=f"outlet_{code}")
        session.execute(delete(UnsoldOutcome).where(UnsoldOutcome.listing_id == listing_id))
        if rest.outcome is not None:
            session.add(
                UnsoldOutcome(
                    listing_id=listing_id,
                    outcome=rest.outcome,
                    outlet=rest.outlet.strip() if rest.outcome is Outcome.GIVE else "",
                    account_id=who.id,
                    at=clock.now(),
                )
            )


@transactional
def publish(
    who: Identity, edition_id: int, figures: dict[str, Any], data_version: str, reason: str
) -> int:
    """Sign the figures of an edition; return the version. A later one needs a reason.

    The ledger they sum is named by its hash: whoever has the lines can prove that they are these.
    """
    edition: Edition = own_edition(who, edition_id)
    if not results_are_public(edition.state):
        raise NotOverYet
    if not figures["total"]["lines"]:
        raise NothingToPublish
    latest = session.scalar(
        select(func.max(PublishedReport.version)).where(PublishedReport.edition_id == edition.id)
    )
    if latest and not reason.strip():
        raise ReasonMissing(field="reason")
    session.add(
        PublishedReport(
            edition_id=edition.id,
            version=(latest or 0) + 1,
            figures=figures,
            ledger_sha256=ledger_hash(edition.id),
            data_version=data_version,
            reason=reason.strip(),
            signed_by=who.name or who.email,
            account_id=who.id,
            at=clock.now(),
        )
    )
    return (latest or 0) + 1


def ledger_hash(edition_id: int) -> str:
    """Return the SHA-256 of all lines of the ledger, oldest first."""
    digest = hashlib.sha256()
    for line in every_line(edition_id):
        cells = (
            line.id,
            line.at.isoformat(),
            line.kind,
            line.undoes_id or "",
            line.site_id,
            line.code,
            line.family,
            line.material or "",
            line.condition,
            line.quantity.thousandths,
            line.unit,
            line.amount_cents,
            "" if line.mass_g is None else line.mass_g,
            line.mass_origin,
        )
        digest.update(";".join(map(str, cells)).encode() + b"\n")
    return digest.hexdigest()
