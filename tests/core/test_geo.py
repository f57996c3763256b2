"""Points, distances and boxes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.geo import EARTH_RADIUS_KM, Point, bounding_box, distance_km

PERIGUEUX = Point(45.1842, 0.7161)
BERGERAC = Point(44.8502, 0.4847)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
french_points = st.builds(Point, st.floats(41, 52), st.floats(-6, 10))
radii = st.floats(0.1, 300)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 0), (0, math.nan), (math.inf, 0)],
)
def test_a_point_off_the_globe_is_refused(latitude, longitude):
    with pytest.raises(ValueError, match="degrees"):
        Point(latitude, longitude)


def test_distance_between_two_towns_is_the_one_on_the_map():
    """41.4 km on the IGN map, as the crow flies."""
    assert distance_km(PERIGUEUX, BERGERAC) == pytest.approx(41.4, abs=0.2)


def test_one_degree_of_latitude_is_111_km():
    assert distance_km(Point(0, 0), Point(1, 0)) == pytest.approx(111.195, abs=0.001)


def test_antipodes_are_half_a_turn_apart():
    half_turn = math.pi * EARTH_RADIUS_KM
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(half_turn)
    assert distance_km(Point(90, 0), Point(-90, 0)) == pytest.approx(half_turn)


@given(points, points)
def test_distance_is_symmetric_and_never_more_than_half_a_turn(a, b):
    there = distance_km(a, b)
    assert there == pytest.approx(distance_km(b, a), abs=1e-9)
    assert 0 <= there <= math.pi * EARTH_RADIUS_KM


@given(points)
def test_a_point_is_at_no_distance_from_itself(point):
    assert distance_km(point, point) == 0


@given(points, points, points)
def test_a_detour_is_never_shorter(a, b, c):
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


@given(french_points, french_points, radii)
def test_the_box_holds_every_point_within_the_radius(centre, other, radius):
    """A search by box may answer too much, never too little."""
    if distance_km(centre, other) > radius:
        return
    box = bounding_box(centre, radius)
    assert box.south <= other.latitude <= box.north
    assert box.west <= other.longitude <= box.east


@given(french_points, radii, st.floats(0, 2 * math.pi))
def test_the_box_holds_the_circle_and_no_more(centre, radius, direction):
    """Points drawn on the circle itself, which random pairs of points rarely meet."""
    angle = radius / EARTH_RADIUS_KM
    latitude = math.radians(centre.latitude)
    sine = math.sin(latitude) * math.cos(angle)
    sine += math.cos(latitude) * math.sin(angle) * math.cos(direction)
    east = math.sin(direction) * math.sin(angle) * math.cos(latitude)
    turn = math.atan2(east, math.cos(angle) - math.sin(latitude) * sine)
    box = bounding_box(centre, radius)
    assert box.south - 1e-9 <= math.degrees(math.asin(sine)) <= box.north + 1e-9
    assert box.west - 1e-9 <= centre.longitude + math.degrees(turn) <= box.east + 1e-9
    side = distance_km(Point(box.south, centre.longitude), Point(box.north, centre.longitude))
    assert side == pytest.approx(2 * radius)


def test_a_box_around_a_pole_holds_every_longitude():
    box = bounding_box(Point(89.9, 10), 50)
    assert (box.west, box.east, box.north) == (-180, 180, 90)


def test_a_negative_radius_is_refused():
    with pytest.raises(ValueError, match="radius"):
        bounding_box(PERIGUEUX, -1)
