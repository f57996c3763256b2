"""The page of the organiser's own words in the report and of the funders' logos."""

from flask import Blueprint, current_app, make_response, render_template
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.errors import DomainError, NotFound
from brocante.core.storage import Store
from brocante.editions.access import organiser_edition
from brocante.impact import extras, files, service
from brocante.impact.forms import LogoForm, TextsForm
from brocante.impact.logos import prepare_logo, read_logo
from brocante.impact.models import ReportLogo


def add_to(blueprint: Blueprint) -> None:
    """Put the pages under the organiser's results."""
    blueprint.add_url_rule("/textes", "texts", texts, methods=["GET", "POST"])
    blueprint.add_url_rule("/logos", "add_logo", add_logo, methods=["POST"])
    blueprint.add_url_rule("/logos/<int:logo_id>.png", "logo", logo)
    blueprint.add_url_rule("/logos/<int:logo_id>", "remove_logo", remove_logo, methods=["POST"])


def texts() -> Response:
    """Read and change the words."""
    edition, form = organiser_edition(), TextsForm()
    if form.is_submitted():
        if not form.validate():
            return _page(form, LogoForm(formdata=None), 422)
        service.save_texts(
            signed_in(), edition.id, form.introduction.data or "", form.thanks.data or ""
        )
        return files.back_to("organiser_impact.texts")
    stored = extras.report_text(edition.id)
    form.introduction.data = stored.introduction if stored else ""
    form.thanks.data = stored.thanks if stored else ""
    return _page(form, LogoForm(formdata=None), 200)


def add_logo() -> Response:
    """Take a logo, made anew from its pixels."""
    edition, form = organiser_edition(), LogoForm()
    status = 422
    if form.validate():
        try:
            png = prepare_logo(form.picture.data.read())
            service.add_logo(signed_in(), edition.id, form.name.data, png, _store())
            return files.back_to("organiser_impact.texts", "logos")
        except DomainError as error:
            form.add_error(error)
            status = error.status
    stored = extras.report_text(edition.id)
    words = TextsForm(formdata=None)
    words.introduction.data = stored.introduction if stored else ""
    words.thanks.data = stored.thanks if stored else ""
    return _page(words, form, status)


def remove_logo(logo_id: int) -> Response:
    """Take a logo away."""
    service.remove_logo(signed_in(), organiser_edition().id, logo_id, _store())
    return files.back_to("organiser_impact.texts", "logos")


def logo(logo_id: int) -> Response:
    """The picture of one of the organiser's own logos."""
    found = [one for one in extras.logos(organiser_edition().id) if one.id == logo_id]
    return logo_answer(found[0] if found else None)


def logo_answer(found: ReportLogo | None) -> Response:
    """Answer with the picture of a logo."""
    png = read_logo(found, _store()) if found else None
    if png is None:
        raise NotFound
    answer = make_response(png)
    answer.mimetype = "image/png"
    return answer


def _store() -> Store:
    store: Store = current_app.extensions["brocante_store"]
    return store


def _page(form: TextsForm, logo_form: LogoForm, status: int) -> Response:
    page = render_template(
        "impact/organiser/texts.html",
        form=form,
        logo_form=logo_form,
        logos=extras.logos(organiser_edition().id),
    )
    return make_response(page, status)
