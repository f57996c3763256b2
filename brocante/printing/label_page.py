"""What the label pages of companies and organisers share: one form, one answer."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from brocante.core.errors import DomainError
from brocante.printing.forms import LabelForm
from brocante.printing.queries import LabelFilter, labelled, unready

SHOWN = 300


def label_page(
    template: str, edition_id: int, seller_id: int | None, **context: object
) -> Response:
    """Show the form, or answer it with the PDF; a refusal keeps the form as it was.

    `seller_id` limits the labels to one company; `context` is what the template needs besides.
    """
    form = LabelForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _file(form, edition_id, seller_id)
            except DomainError as error:
                form.add_error(error)
                status = error.status
    listings = labelled(LabelFilter(edition_id, seller_id), SHOWN + 1)
    page = render_template(
        template,
        form=form,
        listings=listings[:SHOWN],
        more=len(listings) > SHOWN,
        unready=unready(listings[:SHOWN]),
        chosen=request.form.getlist("code"),
        **context,
    )
    return make_response(page, status)


def _file(form: LabelForm, edition_id: int, company_id: int | None) -> Response:
    # Drawing weighs several MB that a web process need not carry before anybody prints.
    from brocante.printing.service import labels_pdf  # noqa: PLC0415

    wanted = LabelFilter(
        edition_id, company_id, form.location.data or "", tuple(request.form.getlist("code"))
    )
    pdf = labels_pdf(
        wanted,
        form.format.data,
        start_at=form.start_at.data,
        offset_mm=(float(form.right.data or 0), float(form.down.data or 0)),
        cut_marks=form.cut_marks.data,
    )
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = 'attachment; filename="etiquettes.pdf"'
    return response
