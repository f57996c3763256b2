"""What a page with a map needs: outlines shipped with the application, tiles when one is set."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext

from brocante.web.assets import STATIC
from brocante.web.links import settings
from brocante.web.security import allow_on_this_page

GEOGRAPHY = "IGN, INSEE, La Poste, DILA – Licence Ouverte 2.0"


@dataclass(frozen=True, slots=True)
class MapOptions:
    """The data attributes of a map; `static/js/map-base.js` reads them."""

    outline_urls: str  # separated by blanks
    tiles_url: str
    attribution: str


def map_options(departments: Iterable[str]) -> MapOptions:
    """Return what a map of some départements shows; opens the page's policy to the tile server.

    Call it while answering a request whose page holds the map.
    """
    files = [f"geo/communes-{code}.json" for code in departments]
    known = [name for name in files if Path(STATIC / name).is_file()]
    tiles = settings().tiles_url or ""
    if tiles:
        allow_on_this_page("img-src", _origin(tiles))
    credits_ = [settings().tiles_attribution, gettext("Outlines: %(source)s", source=GEOGRAPHY)]
    return MapOptions(
        outline_urls=" ".join(url_for("static", filename=name) for name in known),
        tiles_url=tiles,
        attribution=" | ".join(text for text in credits_ if text),
    )


def _origin(tiles_url: str) -> str:
    """Return the source the policy has to allow; "{s}" stands for any subdomain."""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"
