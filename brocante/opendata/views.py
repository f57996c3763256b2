"""Addresses of the open data: read by anybody, without a key."""

from collections.abc import Iterable

from flask import Response, jsonify, make_response, render_template

from brocante.impact.export import totals_csv
from brocante.opendata import openapi, tables
from brocante.opendata.dictionary import LICENCE_URL
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.links import settings

blueprint = public_blueprint("opendata", __name__, "/api/v1")
blueprints = (blueprint,)


@blueprint.get("/")
@keep
def index() -> str:
    """What there is, for a person."""
    return render_template(
        "opendata/index.html",
        editions=tables.editions(),
        dictionary=tables.dictionary(),
        licence_url=LICENCE_URL,
    )


@blueprint.get("/openapi.json")
@keep
def description() -> Response:
    """The same for programs."""
    return jsonify(openapi.document(settings().base_url))


@blueprint.get("/editions")
@keep
def editions() -> Response:
    """The editions that may be seen."""
    return jsonify(tables.editions())


@blueprint.get("/editions.csv")
@keep
def editions_csv() -> Response:
    """The same as CSV."""
    return _csv(tables.as_csv(tables.editions()), "editions.csv")


@blueprint.get("/editions/<slug>/bilan")
@keep
def results(slug: str) -> Response:
    """The figures of an edition that is over."""
    return jsonify(tables.results(tables.past_edition(slug)))


@blueprint.get("/editions/<slug>/bilan.csv")
@keep
def results_csv(slug: str) -> Response:
    """The same for a spreadsheet."""
    edition = tables.past_edition(slug)
    rows = totals_csv(tables.public_report(edition), with_amounts=False)
    return _csv(rows, f"{edition.slug}-bilan.csv")


@blueprint.get("/editions/<slug>/communes.geojson")
@keep
def communes(slug: str) -> Response:
    """Tonnes by commune."""
    answer = jsonify(tables.communes(tables.past_edition(slug)))
    answer.mimetype = "application/geo+json"
    return answer


@blueprint.get("/materiaux")
@keep
def materials() -> Response:
    """The reference materials."""
    return jsonify(tables.material_rows())


@blueprint.get("/materiaux.csv")
@keep
def materials_csv() -> Response:
    """The same as CSV."""
    return _csv(tables.as_csv(tables.material_rows()), "materiaux.csv")


@blueprint.get("/dictionnaire")
@keep
def dictionary() -> Response:
    """What each field means."""
    return jsonify(tables.dictionary())


@blueprint.get("/dictionnaire.csv")
@keep
def dictionary_csv() -> Response:
    """The same as CSV."""
    return _csv(tables.as_csv(tables.dictionary()), "dictionnaire.csv")


def _csv(lines: Iterable[str], name: str) -> Response:
    answer = make_response("".join(lines))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
