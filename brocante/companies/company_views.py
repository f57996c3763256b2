"""A company's pages about itself: profile, charter, members, which company one acts for."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.accounts.models import Role
from brocante.companies import membership, people, places, queries, rules, service, site_views
from brocante.companies.access import choose_company, current_company
from brocante.companies.forms import CharterForm, MemberInvitationForm, ProfileForm
from brocante.companies.words import STATE_TONES, STATE_WORDS
from brocante.core.codes import read_id
from brocante.core.errors import DomainError, NotFound
from brocante.editions.access import current_edition
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show

blueprint = company_blueprint("company_companies", __name__)
blueprints = (blueprint, site_views.blueprint)

Answer = str | Response | tuple[str, int]


@blueprint.post("/changer")
def switch() -> Response:
    """Act for another of one's companies, or in another edition, in this browser."""
    if not choose_company(read_id(request.form.get("participation_id"))):
        raise NotFound
    return redirect(url_for("company_cockpit.home"), 303)


@blueprint.get("/sites")
def sites() -> str:
    """List the sites with what each still lacks."""
    access = current_company()
    facts = places.site_facts(access.edition_id, access.participation_id)
    edition_facts = queries.edition_facts(access.edition_id)
    lacking = {
        site.id: [rules.LACK_WORDS[lack] for lack in rules.site_lacks(site, edition_facts)]
        for site in facts.get(access.participation_id, ())
    }
    return render_template(
        "companies/company/sites.html",
        sites=places.own_sites(access.participation_id),
        lacking=lacking,
    )


@blueprint.route("/entreprise", methods=["GET", "POST"])
def profile() -> Answer:
    """Show and change what the company says of itself."""
    access = current_company()
    form = ProfileForm()
    if not form.is_submitted():
        form.show(queries.company(access.company_id))
        return _profile_page(form)
    if not form.validate():
        return _profile_page(form), 422
    try:
        service.change_profile(access, form.profile())
    except DomainError as error:
        form.add_error(error)
        return _profile_page(form), error.status
    flash(_("Your company is saved."), "success")
    return redirect(url_for(".profile"), 303)


def _profile_page(form: ProfileForm) -> str:
    participation = queries.participation(current_company().participation_id)
    return render_template(
        "companies/company/profile.html",
        form=form,
        participation=participation,
        state_word=STATE_WORDS[participation.state],
        state_tone=STATE_TONES[participation.state],
    )


@blueprint.route("/charte", methods=["GET", "POST"])
def charter() -> Answer:
    """Show the charter and sign it: one's full name, and a box ticked by hand."""
    form = CharterForm()
    if not form.is_submitted():
        form.version.data = current_edition().charter_version
        # A first name alone is no signature: whoever signs completes it knowingly.
        form.name.data = signed_in().name if len(signed_in().name.split()) > 1 else ""
        return _charter_page(form)
    if not form.validate():
        return _charter_page(form), 422
    try:
        service.sign_charter(signed_in(), current_company(), form.version.data, form.name.data)
    except DomainError as error:
        form.add_error(error)
        form.version.data = queries.participation(
            current_company().participation_id
        ).edition.charter_version
        form.version.raw_data = None
        return _charter_page(form), error.status
    flash(_("The charter is signed. Thank you."), "success")
    return redirect(url_for(".charter"), 303)


def _charter_page(form: CharterForm) -> str:
    return render_template(
        "companies/company/charter.html",
        form=form,
        participation=queries.participation(current_company().participation_id),
    )


@blueprint.route("/membres", methods=["GET", "POST"])
def members() -> Answer:
    """List who works for the company; invite others."""
    access, form = current_company(), MemberInvitationForm()
    if not form.is_submitted():
        return _members_page(form)
    if not form.validate():
        return _members_page(form), 422
    try:
        membership.invite_member(signed_in(), access, form.email.data, Role(form.role.data))
    except DomainError as error:
        form.add_error(error)
        return _members_page(form), error.status
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "success")
    return redirect(url_for(".members"), 303)


def _members_page(form: MemberInvitationForm) -> str:
    access = current_company()
    return render_template(
        "companies/company/members.html",
        form=form,
        people=people.members_of(access.company_id),
        invitations=people.open_invitations(company_id=access.company_id),
        in_charge=access.role is Role.OWNER,
        me=signed_in().id,
    )


@blueprint.post("/membres/<int:account_id>/role")
def change_role(account_id: int) -> Response:
    """Put a member in charge, or back among the others."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise NotFound from None
    try:
        membership.change_role(current_company(), account_id, role)
    except DomainError as error:
        show(error)
    else:
        flash(_("The role is changed."), "success")
    return redirect(url_for(".members"), 303)


@blueprint.post("/membres/<int:account_id>/retirer")
def remove_member(account_id: int) -> Response:
    """Take a member out, or leave oneself."""
    try:
        membership.remove_member(signed_in(), current_company(), account_id)
    except DomainError as error:
        show(error)
    else:
        flash(_("The member is removed."), "success")
    return redirect(url_for(".members"), 303)


@blueprint.post("/membres/invitations/<int:invitation_id>/retirer")
def withdraw_invitation(invitation_id: int) -> Response:
    """End an invitation nobody accepted yet."""
    membership.withdraw_member_invitation(current_company(), invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for(".members"), 303)
