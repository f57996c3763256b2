"""All figures of an edition at once: what page, PDF, workbook, files and open data show.

Whoever shows a figure takes it from here, so that no two of them can differ.
"""

from dataclasses import dataclass
from decimal import Decimal

from brocante.editions.models import Edition
from brocante.impact import attending
from brocante.impact.attending import Place
from brocante.impact.carbon import Carbon, carbon_total, divide_carbon
from brocante.impact.extras import Change, changes, parameters_of
from brocante.impact.models import Outcome
from brocante.impact.parameters import Parameter, Parameters, number_of
from brocante.impact.queries import ledger
from brocante.impact.rules import (
    OF_TIME,
    Attendance,
    Cell,
    Dimension,
    Missed,
    Money,
    Slots,
    Space,
    SpaceTyped,
    Total,
    Unsold,
    disposal_cents,
    divide,
    total_of,
)
from brocante.impact.travel import Travel, travel_of
from brocante.materials.queries import find_material

# By what carbon is divided; the rest would be read as a precision that is not there.
WITH_CARBON = (Dimension.FAMILY, Dimension.CONDITION, Dimension.COMPANY)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted of an edition, exact; rounding is for whoever shows it."""

    total: Total
    parts: dict[Dimension, list[tuple[str, Total]]]
    carbon: Carbon
    carbon_parts: dict[Dimension, dict[str, Carbon]]
    travel: Travel
    money: Money
    disposal_cents: int | None
    space: Space
    spaces: list[SpaceTyped]
    attendance: Attendance
    missed: Missed
    hours: dict[str, Slots]
    site_slots: dict[int, Slots]
    unsold: list[tuple[Outcome | None, Unsold]]
    places: dict[str, Place]
    doubtful: int
    parameters: Parameters
    changes: list[Change]
    walk_in_hours: dict[str, Total]

    @property
    def walk_ins(self) -> Total:
        """Return what was sold on the spot."""
        return dict(self.parts[Dimension.KIND]).get("walk_in", Total())

    @property
    def net_low(self) -> Decimal:
        """Grams CO2e avoided in the low case, travel taken off; below zero as it is."""
        return self.carbon.avoided_low - self.travel.grams

    @property
    def net_high(self) -> Decimal:
        """Grams CO2e avoided in the high case, travel taken off."""
        return self.carbon.avoided_high - self.travel.grams

    @property
    def slots(self) -> Slots:
        """Return the places of all slots."""
        return sum(self.hours.values(), Slots())

    @property
    def clock_slots(self) -> dict[str, Slots]:
        """Return the places of slots by the hour of the day, all days together."""
        found: dict[str, Slots] = {}
        for hour, places in self.hours.items():
            found[hour[11:]] = found.get(hour[11:], Slots()) + places
        return dict(sorted(found.items()))

    @property
    def left_over(self) -> Unsold:
        """Return all that did not leave, whatever became of it."""
        return sum((part for _, part in self.unsold), Unsold(0, 0, 0))

    @property
    def companies(self) -> int:
        """How many companies something left from."""
        return len(self.parts[Dimension.COMPANY])


def figures_of(edition: Edition) -> Figures:
    """Count an edition. Ten queries, whatever the ledger holds."""
    books = ledger(edition.id, edition.time_zone)
    made = changes(edition.id)
    parameters = parameters_of(made)
    total = total_of(books.cells)
    parts = {
        dimension: divide(books.hours if dimension in OF_TIME else books.cells, dimension)
        for dimension in Dimension
    }
    kinds = dict(parts[Dimension.KIND])
    hours, site_slots = attending.slots(edition.id, edition.time_zone)
    spaces = attending.spaces_typed(edition.id)
    sold = {key for key, _ in parts[Dimension.COMPANY]}
    return Figures(
        total=total,
        parts=parts,
        carbon=carbon_total(books.cells, find_material, parameters),
        carbon_parts={
            dimension: divide_carbon(books.cells, dimension, find_material, parameters)
            for dimension in WITH_CARBON
        },
        travel=travel_of(
            attending.trips(edition.id).values(), kinds.get("walk_in", Total()).lines, parameters
        ),
        money=Money(
            total.amount_cents, books.free_lines, *attending.attested(edition.id), total.lines
        ),
        disposal_cents=disposal_cents(total.mass_g, parameters[Parameter.DISPOSAL]),
        space=space_of(spaces, sold, parameters),
        spaces=spaces,
        attendance=attending.attendance(edition.id),
        missed=attending.missed(edition.id),
        hours=hours,
        site_slots=site_slots,
        unsold=attending.unsold(edition.id),
        places={str(place.id): place for place in attending.places(edition.id)},
        doubtful=books.doubtful,
        parameters=parameters,
        changes=made,
        walk_in_hours=_walk_ins(books.hours),
    )


def _walk_ins(hours: tuple[Cell, ...]) -> dict[str, Total]:
    own = [cell for cell in hours if cell.keys[Dimension.KIND] == "walk_in"]
    return dict(divide(own, Dimension.HOUR))


def space_of(spaces: list[SpaceTyped], sold: set[str], parameters: Parameters) -> Space:
    """Return the floor freed, with how many of those who sold typed it."""
    pallet = number_of(parameters, Parameter.PALLET_M2)
    return Space(
        square_metres=sum((one.square_metres(pallet) for one in spaces), Decimal(0)),
        typed=len({one.company_id for one in spaces}),
        companies=len(sold | {str(one.company_id) for one in spaces}),
    )
