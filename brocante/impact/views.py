"""The results anybody may read, once the sale is over."""

from flask import render_template
from werkzeug.wrappers import Response

from brocante.editions.access import current_edition
from brocante.impact import extras, pictures
from brocante.impact.headlines import headlines
from brocante.impact.page import page_values
from brocante.impact.pages_of_texts import logo_answer
from brocante.impact.plain import PUBLIC
from brocante.impact.report import report_of
from brocante.impact.rules import results_are_public
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.links import public_link

blueprint = public_blueprint("impact", __name__, "/<edition>")
blueprints = (blueprint,)

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@blueprint.get("/bilan")
@keep
def results() -> str:
    """The figures of the edition, or when they come."""
    edition = current_edition()
    if not results_are_public(edition.state):
        return render_template("impact/waiting.html")
    report = report_of(edition, PUBLIC)
    return render_template(
        "impact/results.html",
        **page_values(edition, report),
        headlines=headlines(report.figures, with_amounts=False),
        fill=pictures.fill_columns(report.figures),
        dataset=_dataset(edition.name, edition.territory, edition.slug),
        with_amounts=False,
    )


def _dataset(name: str, territory: str, slug: str) -> dict[str, object]:
    """Return what search engines for data read of the figures (schema.org)."""
    page = public_link("impact.results", edition=slug)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"Bilan – {name}",
        "description": (
            f"Matériaux de construction remis en usage : {name}, {territory}. Tonnes, carbone "
            "contenu et évité, fréquentation, avec la part connue de chaque total."
        ),
        "url": page,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "spatialCoverage": territory,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": mimetype,
                "contentUrl": public_link(f"opendata.{endpoint}", slug=slug),
            }
            for endpoint, mimetype in (
                ("results", "application/json"),
                ("results_csv", "text/csv"),
                ("communes", "application/geo+json"),
            )
        ],
    }


@blueprint.get("/bilan/logos/<int:logo_id>.png")
def logo(logo_id: int) -> Response:
    """The logo of a funder of this edition, once its results are public."""
    edition = current_edition()
    found = [one for one in extras.logos(edition.id) if one.id == logo_id]
    is_shown = results_are_public(edition.state) and bool(found)
    return logo_answer(found[0] if is_shown else None)
