"""Lines of the ledger that cannot be right: they count as lines of unknown mass until corrected.

The same rules stand in SQL (`queries.doubtful`); a property test keeps both equal.
"""

from enum import StrEnum

from brocante.core.units import Unit

# No lorry carries more in one go.
MOST_LINE_G = 25_000_000
# The heaviest single piece two people load with a fork-lift; a door of 40 tonnes is a slip.
MOST_PIECE_G = 3_000_000


class Doubt(StrEnum):
    """What is wrong with a line."""

    SIGN = "sign"
    LORRY = "lorry"
    PIECE = "piece"
    ZERO = "zero"


def doubt_of(mass_g: int | None, quantity_milli: int, unit: str, *, is_undo: bool) -> Doubt | None:
    """Return why a mass cannot be right; None when it can, and when there is none."""
    if mass_g is None:
        return None
    if mass_g == 0:
        return Doubt.ZERO
    if (mass_g < 0) != is_undo:
        return Doubt.SIGN
    if abs(mass_g) > MOST_LINE_G:
        return Doubt.LORRY
    if unit == Unit.PIECE and abs(mass_g) * 1000 > abs(quantity_milli) * MOST_PIECE_G:
        return Doubt.PIECE
    return None
