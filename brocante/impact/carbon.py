"""Carbon of the goods: what they hold, and between which bounds reusing them avoids it.

Interval arithmetic, not Monte-Carlo: the bounds are sums of products, so anybody recomputes them
with a pocket calculator and gets the same digits. Drawing at random would need distributions that
no source gives, and its narrow middle would hide that errors of one factor are shared by all lines
of a material and do not even out.

Grams times kg CO2e per kg are grams CO2e; everything is exact until it is shown. Module D,
end of life and biogenic carbon are not counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from brocante.impact.parameters import Parameter, Parameters, number_of, share_low
from brocante.impact.rules import Cell, Dimension, percent

# Tonnes CO2e contained in a tonne of goods: outside of it something is wrong in the lines.
ALARM_BELOW, ALARM_ABOVE = Decimal("0.05"), Decimal(2)
_ZERO = Decimal(0)


class Factors(Protocol):
    """kg CO2e per kg of a material, modules A1-A3; None when no source gives one."""

    @property
    def ef_low(self) -> Decimal | None: ...
    @property
    def ef_typical(self) -> Decimal | None: ...
    @property
    def ef_high(self) -> Decimal | None: ...


FactorsOf = Callable[[str], Factors | None]


@dataclass(frozen=True, slots=True)
class Carbon:
    """Grams CO2e of goods, travel not yet taken off; `factor_g` is the mass that has a factor."""

    low: Decimal = _ZERO
    typical: Decimal = _ZERO
    high: Decimal = _ZERO
    avoided_low: Decimal = _ZERO
    avoided_high: Decimal = _ZERO
    factor_g: int = 0
    mass_g: int = 0

    def __add__(self, other: "Carbon") -> "Carbon":
        return Carbon(
            self.low + other.low,
            self.typical + other.typical,
            self.high + other.high,
            self.avoided_low + other.avoided_low,
            self.avoided_high + other.avoided_high,
            self.factor_g + other.factor_g,
            self.mass_g + other.mass_g,
        )

    @property
    def is_known(self) -> bool:
        """Tell whether any of the mass has a factor."""
        return self.factor_g > 0

    @property
    def coverage(self) -> int | None:
        """Whole per cent of the known mass that has a sourced factor, rounded down."""
        return percent(self.factor_g, self.mass_g)

    @property
    def intensity(self) -> Decimal | None:
        """Tonnes CO2e contained in a tonne that has a factor."""
        return self.typical / self.factor_g if self.factor_g > 0 else None

    @property
    def is_alarming(self) -> bool:
        """Tell whether a tonne holds less or more than building goods can."""
        held = self.intensity
        return held is not None and not ALARM_BELOW <= held <= ALARM_ABOVE


@dataclass(slots=True)
class _Masses:
    """Known grams by material and condition."""

    grams: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, cell: Cell) -> None:
        key = (cell.material, cell.keys[Dimension.CONDITION])
        self.grams[key] = self.grams.get(key, 0) + cell.total.mass_g

    def carbon(self, factors_of: FactorsOf, parameters: Parameters) -> Carbon:
        parts = (
            carbon_of(grams, factors_of(material), condition, parameters)
            for (material, condition), grams in self.grams.items()
        )
        return sum(parts, Carbon())


def carbon_of(
    mass_g: int, factors: Factors | None, condition: str, parameters: Parameters
) -> Carbon:
    """Return the carbon of some grams of one material in one condition.

    No factor: tonnes yes, carbon no, never the mean of a family.
    """
    if factors is None or factors.ef_typical is None:
        return Carbon(mass_g=mass_g)
    low = mass_g * (factors.ef_low if factors.ef_low is not None else factors.ef_typical)
    typical = mass_g * factors.ef_typical
    high = mass_g * (factors.ef_high if factors.ef_high is not None else factors.ef_typical)
    return Carbon(
        low=low,
        typical=typical,
        high=high,
        avoided_low=low * share_low(parameters, condition),
        # Never the high factor: it is set too high on purpose.
        avoided_high=typical * number_of(parameters, Parameter.SHARE_HIGH),
        factor_g=mass_g,
        mass_g=mass_g,
    )


def carbon_total(cells: Iterable[Cell], factors_of: FactorsOf, parameters: Parameters) -> Carbon:
    """Return the carbon of all cells."""
    masses = _Masses()
    for cell in cells:
        masses.add(cell)
    return masses.carbon(factors_of, parameters)


def divide_carbon(
    cells: Iterable[Cell], dimension: Dimension, factors_of: FactorsOf, parameters: Parameters
) -> dict[str, Carbon]:
    """Return the carbon by the values of a dimension."""
    groups: dict[str, _Masses] = {}
    for cell in cells:
        groups.setdefault(cell.keys[dimension], _Masses()).add(cell)
    return {key: masses.carbon(factors_of, parameters) for key, masses in groups.items()}


def two_digits(grams_co2e: Decimal) -> Decimal:
    """Return grams CO2e as tonnes with two significant figures: more would be made up."""
    value = grams_co2e.scaleb(-6)
    if not value:
        return _ZERO
    step = Decimal(1).scaleb(value.adjusted() - 1)
    rounded = value.quantize(step, ROUND_HALF_UP)
    # 0.996 becomes 1.00: one digit more than meant.
    if rounded.adjusted() > value.adjusted():
        rounded = rounded.quantize(step.scaleb(1), ROUND_HALF_UP)
    return rounded
