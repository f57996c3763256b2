"""Signing in and out, one's own page, invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts import queries, service, team
from brocante.accounts.access import (
    current_identity,
    current_token,
    forget_session,
    remember_session,
    signed_in,
)
from brocante.accounts.errors import InvitationNotValid
from brocante.accounts.forms import PasswordForm, ProfileForm, SignInForm
from brocante.accounts.queries import Identity
from brocante.core.errors import DomainError
from brocante.web.blueprints import account_blueprint, public_blueprint
from brocante.web.security import limiter, mark_personal, safe_path

public = public_blueprint("accounts", __name__)
own = account_blueprint("account", __name__, "/compte")
blueprints = (public, own)

Answer = str | Response | tuple[str, int]


@public.before_request
def _never_cached() -> None:
    mark_personal()


@public.route("/connexion", methods=["GET", "POST"])
@limiter.limit("300/hour", methods=["POST"])
def sign_in() -> Answer:
    """Sign in by password, or ask for a link with the second button."""
    form = SignInForm()
    target = safe_path(request.values.get("next"), "")
    if not form.is_submitted():
        return (
            redirect(target or _home(), 303) if current_identity() else _sign_in_page(form, target)
        )
    if not form.validate():
        return _sign_in_page(form, target), 422
    if "link" in request.form or not form.password.data:
        service.send_link(form.email.data)
        return render_template("accounts/link_sent.html", email=form.email.data)
    try:
        who, token = service.sign_in(
            form.email.data, form.password.data, request.remote_addr or "", _device()
        )
    except DomainError as error:
        form.add_error(error)
        return _sign_in_page(form, target), error.status
    return _enter(who, token, target)


def _sign_in_page(form: SignInForm, target: str) -> str:
    return render_template("accounts/sign_in.html", form=form, target=target)


@public.route("/connexion/lien/<token>", methods=["GET", "POST"])
def link(token: str) -> Answer:
    """Show a button; only pressing it uses the link (mail scanners open every address)."""
    if request.method == "GET":
        return render_template("accounts/link.html", token=token)
    try:
        who, session_token = service.use_link(token, _device())
    except DomainError as error:
        return render_template("accounts/link.html", token=None, error=error), error.status
    return _enter(who, session_token, "")


@public.post("/deconnexion")
def sign_out() -> Response:
    """End the session in the database and in the browser."""
    token = current_token()
    if token:
        service.close_session(token)
    forget_session()
    flash(_("You are signed out."), "success")
    return redirect(url_for("pages.home"), 303)


@public.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Answer:
    """Accept an invitation of an organiser."""
    found = queries.invitation(token)
    if found is None:
        raise InvitationNotValid
    if request.method == "GET":
        return render_template("accounts/invitation.html", invitation=found, token=token)
    account_id = team.accept(token)
    session_token = service.open_session(account_id, _device())
    return _enter(queries.identity_of(account_id), session_token, "/organisation/")


def _enter(who: Identity, token: str, target: str) -> Response:
    earlier = current_token()
    if earlier:
        service.close_session(earlier)
    remember_session(token, who)
    return redirect(target or ("/organisation/" if who.organisers else "/exposant/"), 303)


def _home() -> str:
    return "/organisation/" if signed_in().organisers else "/exposant/"


def _device() -> str:
    return request.user_agent.string[:120]


@own.route("", methods=["GET", "POST"])
def profile() -> Answer:
    """One's name, language, password and signed-in browsers."""
    who = signed_in()
    form = ProfileForm(name=who.name, language=who.language)
    if form.validate_on_submit():
        service.change_profile(who, form.name.data, form.language.data)
        flash(_("Saved."), "success")
        return redirect(url_for("account.profile"), 303)
    return _profile_page(form, PasswordForm(formdata=None)), 422 if form.is_submitted() else 200


@own.post("/mot-de-passe")
def password() -> Answer:
    """Set or change the password; every other browser is signed out."""
    who = signed_in()
    form = PasswordForm()
    if not form.validate():
        return _profile_page(ProfileForm(formdata=None, name=who.name), form), 422
    try:
        service.change_password(
            who, form.present_password.data, form.password.data, keep=current_token()
        )
    except DomainError as error:
        form.add_error(error)
        return _profile_page(ProfileForm(formdata=None, name=who.name), form), error.status
    flash(_("The password is changed; other browsers are signed out."), "success")
    return redirect(url_for("account.profile"), 303)


@own.post("/sessions/<int:session_id>/fin")
def end_session(session_id: int) -> Response:
    """Sign one of one's browsers out."""
    service.close_sessions(signed_in(), only=session_id)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("account.profile"), 303)


def _profile_page(form: ProfileForm, password_form: PasswordForm) -> str:
    who = signed_in()
    return render_template(
        "accounts/profile.html",
        form=form,
        password_form=password_form,
        has_password=queries.account(who.id).password_hash is not None,
        sessions=queries.live_sessions(who.id),
        current_hash=queries.hash_token(current_token() or ""),
    )
