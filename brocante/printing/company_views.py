"""Papers of a company: labels, posters, lists of its own sites."""

from brocante.companies.access import current_company
from brocante.editions.access import current_edition
from brocante.printing.paper_pages import PaperPages
from brocante.printing.standings import Standing
from brocante.web.blueprints import company_blueprint

blueprint = company_blueprint("company_printing", __name__)
blueprints = (blueprint,)


def _standing() -> Standing:
    return Standing(current_edition(), current_company().company_id, is_seller=True)


PaperPages("printing/company/index.html", _standing).add_to(blueprint)
