"""Signing in and out, invitations."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts import queries, service, signing_in, team
from brocante.accounts.access import (
    current_identity,
    current_token,
    forget_session,
    remember_session,
    signed_in,
)
from brocante.accounts.devices import device_name
from brocante.accounts.errors import InvitationNotValid
from brocante.accounts.forms import (
    InvitationForm,
    LinkForm,
    PasswordForm,
    ProfileForm,
    SignInForm,
)
from brocante.accounts.queries import Identity
from brocante.core.errors import DomainError
from brocante.web.blueprints import account_blueprint, public_blueprint
from brocante.web.languages import COOKIE, current_language, remember_language
from brocante.web.links import settings
from brocante.web.security import limiter, mark_personal, safe_path

public = public_blueprint("accounts", __name__)
own = account_blueprint("account", __name__, "/compte")
blueprints = (public, own)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@public.before_request
def _never_cached() -> None:
    mark_personal()


@public.route("/connexion", methods=["GET", "POST"])
@limiter.limit("120/minute", methods=["POST"])
def sign_in() -> Answer:
    """Sign in by password, or ask for a link with the second button."""
    form = SignInForm()
    target = safe_path(request.values.get("next"), "")
    form.next.data = target
    who = current_identity()
    if not form.is_submitted():
        return redirect(target or _home_of(who), 303) if who else _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form), 422
    if "link" in request.form or not form.password.data:
        return _send_link(form, target)
    try:
        who, token = signing_in.sign_in(
            form.email.data, form.password.data, request.remote_addr or "", _device()
        )
    except DomainError as error:
        return _refused(form, error)
    return _enter(who, token, target)


def _send_link(form: SignInForm, target: str) -> Answer:
    signing_in.send_link(form.email.data, request.remote_addr or "", target)
    return render_template(
        "accounts/link_sent.html", email=form.email.data, can_send=bool(settings().smtp_url)
    )


def _refused(form: SignInForm, error: DomainError) -> Answer:
    form.add_error(error)
    minutes = error.params.get("minutes")
    headers = {"Retry-After": str(minutes * 60)} if isinstance(minutes, int) else {}
    return _sign_in_page(form), error.status, headers


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


@public.route("/connexion/lien/<token>", methods=["GET", "POST"])
def link(token: str) -> Answer:
    """Show a button; only pressing it uses the link (mail scanners open every address)."""
    form = LinkForm()
    target = safe_path(request.values.get("next"), "")
    form.next.data = target
    if not form.validate_on_submit():
        return render_template("accounts/link.html", form=form, token=token, refused=False)
    try:
        who, session_token = signing_in.use_link(token, _device())
    except DomainError as error:
        page = render_template("accounts/link.html", form=form, token=token, refused=True)
        return page, error.status
    return _enter(who, session_token, target)


@public.get("/deconnexion")
def leaving() -> str:
    """Show the button that signs out: opening an address changes nothing (R3)."""
    return render_template("accounts/sign_out.html")


@public.post("/deconnexion")
def sign_out() -> Response:
    """End the session in the database and in the browser; the visitor's basket stays."""
    token = current_token()
    if token:
        service.close_session(token)
    forget_session()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("pages.home"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Answer:
    """Accept an invitation of an organiser; whoever holds its letter is the person invited."""
    found = queries.invitation(token)
    if found is None:
        raise InvitationNotValid
    form = InvitationForm()
    is_known = queries.has_name(found.email)
    if is_known:
        del form.name
    if not form.validate_on_submit():
        page = render_template(
            "accounts/invitation.html", form=form, invitation=found, token=token, is_known=is_known
        )
        return page, 422 if form.is_submitted() else 200
    name = "" if is_known else form.name.data
    account_id = team.accept(token, name, current_language())
    session_token = service.open_session(account_id, _device(), by_link=True)
    return _enter(queries.identity_of(account_id), session_token, "/organisation/")


def _enter(who: Identity, token: str, target: str) -> Response:
    """Start the session in this browser; whoever was signed in here before is signed out."""
    earlier = current_token()
    if earlier:
        service.close_session(earlier)
    remember_session(token, who)
    response = make_response(redirect(target or _home_of(who), 303))
    if COOKIE not in request.cookies and who.language != current_language():
        remember_language(response, who.language, secure=settings().is_https)
    return response


def _home_of(who: Identity) -> str:
    return "/organisation/" if who.organisers else "/exposant/"


def _device() -> str:
    return device_name(request.user_agent.string)


@own.route("", methods=["GET", "POST"])
def profile() -> Answer:
    """One's name and language; the password and the signed-in browsers stand below."""
    who = signed_in()
    form = ProfileForm(name=who.name, language=who.language)
    if form.validate_on_submit():
        service.change_profile(who, form.name.data, form.language.data)
        flash(_("Saved."), "success")
        response = make_response(redirect(url_for("account.profile"), 303))
        remember_language(response, form.language.data, secure=settings().is_https)
        return response
    status = 422 if form.is_submitted() else 200
    return _profile_page(who, form, PasswordForm(formdata=None)), status


@own.post("/mot-de-passe")
def password() -> Answer:
    """Set or change the password; every other browser is signed out."""
    who = signed_in()
    form = PasswordForm()
    unchanged = ProfileForm(formdata=None, name=who.name, language=who.language)
    if not form.validate():
        return _profile_page(who, unchanged, form), 422
    try:
        service.change_password(
            who, form.present_password.data or "", form.password.data, current_token()
        )
    except DomainError as error:
        form.add_error(error)
        return _profile_page(who, unchanged, form), error.status
    flash(_("The password is set; your other browsers are signed out."), "success")
    return redirect(url_for("account.profile"), 303)


@own.post("/sessions/<int:session_id>/fin")
def end_session(session_id: int) -> Response:
    """Sign one of one's browsers out."""
    service.close_one_session(signed_in(), session_id)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("account.profile"), 303)


@own.post("/sessions/fin")
def end_other_sessions() -> Response:
    """Sign all of one's browsers out but this one."""
    service.close_other_sessions(signed_in(), current_token())
    flash(_("Your other browsers are signed out."), "success")
    return redirect(url_for("account.profile"), 303)


def _profile_page(who: Identity, form: ProfileForm, password_form: PasswordForm) -> str:
    has_password = queries.account(who.id).password_hash is not None
    return render_template(
        "accounts/profile.html",
        form=form,
        password_form=password_form,
        has_password=has_password,
        asks_present=has_password and not queries.came_by_link(current_token()),
        sessions=queries.live_sessions(who.id),
        present_hash=queries.hash_token(current_token() or ""),
    )
