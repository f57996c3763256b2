"""Errors are caught here and answer a person."""

import errno
import logging
import secrets
from urllib.parse import quote

from flask import Flask, flash, g, jsonify, redirect, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response

from brocante.core.errors import DomainError
from brocante.core.units import Quantity
from brocante.web import formats
from brocante.web.links import nearest_page

log = logging.getLogger(__name__)

PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 429, 500, 503})


def sentence(error: DomainError) -> str:
    """Return the words of a refusal in the reader's language, quantities as that language does."""
    params = {name: _shown(name, value) for name, value in error.params.items()}
    text: str = gettext(error.message, **params) if params else gettext(error.message)
    return text


def _shown(name: str, value: object) -> object:
    if isinstance(value, Quantity):
        return formats.number(value)
    return gettext(value) if isinstance(value, str) and name.startswith("word_") else value


def show(error: DomainError) -> None:
    """Flash a refusal on the next page."""
    flash(sentence(error), "error")


def init_errors(app: Flask) -> None:
    """Register one handler per kind of error."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(OperationalError, _busy_database)
    app.register_error_handler(OSError, _full_disk)
    app.register_error_handler(Exception, _unexpected)


def _page(
    status: int,
    message: str | None = None,
    reference: str | None = None,
    back: str | None = None,
) -> Response:
    if _wants_json():
        response = jsonify(error=message or f"{status}", reference=reference)
        response.status_code = status
        return response
    template = f"errors/{status if status in PAGES else 400 if status < 500 else 500}.html"
    body = render_template(template, message=message, reference=reference, back=back)
    return Response(body, status=status, mimetype="text/html")


def _domain_error(error: DomainError) -> Response:
    return _page(error.status, sentence(error))


def _csrf_error(_error: CSRFError) -> Response:
    return _page(
        400,
        gettext(
            "The page was open for too long or cookies are blocked. Go back, reload the page and "
            "send the form again."
        ),
        back=quote(nearest_page(request.path)),
    )


def _http_error(error: HTTPException) -> Response:
    """Answer with a page of its own; who opens the address of a form is led to its page."""
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 405 and request.method in {"GET", "HEAD"} and not _wants_json():
        return _page_of_the_form()
    response = _page(error.code)
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _page_of_the_form() -> Response:
    """Lead whoever opens the address a form is sent to, by hand or from history, to its page."""
    flash(gettext("That address only answers to a form: this is the nearest page."), "info")
    return redirect(nearest_page(request.path), 303)


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _other_host(_error: SecurityError) -> Response:
    """Answer an unknown Host without a page: pages hold addresses, and this request has none."""
    return Response(gettext("This is not the address of the site."), 400, mimetype="text/plain")


def _full_disk(error: OSError) -> Response:
    """A large form waits on the disk until it is read: without room for it, try again later."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        return _unexpected(error)
    log.error("disk full: %s", error)
    return _busy()


def _busy_database(error: OperationalError) -> Response:
    """A full disk or a database that stays locked: the installation is busy, nothing was stored."""
    log.error("database unavailable: %s", error.orig)
    return _busy()


def _busy() -> Response:
    response = _page(503)
    response.headers["Retry-After"] = "5"
    return response


def _unexpected(error: Exception) -> Response:
    """Answer without a trace of the inside; the reference leads to the log."""
    reference = secrets.token_hex(4)
    log.error(
        "unexpected error %s on %s %s", reference, request.method, request.endpoint, exc_info=error
    )
    g.failed = True
    return _page(InternalServerError.code or 500, reference=reference)
