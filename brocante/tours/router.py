"""Ask a routing service for the roads between some points. Optional: without it, straight lines."""

import logging
import math
from collections.abc import Sequence

import httpx2

from brocante.core.geo import Point
from brocante.tours.rules import Roads, in_steps

log = logging.getLogger(__name__)

# The client logs every address it asks for, hence where people live: only its troubles are kept.
logging.getLogger("httpx2").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 2.0


def ask_roads(
    points: Sequence[Point], url: str, client: httpx2.Client | None = None
) -> Roads | None:
    """Return the roads between points, None when the service cannot tell all of them.

    `url` is the base of a service of OSRM's shape: `<url>/table/v1/driving/<lon,lat;...>`. Never
    raises: a tour is shown with estimates rather than not at all. `client` replaces the
    connection, for tests.
    """
    places = ";".join(f"{point.longitude:.5f},{point.latitude:.5f}" for point in points)
    address = f"{url.rstrip('/')}/table/v1/driving/{places}"
    query = {"annotations": "duration,distance"}
    try:
        if client is None:
            with httpx2.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False) as own:
                answer = own.get(address, params=query)
        else:
            answer = client.get(address, params=query)
        answer.raise_for_status()
        found = answer.json()
        seconds = _matrix(found["durations"], len(points))
        metres = _matrix(found["distances"], len(points))
    except (
        httpx2.HTTPError,
        httpx2.InvalidURL,
        ValueError,
        OverflowError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        log.warning("routing failed: %s", type(error).__name__)
        return None
    minutes = [[in_steps(second / 60) for second in row] for row in seconds]
    return Roads(minutes, metres, is_estimate=False)


def _matrix(rows: Sequence[Sequence[float]], count: int) -> list[list[int]]:
    """Return an answer in whole numbers; raises ValueError when a road is missing or absurd."""
    matrix = [[math.ceil(float(value)) for value in row] for row in rows]
    if len(matrix) != count or any(len(row) != count or min(row) < 0 for row in matrix):
        raise ValueError("not a road for each pair of points")
    return matrix
