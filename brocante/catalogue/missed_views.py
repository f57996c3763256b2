"""Where a page of results says that nothing answers a search whole."""

from flask import Response, request

from brocante.catalogue.criteria import read_criteria
from brocante.catalogue.missed import note_missed
from brocante.core import clock
from brocante.editions.access import current_edition
from brocante.editions.rules import catalogue_is_open, days_of
from brocante.web.blueprints import public_blueprint
from brocante.web.security import csrf, limiter, require_same_origin

blueprint = public_blueprint("missed", __name__)
blueprints = (blueprint,)


@blueprint.post("/<edition>/sans-reponse")
@csrf.exempt
@limiter.limit("120/hour")
def note() -> Response:
    """Count a search without an answer, as a page of results asks; the search is done again."""
    require_same_origin()
    edition = current_edition()
    if catalogue_is_open(edition, clock.now()):
        note_missed(edition, read_criteria(request.form, days_of(edition)))
    return Response(status=204)
