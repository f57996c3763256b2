"""Access is closed by blueprint: each group of pages says who it is for, and fails closed.

`web` knows no feature, so app.py hands in the gatekeepers (who is signed in, which company, which
counter). A blueprint of an audience without gatekeeper refuses everybody.
"""

from collections.abc import Callable
from enum import StrEnum

from flask import Blueprint, Flask, abort, current_app
from flask.sansio.blueprints import Blueprint as ScaffoldBlueprint
from werkzeug.wrappers import Response

Gatekeeper = Callable[[], Response | None]


class Audience(StrEnum):
    """Whom a group of pages is for."""

    PUBLIC = "public"
    ACCOUNT = "account"
    COMPANY = "company"
    ORGANISER = "organiser"
    COUNTER = "counter"


_EXTENSION = "brocante_gatekeepers"


def set_gatekeepers(app: Flask, gatekeepers: dict[Audience, Gatekeeper]) -> None:
    """Give the application its gatekeepers: each returns None to let in, or the answer to send."""
    app.extensions[_EXTENSION] = gatekeepers


def audience_of(blueprint: ScaffoldBlueprint) -> Audience | None:
    """Return whom a blueprint is for; None when it was not made here (a test refuses that)."""
    return getattr(blueprint, "audience", None)


def public_blueprint(name: str, import_name: str, url_prefix: str | None = None) -> Blueprint:
    """Pages for anybody."""
    return _blueprint(name, import_name, url_prefix, Audience.PUBLIC)


def account_blueprint(name: str, import_name: str, url_prefix: str | None = None) -> Blueprint:
    """Pages for anybody who signed in, about themselves only."""
    return _blueprint(name, import_name, url_prefix, Audience.ACCOUNT)


def company_blueprint(name: str, import_name: str, url_prefix: str = "/exposant") -> Blueprint:
    """Pages for members of a company taking part in an edition."""
    return _blueprint(name, import_name, url_prefix, Audience.COMPANY)


def organiser_blueprint(
    name: str, import_name: str, url_prefix: str = "/organisation"
) -> Blueprint:
    """Pages for the members of an organiser."""
    return _blueprint(name, import_name, url_prefix, Audience.ORGANISER)


def counter_blueprint(name: str, import_name: str, url_prefix: str = "/comptoir") -> Blueprint:
    """Pages for whoever stands at the gate of a site."""
    return _blueprint(name, import_name, url_prefix, Audience.COUNTER)


def _blueprint(
    name: str, import_name: str, url_prefix: str | None, audience: Audience
) -> Blueprint:
    blueprint = Blueprint(name, import_name, url_prefix=url_prefix)
    blueprint.audience = audience  # type: ignore[attr-defined]
    if audience is not Audience.PUBLIC:
        blueprint.before_request(lambda: _ask_gatekeeper(audience))
    return blueprint


def _ask_gatekeeper(audience: Audience) -> Response | None:
    gatekeeper = current_app.extensions.get(_EXTENSION, {}).get(audience)
    if gatekeeper is None:
        abort(403)
    answer: Response | None = gatekeeper()
    return answer
