"""Who works for the organiser."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts import queries, team
from brocante.accounts.access import signed_in
from brocante.accounts.forms import InviteForm
from brocante.accounts.models import Role
from brocante.core.errors import DomainError
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show

blueprint = organiser_blueprint("organiser_accounts", __name__)
blueprints = (blueprint,)


def _organiser_id() -> int:
    """The organiser whose pages are shown; the gatekeeper of these pages found it."""
    return int(g.organiser_id)


@blueprint.route("/equipe", methods=["GET", "POST"])
def members() -> Response | tuple[str, int]:
    """Members and open invitations; invite somebody."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    try:
        team.invite(signed_in(), _organiser_id(), form.email.data, Role(form.role.data))
    except DomainError as error:
        form.add_error(error)
        return _page(form), error.status
    flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
    return _back()


def _page(form: InviteForm) -> str:
    who, organiser_id = signed_in(), _organiser_id()
    return render_template(
        "accounts/organiser/members.html",
        form=form,
        who=who,
        organiser=queries.organiser(organiser_id),
        team=queries.team(organiser_id),
        invitations=queries.open_invitations(organiser_id),
        is_owner=who.organisers[organiser_id] is Role.OWNER,
    )


@blueprint.post("/equipe/<int:account_id>/role")
def change_role(account_id: int) -> Response:
    """Put a member in charge, or no longer."""
    role = Role.OWNER if request.form.get("role") == Role.OWNER.value else Role.MEMBER
    try:
        team.change_role(signed_in(), _organiser_id(), account_id, role)
    except DomainError as error:
        show(error)
    return _back()


@blueprint.post("/equipe/<int:account_id>/retirer")
def remove(account_id: int) -> Response:
    """Let a member go, or leave."""
    who = signed_in()
    try:
        team.remove(who, _organiser_id(), account_id)
    except DomainError as error:
        show(error)
        return _back()
    if who.id == account_id:
        flash(_("You no longer work for this organiser."), "success")
        return redirect(url_for("account.profile"), 303)
    return _back()


@blueprint.post("/equipe/invitations/<int:invitation_id>/retirer")
def withdraw(invitation_id: int) -> Response:
    """Take an invitation back."""
    try:
        team.withdraw(signed_in(), _organiser_id(), invitation_id)
    except DomainError as error:
        show(error)
    return _back()


def _back() -> Response:
    return redirect(url_for("organiser_accounts.members"), 303)
