"""The link to a counter: what it opens, and the one tap that starts it on a phone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.counter import accesses
from brocante.counter.access import (
    also_when_ended,
    current_phone,
    known_phone,
    remember_phone,
    wants_data,
)
from brocante.counter.errors import AccessNotFound
from brocante.counter.phones import Link, Phone, find_link
from brocante.counter.standing import Standing
from brocante.editions.queries import edition as edition_by_id
from brocante.web.blueprints import counter_blueprint, public_blueprint
from brocante.web.errors import show
from brocante.web.security import csrf, mark_personal, require_same_origin

HOME = "/comptoir"

link_page = public_blueprint("counter_link", __name__, HOME)
phone_page = counter_blueprint("counter_phone", __name__)
blueprints = (link_page, phone_page)


@link_page.get("/acces/<token>")
def offer(token: str) -> ResponseReturnValue:
    """What the link opens, or why it does not; nothing starts by looking at it."""
    mark_personal()
    return _offer_page(_link(token))


@link_page.post("/acces/<token>")
def start(token: str) -> ResponseReturnValue:
    """Start the counter on this phone."""
    mark_personal()
    link, present = _link(token), known_phone()
    if present is not None and _stands_here(link, present):
        return redirect(HOME, 303)
    try:
        started = accesses.start(token, present)
    except DomainError as refusal:
        show(refusal)
        return _offer_page(link), refusal.status
    answer: Response = redirect(HOME, 303)
    remember_phone(answer, started)
    return answer


@phone_page.post("/fermer")
@csrf.exempt
@also_when_ended
def close() -> ResponseReturnValue:
    """Give the counter up on this phone; it has sent what it noted."""
    require_same_origin()
    accesses.close(current_phone().id)
    if wants_data():
        return {"access": Standing.CLOSED}
    flash(_("The counter is closed on this phone."), "success")
    return redirect(url_for("counter_link.offer", token=current_phone().link.token), 303)


@phone_page.post("/repetition")
@csrf.exempt
def rehearse() -> ResponseReturnValue:
    """Keep what the phone found about itself."""
    require_same_origin()
    sent = request.get_json(force=True, silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("checks"), dict):
        return {"error": _("The result of the rehearsal cannot be read.")}, 422
    passed = sent.get("passed") is True
    accesses.keep_rehearsal(current_phone().id, sent["checks"], passed=passed)
    return {"access": Standing.OPEN}


def _link(token: str) -> Link:
    link = find_link(token)
    if link is None:
        raise AccessNotFound
    return link


def _stands_here(link: Link, present: Phone) -> bool:
    return present.link.id == link.id and present.standing(clock.now()) is Standing.OPEN


def _offer_page(link: Link) -> str:
    present = known_phone()
    edition = edition_by_id(link.edition_id)
    if edition is None:
        raise AccessNotFound
    first_day, last_day = link.days(edition.time_zone)
    return render_template(
        "counter/start.html",
        link=link,
        standing=link.standing(clock.now()),
        stands_here=present is not None and _stands_here(link, present),
        edition=edition,
        first_day=first_day,
        last_day=last_day,
    )
