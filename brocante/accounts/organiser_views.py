"""Who works for the organiser."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts import queries, team
from brocante.accounts.access import signed_in
from brocante.accounts.forms import InviteForm
from brocante.accounts.models import Role
from brocante.core.errors import DomainError, NotFound
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show

blueprint = organiser_blueprint("organiser_accounts", __name__)
blueprints = (blueprint,)


def _organiser_id() -> int:
    """The organiser meant: the one named in the address bar when a person works for several."""
    own = sorted(signed_in().organisers)
    asked = request.values.get("organiser", type=int)
    if asked is not None and asked not in own:
        raise NotFound
    return asked or own[0]


@blueprint.route("/equipe", methods=["GET", "POST"])
def members() -> str | Response | tuple[str, int]:
    """Members and invitations; invite somebody."""
    form = InviteForm()
    status = 200
    if form.validate_on_submit():
        try:
            team.invite(signed_in(), _organiser_id(), form.email.data, Role(form.role.data))
        except DomainError as error:
            form.add_error(error)
            status = error.status
        else:
            flash(_("The invitation is on its way."), "success")
            return _back()
    elif form.is_submitted():
        status = 422
    page = render_template(
        "accounts/organiser/members.html",
        form=form,
        organiser=queries.organiser(_organiser_id()),
        team=queries.team(_organiser_id()),
        invitations=queries.open_invitations(_organiser_id()),
        is_owner=signed_in().organisers[_organiser_id()] is Role.OWNER,
    )
    return page, status


@blueprint.post("/equipe/<int:account_id>/role")
def change_role(account_id: int) -> Response:
    """Name a member in charge, or no longer."""
    role = Role.OWNER if request.form.get("role") == Role.OWNER else Role.MEMBER
    try:
        team.change_role(signed_in(), _organiser_id(), account_id, role)
    except DomainError as error:
        show(error)
    return _back()


@blueprint.post("/equipe/<int:account_id>/retirer")
def remove(account_id: int) -> Response:
    """Let a member go."""
    try:
        team.remove(signed_in(), _organiser_id(), account_id)
    except DomainError as error:
        show(error)
    return _back()


def _back() -> Response:
    return redirect(url_for("organiser_accounts.members"), 303)
