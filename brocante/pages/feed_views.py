"""The feed of a search: the same criteria in its address as in that of the list."""

from flask import Response, render_template, request, url_for

from brocante.catalogue.addresses import address, chips
from brocante.catalogue.criteria import read_criteria
from brocante.core import clock
from brocante.core.errors import NotFound
from brocante.editions.access import current_edition
from brocante.editions.rules import catalogue_is_open, days_of
from brocante.pages.feeds import newest_of
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.links import settings

blueprint = public_blueprint("feeds", __name__)
blueprints = (blueprint,)


@blueprint.get("/<edition>/materiaux.atom")
@keep
def listings() -> Response:
    """The newest listings that fit a search, as Atom."""
    edition = current_edition()
    if not catalogue_is_open(edition, clock.now()):
        raise NotFound
    feed = newest_of(edition, read_criteria(request.args, days_of(edition)))
    base = settings().base_url
    body = render_template(
        "pages/feed.xml",
        feed=feed,
        asked=", ".join(chip.label for chip in chips(url_for("catalogue.index"), feed.found)),
        base=base,
        page=base + address(url_for("catalogue.index"), feed.found.criteria, sort=None),
        self_address=base + address(url_for(".listings"), feed.found.criteria, sort=None),
        updated_at=feed.updated_at or edition.created_at,
    )
    return Response(body, mimetype="application/atom+xml")
