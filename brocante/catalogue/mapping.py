"""Where what was found stands: sites with their numbers, close ones taken together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from brocante.catalogue.finding import Found
from brocante.catalogue.tallies import kept_sites
from brocante.catalogue.yards import Yard, listings_by_site, yards_of

# More sites than that are drawn by the server as clusters, and listed the fullest first.
MOST_SITES = 150
MOST_CLUSTERS = 400
CLOSEST_ZOOM = 18
# Cells of a quarter of a tile: pins of 64 pixels do not cover each other.
CELLS = 4
WORLD = 360.0


@dataclass(frozen=True, slots=True)
class SiteFound:
    """A site, how many listings fit there, and how far it is when that is known."""

    yard: Yard
    count: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the map that is looked at, in degrees, and how near."""

    south: float
    west: float
    north: float
    east: float
    zoom: int

    def holds(self, yard: Yard) -> bool:
        """Tell whether a site with a pin lies within."""
        point = yard.point
        return (
            point is not None
            and self.south <= point.latitude <= self.north
            and self.west <= point.longitude <= self.east
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sites close to each other: where, how many, with how many listings; one site has its id."""

    latitude: float
    longitude: float
    sites: int
    listings: int
    yard: Yard | None


def sites_found(edition_id: int, found: Found | None) -> list[SiteFound]:
    """Return the sites where something fits, the nearest first when a place is known.

    Without a search every site of the edition, with all it has.
    """
    yards = found.yards if found and found.yards else yards_of(edition_id)
    is_narrowed = found is not None and is_narrowing(found)
    if found is not None and is_narrowed:
        counts = found.page.sites
        yards = [yard for yard in yards if counts.get(yard.id)]
    else:
        counts = kept_sites(edition_id) or listings_by_site([yard.id for yard in yards])
    far = found.distances if found else {}
    sites = [SiteFound(yard, counts.get(yard.id, 0), far.get(yard.id)) for yard in yards]
    if far:
        return sorted(sites, key=lambda site: (site.distance_km is None, site.distance_km or 0.0))
    if is_narrowed or len(sites) > MOST_SITES:
        return sorted(sites, key=lambda site: -site.count)
    return sites


def is_narrowing(found: Found) -> bool:
    """Tell whether a search leaves anything out."""
    return bool(found.wish.spans) or found.criteria.is_narrowed


def clusters(sites: Iterable[SiteFound], window: Window) -> list[Cluster]:
    """Return what a window of the map shows, at most MOST_CLUSTERS, the fullest first."""
    side = WORLD / (2**window.zoom * CELLS)
    cells: dict[tuple[int, int], list[SiteFound]] = defaultdict(list)
    for site in sites:
        point = site.yard.point
        if point is not None and window.holds(site.yard):
            cells[int(point.latitude // side), int(point.longitude // side)].append(site)
    made = [_cluster(together) for together in cells.values()]
    return sorted(made, key=lambda one: (-one.listings, one.latitude))[:MOST_CLUSTERS]


def _cluster(together: list[SiteFound]) -> Cluster:
    points = [site.yard.point for site in together if site.yard.point]
    return Cluster(
        latitude=round(sum(point.latitude for point in points) / len(points), 5),
        longitude=round(sum(point.longitude for point in points) / len(points), 5),
        sites=len(together),
        listings=sum(site.count for site in together),
        yard=together[0].yard if len(together) == 1 else None,
    )


def read_window(typed: str, zoom: str) -> Window | None:
    """Read "south,west,north,east" and a zoom; None when that is no part of the world."""
    try:
        south, west, north, east = (float(part) for part in typed.split(","))
        level = int(zoom)
    except ValueError:
        return None
    is_sane = -90 <= south <= north <= 90 and -540 <= west <= east <= 540
    return (
        Window(south, west, north, east, level) if is_sane and 0 <= level <= CLOSEST_ZOOM else None
    )
