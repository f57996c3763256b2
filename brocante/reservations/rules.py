"""What a reservation is made of and its limits. Pure: no clock, no database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from brocante.catalogue.errors import NotInSteps, SoldWhole
from brocante.catalogue.rules import PriceKind, check_quantity_for_sale
from brocante.core.text import parts
from brocante.core.units import ZERO, Quantity, amount_cents, per_thousand
from brocante.core.vehicles import Vehicle
from brocante.reservations.errors import (
    BasketEmpty,
    BasketFull,
    NoContact,
    OnlyLess,
    SoldInSteps,
    SoldWholeOnly,
    TooManyOnDevice,
    TooManyReservations,
)

# Lines of a basket: what a signed cookie of 4 kB holds with room to spare.
MAX_LINES = 60
# Live reservations with one telephone number or address in one edition. Generous, because an
# association may reserve for all of its members; low enough that nobody empties the slots alone.
MAX_LIVE = 60
# Live reservations in one edition made on one browser, whatever numbers they give: a household that
# comes with several vans stays far below, an association at one computer as well.
MAX_LIVE_OF_BROWSER = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who reserves: a name, one way to be reached, a vehicle. `commune_code` is for statistics."""

    name: str
    vehicle: Vehicle
    phone: str | None = None
    email: str | None = None
    commune_code: str | None = None
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Order:
    """What a form asks for: quantities by listing code, and a slot id by site id."""

    form_key: str
    lines: Mapping[str, Quantity]
    slots: Mapping[int, int]

    def digest(self, visitor: Visitor) -> str:
        """Return a hash of the content, equal for the same form sent twice."""
        content = {
            "visitor": [
                visitor.name,
                visitor.vehicle.value,
                visitor.phone,
                visitor.email,
                visitor.commune_code,
            ],
            "lines": sorted((code, amount.thousandths) for code, amount in self.lines.items()),
            "slots": sorted(self.slots.items()),
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def check_contact(visitor: Visitor) -> None:
    """A visitor can be reached."""
    if not visitor.phone and not visitor.email:
        raise NoContact


def check_size(order: Order) -> None:
    """An order holds something, and not more lines than a basket."""
    if not order.lines:
        raise BasketEmpty
    if len(order.lines) > MAX_LINES:
        raise BasketFull(limit=MAX_LINES)


def check_live_reservations(count: int) -> None:
    """Nobody hoards: a person has a limited number of live reservations in an edition."""
    if count >= MAX_LIVE:
        raise TooManyReservations(limit=MAX_LIVE)


def check_reservations_of_browser(count: int) -> None:
    """A new telephone number each time is still the same hand: one browser has its limit as well.

    What a browser knows of its tickets is in its cookie, so that a household, a market hall or an
    operator behind one address is never counted as one person. Who empties the cookie starts anew;
    against machines that do so stands the limit of each address (views.py).
    """
    if count >= MAX_LIVE_OF_BROWSER:
        raise TooManyOnDevice(limit=MAX_LIVE_OF_BROWSER)


def check_asked(
    title: str, asked: Quantity, left: Quantity, smallest: Quantity, *, sold_whole: bool
) -> None:
    """A visitor takes whole steps or all that is left; wanting more than that is no mistake."""
    if asked > left:
        return
    try:
        check_quantity_for_sale(asked, left, smallest, sold_whole)
    except SoldWhole:
        raise SoldWholeOnly(title=title) from None
    except NotInSteps:
        raise SoldInSteps(title=title, smallest=smallest) from None


def sellable(
    asked: Quantity, available: Quantity, smallest: Quantity, *, sold_whole: bool
) -> Quantity:
    """Return how much of what was asked can be had now: whole steps, or all that is left."""
    if asked >= available or sold_whole:
        return available
    whole_steps = Quantity(asked.thousandths - asked.thousandths % smallest.thousandths)
    return whole_steps or min(smallest, available)


def check_reduction(
    title: str, new: Quantity, present: Quantity, smallest: Quantity, *, sold_whole: bool
) -> None:
    """A promise only becomes smaller, in whole steps; none at all is always possible."""
    if new > present:
        raise OnlyLess
    if new in {ZERO, present}:
        return
    if sold_whole:
        raise SoldWholeOnly(title=title)
    if not new.is_multiple_of(smallest):
        raise SoldInSteps(title=title, smallest=smallest)


def line_cents(kind: PriceKind, cents: int | None, quantity: Quantity) -> int:
    """Return what a line costs, TTC in cents; a lot has one price for everything."""
    if not quantity or cents is None or kind is PriceKind.FREE:
        return 0
    return cents if kind is PriceKind.LOT else amount_cents(cents, quantity)


def line_mass(unit_mass_g: int | None, quantity: Quantity) -> int | None:
    """Return the grams of a line; unknown stays unknown (R7)."""
    if unit_mass_g is None:
        return None
    return per_thousand(unit_mass_g * quantity.thousandths)


def names_match(typed: str, folded_name: str) -> bool:
    """Tell whether every word typed is in the name, whole; both are folded (see core.text).

    Apostrophes, hyphens and blanks do not count: "oneil" and "o neil" are O'Neil.
    """
    known, asked = parts(folded_name), "".join(parts(typed))
    pieces = range(len(known) + 1)
    runs = {"".join(known[first:end]) for first, end in combinations(pieces, 2)}
    words = {"".join(parts(word)) for word in typed.split()}
    # One letter of a name is too easily guessed, unless it is all there is.
    is_enough = len(asked) > 1 or asked == "".join(known) != ""
    return is_enough and (asked in runs or words - {""} <= runs)


def name_begins(typed: str, folded_name: str) -> bool:
    """Tell whether a name, or a word of it, begins as typed; both are folded (see core.text)."""
    known, asked = parts(folded_name), "".join(parts(typed))
    return any("".join(known[first:]).startswith(asked) for first in range(len(known)))
