"""What may be offered and how: the guard rails of a listing, one `check_*` each.

Pure functions. Money is cents TTC, lengths are mm, masses grams of one unit.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from brocante.catalogue import wording
from brocante.catalogue.errors import (
    AskedNothing,
    ComparisonNotAttested,
    ComparisonNotHigher,
    ForeignSite,
    MissingComparison,
    MissingCondition,
    MissingDefect,
    MissingFamily,
    MissingPrice,
    MissingQuantity,
    MissingSite,
    MissingTitle,
    NotEnoughLeft,
    NothingLeft,
    NotInSteps,
    NotWhole,
    RefusedGoods,
    SmallestNotPositive,
    SmallestNotWhole,
    SmallestTooLarge,
    SoldWhole,
)
from brocante.core.errors import DomainError
from brocante.core.units import ZERO, Quantity, Unit
from brocante.materials import rules as masses
from brocante.materials.refusals import examine
from brocante.materials.rules import MassOrigin, Material

MAX_PHOTOS = 8
ONE = Quantity(1000)


class Condition(StrEnum):
    """Why the goods are here."""

    SURPLUS = "surplus"
    DECLASSED = "declassed"
    DEMO = "demo"


class ListingState(StrEnum):
    """Whether visitors see a listing."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PriceKind(StrEnum):
    """What the price pays for. A lot is sold whole."""

    UNIT = "unit"
    LOT = "lot"
    FREE = "free"


class ComparisonKind(StrEnum):
    """What a price may be compared with; a percentage needs LOWEST_30_DAYS, attested."""

    NONE = "none"
    LOWEST_30_DAYS = "lowest_30_days"
    NEW_OBSERVED = "new_observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a seller says of some goods. `unit_mass_g` is what was typed, None otherwise.

    `material` is a code of the reference table, "" when the seller says that none fits, None when
    nothing was said. `quantity` None leaves the quantity as it is.
    """

    title: str = ""
    description: str = ""
    family: str | None = None
    material: str | None = None
    condition: Condition | None = None
    defect: str = ""
    site_id: int | None = None
    unit: Unit = Unit.PIECE
    quantity: Quantity | None = None
    smallest: Quantity = ONE
    indivisible: bool = False
    price_kind: PriceKind = PriceKind.UNIT
    price_cents: int | None = None
    comparison: ComparisonKind = ComparisonKind.NONE
    comparison_cents: int | None = None
    attested: bool = False
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    thickness_mm: int | None = None
    diameter_mm: int | None = None
    unit_mass_g: int | None = None
    weighed: bool = False
    reference: str = ""
    batch: str = ""
    location: str = ""

    @property
    def is_sold_whole(self) -> bool:
        """A lot has one price for everything, so it cannot be divided."""
        return self.indivisible or self.price_kind is PriceKind.LOT

    @property
    def text(self) -> str:
        """Everything visitors read that the seller wrote."""
        return "\n".join((self.title, self.description, self.defect))


def check_title(offer: Offer) -> None:
    """A listing has a title with at least a word in it."""
    if not re.search(r"\w{2}", offer.title):
        raise MissingTitle


def check_family(offer: Offer) -> None:
    """A listing has a family."""
    if not offer.family:
        raise MissingFamily


def check_condition(offer: Offer) -> None:
    """A listing says why the goods are here."""
    if offer.condition is None:
        raise MissingCondition


def check_defect(offer: Offer) -> None:
    """Declassed goods are sold with their defect in writing."""
    if offer.condition is Condition.DECLASSED and not re.search(r"\w{3}", offer.defect):
        raise MissingDefect


def check_site(offer: Offer, own_sites: Collection[int]) -> None:
    """The goods stand at one of the company's own sites of the edition."""
    if offer.site_id is None:
        raise MissingSite
    if offer.site_id not in own_sites:
        raise ForeignSite


def check_quantity(offer: Offer) -> None:
    """There is something, and counted goods are whole."""
    if offer.quantity is None or offer.quantity <= ZERO:
        raise MissingQuantity
    if not offer.unit.is_measured and not offer.quantity.is_whole:
        raise NotWhole


def check_smallest(offer: Offer) -> None:
    """The smallest quantity sold is positive, whole when counted, and not more than there is."""
    if offer.is_sold_whole:
        return
    if offer.smallest <= ZERO:
        raise SmallestNotPositive
    if not offer.unit.is_measured and not offer.smallest.is_whole:
        raise SmallestNotWhole
    if offer.quantity is not None and offer.quantity > ZERO and offer.smallest > offer.quantity:
        raise SmallestTooLarge


def check_price(offer: Offer) -> None:
    """What is not free has a price above zero."""
    if offer.price_kind is not PriceKind.FREE and not offer.price_cents:
        raise MissingPrice


def check_comparison(offer: Offer) -> None:
    """A comparison has a higher price; the one that gives a percentage is attested."""
    if offer.comparison is ComparisonKind.NONE or offer.price_kind is PriceKind.FREE:
        return
    if not offer.comparison_cents:
        raise MissingComparison
    if offer.comparison_cents <= (offer.price_cents or 0):
        raise ComparisonNotHigher
    if offer.comparison is ComparisonKind.LOWEST_30_DAYS and not offer.attested:
        raise ComparisonNotAttested


def check_tax_included(offer: Offer) -> None:
    """No price without tax is written in the text."""
    wording.check_tax_included(offer.text)


def check_no_percentage(offer: Offer) -> None:
    """No reduction in per cent is written in the text."""
    wording.check_no_percentage(offer.text)


def check_no_reconditioned(offer: Offer) -> None:
    """Nobody calls goods "reconditionné" here."""
    wording.check_no_reconditioned(offer.text)


def check_lawful(offer: Offer) -> None:
    """Goods that may not be offered are refused; doubtful ones wait for the seller's word."""
    finding = examine(offer.title, f"{offer.description}\n{offer.defect}")
    if finding is not None:
        raise RefusedGoods(finding.message)


_CHECKS: tuple[Callable[[Offer], None], ...] = (
    check_title,
    check_family,
    check_condition,
    check_defect,
    check_quantity,
    check_smallest,
    check_price,
    check_comparison,
    check_tax_included,
    check_no_percentage,
    check_no_reconditioned,
    check_lawful,
)


def publish_problems(offer: Offer, own_sites: Collection[int]) -> list[DomainError]:
    """Return every reason why an offer cannot be shown to visitors, in the order of the form."""
    return list(_refusals(offer, own_sites))


def _refusals(offer: Offer, own_sites: Collection[int]) -> Iterator[DomainError]:
    for check in _CHECKS:
        try:
            check(offer)
        except DomainError as error:
            yield error
    try:
        check_site(offer, own_sites)
    except DomainError as error:
        yield error


def check_quantity_for_sale(
    asked: Quantity, left: Quantity, smallest: Quantity, indivisible: bool
) -> None:
    """A visitor takes whole steps of the smallest quantity, or all that is left."""
    if asked <= ZERO:
        raise AskedNothing
    if left <= ZERO:
        raise NothingLeft
    if asked > left:
        raise NotEnoughLeft(left=left)
    if asked == left:
        return
    if indivisible:
        raise SoldWhole(left=left)
    if not asked.is_multiple_of(smallest):
        raise NotInSteps(smallest=smallest, left=left)


def reduction_percent(
    price_kind: PriceKind,
    price_cents: int | None,
    comparison: ComparisonKind,
    comparison_cents: int | None,
    *,
    attested: bool,
) -> int | None:
    """Return the whole per cent that may be shown, rounded down; None without an attested price."""
    if comparison is not ComparisonKind.LOWEST_30_DAYS or not attested:
        return None
    if price_kind is PriceKind.FREE or not price_cents or not comparison_cents:
        return None
    percent = (comparison_cents - price_cents) * 100 // comparison_cents
    return percent if percent > 0 else None


def resolve_unit_mass(offer: Offer, material: Material | None) -> tuple[int | None, MassOrigin]:
    """Return the grams of one unit and how they are known: weighed, typed, estimated, unknown."""
    known = masses.resolve_mass(
        material,
        offer.unit,
        ONE.thousandths,
        (offer.length_mm, offer.width_mm, offer.thickness_mm or offer.height_mm),
        weighed_g=offer.unit_mass_g if offer.weighed else None,
        declared_unit_g=offer.unit_mass_g,
    )
    return known.grams, known.origin
