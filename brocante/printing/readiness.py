"""What is ready to print and what is missing first, counted for an edition or one company."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, case, cast, func, select

from brocante.catalogue.models import (
    ComparisonKind,
    Condition,
    Listing,
    ListingState,
    PriceKind,
)
from brocante.companies.models import Participation, ParticipationState, Site, SiteOpening
from brocante.core.db import session
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, PickupState


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many listings and sites are ready, and how many lack what paper needs."""

    published: int
    drafts: int
    without_price: int
    without_rack: int
    without_defect: int
    unattested: int
    sites: int
    without_pin: int
    without_hours: int
    pickups: int

    @property
    def lacks_nothing(self) -> bool:
        """Tell whether nothing is missing."""
        return not (
            self.drafts
            or self.without_price
            or self.without_rack
            or self.without_defect
            or self.unattested
            or self.without_pin
            or self.without_hours
        )


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    matches = conditions[0]
    for condition in conditions[1:]:
        matches = matches & condition
    return cast(func.coalesce(func.sum(case((matches, 1), else_=0)), 0), Integer)


def readiness(edition_id: int, company_id: int | None) -> Readiness:
    """Return the counts. Three queries."""
    shown = Listing.state == ListingState.PUBLISHED
    listings = select(
        _count(shown),
        _count(Listing.state == ListingState.DRAFT),
        _count(shown, Listing.price_cents.is_(None), Listing.price_kind != PriceKind.FREE),
        _count(shown, Listing.location == ""),
        _count(shown, Listing.condition == Condition.DECLASSED, Listing.defect == ""),
        _count(
            shown,
            Listing.comparison == ComparisonKind.LOWEST_30_DAYS,
            Listing.comparison_attested_at.is_(None),
        ),
    ).where(Listing.edition_id == edition_id)
    has_hours = select(SiteOpening.id).where(SiteOpening.site_id == Site.id).exists()
    sites = (
        select(
            _count(Site.pin_confirmed_at.is_not(None)),
            _count(Site.pin_confirmed_at.is_(None)),
            _count(~has_hours),
        )
        .join(Participation, Participation.id == Site.participation_id)
        .where(Site.edition_id == edition_id, Participation.state == ParticipationState.APPROVED)
    )
    expected = (
        select(func.count())
        .select_from(Pickup)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .join(Site, Site.id == Pickup.site_id)
        .where(PickupSlot.edition_id == edition_id, Pickup.state != PickupState.CANCELLED)
    )
    if company_id is not None:
        listings = listings.where(Listing.company_id == company_id)
        sites = sites.where(Site.company_id == company_id)
        expected = expected.where(Site.company_id == company_id)
    pickups = session.scalar(expected) or 0
    return Readiness(*session.execute(listings).one(), *session.execute(sites).one(), pickups)
