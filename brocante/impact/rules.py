"""The arithmetic of the results: ledger cells added up, with what is not known said beside.

Masses are integer grams, amounts integer cents TTC. An undo line counts against the line it
undoes, so a sum over all lines is what really left and stayed away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from brocante.editions.rules import EditionState, reached


class Dimension(StrEnum):
    """By what the results are divided; the value is the word used in addresses."""

    FAMILY = "famille"
    PMCB = "pmcb"
    CONDITION = "etat"
    COMPANY = "entreprise"
    SITE = "site"
    COMMUNE = "commune"
    EPCI = "epci"
    DAY = "jour"
    HOUR = "heure"
    KIND = "sortie"
    ORIGIN = "poids"


# Those of the clock read in their own order, the others the heaviest first.
OF_TIME = (Dimension.DAY, Dimension.HOUR)
OF_GOODS = tuple(dimension for dimension in Dimension if dimension not in OF_TIME)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of ledger lines. `mass_g` is the known mass only, that of `known_lines` lines (R7)."""

    lines: int = 0
    known_lines: int = 0
    mass_g: int = 0
    amount_cents: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.lines + other.lines,
            self.known_lines + other.known_lines,
            self.mass_g + other.mass_g,
            self.amount_cents + other.amount_cents,
        )

    def __neg__(self) -> "Total":
        return Total(-self.lines, -self.known_lines, -self.mass_g, -self.amount_cents)

    @property
    def is_known(self) -> bool:
        """Tell whether any of the mass is known: nothing known is not the same as nothing."""
        return self.known_lines > 0

    @property
    def coverage(self) -> int | None:
        """Whole per cent of the lines whose mass is known, rounded down; None without lines."""
        return percent(self.known_lines, self.lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """The sum of the lines that agree in some dimensions; `keys` holds one value for each."""

    keys: Mapping[Dimension, str]
    total: Total
    material: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who reserved and who came. A pickup is one site of a reservation."""

    reservations: int
    cancelled: int
    pickups: int
    done: int
    no_shows: int
    visitors: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """Searches that nothing answered whole, and the words looked for again and again."""

    searches: int
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unsold:
    """Published listings of which something did not leave, and the known part of its mass."""

    listings: int
    known: int
    mass_g: int

    def __add__(self, other: "Unsold") -> "Unsold":
        return Unsold(
            self.listings + other.listings, self.known + other.known, self.mass_g + other.mass_g
        )

    @property
    def coverage(self) -> int | None:
        """Whole per cent of these listings whose mass is known, rounded down."""
        return percent(self.known, self.listings)


@dataclass(frozen=True, slots=True)
class SpaceTyped:
    """What a company typed of one site: pallets gone, on how many levels, other floor in dm²."""

    site_id: int
    company_id: int
    pallets: int
    levels: int
    other_dm2: int

    @property
    def other_m2(self) -> Decimal:
        """Return the floor without pallets, in square metres."""
        return Decimal(self.other_dm2) / 100

    def square_metres(self, pallet_m2: Decimal) -> Decimal:
        """Return the floor freed, to the hundredth: pallets over levels, and what lay beside."""
        stacked = Decimal(self.pallets) * pallet_m2 / self.levels
        return hundredths(stacked + self.other_m2)


@dataclass(frozen=True, slots=True)
class Space:
    """Floor freed, by the companies that typed it, of those from which something left."""

    square_metres: Decimal
    typed: int
    companies: int


@dataclass(frozen=True, slots=True)
class Money:
    """What the goods were sold at, and what an attested comparison says they cost before.

    `compared_milli` is in thousandths of cents, so that it is rounded once.
    """

    value_cents: int
    free_lines: int
    attested_lines: int
    attested_cents: int
    compared_milli: int
    lines: int

    @property
    def saved_cents(self) -> int | None:
        """What households saved on lines with an attested comparison; None without one."""
        if self.attested_lines <= 0:
            return None
        compared = Decimal(self.compared_milli).scaleb(-3)
        return int(compared.quantize(Decimal(1), ROUND_HALF_UP)) - self.attested_cents

    @property
    def coverage(self) -> int | None:
        """Whole per cent of the lines that have an attested comparison, rounded down."""
        return percent(self.attested_lines, self.lines)


@dataclass(frozen=True, slots=True)
class Slots:
    """Vehicles that pickup slots could take and were booked for."""

    capacity: int = 0
    booked: int = 0
    full: int = 0
    slots: int = 0

    def __add__(self, other: "Slots") -> "Slots":
        return Slots(
            self.capacity + other.capacity,
            self.booked + other.booked,
            self.full + other.full,
            self.slots + other.slots,
        )

    @property
    def fill(self) -> int | None:
        """Whole per cent of the places that were booked, rounded down; None without places."""
        return percent(self.booked, self.capacity)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, rounded down, so that 100 means all; None of nothing."""
    return part * 100 // whole if whole > 0 else None


def total_of(cells: Iterable[Cell]) -> Total:
    """Return the sum of all cells."""
    return _added([cell.total for cell in cells])


def divide(cells: Iterable[Cell], dimension: Dimension) -> list[tuple[str, Total]]:
    """Return the sums by the values of a dimension, the heaviest first, without empty ones."""
    groups: dict[str, list[Total]] = {}
    for cell in cells:
        groups.setdefault(cell.keys[dimension], []).append(cell.total)
    sums = ((key, _added(totals)) for key, totals in groups.items())
    kept = [(key, total) for key, total in sums if total != Total()]
    if dimension in OF_TIME:
        return sorted(kept)
    return sorted(kept, key=lambda item: (-item[1].mass_g, -item[1].lines, item[0]))


def _added(totals: list[Total]) -> Total:
    """Add in four passes: making an object for each sum takes five times as long."""
    return Total(
        sum(total.lines for total in totals),
        sum(total.known_lines for total in totals),
        sum(total.mass_g for total in totals),
        sum(total.amount_cents for total in totals),
    )


def tonnes(grams: int) -> Decimal:
    """Return grams as tonnes, exact to the gram."""
    return Decimal(grams).scaleb(-6)


def hundredths(value: Decimal) -> Decimal:
    """Round to two decimals as people do by hand."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def disposal_cents(mass_g: int, euros_per_tonne: Decimal | None) -> int | None:
    """Return what disposing of a mass would have cost; None unless a price was typed."""
    if euros_per_tonne is None:
        return None
    return int((tonnes(mass_g) * euros_per_tonne * 100).quantize(Decimal(1), ROUND_HALF_UP))


def results_are_public(state: EditionState) -> bool:
    """Tell whether anybody may read the results: once the sale is over."""
    return reached(state, EditionState.CLOSING)
