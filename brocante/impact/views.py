"""The results anybody may read, once the sale is over."""

from flask import render_template

from brocante.editions.access import current_edition
from brocante.impact.report import edition_report, in_tonnes
from brocante.impact.rules import Dimension, results_are_public
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep

blueprint = public_blueprint("impact", __name__, "/<edition>")
blueprints = (blueprint,)

# What a company sold is its own affair: the public page divides by nothing that names one.
_PUBLIC = (Dimension.FAMILY, Dimension.CONDITION, Dimension.COMMUNE, Dimension.ORIGIN)


@blueprint.get("/bilan")
@keep
def results() -> str:
    """The figures of the edition, or when they come."""
    edition = current_edition()
    if not results_are_public(edition.state):
        return render_template("impact/waiting.html")
    return render_template(
        "impact/results.html", report=edition_report(edition.id, _PUBLIC), in_tonnes=in_tonnes
    )
