"""Whether a load fits in what the visitor comes with."""

from dataclasses import dataclass

import pytest

from brocante.core.vehicles import (
    LABELS,
    SPACES,
    Fit,
    Load,
    Piece,
    Vehicle,
    judge,
    load_of,
    sides_of,
    smallest_vehicle,
)

BOARD = (2_500, 1_200, 13)


@dataclass
class Sheet:
    """Something with sides in mm."""

    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    thickness_mm: int | None = None
    diameter_mm: int | None = None


def load(*pieces: tuple[tuple[int, ...], int | None]) -> Load:
    return load_of(Piece(sides, mass) for sides, mass in pieces)


@pytest.mark.parametrize(
    ("vehicle", "fit"),
    [
        (Vehicle.CAR, Fit.TOO_LARGE),
        (Vehicle.SMALL_VAN, Fit.TOO_LARGE),
        (Vehicle.VAN, Fit.FITS),
        (Vehicle.CAR_TRAILER, Fit.FITS),
        (Vehicle.TRUCK, Fit.FITS),
    ],
)
def test_a_plasterboard_goes_into_a_van_but_not_into_a_car(vehicle: Vehicle, fit: Fit) -> None:
    assert judge(load((BOARD, 100_000)), vehicle) is fit


def test_a_load_is_weighed_as_a_whole() -> None:
    ten, eleven = [((300, 200, 100), 25_000)] * 10, [((300, 200, 100), 25_000)] * 11
    assert judge(load(*ten), Vehicle.CAR) is Fit.FITS
    assert judge(load(*eleven), Vehicle.CAR) is Fit.TOO_HEAVY


def test_pieces_are_turned_as_they_go_in_best() -> None:
    assert judge(load(((400, 900, 1_400), 1_000)), Vehicle.CAR) is Fit.FITS
    assert judge(load(((700, 900, 700), 1_000)), Vehicle.CAR) is Fit.TOO_LARGE


def test_what_is_unknown_is_never_said_to_fit() -> None:
    assert judge(load(((), 1_000)), Vehicle.CAR) is Fit.UNSURE
    assert judge(load(((100,), None)), Vehicle.CAR) is Fit.UNSURE
    assert judge(load(((9_000,), None)), Vehicle.TRUCK) is Fit.TOO_LARGE
    assert judge(load((BOARD, 1_000)), Vehicle.UNDECIDED) is Fit.UNDECIDED
    unknown = load(((), None), ((500,), 2_000))
    assert (unknown.mass_g, unknown.longest_mm) == (2_000, 500)
    assert (unknown.without_mass, unknown.without_size) == (1, 1)


def test_a_thickness_alone_is_no_size() -> None:
    assert sides_of(Sheet(thickness_mm=21)) == ()
    assert sides_of(Sheet(width_mm=900, thickness_mm=21)) == (900, 21)


def test_the_smallest_vehicle_that_would_do_is_named() -> None:
    assert smallest_vehicle(load((BOARD, 100_000))) is Vehicle.VAN
    assert smallest_vehicle(load(((100,), 1_000))) is Vehicle.FOOT_OR_BIKE
    assert smallest_vehicle(load(((9_000,), 1_000))) is None


def test_every_vehicle_has_a_space_and_a_name() -> None:
    assert [Vehicle.UNDECIDED, *SPACES] == list(Vehicle)
    assert set(LABELS) == set(Vehicle)
    assert load().is_empty
