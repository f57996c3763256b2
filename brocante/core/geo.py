"""Points on the globe and the distances between them. Knows nothing of maps, SQL or addresses."""

import math
from dataclasses import dataclass

# IUGG mean radius, in km: the usual one for great-circle distances (error below 0.5 %).
EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Point:
    """A place in WGS 84 decimal degrees. Raises ValueError for what is not on the globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        # Written so that NaN, which fails every comparison, is refused too.
        if not -90 <= self.latitude <= 90:
            raise ValueError("latitude must lie between -90 and 90 degrees")
        if not -180 <= self.longitude <= 180:
            raise ValueError("longitude must lie between -180 and 180 degrees")


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees between which a search by index looks before distances are computed.

    Near the antimeridian `west` may be below -180 or `east` above 180: compare both the longitude
    and the longitude shifted by 360. Metropolitan France and its départements never meet this.
    """

    south: float
    north: float
    west: float
    east: float


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in km, as the crow flies (haversine formula)."""
    south, north = math.radians(a.latitude), math.radians(b.latitude)
    across = math.sin((north - south) / 2) ** 2
    along = math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    chord = across + math.cos(south) * math.cos(north) * along
    # Rounding may push the square of a half chord a hair above 1 for antipodes.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def bounding_box(point: Point, radius_km: float) -> Box:
    """Return the smallest box that holds every place at `radius_km` or less from `point`.

    Corners of the box are farther than the radius: filter its content by `distance_km`.
    """
    if radius_km < 0:
        raise ValueError("a radius cannot be negative")
    angle = radius_km / EARTH_RADIUS_KM
    south = point.latitude - math.degrees(angle)
    north = point.latitude + math.degrees(angle)
    if south <= -90 or north >= 90:
        # The circle holds a pole, hence every longitude.
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    # The meridians touch the circle nearer to the pole than its centre, hence not angle / cos(lat).
    spread = math.asin(math.sin(angle) / math.cos(math.radians(point.latitude)))
    width = math.degrees(spread)
    return Box(south, north, point.longitude - width, point.longitude + width)
