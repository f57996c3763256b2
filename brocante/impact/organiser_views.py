"""The results for the organiser: figures, the lines behind each of them, files."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.codes import read_id
from brocante.core.errors import DomainError, NotFound
from brocante.editions.access import organiser_edition
from brocante.editions.queries import editions_of
from brocante.impact import (
    files,
    pages_of_parameters,
    pages_of_rows,
    pages_of_texts,
    pages_of_workbook,
    pictures,
    service,
)
from brocante.impact.attending import Place
from brocante.impact.behind import has_factor
from brocante.impact.carbon import carbon_of
from brocante.impact.choosing import is_value, lines_of
from brocante.impact.comparing import compared
from brocante.impact.credits import data_version
from brocante.impact.doubts import doubt_of
from brocante.impact.extras import changes, parameters_of
from brocante.impact.forms import PublishForm
from brocante.impact.headlines import headlines
from brocante.impact.page import page_values
from brocante.impact.plain import report_data
from brocante.impact.queries import LedgerLine, doubtful, is_attested, is_free, ledger_page
from brocante.impact.report import in_co2, report_of
from brocante.impact.rules import Dimension, results_are_public
from brocante.impact.words import CONDITIONS, DIMENSIONS, DOUBTS, KINDS, ORIGINS, value_name
from brocante.materials.queries import find_material
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show

blueprint = organiser_blueprint("organiser_impact", __name__, "/organisation/bilan")
blueprints = (blueprint,)
pages_of_parameters.add_to(blueprint)
pages_of_texts.add_to(blueprint)
pages_of_rows.add_to(blueprint)
pages_of_workbook.add_to(blueprint)

_PAGE = 50
_NAMES = frozenset(dimension.value for dimension in Dimension)


@blueprint.get("")
def index() -> str:
    """Tonnes first, then what they are made of."""
    edition = organiser_edition()
    report = report_of(edition)
    return render_template(
        "impact/organiser/index.html",
        **page_values(edition, report),
        headlines=headlines(report.figures),
        behind=pages_of_rows.links(),
        **pages_of_workbook.workbook_values(edition),
        fill=pictures.fill_columns(report.figures),
        may_publish=results_are_public(edition.state),
        form=PublishForm(),
        with_amounts=True,
    )


@blueprint.post("/publier")
def publish() -> Response:
    """Sign the figures as they stand."""
    edition, form = organiser_edition(), PublishForm()
    form.validate()
    figures = report_data(edition, report_of(edition))
    try:
        service.publish(signed_in(), edition.id, figures, data_version(), form.reason.data or "")
    except DomainError as error:
        show(error)
    return files.back_to("organiser_impact.index", "publier")


@blueprint.get("/editions")
def editions() -> str:
    """The editions of the organiser side by side, all by the method of today."""
    own = editions_of([organiser_edition().organiser_id])
    return render_template("impact/organiser/editions.html", columns=compared(own))


@blueprint.get("/lignes")
def lines() -> str:
    """The lines behind a figure: those of one value of one dimension, or all."""
    edition = organiser_edition()
    only = _only()
    after = read_id(request.args.get("apres"))
    wanted = [lines_of(*only, edition.time_zone)] if only else []
    found = ledger_page(edition.id, wanted, after=after, limit=_PAGE + 1)
    places = files.places_of(edition) if only else {}
    # A line may hold a word that the tables of today no longer know: what has lines is shown.
    if only and not found and not is_value(*only, places):
        raise NotFound
    query: dict[str, Any] = {only[0].value: only[1]} if only else {}
    return _lines_page("lines", found, _heading(only, places), after, query)


@blueprint.get("/a-verifier")
def doubts() -> str:
    """The lines whose weight cannot be right, with why."""
    return _some_lines("doubts", doubtful(), _("Lines to check"))


@blueprint.get("/lignes-attestees")
def attested() -> str:
    """The lines of which the seller attests an earlier price."""
    return _some_lines("attested", is_attested(), _("Lines with an attested comparison"))


@blueprint.get("/lignes-donnees")
def free() -> str:
    """The lines of which nothing was asked."""
    return _some_lines("free", is_free(), _("Lines given away"))


@blueprint.get("/lignes-carbone")
def with_factor() -> str:
    """The lines that count in the carbon: those of a known weight and a sourced factor."""
    return _some_lines("with_factor", has_factor(), _("Lines that count in the carbon"))


def _some_lines(endpoint: str, only: Any, heading: str) -> str:
    after = read_id(request.args.get("apres"))
    found = ledger_page(organiser_edition().id, [only], after=after, limit=_PAGE + 1)
    return _lines_page(endpoint, found, heading, after, {})


def _lines_page(
    endpoint: str, found: list[Any], heading: str, after: int, query: dict[str, Any]
) -> str:
    shown = found[:_PAGE]
    address = f"organiser_impact.{endpoint}"
    return render_template(
        "impact/organiser/lines.html",
        lines=shown,
        heading=heading,
        is_doubts=endpoint == "doubts",
        doubt_of=_doubt_words,
        co2_of=_co2_of() if endpoint == "with_factor" else None,
        words={"condition": CONDITIONS, "origin": ORIGINS, "kind": KINDS},
        first_url=url_for(address, **query) if after else None,
        next_url=url_for(address, **query, apres=shown[-1].id) if len(found) > _PAGE else None,
    )


def _co2_of() -> Callable[[LedgerLine], str]:
    """Return what says the carbon that the goods of a line contain."""
    parameters = parameters_of(changes(organiser_edition().id))

    def said(line: LedgerLine) -> str:
        material, condition = find_material(line.material), line.condition.value
        return in_co2(carbon_of(line.mass_g or 0, material, condition, parameters).typical)

    return said


def _doubt_words(line: Any) -> str:
    doubt = doubt_of(
        line.mass_g,
        line.quantity.thousandths,
        line.unit,
        is_undo=line.undoes_id is not None,
    )
    return _(DOUBTS[doubt]) if doubt else ""


@blueprint.get("/lignes.csv")
def lines_file() -> Response:
    """Every line of the ledger, for a spreadsheet."""
    return files.ledger_file(organiser_edition())


@blueprint.get("/totaux.csv")
def totals_file() -> Response:
    """Every total of the page, for a spreadsheet."""
    return files.totals_file(organiser_edition())


@blueprint.get("/rapport.pdf")
def brochure() -> Response:
    """The report to hand to funders."""
    return files.brochure_file(organiser_edition())


def _only() -> tuple[Dimension, str] | None:
    given = [(Dimension(name), value) for name, value in request.args.items() if name in _NAMES]
    if len(given) > 1:
        raise NotFound
    return given[0] if given else None


def _heading(only: tuple[Dimension, str] | None, places: Mapping[str, Place]) -> str:
    if only is None:
        return _("Everything that left")
    return f"{_(DIMENSIONS[only[0]])} – {value_name(*only, places)}"
