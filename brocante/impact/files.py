"""The report as files to take away."""

from collections.abc import Iterator

from flask import Response as StreamedResponse
from flask import make_response, redirect, stream_with_context, url_for
from werkzeug.wrappers import Response

from brocante.editions.models import Edition
from brocante.impact import attending, export
from brocante.impact.attending import Place
from brocante.impact.report import report_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ledger_file(edition: Edition) -> Response:
    """Answer with every line as CSV."""
    return _csv(export.ledger_csv(edition), f"{edition.slug}-lignes.csv")


def totals_file(edition: Edition) -> Response:
    """Answer with every total as CSV."""
    return _csv(export.totals_csv(report_of(edition)), f"{edition.slug}-totaux.csv")


def workbook_file(edition: Edition) -> Response:
    """Answer with the workbook."""
    from brocante.impact.workbook import report_workbook  # noqa: PLC0415 - weighs 4 MB

    return workbook_answer(edition, report_workbook(edition))


def workbook_answer(edition: Edition, data: bytes) -> Response:
    """Answer with a workbook that was made."""
    return download(data, f"{edition.slug}-bilan.xlsx", XLSX)


def brochure_file(edition: Edition) -> Response:
    """Answer with the PDF."""
    # Drawing weighs several MB that a web process need not carry before anybody prints.
    from brocante.impact.brochure import brochure_pdf  # noqa: PLC0415

    return download(brochure_pdf(edition), f"{edition.slug}-bilan.pdf", "application/pdf")


def download(content: bytes, name: str, mimetype: str) -> Response:
    """Answer with a file to keep."""
    answer = make_response(content)
    answer.mimetype = mimetype
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def places_of(edition: Edition) -> dict[str, Place]:
    """Return the sites of an edition by their id as text."""
    return {str(place.id): place for place in attending.places(edition.id)}


def back_to(endpoint: str, anchor: str | None = None) -> Response:
    """Answer a form with the page it changed."""
    return redirect(url_for(endpoint, _anchor=anchor), 303)


def _csv(rows: Iterator[str], name: str) -> Response:
    answer = StreamedResponse(stream_with_context(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
