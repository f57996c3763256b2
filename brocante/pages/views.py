"""Home, the landing page of an edition, help, legal pages, and what watches an installation."""

import hmac
from datetime import timedelta
from ipaddress import ip_address

from flask import abort, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from brocante.accounts.queries import organiser
from brocante.catalogue.cards import make_cards
from brocante.catalogue.queries import newest_cards
from brocante.core import clock
from brocante.editions.access import current_edition, take_only_edition
from brocante.editions.rules import (
    catalogue_is_open,
    is_over,
    may_register,
    reservations_are_open,
)
from brocante.materials.queries import families, sources
from brocante.outbox.rules import KEEP_BODIES
from brocante.pages import queries
from brocante.pages.sharing import event_data
from brocante.reservations.service import KEPT_DAYS
from brocante.stocklists.rules import KEPT_OPEN
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.languages import LANGUAGES, current_language, remember_language
from brocante.web.links import nearest_page, public_link, settings
from brocante.web.security import csrf, require_same_origin, safe_path

blueprint = public_blueprint("pages", __name__)
blueprints = (blueprint,)

NEWEST = 4
SECURITY_CONTACT_DAYS = 180


@blueprint.get("/")
@keep
def home() -> str:
    """The editions, the nearest first."""
    calendar = queries.calendar()
    nearest = calendar.coming[0] if calendar.coming else None
    return render_template(
        "pages/home.html",
        calendar=calendar,
        nearest=nearest,
        showcase=queries.showcase(nearest.id) if nearest else None,
        is_open=nearest is not None and catalogue_is_open(nearest, clock.now()),
    )


@blueprint.get("/<edition>/")
@keep
def edition_home() -> str:
    """What, when, where; how it works in three steps; a search field first."""
    edition, now = current_edition(), clock.now()
    found = organiser(edition.organiser_id)
    in_english = current_language() == "en" and edition.presentation_en
    presentation = edition.presentation_en if in_english else edition.presentation
    showcase = queries.showcase(edition.id)
    is_open = catalogue_is_open(edition, now)
    image = settings().base_url + url_for("static", filename="img/brand/share.png")
    return render_template(
        "pages/edition.html",
        presentation=presentation,
        presentation_language="en" if in_english else "fr",
        organiser=found,
        showcase=showcase,
        families=[family for family in families() if family.code in showcase.families],
        newest=make_cards(newest_cards(edition.id, NEWEST)) if is_open else [],
        is_open=is_open,
        may_reserve=reservations_are_open(edition, now),
        may_register=may_register(edition, now),
        is_over=is_over(edition, now),
        event=event_data(edition, found.name if found else "", presentation, image),
    )


@blueprint.get("/aide", endpoint="help")
def help_page() -> str:
    """Help for visitors, companies, counters and organisers."""
    take_only_edition()
    return render_template("pages/help.html")


@blueprint.get("/mentions-legales")
def legal() -> str:
    """Who answers for what is published, and whose data is used."""
    take_only_edition()
    return render_template("pages/legal.html", organisers=queries.responsible(), sources=sources())


@blueprint.get("/confidentialite")
def privacy() -> str:
    """What is known of people, why, how long."""
    take_only_edition()
    return render_template(
        "pages/privacy.html",
        organisers=queries.responsible(),
        visitor_days=KEPT_DAYS,
        letter_days=KEEP_BODIES.days,
        list_days=KEPT_OPEN.days,
    )


@blueprint.get("/accessibilite")
def accessibility() -> str:
    """The declaration of accessibility."""
    take_only_edition()
    return render_template("pages/accessibility.html", organisers=queries.responsible())


@blueprint.post("/langue")
@csrf.exempt
def set_language() -> Response:
    """Keep the language chosen, then go back to the page one came from.

    Without token: a token would set a cookie for everybody who only reads.
    """
    require_same_origin()
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    answer = make_response(redirect(nearest_page(safe_path(request.form.get("next"))), 303))
    remember_language(answer, language, secure=settings().is_https)
    return answer


@blueprint.get("/healthz")
def health() -> Response:
    """Tell a watcher whether the installation can answer; 503 when its database cannot."""
    good = queries.database_answers()
    answer = jsonify(status="ok" if good else "database unavailable")
    answer.status_code = 200 if good else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/metrics")
def metrics() -> Response:
    """Figures in the text format of Prometheus, for the machine itself or who holds the token."""
    if not _may_watch():
        abort(404)
    lines = []
    for name, value in queries.measures().items():
        kind = "counter" if name.endswith("_total") else "gauge"
        lines += [f"# TYPE {name} {kind}", f"{name} {value}"]
    return Response(
        "\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": "no-store"}
    )


def _may_watch() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy that is not declared, everybody seems to come from the machine itself.
    is_proxied = settings().proxies == 0 and "X-Forwarded-For" in request.headers
    return not is_proxied and _is_loopback(request.remote_addr)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


@blueprint.get("/.well-known/security.txt")
def security_contact() -> Response:
    """Say where to report a weakness (RFC 9116)."""
    organisers = queries.responsible()
    address = organisers[0].email if organisers else settings().mail_from
    expires = clock.now().replace(microsecond=0) + timedelta(days=SECURITY_CONTACT_DAYS)
    text = (
        f"Contact: mailto:{address}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: fr, en\n"
        f"Canonical: {public_link('pages.security_contact')}\n"
        f"Policy: {public_link('pages.legal')}#security\n"
    )
    return Response(text, mimetype="text/plain")
