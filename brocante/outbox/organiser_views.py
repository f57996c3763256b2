"""What was written to people in the organiser's name, and what did not arrive."""

from datetime import datetime

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.core import clock
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.outbox import queries, service
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show
from brocante.web.links import settings

blueprint = organiser_blueprint("organiser_outbox", __name__)
blueprints = (blueprint,)

LAST_PAGE = 10_000


@blueprint.get("/messages")
def index() -> str:
    """Failed messages first, then those that wait, then those that left."""
    found = settings()
    number = min(read_id(request.args.get("page")) or 1, LAST_PAGE)
    return render_template(
        "outbox/organiser/messages.html",
        page=queries.message_page(g.organiser_id, number, unowned=found.demo),
        counts=queries.count_by_state(g.organiser_id, unowned=found.demo),
        organiser_id=g.organiser_id,
        can_send=bool(found.smtp_url),
        shows_texts=found.demo,
        ago=_ago,
    )


@blueprint.post("/messages/<int:message_id>/renvoyer")
def retry(message_id: int) -> Response:
    """Queue one failed message again."""
    try:
        service.retry(g.organiser_id, message_id)
    except DomainError as error:
        show(error)
    else:
        flash(_("The message is tried again."), "success")
    return _back()


@blueprint.post("/messages/renvoyer")
def retry_all() -> Response:
    """Queue all failed messages again, as after a mail server that was down."""
    count = service.retry_all(g.organiser_id)
    flash(
        ngettext("%(num)d message is tried again.", "%(num)d messages are tried again.", count),
        "success",
    )
    return _back()


def _back() -> Response:
    return redirect(url_for("organiser_outbox.index"), 303)


def _ago(instant: datetime) -> str:
    """Return "5 minutes ago" or "in 5 minutes": no time zone to mistake, whoever reads it."""
    words: str = format_timedelta(instant - clock.now(), add_direction=True)
    return words
