"""The model of a stock list to fill in, and one's own listings written in it."""

from flask import make_response
from flask_babel import gettext
from werkzeug.wrappers import Response

from brocante.companies.access import current_company
from brocante.stocklists.export import export_listings
from brocante.stocklists.model_file import write_model
from brocante.web.blueprints import company_blueprint

bp = company_blueprint("company_stocklist_model", __name__, "/exposant/import")
blueprints = (bp,)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/modele.xlsx")
def model() -> Response:
    """The empty model."""
    return _file(write_model((), gettext), "modele-liste-de-stock.xlsx")


@bp.get("/mes-annonces.xlsx")
def listings() -> Response:
    """One's own listings, to change in a spreadsheet and send back."""
    return _file(export_listings(current_company(), gettext), "mes-annonces.xlsx")


def _file(workbook: bytes, name: str) -> Response:
    response = make_response(workbook)
    response.mimetype = _XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
