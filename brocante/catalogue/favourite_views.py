"""The favourites of a device, as the device asks for them; nothing is kept here."""

from flask import render_template, request

from brocante.catalogue.favourite_list import favourites
from brocante.catalogue.favourites import read_seen
from brocante.core import clock
from brocante.editions.access import current_edition
from brocante.editions.rules import catalogue_is_open
from brocante.web.blueprints import public_blueprint

blueprint = public_blueprint("favourites", __name__)
blueprints = (blueprint,)


@blueprint.get("/<edition>/favoris")
def index() -> str:
    """The listings an address names; without any, the script of the page asks for the device's."""
    edition = current_edition()
    is_open = catalogue_is_open(edition, clock.now())
    seen = read_seen(request.args.get("vus", "")) if is_open else []
    found, unknown = favourites(edition.id, seen)
    return render_template(
        "catalogue/favourites.html",
        favourites=found,
        unknown=unknown,
        was_asked=bool(seen),
        changed=sum(bool(favourite.words) for favourite in found),
    )
