"""A basket as it can be reserved now: one card per site, with what changed since it was filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brocante.core.units import ZERO, Quantity
from brocante.core.vehicles import Load, Piece, load_of, sides_of
from brocante.pickups.queries import Slot
from brocante.reservations.queries import Offered
from brocante.reservations.rules import line_cents, line_mass, sellable


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of the basket: what was asked, and what of it can be had now."""

    offer: Offered
    asked: Quantity
    quantity: Quantity

    @property
    def cents(self) -> int:
        """What it costs, TTC."""
        return line_cents(self.offer.price_kind, self.offer.price_cents, self.quantity)

    @property
    def piece(self) -> Piece:
        """The line as something to load."""
        return Piece(sides_of(self.offer), line_mass(self.offer.unit_mass_g, self.quantity))


@dataclass(frozen=True, slots=True)
class SiteCard:
    """What is wanted at one site, and when it can be fetched."""

    site_id: int
    site_name: str
    company_name: str
    address: str
    postcode: str
    commune: str
    lines: tuple[Wanted, ...]
    slots: tuple[Slot, ...]

    @property
    def cents(self) -> int:
        """What there is to pay here, TTC."""
        return sum(line.cents for line in self.lines)

    @property
    def load(self) -> Load:
        """What is loaded here."""
        return load_of(line.piece for line in self.lines)


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything in a basket. `gone` can no longer be had, `unknown` counts what was removed."""

    cards: tuple[SiteCard, ...]
    gone: tuple[Wanted, ...]
    unknown: int

    @property
    def lines(self) -> list[Wanted]:
        """Every line that can be reserved."""
        return [line for card in self.cards for line in card.lines]

    @property
    def changed(self) -> list[Wanted]:
        """The lines of which less, or another amount, can be had than was asked."""
        return [line for line in self.lines if line.quantity != line.asked]

    @property
    def cents(self) -> int:
        """What there is to pay in all, TTC."""
        return sum(card.cents for card in self.cards)

    @property
    def load(self) -> Load:
        """What is loaded in all."""
        return load_of(line.piece for line in self.lines)


def select(
    offers: Iterable[Offered], asked: Mapping[str, Quantity], slots: Mapping[int, list[Slot]]
) -> Selection:
    """Compare what was asked with what there is, and sort it by site."""
    wanted = [
        Wanted(
            offer,
            asked[offer.code],
            sellable(
                asked[offer.code], offer.available, offer.smallest, sold_whole=offer.sold_whole
            ),
        )
        for offer in offers
    ]
    by_site: dict[int, list[Wanted]] = {}
    for line in wanted:
        if line.quantity > ZERO:
            by_site.setdefault(line.offer.site_id, []).append(line)
    return Selection(
        cards=tuple(_card(lines, slots.get(site_id, [])) for site_id, lines in by_site.items()),
        gone=tuple(line for line in wanted if line.quantity == ZERO),
        unknown=len(asked) - len(wanted),
    )


def _card(lines: list[Wanted], slots: Iterable[Slot]) -> SiteCard:
    offer = lines[0].offer
    return SiteCard(
        site_id=offer.site_id,
        site_name=offer.site_name,
        company_name=offer.company_name,
        address=offer.address,
        postcode=offer.postcode,
        commune=offer.commune,
        lines=tuple(lines),
        slots=tuple(slots),
    )
