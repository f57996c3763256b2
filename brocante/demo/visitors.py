"""The visitors of the demonstration: who reserves what, and what left the yards already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from brocante.catalogue.criteria import read_criteria
from brocante.catalogue.missed import note_missed
from brocante.core import clock
from brocante.core.gazetteer import find_communes
from brocante.core.units import ZERO, Quantity
from brocante.core.vehicles import Vehicle
from brocante.demo.racks import Racks
from brocante.demo.sellers import DEPARTMENT
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.pickups.queries import free_slots
from brocante.reservations import service
from brocante.reservations.rules import Order, Visitor

FIRST_NAMES = (
    "Camille", "Dominique", "Claude", "Andrea", "Morgan", "Sacha", "Maxime", "Alix", "Charlie",
    "Noa", "Lou", "Eden",
)  # fmt: skip
HOMES = ("Périgueux", "Bergerac", "Sarlat", "Ribérac", "Nontron", "Eymet", "Excideuil", "Domme")
# What nobody of the demonstration sells, and how often it is looked for.
IN_VAIN = {"poêle à granulés": 6, "panneau solaire": 4, "volet roulant solaire": 3, "lauze": 2}


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the reservations made: tokens of tickets, and what is left by listing code."""

    tokens: list[str]
    left: dict[str, Quantity]


class _Agenda:
    """The places left at each site while the reservations are made."""

    def __init__(self, site_ids: Sequence[int]) -> None:
        self._left = {
            site_id: {slot.id: slot.left for slot in slots}
            for site_id, slots in free_slots(site_ids, clock.now()).items()
        }

    def place_at(self, site_id: int, chance: Random) -> int:
        """Return a slot with a place; the first hours of each site fill sooner."""
        left = self._left[site_id]
        free = [slot_id for slot_id, places in left.items() if places]
        slot_id = free[int(len(free) * chance.random() ** 1.6)]
        left[slot_id] -= 1
        return slot_id


def reserve(
    edition: Edition, stalls: Sequence[Racks], number: int, *, is_past: bool = False
) -> Crowd:
    """Make reservations at one to three sites each; in the past nobody left an address."""
    chance = Random("visitors")
    agenda = _Agenda([stall.site_id for stall in stalls])
    left = {
        code: offer.quantity or ZERO for stall in stalls for code, offer in stall.offers.items()
    }
    tokens = []
    for place in range(number):
        visited = chance.sample(stalls, min(len(stalls), chance.choice((1, 1, 2, 3))))
        lines: dict[str, Quantity] = {}
        chosen: dict[int, int] = {}
        for stall in visited:
            lines |= _some_of(stall, left, chance, 3 if is_past else 12)
            chosen[stall.site_id] = agenda.place_at(stall.site_id, chance)
        order = Order(f"{edition.slug}-{place}", lines, chosen)
        visitor = _visitor(place, chance)
        if is_past:
            visitor = replace(visitor, email=None, commune_code=_some(visitor.commune_code, place))
        tokens.append(service.reserve(visitor, edition.id, order))
    return Crowd(tokens, left)


def _some(code: str | None, place: int) -> str | None:
    """Return a commune, but for every fifth visitor."""
    return code if place % 5 else None


def _some_of(
    stall: Racks, left: dict[str, Quantity], chance: Random, part: int
) -> dict[str, Quantity]:
    """Take of one to three listings; something of each stays for who tries the demonstration."""
    steps = {
        code: left[code].thousandths // offer.smallest.thousandths
        for code, offer in stall.offers.items()
        if not offer.is_sold_whole
    }
    plenty = [code for code, number in steps.items() if number > 1]
    taken = {}
    for code in chance.sample(plenty, min(len(plenty), chance.randint(1, 3))):
        number = chance.randint(1, max(1, steps[code] // part))
        taken[code] = Quantity(stall.offers[code].smallest.thousandths * number)
        left[code] -= taken[code]
    return taken


def _visitor(place: int, chance: Random) -> Visitor:
    home = find_communes(chance.choice(HOMES), department=DEPARTMENT)[0]
    return Visitor(
        name=f"{FIRST_NAMES[place % len(FIRST_NAMES)]} Exemple {place + 1}",
        vehicle=chance.choice(list(Vehicle)),
        phone=f"+336000000{place:02d}",
        email=f"visiteur{place + 1}@example.org" if place % 3 else None,
        commune_code=home.code,
        language="en" if place % 5 == 0 else "fr",
    )


def look_in_vain(edition: Edition) -> None:
    """Search for what is not there, as the pages of results of visitors report it."""
    for words, times in IN_VAIN.items():
        reading = read_criteria({"q": words}, days_of(edition))
        for _ in range(times):
            note_missed(edition, reading)


def pick_sale(
    chance: Random, stalls: Sequence[Racks], crowd: Crowd, share: int
) -> tuple[Racks, str, Quantity] | None:
    """Take something off the racks, at most one in `share` of what is left; None when too few."""
    stall = chance.choice(stalls)
    code = chance.choice(list(stall.offers))
    offer = stall.offers[code]
    steps = crowd.left[code].thousandths // offer.smallest.thousandths
    if offer.is_sold_whole or steps < 2:
        return None
    quantity = Quantity(offer.smallest.thousandths * chance.randint(1, max(1, steps // share)))
    crowd.left[code] -= quantity
    return stall, code, quantity
