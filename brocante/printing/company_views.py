"""Labels of a company's own listings."""

from werkzeug.wrappers import Response

from brocante.companies.access import current_company
from brocante.printing.label_page import label_page
from brocante.web.blueprints import company_blueprint

blueprint = company_blueprint("company_printing", __name__)
blueprints = (blueprint,)


@blueprint.route("/impression", methods=["GET", "POST"])
def index() -> Response:
    """Choose and print one's labels."""
    access = current_company()
    return label_page("printing/company/index.html", access.edition_id, access.company_id)
