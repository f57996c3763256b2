"""The parameters of the carbon method: what each means, its value unless changed, on what it rests.

They are data of an edition: printed in its report, changed only with a reason that stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from brocante.catalogue.rules import Condition
from brocante.core.text import N_
from brocante.core.vehicles import Vehicle
from brocante.impact.errors import ParameterOutOfBounds, ReasonMissing


class Parameter(StrEnum):
    """What may be set; the value is the word used in files and addresses."""

    SHARE_LOW_SURPLUS = "s_low_surplus"
    SHARE_LOW_DECLASSED = "s_low_declassed"
    SHARE_LOW_DEMO = "s_low_demo"
    SHARE_HIGH = "s_high"
    CAR = "car_kg_per_km"
    VAN = "van_kg_per_km"
    TRAVEL_SHARE = "travel_share"
    DETOUR = "detour"
    KM_UNKNOWN = "km_unknown"
    PALLET_M2 = "pallet_m2"
    DISPOSAL = "disposal_eur_per_t"


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter: its value unless changed (None: not counted), bounds, unit, words."""

    default: Decimal | None
    low: Decimal
    high: Decimal
    unit: str
    label: str
    basis: str


def _setting(default: str | None, high: str, unit: str, label: str, basis: str) -> Setting:
    value = None if default is None else Decimal(default)
    return Setting(value, Decimal(0), Decimal(high), unit, label, basis)


_OURS = N_("Convention of this method; no sourced rate exists.")
_UK = N_("UK government conversion factors 2023, average, unknown fuel, direct emissions.")
SETTINGS: Mapping[Parameter, Setting] = {
    Parameter.SHARE_LOW_SURPLUS: _setting(
        "0",
        "1",
        "",
        N_("Low case: share of surplus goods that would have been wasted"),
        N_("Unsold new goods may not be destroyed (AGEC law): two published methods count zero."),
    ),
    Parameter.SHARE_LOW_DECLASSED: _setting(
        "0.5", "1", "", N_("Low case: share of declassed goods that would have been wasted"), _OURS
    ),
    Parameter.SHARE_LOW_DEMO: _setting(
        "0",
        "1",
        "",
        N_("Low case: share of demo items that would have been wasted"),
        N_("Convention of this method; 0.5 when the display was really in use."),
    ),
    Parameter.SHARE_HIGH: _setting(
        "1",
        "1",
        "",
        N_("High case: share of all goods that replace a new product"),
        N_("Upper bound."),
    ),
    Parameter.CAR: _setting("0.167", "2", "kg CO2e/km", N_("Emissions of a car"), _UK),
    Parameter.VAN: _setting("0.230", "2", "kg CO2e/km", N_("Emissions of a van"), _UK),
    Parameter.TRAVEL_SHARE: _setting(
        "1",
        "1",
        "",
        N_("Share of the visitors’ kilometres that is counted"),
        N_("All: the round trip of each visitor, shared between the sites of one tour."),
    ),
    Parameter.DETOUR: _setting(
        "1.3",
        "3",
        "",
        N_("Kilometres by road for one as the crow flies"),
        N_("Usual order of magnitude in the country; no route is computed."),
    ),
    Parameter.KM_UNKNOWN: _setting(
        "30",
        "500",
        "km",
        N_("Round trip of a visitor whose commune is unknown"),
        N_("Stated assumption: 15 km each way. Each sale on the spot counts as one trip."),
    ),
    Parameter.PALLET_M2: _setting(
        "0.96", "4", "m²", N_("Floor under one pallet"), N_("Pallet of 80 × 120 cm.")
    ),
    Parameter.DISPOSAL: _setting(
        None,
        "2000",
        "€/t",
        N_("Cost of disposing of a tonne"),
        N_("An option: not counted until a sourced price is typed."),
    ),
}

Parameters = Mapping[Parameter, Decimal | None]
DEFAULTS: Parameters = {name: setting.default for name, setting in SETTINGS.items()}

_SHARES_LOW = {
    Condition.SURPLUS: Parameter.SHARE_LOW_SURPLUS,
    Condition.DECLASSED: Parameter.SHARE_LOW_DECLASSED,
    Condition.DEMO: Parameter.SHARE_LOW_DEMO,
}
_VANS = frozenset({Vehicle.SMALL_VAN, Vehicle.VAN, Vehicle.TRUCK})


def with_changes(changes: Iterable[tuple[str, Decimal | None]]) -> Parameters:
    """Return the parameters after changes in their order; names no longer known are passed over."""
    values = dict(DEFAULTS)
    for name, value in changes:
        if name in frozenset(Parameter):
            values[Parameter(name)] = value
    return values


def number_of(parameters: Parameters, name: Parameter) -> Decimal:
    """Return the value of a parameter, zero for one that is not counted."""
    return parameters[name] or Decimal(0)


def share_low(parameters: Parameters, condition: str) -> Decimal:
    """Return the share of goods of a condition that would have been wasted."""
    return number_of(parameters, _SHARES_LOW[Condition(condition)])


def kg_per_km(parameters: Parameters, vehicle: Vehicle) -> Decimal:
    """Return what a kilometre of a vehicle emits; a lorry counts as a van, for want of better."""
    if vehicle is Vehicle.FOOT_OR_BIKE:
        return Decimal(0)
    return number_of(parameters, Parameter.VAN if vehicle in _VANS else Parameter.CAR)


def check_change(name: Parameter, value: Decimal | None, reason: str) -> None:
    """Refuse a value outside its bounds, none where one is needed, and a change without reason."""
    setting = SETTINGS[name]
    missing = value is None and setting.default is not None
    if missing or (value is not None and not setting.low <= value <= setting.high):
        raise ParameterOutOfBounds(field="value", low=f"{setting.low}", high=f"{setting.high}")
    if not reason.strip():
        raise ReasonMissing(field="reason")
