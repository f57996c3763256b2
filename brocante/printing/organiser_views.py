"""Labels of everybody."""

from flask import request
from werkzeug.wrappers import Response

from brocante.companies.queries import approved_companies
from brocante.core.codes import read_id
from brocante.core.errors import NotFound
from brocante.editions.access import organiser_edition
from brocante.printing.label_page import label_page
from brocante.web.blueprints import organiser_blueprint

blueprint = organiser_blueprint("organiser_printing", __name__)
blueprints = (blueprint,)


@blueprint.route("/impression", methods=["GET", "POST"])
def index() -> Response:
    """Choose and print labels of an edition, of one company or all."""
    edition = organiser_edition()
    company_id = _company_id()
    return label_page(
        "printing/organiser/index.html",
        edition.id,
        company_id,
        companies=approved_companies(edition.id),
        company_id=company_id,
    )


def _company_id() -> int | None:
    text = request.values.get("entreprise", "")
    if not text:
        return None
    company_id = read_id(text)
    if not company_id:
        raise NotFound
    return company_id
