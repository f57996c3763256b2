"""Ask an address service where an address lies. Optional: without it the gazetteer and a pin do."""

import logging

import httpx2

from brocante.core.gazetteer import Commune
from brocante.core.geo import Point, distance_km

log = logging.getLogger(__name__)

# The client logs every address it asks for, hence what people typed: only its troubles are kept.
logging.getLogger("httpx2").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 3.0

# No French commune of the gazetteer is larger; farther than that the answer is for another place.
MAX_DISTANCE_FROM_COMMUNE_KM = 100.0


def geocode(
    address: str, commune: Commune, url: str, client: httpx2.Client | None = None
) -> Point | None:
    """Return where `address` lies in `commune`, None when the service cannot tell.

    `url` is the base of a service of the Géoplateforme's shape (`<url>/search?q=...&citycode=...`,
    GeoJSON answer; documented at https://data.geopf.fr/geocodage/). Never raises: a person who
    saves an address must not wait for, nor fail with, somebody else's server. The answer is a
    proposal: the person confirms the pin. `client` replaces the connection, for tests.
    """
    words = " ".join(address.split())
    if not words:
        return None
    query = {"q": f"{words} {commune.name}"[:200], "limit": "1", "citycode": commune.code}
    try:
        if client is None:
            with httpx2.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False) as own:
                answer = own.get(f"{url.rstrip('/')}/search", params=query)
        else:
            answer = client.get(f"{url.rstrip('/')}/search", params=query)
        answer.raise_for_status()
        longitude, latitude = answer.json()["features"][0]["geometry"]["coordinates"][:2]
        point = Point(float(latitude), float(longitude))
    except (
        httpx2.HTTPError,
        httpx2.InvalidURL,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        # The address is personal data for a craftsman at home: the log names the failure only.
        log.warning("geocoding failed: %s", type(error).__name__)
        return None
    return point if distance_km(point, commune.point) <= MAX_DISTANCE_FROM_COMMUNE_KM else None
