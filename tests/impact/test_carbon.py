"""Carbon against worked examples done by hand: each number below was computed on paper first."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.rules import Condition
from brocante.core.geo import Point
from brocante.core.vehicles import Vehicle
from brocante.impact.carbon import Carbon, carbon_of, carbon_total, divide_carbon, two_digits
from brocante.impact.errors import ParameterOutOfBounds, ReasonMissing
from brocante.impact.parameters import DEFAULTS, Parameter, check_change, with_changes
from brocante.impact.rules import Cell, Dimension, Total
from brocante.impact.travel import Trip, travel_of


@dataclass(frozen=True)
class Known:
    """Factors of a material."""

    ef_low: Decimal | None
    ef_typical: Decimal | None
    ef_high: Decimal | None


BLOCK = Known(Decimal("0.121"), Decimal("0.16"), Decimal("0.19"))
STEEL = Known(Decimal("2.21"), Decimal("2.6"), Decimal("3.1"))
LIME = Known(None, None, None)
FACTORS = {"block": BLOCK, "steel": STEEL, "lime": LIME}


def cell(material: str, condition: Condition, mass_g: int) -> Cell:
    return Cell({Dimension.CONDITION: condition.value}, Total(1, 1, mass_g, 0), material)


# 2 t of blocks, surplus; 500 kg of steel, declassed; 100 kg of steel, demo; 300 kg of lime.
CELLS = [
    cell("block", Condition.SURPLUS, 2_000_000),
    cell("steel", Condition.DECLASSED, 500_000),
    cell("steel", Condition.DEMO, 100_000),
    cell("lime", Condition.SURPLUS, 300_000),
]


def test_contained_by_hand() -> None:
    """2000 × 0.121 = 242; 500 × 2.21 = 1105; 100 × 2.21 = 221: 1568 kg low; and so on."""
    carbon = carbon_total(CELLS, FACTORS.get, DEFAULTS)
    assert carbon.low == Decimal(1_568_000)
    assert carbon.typical == Decimal(1_880_000)  # 320 + 1300 + 260 kg
    assert carbon.high == Decimal(2_240_000)  # 380 + 1550 + 310 kg


def test_avoided_by_hand() -> None:
    """Low: only declassed, 0.5 × 1105 = 552.5 kg. High: all lines at the typical value."""
    carbon = carbon_total(CELLS, FACTORS.get, DEFAULTS)
    assert carbon.avoided_low == Decimal(552_500)
    assert carbon.avoided_high == Decimal(1_880_000)


def test_no_factor_counts_as_tonnes_only() -> None:
    carbon = carbon_total(CELLS, FACTORS.get, DEFAULTS)
    assert (carbon.factor_g, carbon.mass_g, carbon.coverage) == (2_600_000, 2_900_000, 89)
    assert carbon_of(1000, None, "surplus", DEFAULTS) == Carbon(mass_g=1000)
    assert not carbon_of(1000, LIME, "surplus", DEFAULTS).is_known


def test_a_changed_share_moves_the_low_bound_alone() -> None:
    """Demo items at 0.5: 552.5 + 0.5 × 221 = 663 kg."""
    changed = with_changes([(Parameter.SHARE_LOW_DEMO.value, Decimal("0.5")), ("gone", None)])
    carbon = carbon_total(CELLS, FACTORS.get, changed)
    assert carbon.avoided_low == Decimal(663_000)
    assert carbon.avoided_high == Decimal(1_880_000)


def test_travel_by_hand() -> None:
    """A degree of latitude is 111.195 km: 1.3 × 2 × 111.195 = 289.107 km by a car at 0.167."""
    home, yard = Point(44.0, 1.0), Point(45.0, 1.0)
    trips = [
        Trip(Vehicle.CAR, home, (yard,)),
        Trip(Vehicle.VAN, None, (yard,)),  # 30 km assumed, 0.230
        Trip(Vehicle.FOOT_OR_BIKE, home, ()),
    ]
    travel = travel_of(trips, 2, DEFAULTS)  # two sales on the spot: 2 × 30 km by car
    car = next(leg for leg in travel.legs if leg.vehicle is Vehicle.CAR)
    assert car.metres == 289_107
    assert car.grams == Decimal(289107) * Decimal("0.167")
    assert (travel.trips, travel.known_trips) == (5, 1)
    assert travel.grams == car.grams + Decimal(30_000) * Decimal("0.230") + Decimal(
        60_000
    ) * Decimal("0.167")


def test_a_tour_of_two_yards_is_one_way_round() -> None:
    """Home, 1 degree north, 1 degree further, home: 4 degrees, 578.2 km by road."""
    way = Trip(Vehicle.CAR, Point(44, 1), (Point(45, 1), Point(46, 1)))
    assert travel_of([way], 0, DEFAULTS).metres == 578_214


@pytest.mark.parametrize(
    ("grams", "shown"),
    [
        (Decimal(0), "0"),
        (Decimal(12_345_678), "12"),
        (Decimal(1_234_567), "1.2"),
        (Decimal(-1_460_000), "-1.5"),
        (Decimal(123_456_789), "1.2E+2"),
        (Decimal(996_000), "1.0"),
        (Decimal(9_960), "0.010"),
        (Decimal(995_000), "1.0"),
        (Decimal(55_000), "0.055"),
    ],
)
def test_two_significant_figures(grams: Decimal, shown: str) -> None:
    assert str(two_digits(grams)) == shown


def test_the_alarm_rings_outside_what_building_goods_can_hold() -> None:
    def held(tonnes: str) -> Carbon:
        return Carbon(typical=Decimal(tonnes) * 1_000_000, factor_g=1_000_000)

    alarms = {t: held(t).is_alarming for t in ("0.049", "0.05", "2", "2.01")}
    assert alarms == {"0.049": True, "0.05": False, "2": False, "2.01": True}
    assert not Carbon().is_alarming


MASSES = st.lists(
    st.tuples(
        st.sampled_from(["block", "steel", "lime", "?"]),
        st.sampled_from(Condition),
        st.integers(0, 10**9),
    ),
    max_size=8,
)


@given(MASSES)
def test_bounds_hold_and_parts_add_up(lines: list[tuple[str, Condition, int]]) -> None:
    cells = [cell(*line) for line in lines]
    carbon = carbon_total(cells, FACTORS.get, DEFAULTS)
    assert carbon.low <= carbon.typical <= carbon.high
    assert carbon.avoided_low <= carbon.avoided_high == carbon.typical
    parts = divide_carbon(cells, Dimension.CONDITION, FACTORS.get, DEFAULTS)
    assert sum(parts.values(), Carbon()) == carbon


def test_a_parameter_needs_a_reason_and_a_possible_value() -> None:
    check_change(Parameter.DISPOSAL, None, "No price any more")
    with pytest.raises(ParameterOutOfBounds):
        check_change(Parameter.SHARE_HIGH, Decimal("1.01"), "More")
    with pytest.raises(ParameterOutOfBounds):
        check_change(Parameter.CAR, None, "Nobody drives")
    with pytest.raises(ReasonMissing):
        check_change(Parameter.CAR, Decimal("0.2"), "  ")
