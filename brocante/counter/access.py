"""Which counter the present request acts for: a signed-in company's, or that of a phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.companies.access import current_company
from brocante.core import clock
from brocante.counter.accesses import Started
from brocante.counter.counters import Counter, company_counter
from brocante.counter.phones import Phone, phone_of_cookie
from brocante.counter.standing import Standing
from brocante.editions.queries import edition as edition_by_id
from brocante.web.links import settings
from brocante.web.security import mark_personal

View = TypeVar("View", bound=Callable[..., Any])

_ALSO_ENDED = "also_when_ended"
# A phone may find the network again long after the two days.
_KEPT_AFTER = timedelta(days=30)


def init_access(app: Flask) -> None:
    """Name the phone that stands at a counter in every template."""
    app.context_processor(lambda: {"counter_phone": g.get("phone")})


def current_counter() -> Counter:
    """Return the counter acted for; only behind the gatekeeper of companies or of counters."""
    if "counter" not in g:
        g.counter = company_counter(signed_in(), current_company())
    counter: Counter = g.counter
    return counter


def current_phone() -> Phone:
    """Return the phone that asks; only behind the gatekeeper of counters."""
    phone: Phone = g.phone
    return phone


def known_phone() -> Phone | None:
    """Return the phone that asks, wherever its counter stands; None for everybody else."""
    if "phone" not in g:
        cookie = request.cookies.get(cookie_name(), "")
        g.phone = phone_of_cookie(cookie) if cookie else None
    phone: Phone | None = g.phone
    return phone


def also_when_ended(view: View) -> View:
    """Open a view to phones whose counter is over: what they noted before still counts."""
    setattr(view, _ALSO_ENDED, True)
    return view


def require_counter() -> Response | None:
    """Gatekeeper: a phone on which a link was started that works now."""
    mark_personal()
    phone = known_phone()
    if phone is None:
        return _refusal(None)
    found = phone.standing(clock.now())
    view = current_app.view_functions[request.endpoint or ""]
    if found is not Standing.OPEN and not getattr(view, _ALSO_ENDED, False):
        return _refusal(found, phone)
    g.counter = phone.counter
    g.edition = edition_by_id(phone.link.edition_id)
    return None


def remember_phone(answer: Response, started: Started) -> None:
    """Let a phone keep its counter, and send what it noted after the link has ended."""
    answer.set_cookie(
        cookie_name(),
        started.cookie,
        expires=started.link.ends_at + _KEPT_AFTER,
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def cookie_name() -> str:
    """Return the name of the cookie of a counter's phone."""
    return "__Host-comptoir" if settings().is_https else "comptoir"


def wants_data() -> bool:
    """Tell whether the application of the counter asks, and not somebody who opens a page."""
    return "text/html" not in request.headers.get("Accept", "")


def _refusal(found: Standing | None, phone: Phone | None = None) -> Response:
    status = 401 if phone is None else 403
    if wants_data():
        return make_response(jsonify(access=found or "unknown"), status)
    page = render_template("counter/closed.html", standing=found, link=phone and phone.link)
    return make_response(page, status)
