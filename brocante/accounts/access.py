"""Who is signed in: the bridge between the session cookie and the features."""

from flask import Flask, g, has_request_context, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from brocante.accounts.queries import Identity, find_identity
from brocante.web.security import mark_personal


class _SignedIn(UserMixin):
    """What Flask-Login carries: the session token as id, and the identity found by it."""

    def __init__(self, token: str, identity: Identity) -> None:
        self.token = token
        self.identity = identity

    def get_id(self) -> str:
        return self.token


def init_access(app: Flask) -> None:
    """Wire Flask-Login to the sessions stored in the database."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # pages ask for `identity`
    manager.session_protection = None
    manager.user_loader(_load)
    app.context_processor(lambda: {"identity": current_identity()})


def _load(token: str) -> _SignedIn | None:
    identity = find_identity(token)
    return _SignedIn(token, identity) if identity else None


def current_identity() -> Identity | None:
    """Return who is signed in on this browser, or None. Costs no query without a session."""
    if not has_request_context() or "_user_id" not in session:
        return None
    return current_user.identity if current_user.is_authenticated else None


def signed_in() -> Identity:
    """Return who is signed in; only for pages behind a gatekeeper."""
    identity = current_identity()
    if identity is None:
        raise RuntimeError("a page behind a gatekeeper was reached by a stranger")
    return identity


def remember_session(token: str, identity: Identity) -> None:
    """Start a fresh cookie session (no fixation), keeping only what a visitor gathered."""
    _clear_session()
    session.permanent = True
    login_user(_SignedIn(token, identity))


def current_token() -> str | None:
    """Return the token of the present session, to end it or to keep it when others end."""
    return session.get("_user_id")


def forget_session() -> None:
    """Drop the cookie session; ending it in the database is the service's part."""
    logout_user()
    _clear_session()


def _clear_session() -> None:
    """Empty the cookie session but for what a visitor gathered, which names nobody."""
    kept = {name: session[name] for name in ("baskets", "tickets") if name in session}
    session.clear()
    session.update(kept)


def require_account() -> Response | None:
    """Gatekeeper: send strangers to the sign-in page, back here afterwards."""
    mark_personal()
    g.signed_in_area = True
    if current_identity() is not None:
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("accounts.sign_in", next=target), 303)
