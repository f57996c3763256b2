"""The results for the organiser: figures, the lines behind each of them, files."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from brocante.core.codes import read_id
from brocante.core.errors import NotFound
from brocante.editions.access import organiser_edition
from brocante.impact import export
from brocante.impact.queries import company_names, ledger_page
from brocante.impact.report import edition_report, in_tonnes
from brocante.impact.rules import Dimension
from brocante.impact.words import CONDITIONS, DIMENSIONS, KINDS, ORIGINS, value_name
from brocante.web.blueprints import organiser_blueprint

blueprint = organiser_blueprint("organiser_impact", __name__, "/organisation/bilan")
blueprints = (blueprint,)

_PAGE = 50


@blueprint.get("")
def index() -> str:
    """Tonnes first, then what they are made of."""
    return render_template(
        "impact/organiser/index.html",
        report=edition_report(organiser_edition().id),
        in_tonnes=in_tonnes,
    )


@blueprint.get("/lignes")
def lines() -> str:
    """The lines behind a figure: those of one value of one dimension, or all."""
    edition = organiser_edition()
    only = _only()
    after = read_id(request.args.get("apres"))
    found = ledger_page(edition.id, only, after=after, limit=_PAGE + 1)
    shown = found[:_PAGE]
    query: dict[str, Any] = {only[0].value: only[1]} if only else {}
    return render_template(
        "impact/organiser/lines.html",
        lines=shown,
        heading=_heading(edition.id, only),
        words={"condition": CONDITIONS, "origin": ORIGINS, "kind": KINDS},
        first_url=url_for(".lines", **query) if after else None,
        next_url=url_for(".lines", **query, apres=shown[-1].id) if len(found) > _PAGE else None,
    )


@blueprint.get("/lignes.csv")
def lines_file() -> Response:
    """Every line of the ledger, for a spreadsheet."""
    edition = organiser_edition()
    return _file(export.ledger_csv(edition), f"{edition.slug}-lignes.csv")


@blueprint.get("/totaux.csv")
def totals_file() -> Response:
    """Every total of the page, for a spreadsheet."""
    edition = organiser_edition()
    return _file(export.totals_csv(edition), f"{edition.slug}-totaux.csv")


def _file(rows: Iterator[str], name: str) -> Response:
    answer = Response(stream_with_context(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _only() -> tuple[Dimension, str] | None:
    given = [(Dimension(name), value) for name, value in request.args.items() if name in _NAMES]
    if len(given) > 1:
        raise NotFound
    return given[0] if given else None


_NAMES = frozenset(dimension.value for dimension in Dimension)


def _heading(edition_id: int, only: tuple[Dimension, str] | None) -> str:
    if only is None:
        return _("Everything that left")
    name = value_name(*only, company_names(edition_id))
    return f"{_(DIMENSIONS[only[0]])} – {name}"
