"""Reads of the counter, limited to its own sites (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select

from brocante.catalogue.models import Condition, Listing, ListingState, ListingStock
from brocante.catalogue.rules import PriceKind
from brocante.companies.models import Site
from brocante.core.codes import read_code
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.counter.counters import Counter
from brocante.editions.models import Edition
from brocante.materials.rules import MassOrigin
from brocante.pickups.models import PickupSlot
from brocante.reservations.models import Pickup, PickupState


@dataclass(frozen=True, slots=True)
class SlotCount:
    """A slot with how many are expected in it; nobody's name. Times are UTC."""

    id: int
    site_id: int
    site_name: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    waiting: int
    done: int
    missed: int

    def is_running(self, now: datetime) -> bool:
        """Tell whether its visitors come at this moment."""
        return self.starts_at <= now < self.ends_at

    def concerns(self, now: datetime) -> bool:
        """Tell whether there is something to do: it runs, or somebody is still to come."""
        return self.is_running(now) or self.waiting > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A listing as the counter sells it; mass is of one unit, amounts TTC."""

    id: int
    code: str
    title: str
    site_id: int | None
    commune_code: str | None
    state: ListingState
    family: str | None
    material: str | None
    condition: Condition | None
    defect: str
    unit: Unit
    smallest: Quantity
    indivisible: bool
    price_kind: PriceKind
    price_cents: int | None
    unit_mass_g: int | None
    mass_origin: MassOrigin
    location: str
    quantity: Quantity
    reserved: Quantity
    handed_over: Quantity

    @property
    def left(self) -> Quantity:
        """What is there and promised to nobody."""
        return self.quantity - self.reserved - self.handed_over

    @property
    def present(self) -> Quantity:
        """What should stand in the yard."""
        return self.quantity - self.handed_over

    @property
    def usual_sale(self) -> Quantity:
        """What a sale on the spot opens at: a whole lot, or the smallest quantity sold."""
        is_whole = self.indivisible or self.price_kind is PriceKind.LOT
        return self.present if is_whole else self.smallest


@dataclass(frozen=True, slots=True)
class Label:
    """Whose goods a label is on; `edition` is the edition as addresses name it."""

    code: str
    company_id: int
    edition_id: int
    edition: str


def slots_between(
    counter: Counter, start: datetime, end: datetime, limit: int = 200
) -> list[SlotCount]:
    """Return the slots at the counter's sites that begin in a span, with counts. One query."""
    span = _slots(counter).where(PickupSlot.starts_at >= start, PickupSlot.starts_at < end)
    return [SlotCount(*row) for row in session.execute(span.limit(limit))]


def own_slot(counter: Counter, slot_id: int) -> SlotCount | None:
    """Return a slot with its counts; None when it is not at one of the counter's sites."""
    row = session.execute(_slots(counter).where(PickupSlot.id == slot_id)).first()
    return SlotCount(*row) if row else None


def _slots(counter: Counter) -> Select[*tuple[Any, ...]]:
    def count(*states: PickupState) -> ColumnElement[int]:
        return cast(
            func.coalesce(func.sum(case((Pickup.state.in_(states), 1), else_=0)), 0), Integer
        )

    return (
        select(
            PickupSlot.id,
            Site.id,
            Site.name,
            PickupSlot.starts_at,
            PickupSlot.ends_at,
            count(PickupState.BOOKED, PickupState.DONE, PickupState.NO_SHOW),
            count(PickupState.BOOKED),
            count(PickupState.DONE),
            count(PickupState.NO_SHOW),
        )
        .join(Site, Site.id == PickupSlot.site_id)
        .outerjoin(Pickup, Pickup.slot_id == PickupSlot.id)
        .where(Site.id.in_(counter.site_ids))
        .group_by(PickupSlot.id, Site.id, Site.name, PickupSlot.starts_at, PickupSlot.ends_at)
        .order_by(PickupSlot.starts_at, Site.name, PickupSlot.id)
    )


def next_slot_start(counter: Counter, after: datetime) -> datetime | None:
    """Return when the next slot at the counter's sites begins."""
    return session.scalar(
        select(func.min(PickupSlot.starts_at))
        .join(Site, Site.id == PickupSlot.site_id)
        .where(Site.id.in_(counter.site_ids), PickupSlot.starts_at >= after)
    )


def find_goods(counter: Counter, code: str) -> Goods | None:
    """Return a listing that stands at one of the counter's sites."""
    found = next(iter(goods_by_id(counter, codes=[read_code(code)]).values()), None)
    return found if found is not None and found.site_id in counter.site_ids else None


def goods_by_id(
    counter: Counter, *, ids: Sequence[int] = (), codes: Sequence[str] = ()
) -> dict[int, Goods]:
    """Return listings of the counter's company, by id or code, with their stock now."""
    rows = session.execute(
        select(
            *(getattr(Listing, name) for name in _OF_LISTING),
            Site.commune_code,
            ListingStock.quantity,
            ListingStock.reserved,
            ListingStock.handed_over,
        )
        .join(ListingStock, ListingStock.listing_id == Listing.id)
        .outerjoin(Site, Site.id == Listing.site_id)
        .where(
            Listing.company_id == counter.company_id,
            Listing.edition_id == counter.edition_id,
            Listing.id.in_(ids) if ids else Listing.code.in_(codes),
        )
    )
    return {row["id"]: Goods(**row) for row in rows.mappings()}


_OF_LISTING = (
    "id",
    "code",
    "title",
    "site_id",
    "state",
    "family",
    "material",
    "condition",
    "defect",
    "unit",
    "smallest",
    "indivisible",
    "price_kind",
    "price_cents",
    "unit_mass_g",
    "mass_origin",
    "location",
)


def find_label(code: str) -> Label | None:
    """Return whose goods a label is on, for everybody who scans it."""
    row = session.execute(
        select(Listing.code, Listing.company_id, Listing.edition_id, Edition.slug)
        .join(Edition, Edition.id == Listing.edition_id)
        .where(Listing.code == read_code(code))
    ).first()
    return Label(*row) if row else None
