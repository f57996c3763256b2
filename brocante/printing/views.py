"""The ticket on paper, for whoever holds its address."""

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.core.errors import DomainError
from brocante.editions.queries import edition as edition_by_id
from brocante.reservations import queries
from brocante.reservations.errors import TicketNotFound
from brocante.web.blueprints import public_blueprint
from brocante.web.languages import current_language
from brocante.web.links import public_link
from brocante.web.security import mark_personal

blueprint = public_blueprint("printing", __name__)
blueprints = (blueprint,)


@blueprint.get("/r/<token>.pdf")
def ticket(token: str) -> Response:
    """The ticket as one sheet to fold; with its QR code only where that leads somewhere."""
    # Drawing weighs several MB that a web process need not carry before anybody prints.
    from brocante.printing.documents import About  # noqa: PLC0415
    from brocante.printing.expecting import ticket_paper  # noqa: PLC0415
    from brocante.printing.gathering import stamp  # noqa: PLC0415
    from brocante.printing.service import check_address  # noqa: PLC0415
    from brocante.printing.ticket_sheet import ticket_sheet  # noqa: PLC0415

    mark_personal()
    found = queries.ticket(token)
    edition = edition_by_id(found.edition_id) if found else None
    if found is None or edition is None:
        raise TicketNotFound
    g.edition = edition
    url = public_link("reservations.ticket", token=token)
    try:
        check_address()
    except DomainError:
        url = ""
    title = _("Ticket %(code)s", code=found.code)
    about = About(f"{title}, {edition.name}", current_language())
    answer = Response(ticket_sheet(ticket_paper(found, edition, url, stamp()), about))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer
