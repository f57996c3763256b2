"""Public pages of companies: registration, invitations, suggestions of communes."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import current_identity, remember_session
from brocante.accounts.devices import device_name
from brocante.accounts.queries import Identity, identity_of
from brocante.accounts.service import open_session
from brocante.companies import membership, registration
from brocante.companies.access import choose_company
from brocante.companies.errors import InvitationNotValid
from brocante.companies.forms import JoinForm, NamedCompanyForm, RegistrationForm
from brocante.companies.models import Company, CompanyInvitation
from brocante.companies.people import (
    companies_of,
    companies_of_address,
    known_name,
    live_invitation,
)
from brocante.companies.queries import accesses_of, company
from brocante.companies.rules import commune_label
from brocante.core import clock
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.core.gazetteer import find_communes
from brocante.editions.access import current_edition
from brocante.editions.queries import edition as edition_by_id
from brocante.editions.queries import public_editions
from brocante.editions.rules import may_register
from brocante.web.blueprints import public_blueprint
from brocante.web.errors import show
from brocante.web.languages import current_language
from brocante.web.security import limiter, mark_personal

blueprint = public_blueprint("companies", __name__)
blueprints = (blueprint,)

Answer = str | Response | tuple[str, int]


@blueprint.get("/communes")
@limiter.limit("3000/hour")
def communes() -> Response:
    """Suggest communes for what is being typed, as JSON."""
    found = find_communes(request.args.get("q", ""))
    response = jsonify([{"label": commune_label(c), "code": c.code} for c in found])
    response.cache_control.max_age = 86_400
    response.cache_control.public = True
    return response


@blueprint.get("/exposant-inscription")
def register_choice() -> str:
    """Let somebody without a company choose an edition to register to."""
    mark_personal()
    now = clock.now()
    editions = [one for one in public_editions() if may_register(one, now)]
    return render_template("companies/register_choice.html", editions=editions)


@blueprint.route("/<edition>/inscription", methods=["GET", "POST"])
@limiter.limit("60/hour", methods=["POST"])
def register() -> Answer:
    """Register a company to an edition."""
    mark_personal()
    who = current_identity()
    if not may_register(current_edition(), clock.now()):
        return render_template("companies/registration_closed.html")
    if who is not None and "company_id" in request.form:
        return _register_again(who)
    form = NamedCompanyForm() if who else RegistrationForm()
    if not form.is_submitted():
        if who:
            form.contact_name.data = who.name
        return _registration_page(form, who)
    if not form.validate():
        return _registration_page(form, who), 422
    return _register(form, who)


def _register(form: NamedCompanyForm, who: Identity | None) -> Answer:
    edition_id = current_edition().id
    address = who.email if who else form.email.data
    details = form.details(address)
    try:
        if who is None:
            registration.register(edition_id, details, form.contact_name.data, current_language())
            return render_template("companies/registered.html", email=address)
        participation_id = registration.register_new(who, edition_id, details)
    except DomainError as error:
        form.add_error(error)
        return _registration_page(form, who), error.status
    return _to_company_space(participation_id)


def _register_again(who: Identity) -> Response:
    try:
        participation_id = registration.register_again(
            who, current_edition().id, read_id(request.form.get("company_id"))
        )
    except DomainError as error:
        show(error)
        return redirect(url_for(".register"), 303)
    return _to_company_space(participation_id)


def _to_company_space(participation_id: int) -> Response:
    choose_company(participation_id)
    flash(_("Your company is registered. Here is what remains to be done."), "success")
    return redirect(url_for("company_cockpit.home"), 303)


def _registration_page(form: NamedCompanyForm, who: Identity | None) -> str:
    known = companies_of(who.id) if who else []
    here = (
        {a.company_id for a in accesses_of(who.id) if a.edition_id == current_edition().id}
        if who
        else set()
    )
    return render_template(
        "companies/register.html",
        form=form,
        others=[one for one in known if one.id not in here],
        taking_part=[one for one in known if one.id in here],
    )


@blueprint.get("/invitation-entreprise/<token>")
def invitation(token: str) -> Answer:
    """Show an invitation; only the button on the page accepts it (mail scanners open links)."""
    mark_personal()
    found, who = live_invitation(token), current_identity()
    if found is None:
        return _gone(InvitationNotValid())
    if who is not None and who.email != found.email:
        return render_template("companies/invitation_other.html", invited=found.email)
    form = _invitation_form(found)
    form.contact_name.data = who.name if who else known_name(found.email)
    return _invitation_page(found, form)


@blueprint.post("/invitation-entreprise/<token>")
@limiter.limit("120/hour")
def accept_invitation(token: str) -> Answer:
    """Join the company, or take part with one; signs in who came by the link."""
    mark_personal()
    found = live_invitation(token)
    if found is None:
        return _gone(InvitationNotValid())
    form = _invitation_form(found)
    company_id = read_id(request.form.get("company_id"))
    if not company_id and not form.validate():
        return _invitation_page(found, form), 422
    try:
        account_id, participation_id = _accept(token, found, form, company_id)
    except DomainError as error:
        form.add_error(error)
        # What was read before the refused write is read again.
        again = live_invitation(token)
        return (_invitation_page(again, form), error.status) if again else _gone(error)
    return _enter(account_id, participation_id)


def _invitation_form(found: CompanyInvitation) -> JoinForm | NamedCompanyForm:
    return NamedCompanyForm() if found.company_id is None else JoinForm()


def _accept(
    token: str, found: CompanyInvitation, form: JoinForm | NamedCompanyForm, company_id: int
) -> tuple[int, int | None]:
    """Return the account that accepted, and the participation it acts for, if known."""
    who, name, language = current_identity(), form.contact_name.data or "", current_language()
    if found.company_id is not None:
        return membership.join_company(who, token, name, language), None
    if company_id:
        return membership.take_part_with(who, token, company_id)
    return membership.take_part(who, token, form.details(found.email), name, language)


def _invitation_page(found: CompanyInvitation, form: JoinForm | NamedCompanyForm) -> str:
    invited: Company | None = company(found.company_id) if found.company_id else None
    return render_template(
        "companies/invitation.html",
        form=form,
        invited_by=invited,
        invited_to=edition_by_id(found.edition_id) if found.edition_id else None,
        own=companies_of_address(found.email) if not found.company_id else [],
        email=found.email,
    )


def _gone(error: DomainError) -> tuple[str, int]:
    return render_template("companies/invitation_gone.html"), error.status


def _enter(account_id: int, participation_id: int | None) -> Response:
    """Sign in who accepted: the link came by mail and proves the address."""
    token = open_session(account_id, device_name(request.user_agent.string), by_link=True)
    remember_session(token, identity_of(account_id))
    if participation_id is not None:
        choose_company(participation_id)
    flash(_("Welcome. Here is what remains to be done."), "success")
    return redirect(url_for("company_cockpit.home"), 303)
