"""The books following the yard: traced corrections by the counter, and the promises they endanger.

A correction names what it was made for in its reason, as `kind:reference`, so that an undo takes
exactly that one back. What the company counts itself settles everything before it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, type_coerce

from brocante.catalogue import stock
from brocante.catalogue.models import Listing, ListingStock, StockCorrection
from brocante.companies.models import Company, Site
from brocante.core import clock
from brocante.core.db import QuantityType, session
from brocante.core.units import ZERO, Quantity, Unit
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, Reservation, ReservationLine

# A quantity the company typed into the listing, or found right when it went to look.
_EDITED, _COUNTED = "edited", "counted"
_RECOUNTS = frozenset({_EDITED, _COUNTED})
_UNDONE = "_undone"
_free = ListingStock.quantity - ListingStock.reserved - ListingStock.handed_over


class Correction(StrEnum):
    """Why the counter corrects a quantity."""

    OVERRULED = "overruled"  # promised goods left with somebody else; reference: the hand-over
    FOUND = "found"  # more left than the books knew of; reference: the hand-over
    BROKEN = "broken"  # does not go back on sale; reference: the reservation line


_KINDS = frozenset(Correction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endangered:
    """A promise for which goods may be missing. `missing` is of the listing, not of the line."""

    company: str
    listing_code: str
    title: str
    unit: Unit
    missing: Quantity
    pickup_id: int
    ticket_code: str
    name: str
    phone: str | None
    email: str | None
    site_name: str
    starts_at: datetime
    promised: Quantity


def correct(
    listing_id: int,
    change: Quantity,
    kind: Correction,
    reference: int,
    account_id: int | None,
) -> bool:
    """Change what there is of a listing, with its trace; False when promises stand against it."""
    return stock.add_quantity(
        listing_id, change, reason=f"{kind}:{reference}", account_id=account_id
    )


def take_back(listing_id: int, kind: Correction, reference: int, account_id: int | None) -> None:
    """Undo the correction made for `reference`, unless the company has recounted since.

    Only for goods that are there again (broken ones were not): that is always possible.
    """
    net = _standing(listing_id).get((kind, reference), ZERO)
    _undo(listing_id, kind, reference, net, account_id)


def shrink(listing_id: int, first: int, account_id: int | None) -> None:
    """Take back what let goods leave beyond the books, as far as goods came back and are free.

    The corrections for the hand-over `first` go first, then the latest. What the company counted
    since stays, and so does what promises have taken up: there, goods may still be missing.
    """
    quantity = stock.lock_stock(listing_id)
    free = session.scalar(
        select(type_coerce(_free, QuantityType())).where(ListingStock.listing_id == listing_id)
    )
    if quantity is None or not free:
        return
    standing = [
        (reference != first, -reference, kind, net)
        for (kind, reference), net in _standing(listing_id).items()
        if kind in {Correction.OVERRULED, Correction.FOUND} and net > ZERO
    ]
    for _is_other, negative, kind, net in sorted(standing):
        back = min(net, free)
        _undo(listing_id, kind, -negative, back, account_id)
        free -= back


def settle(listing_id: int, account_id: int | None) -> None:
    """Note that somebody looked and all promised goods are there: nothing is in danger any more."""
    quantity = stock.lock_stock(listing_id)
    if quantity is None:
        return
    session.add(
        StockCorrection(
            listing_id=listing_id,
            before=quantity,
            after=quantity,
            reason=_COUNTED,
            account_id=account_id,
            at=clock.now(),
        )
    )


def endangered_promises(edition_id: int, company_id: int | None = None) -> list[Endangered]:
    """Return the promises whose goods left with somebody else, the first to come first.

    They stand here until nobody waits for the listing any more or the company has recounted it.
    """
    missing = _missing(edition_id, company_id)
    rows = session.execute(
        select(
            Company.name.label("company"),
            Listing.id.label("listing_id"),
            Listing.code.label("listing_code"),
            ReservationLine.title,
            ReservationLine.unit,
            Pickup.id.label("pickup_id"),
            Reservation.code.label("ticket_code"),
            Reservation.name,
            Reservation.phone,
            Reservation.email,
            Site.name.label("site_name"),
            PickupSlot.starts_at,
            ReservationLine.reserved.label("promised"),
        )
        .join(Pickup, Pickup.id == ReservationLine.pickup_id)
        .join(Reservation, Reservation.id == Pickup.reservation_id)
        .join(PickupSlot, PickupSlot.id == Pickup.slot_id)
        .join(Site, Site.id == Pickup.site_id)
        .join(Company, Company.id == Site.company_id)
        .join(Listing, Listing.id == ReservationLine.listing_id)
        .where(ReservationLine.listing_id.in_(missing), ReservationLine.reserved > ZERO)
        .order_by(PickupSlot.starts_at, Pickup.id)
    )
    return [
        Endangered(
            missing=missing[row["listing_id"]],
            **{name: value for name, value in row.items() if name != "listing_id"},
        )
        for row in rows.mappings()
    ]


def _missing(edition_id: int, company_id: int | None) -> dict[int, Quantity]:
    """Return how much was overruled of each listing that somebody still waits for."""
    mine: list[ColumnElement[bool]] = (
        [] if company_id is None else [Listing.company_id == company_id]
    )
    rows = session.execute(
        select(
            StockCorrection.listing_id,
            StockCorrection.reason,
            StockCorrection.before,
            StockCorrection.after,
        )
        .join(Listing, Listing.id == StockCorrection.listing_id)
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .where(Listing.edition_id == edition_id, ListingStock.reserved > ZERO, *mine)
        .order_by(StockCorrection.id)
    )
    sums: dict[int, Quantity] = {}
    for listing_id, reason, before, after in rows:
        if reason in _RECOUNTS:
            sums.pop(listing_id, None)
        elif reason.startswith(Correction.OVERRULED):
            sums[listing_id] = sums.get(listing_id, ZERO) + after - before
    return {listing_id: total for listing_id, total in sums.items() if total > ZERO}


def _standing(listing_id: int) -> dict[tuple[Correction, int], Quantity]:
    """Return the corrections of a listing by what they were made for, less what was undone."""
    rows = session.execute(
        select(StockCorrection.reason, StockCorrection.before, StockCorrection.after).where(
            StockCorrection.listing_id == listing_id,
            StockCorrection.id > _last_recount(listing_id),
        )
    )
    sums: dict[tuple[Correction, int], Quantity] = {}
    for reason, before, after in rows:
        kind, _colon, reference = reason.partition(":")
        kind = kind.removesuffix(_UNDONE)
        if kind in _KINDS and reference.isdecimal():
            key = (Correction(kind), int(reference))
            sums[key] = sums.get(key, ZERO) + after - before
    return sums


def _undo(
    listing_id: int, kind: Correction, reference: int, change: Quantity, account_id: int | None
) -> None:
    reason = f"{kind}{_UNDONE}:{reference}"
    stock.add_quantity(listing_id, -change, reason=reason, account_id=account_id)


def _last_recount(listing_id: int) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.max(StockCorrection.id), 0))
        .where(StockCorrection.listing_id == listing_id, StockCorrection.reason.in_(_RECOUNTS))
        .scalar_subquery()
    )
