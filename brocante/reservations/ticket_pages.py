"""The ticket: shown to whoever holds its address, changed without signing in."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from brocante.core import clock
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.core.qr import short_address, svg
from brocante.core.units import ZERO, NotANumber, Quantity
from brocante.core.vehicles import LABELS, SPACES, smallest_vehicle
from brocante.editions.models import Edition
from brocante.editions.queries import edition as edition_by_id
from brocante.pickups.queries import by_day, free_slots
from brocante.reservations import changes, queries
from brocante.reservations.errors import TicketNotFound
from brocante.reservations.tickets import Ticket
from brocante.web.errors import sentence
from brocante.web.links import public_link
from brocante.web.security import mark_personal

Answer = str | AnyResponse | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """Add the addresses of the ticket to the blueprint of reservations."""
    blueprint.get("/r/<token>")(ticket)
    blueprint.get("/r/<token>.ics")(calendar)
    blueprint.post("/r/<token>/lignes/<int:line_id>")(reduce_line)
    blueprint.post("/r/<token>/enlevements/<int:pickup_id>/creneau")(change_slot)
    blueprint.post("/r/<token>/enlevements/<int:pickup_id>/annuler")(cancel_pickup)
    blueprint.post("/r/<token>/annuler")(cancel)


def ticket(token: str) -> str:
    """Show a ticket."""
    return _page(token)


def calendar(token: str) -> Response:
    """Download the pickups for a calendar."""
    # The library weighs several MB that a web process need not carry before anybody asks.
    from brocante.reservations.calendars import calendar_of  # noqa: PLC0415

    found, edition = _ticket(token)
    link = public_link("reservations.ticket", token=token)
    response = Response(calendar_of(found, edition, link), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.code}.ics"'
    return response


def reduce_line(token: str, line_id: int) -> Answer:
    """Take less of a listing, or none."""
    try:
        typed = request.form.get("quantity", "")
        quantity = ZERO if "remove" in request.form else Quantity.of(typed)
    except NotANumber:
        return _page(token, _("Write a number such as 12 or 1,5.")), 422
    try:
        changes.reduce_line(token, line_id, quantity)
    except DomainError as error:
        return _refused(token, error)
    return _done(token, _("Done. What you gave back is free for somebody else."))


def change_slot(token: str, pickup_id: int) -> Answer:
    """Come at another time."""
    slot_id = read_id(request.form.get("slot"))
    if not slot_id:
        return _page(token, _("Choose a time.")), 422
    try:
        changes.change_slot(token, pickup_id, slot_id)
    except DomainError as error:
        return _refused(token, error)
    return _done(token, _("Done. You are expected at the new time."))


def cancel_pickup(token: str, pickup_id: int) -> Answer:
    """Do not come to one site."""
    try:
        changes.cancel_pickup(token, pickup_id)
    except DomainError as error:
        return _refused(token, error)
    return _done(token, _("This pickup is cancelled. Thank you for saying so."))


def cancel(token: str) -> Answer:
    """Do not come at all."""
    try:
        changes.cancel_all(token)
    except DomainError as error:
        return _refused(token, error)
    return _done(token, _("Your reservation is cancelled. Thank you for saying so."))


def _done(token: str, words: str) -> AnyResponse:
    flash(words, "success")
    return redirect(url_for("reservations.ticket", token=token), 303)


def _refused(token: str, error: DomainError) -> Answer:
    if error.status != 409:
        raise error
    return _page(token, sentence(error)), error.status


def _page(token: str, problem: str | None = None) -> str:
    found, _edition = _ticket(token)
    link = public_link("reservations.ticket", token=token)
    code = svg(short_address(link), label=_("QR code of the ticket %(code)s", code=found.code))
    open_sites = [stop.site_id for stop in found.stops if stop.can_change]
    return render_template(
        "reservations/ticket.html",
        ticket=found,
        problem=problem,
        qr=Markup(code),  # noqa: S704 - drawn by core.qr, which escapes its label
        slots=free_slots(open_sites, clock.now()),
        by_day=by_day,
        vehicle_labels=LABELS,
        spaces=SPACES,
        smallest_vehicle=smallest_vehicle,
    )


def _ticket(token: str) -> tuple[Ticket, Edition]:
    """Return a ticket and its edition, which the page is then about; 404 for an unknown one."""
    mark_personal()
    found = queries.ticket(token)
    edition = edition_by_id(found.edition_id) if found else None
    if found is None or edition is None:
        raise TicketNotFound
    g.edition = edition
    return found, edition
