"""The page of the carbon parameters: what each is, on what it rests, who changed it and why."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.errors import DomainError, NotFound
from brocante.editions.access import organiser_edition
from brocante.impact import extras, files, service
from brocante.impact.forms import ParameterForm
from brocante.impact.parameters import SETTINGS, Parameter
from brocante.impact.report import change_text, decimal_text


def add_to(blueprint: Blueprint) -> None:
    """Put the pages under the organiser's results."""
    blueprint.add_url_rule("/parametres", "parameters", parameters)
    blueprint.add_url_rule("/parametres/<name>", "parameter", parameter, methods=["GET", "POST"])


def parameters() -> str:
    """All of them with their trace."""
    made = extras.changes(organiser_edition().id)
    return render_template(
        "impact/organiser/parameters.html",
        settings_of=SETTINGS,
        values=extras.parameters_of(made),
        changes=made[::-1],
        change_text=change_text,
        decimal_text=decimal_text,
    )


def parameter(name: str) -> Response:
    """Change one, with a reason."""
    if name not in frozenset(Parameter):
        raise NotFound
    chosen, edition = Parameter(name), organiser_edition()
    form = ParameterForm()
    status = 200
    if not form.is_submitted():
        form.value.data = extras.parameters_of(extras.changes(edition.id))[chosen]
    elif form.validate():
        try:
            value: Any = form.value.data
            service.set_parameter(signed_in(), edition.id, chosen, value, form.reason.data or "")
            return files.back_to("organiser_impact.parameters")
        except DomainError as error:
            form.add_error(error)
            status = error.status
    else:
        status = 422
    return _page(chosen, form, status)


def _page(chosen: Parameter, form: ParameterForm, status: int) -> Response:
    page = render_template(
        "impact/organiser/parameter.html",
        name=chosen,
        setting=SETTINGS[chosen],
        form=form,
        decimal_text=decimal_text,
        action=request.path,
    )
    return make_response(page, status)
