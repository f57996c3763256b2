"""Headers, CSRF, rate limits, safe redirects: the same on every answer."""

from functools import cached_property
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from brocante.config import MAX_UPLOAD_BYTES, Settings
from brocante.web import limits

# Module level: Flask-Limiter and Flask-WTF keep weak references to what the factory gives them.
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, default_limits=[], headers_enabled=False)

YEAR = 31_536_000
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()"),
)


class _Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, with a signer made once instead of twice for each request."""

    @cached_property
    def _signer(self) -> URLSafeTimedSerializer:
        signer = super().get_signing_serializer(current_app)
        if signer is None:
            raise RuntimeError("no secret key")
        return signer

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._signer


def init_security(app: Flask, settings: Settings) -> None:
    """Configure cookies, hosts, limits and headers from the settings."""
    app.session_interface = _Sessions()
    prefix = "__Host-" if settings.is_https else ""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=f"{prefix}brocante",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 30,
        # Reading sends no cookie again; every change to the session starts its thirty days anew.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.is_https,
        RATELIMIT_STORAGE_URI=settings.redis_url or f"{limits.SCHEME}://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    csrf.init_app(app)
    limiter.init_app(app)
    # Each limit stands at a view, which asks by itself: the pages without one do not pay for it.
    checks = app.before_request_funcs[None]
    checks[:] = [check for check in checks if getattr(check, "__self__", None) is not limiter]
    app.after_request(lambda response: _add_headers(response, settings))


def allow_on_this_page(directive: str, source: str) -> None:
    """Widen the content policy of the present answer only (tiles of a map, a scanner's worker)."""
    g.setdefault("policy_additions", {}).setdefault(directive, []).append(source)


def mark_personal() -> None:
    """Keep the present answer out of every cache: it shows somebody's data."""
    g.personal = True


def require_same_origin() -> None:
    """Refuse a POST that another site makes, for the rare form that carries no token.

    Browsers send Sec-Fetch-Site since 2020-2023 and Origin since long before; a client that sends
    neither is no browser carrying somebody's cookies across sites.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        abort(400)
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        abort(400)


def safe_path(target: str | None, default: str = "/") -> str:
    """Return `target` when it is a path of this site, otherwise `default` (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 32 or character == "\\" for character in target):
        return default
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else default


def content_policy() -> str:
    """Return the Content-Security-Policy of the present answer; nothing unsafe, nothing foreign."""
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    for directive, sources in g.get("policy_additions", {}).items():
        policy[directive] = [*policy.get(directive, []), *sources]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def _add_headers(response: Response, settings: Settings) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = content_policy()
    headers.extend(_ALWAYS)
    if settings.is_https:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if g.get("personal"):
        headers["Cache-Control"] = "no-store"
    elif response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-cache")
    return response
