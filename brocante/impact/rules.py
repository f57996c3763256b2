"""The arithmetic of the results: ledger cells added up, with what is not known said beside.

Masses are integer grams, amounts integer cents TTC. An undo line counts against the line it
undoes, so a sum over all lines is what really left and stayed away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from brocante.editions.rules import EditionState, reached


class Dimension(StrEnum):
    """By what the results are divided; the value is the word used in addresses."""

    FAMILY = "famille"
    CONDITION = "etat"
    COMPANY = "entreprise"
    COMMUNE = "commune"
    ORIGIN = "poids"
    KIND = "sortie"


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

    @property
    def is_known(self) -> bool:
        """Tell whether any of the mass is known: nothing known is not the same as nothing."""
        return self.known_lines > 0

    @property
    def coverage(self) -> int | None:
        """Whole per cent of the lines whose mass is known, rounded down; None without lines."""
        return self.known_lines * 100 // self.lines if self.lines > 0 else None


@dataclass(frozen=True, slots=True)
class Cell:
    """The sum of the lines that agree in every dimension; `keys` holds one value for each."""

    keys: dict[Dimension, str]
    total: Total


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who reserved and who came. A pickup is one site of a reservation."""

    reservations: int
    cancelled: int
    pickups: int
    done: int
    no_shows: int


@dataclass(frozen=True, slots=True)
class Unsold:
    """Published listings of which something did not leave, and the known part of its mass."""

    listings: int
    known: int
    mass_g: int

    @property
    def coverage(self) -> int | None:
        """Whole per cent of these listings whose mass is known, rounded down."""
        return self.known * 100 // self.listings if self.listings else None


def total_of(cells: Iterable[Cell]) -> Total:
    """Return the sum of all cells."""
    return sum((cell.total for cell in cells), Total())


def divide(cells: Iterable[Cell], dimension: Dimension) -> list[tuple[str, Total]]:
    """Return the sums by the values of a dimension, the heaviest first, without empty ones."""
    sums: dict[str, Total] = {}
    for cell in cells:
        key = cell.keys[dimension]
        sums[key] = sums.get(key, Total()) + cell.total
    kept = [(key, total) for key, total in sums.items() if total != Total()]
    return sorted(kept, key=lambda item: (-item[1].mass_g, -item[1].lines, item[0]))


def tonnes(grams: int) -> Decimal:
    """Return grams as tonnes, exact to the gram."""
    return Decimal(grams).scaleb(-6)


def results_are_public(state: EditionState) -> bool:
    """Tell whether anybody may read the results: once the sale is over."""
    return reached(state, EditionState.CLOSING)
