"""The counters of the demonstration, and what left already: a morning kept for professionals."""

from collections.abc import Sequence
from random import Random

from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.units import Quantity
from brocante.counter import accesses, service
from brocante.counter.counters import company_counter
from brocante.counter.rules import Taken
from brocante.counter.standing import span_of_days
from brocante.demo.racks import Racks
from brocante.demo.visitors import Crowd, pick_sale
from brocante.editions.models import Edition
from brocante.reservations.handing import find_pickups

# One reservation in so many was handed over; one in so many hand-overs took less than reserved.
HANDED = 5
TOOK_LESS = 4


def open_counters(organiser: Identity, edition: Edition, stalls: Sequence[Racks]) -> None:
    """Give every site a link to its counter that works from today, to be tried."""
    today = clock.today(edition.time_zone)
    span = span_of_days(today, edition.ends_on, edition.time_zone)
    accesses.create_missing(organiser, [stall.site_id for stall in stalls], "Portail", span)


def hand_over(stalls: Sequence[Racks], crowd: Crowd) -> None:
    """Hand over some reservations as the counter does, and undo the last one."""
    by_site = {stall.site_id: stall for stall in stalls}
    done: list[tuple[Racks, int]] = []
    for token in crowd.tokens[::HANDED]:
        for pickup in find_pickups(list(by_site), token):
            stall = by_site[pickup.stop.site_id]
            taken = {line.id: Taken(line.reserved) for line in pickup.stop.lines}
            if len(done) % TOOK_LESS == TOOK_LESS - 1 and len(taken) > 1:
                taken[min(taken)] = Taken(Quantity(0))
            key = f"demonstration-{pickup.stop.id}"
            service.hand_over(company_counter(stall.who, stall.access), pickup.stop.id, key, taken)
            done.append((stall, pickup.stop.id))
    if done:
        stall, pickup_id = done[-1]
        service.undo_pickup(company_counter(stall.who, stall.access), pickup_id)


def sell(stalls: Sequence[Racks], crowd: Crowd, number: int) -> None:
    """Sell from the racks without reservation."""
    chance = Random("racks")
    for place in range(number):
        sale = pick_sale(chance, stalls, crowd, 8)
        if sale is None:
            continue
        stall, code, quantity = sale
        key = f"demonstration-sale-{place}"
        service.sell_on_the_spot(company_counter(stall.who, stall.access), code, key, quantity)
