"""The kilometres behind the visitors' travel: those of each ticket, and those that are assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from brocante.core.text import N_
from brocante.core.vehicles import Vehicle
from brocante.editions.models import Edition
from brocante.impact import attending
from brocante.impact.behind import Behind, Ticket, tickets
from brocante.impact.extras import changes, parameters_of
from brocante.impact.parameters import Parameter, Parameters, number_of
from brocante.impact.queries import commune_name
from brocante.impact.report import decimal_text
from brocante.impact.rules import hundredths
from brocante.impact.travel import Leg, Travel, assumed_metres, leg_of, travel_of
from brocante.impact.words import VEHICLES
from brocante.web.formats import number

COLUMNS = (
    N_("Ticket"),
    N_("Vehicle"),
    N_("Commune"),
    N_("Kilometres"),
    N_("Length"),
    N_("kg CO2e/km"),
    N_("kg CO2e"),
)


@dataclass(frozen=True, slots=True)
class TicketTrip:
    """A ticket of which somebody came, and the way there and back."""

    id: int
    ticket: Ticket
    leg: Leg


def read_trips(edition: Edition, after: int, limit: int) -> Sequence[TicketTrip]:
    """Return the trips of visitors with a ticket, from the ticket `after` on. Three queries."""
    parameters = _parameters(edition)
    found = tickets(edition.id, Behind.VISITORS, after, limit)
    made = attending.trips(edition.id, [one.id for one in found])
    return [
        TicketTrip(one.id, one, leg_of(made[one.id], parameters)) for one in found if one.id in made
    ]


def of_trip(row: TicketTrip, _edition: Edition) -> Sequence[str]:
    """Return a trip as it is shown."""
    code = row.ticket.commune_code
    home = commune_name(code) if code else _("unknown")
    return (row.ticket.code, _(VEHICLES[row.ticket.vehicle]), home, *_of_leg(row.leg))


def note(edition: Edition) -> str:
    """Return how a trip counts of which the length is not known."""
    return _(
        "A trip whose length is not known counts as %(distance)s km. Each sale on the spot is "
        "one such trip, by car.",
        distance=decimal_text(_km(assumed_metres(_parameters(edition)))),
    )


def foot(edition: Edition) -> Sequence[Sequence[str]]:
    """Return the trips that no ticket tells of, and the sums of all, on whatever page."""
    parameters = _parameters(edition)
    walk_ins = attending.walk_ins(edition.id)
    made = attending.trips(edition.id).values()
    travel = travel_of(made, walk_ins, parameters)
    rows = [
        _spot(walk_ins, parameters),
        (_("All trips: %(count)s", count=number(travel.trips)), "", "", *_sums(travel)),
    ]
    share = number_of(parameters, Parameter.TRAVEL_SHARE)
    if share != 1:
        text = _("Counted, share of %(share)s", share=decimal_text(share))
        rows.append((text, "", "", "", "", "", _kg(travel.grams)))
    return rows


def _spot(walk_ins: int, parameters: Parameters) -> tuple[str, ...]:
    label = _("Sales on the spot: %(count)s", count=number(walk_ins))
    legs = travel_of((), walk_ins, parameters).legs
    told = _of_leg(legs[0]) if legs else ("", "", "", "")
    return (label, _(VEHICLES[Vehicle.UNDECIDED]), _("unknown"), *told)


def _of_leg(leg: Leg) -> tuple[str, str, str, str]:
    length = _("assumed") if leg.is_assumed else _("known")
    return (decimal_text(_km(leg.metres)), length, decimal_text(leg.kg_per_km), _kg(leg.grams))


def _sums(travel: Travel) -> tuple[str, str, str, str]:
    grams = sum((leg.grams for leg in travel.legs), Decimal(0))
    return (decimal_text(_km(travel.metres)), "", "", _kg(grams))


def _km(metres: int) -> Decimal:
    return Decimal(metres).scaleb(-3)


def _kg(grams: Decimal) -> str:
    return decimal_text(hundredths(grams.scaleb(-3)))


def _parameters(edition: Edition) -> Parameters:
    return parameters_of(changes(edition.id))
