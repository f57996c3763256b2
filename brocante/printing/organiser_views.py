"""Papers of an edition, of everybody or of one company."""

from flask import request

from brocante.companies.queries import approved_companies
from brocante.core.codes import read_id
from brocante.core.errors import NotFound
from brocante.editions.access import organiser_edition
from brocante.printing.paper_pages import PaperPages
from brocante.printing.standings import Standing
from brocante.web.blueprints import organiser_blueprint

blueprint = organiser_blueprint("organiser_printing", __name__)
blueprints = (blueprint,)


def _standing() -> Standing:
    edition = organiser_edition()
    companies = tuple(approved_companies(edition.id))
    return Standing(edition, _company_id({c.id for c in companies}), False, companies)


def _company_id(known: set[int]) -> int | None:
    """Return the company chosen; None means all."""
    text = request.values.get("entreprise", "")
    if not text:
        return None
    company_id = read_id(text)
    if company_id not in known:
        raise NotFound
    return company_id


PaperPages("printing/organiser/index.html", _standing).add_to(blueprint)
